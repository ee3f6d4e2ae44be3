package coop.minga.node.history;

/// The tables of a history, every column with its type.
///
/// Nothing is inferred from data: a sniffer would take a GTIN for a number and drop its zeros.
final class Schema {
  private static final String[] TABLES = {
    """
    CREATE TABLE IF NOT EXISTS imports (
      mark VARCHAR NOT NULL, file VARCHAR NOT NULL, kind VARCHAR NOT NULL,
      row_count BIGINT NOT NULL, imported BIGINT NOT NULL, rejected BIGINT NOT NULL)\
    """,
    """
    CREATE TABLE IF NOT EXISTS sales (
      day DATE NOT NULL, site VARCHAR NOT NULL, item VARCHAR NOT NULL, quantity DOUBLE NOT NULL,
      unit VARCHAR NOT NULL, price DOUBLE, promo BOOLEAN NOT NULL, stockout VARCHAR NOT NULL,
      weekly BOOLEAN NOT NULL)\
    """,
    """
    CREATE TABLE IF NOT EXISTS stock (
      day DATE NOT NULL, site VARCHAR NOT NULL, item VARCHAR NOT NULL, lot VARCHAR,
      quantity DOUBLE NOT NULL, unit VARCHAR NOT NULL, date_kind VARCHAR, date_mark DATE)\
    """,
    """
    CREATE TABLE IF NOT EXISTS items (
      item VARCHAR NOT NULL, gtin VARCHAR, name VARCHAR, category VARCHAR, pack_size INTEGER,
      unit_grams BIGINT, storage VARCHAR, shelf_life_days INTEGER)\
    """,
    """
    CREATE TABLE IF NOT EXISTS sites (
      site VARCHAR NOT NULL, gln VARCHAR, name VARCHAR, latitude DOUBLE, longitude DOUBLE,
      open_days VARCHAR, kind VARCHAR)\
    """,
    """
    CREATE TABLE IF NOT EXISTS supply (
      site VARCHAR NOT NULL, item VARCHAR NOT NULL, supplier VARCHAR, order_days VARCHAR,
      cutoff VARCHAR, lead_days BIGINT, delivery_days VARCHAR, pack BIGINT, min_order DOUBLE,
      max_shelf DOUBLE, cost DOUBLE, price DOUBLE, life_on_receipt BIGINT)\
    """,
    """
    CREATE TABLE IF NOT EXISTS receipts (
      day DATE NOT NULL, site VARCHAR NOT NULL, item VARCHAR NOT NULL, quantity DOUBLE NOT NULL,
      unit VARCHAR NOT NULL, date_kind VARCHAR, date_mark DATE)\
    """,
    """
    CREATE TABLE IF NOT EXISTS waste (
      day DATE NOT NULL, site VARCHAR NOT NULL, item VARCHAR NOT NULL, quantity DOUBLE NOT NULL,
      unit VARCHAR NOT NULL, reason VARCHAR, destination VARCHAR)\
    """,
    """
    CREATE TABLE IF NOT EXISTS changes (
      morning DATE NOT NULL, site VARCHAR NOT NULL, item VARCHAR NOT NULL, arrives DATE NOT NULL,
      until DATE NOT NULL, model DOUBLE NOT NULL, rule DOUBLE NOT NULL, usable DOUBLE NOT NULL,
      units DOUBLE NOT NULL, reason VARCHAR NOT NULL)\
    """,
    """
    CREATE TABLE IF NOT EXISTS placed (
      morning DATE NOT NULL, site VARCHAR NOT NULL, item VARCHAR NOT NULL, arrives DATE NOT NULL,
      units DOUBLE NOT NULL)\
    """,
    """
    CREATE TABLE IF NOT EXISTS needs (
      site VARCHAR NOT NULL, category VARCHAR NOT NULL, mon BIGINT NOT NULL, tue BIGINT NOT NULL,
      wed BIGINT NOT NULL, thu BIGINT NOT NULL, fri BIGINT NOT NULL, sat BIGINT NOT NULL,
      sun BIGINT NOT NULL, until DATE, firm BOOLEAN NOT NULL)\
    """
  };

  /// Of a day, site and item, the minute of the day of its last sale; unknown in what was imported
  /// before it was kept.
  private static final String LAST_MINUTE =
      "ALTER TABLE sales ADD COLUMN IF NOT EXISTS last_minute SMALLINT";

  /// Of an item, what is in it, as a list of words; unknown in what was imported before it was
  /// kept.
  private static final String ALLERGENS =
      "ALTER TABLE items ADD COLUMN IF NOT EXISTS allergens VARCHAR";

  private Schema() {}

  /// Makes the tables, and the columns, that are not there yet.
  static void lay(Database database) {
    for (String table : TABLES) {
      database.run(table);
    }
    database.run(LAST_MINUTE);
    database.run(ALLERGENS);
  }
}
