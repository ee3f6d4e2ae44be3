package coop.minga.node.demo;

import coop.minga.node.config.UserError;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Where the columns of a sales file are, by the names in its header, and what its fields mean.
///
/// Needed are `organisation`, `site`, `item`, `date` (2019-04-30) and `qty` or `quantity`; read if
/// there are `price`, `promo`, `stockout` and `unit`. Others are passed over. Case does not count.
final class SalesColumns {
  private static final Map<String, String> OTHER_NAMES =
      Map.of("quantity", "qty", "organization", "organisation");
  private static final List<String> NEEDED = List.of("organisation", "site", "item", "date", "qty");
  private static final List<String> YES = List.of("true", "1", "yes", "y");
  private static final List<String> NO = List.of("false", "0", "no", "n", "", "unknown");
  private static final List<String> EACH = List.of("unit", "each", "ea", "pcs", "");
  private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000_000);

  private final String file;
  private final int width;
  private final Map<String, Integer> positions = new HashMap<>();

  /// One row of the file.
  record Row(String organisation, TownSale sale) {}

  /// Reads the header.
  SalesColumns(String file, CsvRecord header) {
    this.file = file;
    this.width = header.getFieldCount();
    for (int i = 0; i < width; i++) {
      String name = header.getField(i).replace("\uFEFF", "").strip().toLowerCase(Locale.ROOT);
      positions.putIfAbsent(OTHER_NAMES.getOrDefault(name, name), i);
    }
    List<String> missing = new ArrayList<>(NEEDED);
    missing.removeAll(positions.keySet());
    if (!missing.isEmpty()) {
      throw new UserError(
          file,
          "it has no column "
              + String.join(", ", missing)
              + "; its header is "
              + String.join(", ", header.getFields())
              + ".",
          "Name the columns in its first line: organisation, site, item, date, quantity.");
    }
  }

  /// What the file does not say, in words: some of prices, promotions, sell-outs.
  List<String> silentOn() {
    List<String> silent = new ArrayList<>();
    Map.of("price", "prices", "promo", "promotions", "stockout", "sell-outs").entrySet().stream()
        .filter(column -> !positions.containsKey(column.getKey()))
        .map(Map.Entry::getValue)
        .sorted()
        .forEach(silent::add);
    return silent;
  }

  /// Reads one row.
  Row read(CsvRecord record) {
    refuseExtraFields(record);
    refuseOtherUnits(record);
    TownSale sale =
        new TownSale(
            date(record),
            needed(record, "site"),
            needed(record, "item"),
            amount(record, "qty", needed(record, "qty")),
            Optional.of(text(record, "price"))
                .filter(price -> !price.isEmpty())
                .map(price -> amount(record, "price", price)),
            yes(record, "promo").orElse(false),
            yes(record, "stockout"));
    return new Row(needed(record, "organisation"), sale);
  }

  private LocalDate date(CsvRecord record) {
    String text = needed(record, "date");
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new UserError(
          line(record),
          "date \"" + text + "\" is not a date.",
          "Write dates as 2019-04-30, one day a row.",
          e);
    }
  }

  private BigDecimal amount(CsvRecord record, String column, String text) {
    try {
      BigDecimal amount = new BigDecimal(text);
      if (amount.signum() >= 0 && amount.compareTo(MOST) <= 0 && amount.scale() <= 6) {
        return amount;
      }
    } catch (NumberFormatException e) {
      throw notAnAmount(record, column, text);
    }
    throw notAnAmount(record, column, text);
  }

  private UserError notAnAmount(CsvRecord record, String column, String text) {
    return new UserError(
        line(record),
        column + " \"" + text + "\" is not a number from 0 to 1000000000.",
        "Write it with a decimal point and no other signs, and leave returns out.");
  }

  /// Yes, no, or absent where the file does not say.
  private Optional<Boolean> yes(CsvRecord record, String column) {
    String text = text(record, column).toLowerCase(Locale.ROOT);
    if (YES.contains(text)) {
      return Optional.of(true);
    }
    if (NO.contains(text)) {
      return text.isEmpty() || text.equals("unknown") ? Optional.empty() : Optional.of(false);
    }
    throw new UserError(
        line(record), column + " \"" + text + "\" is neither yes nor no.", "Write true or false.");
  }

  private void refuseExtraFields(CsvRecord record) {
    if (record.getFieldCount() > width) {
      throw new UserError(
          line(record),
          "it has " + record.getFieldCount() + " fields, the header " + width + ".",
          "Put a field that contains the separator in quotes.");
    }
  }

  private void refuseOtherUnits(CsvRecord record) {
    String unit = text(record, "unit").toLowerCase(Locale.ROOT);
    if (!EACH.contains(unit)) {
      throw new UserError(
          line(record),
          "unit \"" + unit + "\" cannot be cut into shelves of whole units.",
          "Give quantities in units, and leave out what is sold by weight.");
    }
  }

  private String needed(CsvRecord record, String column) {
    String text = text(record, column);
    if (text.isEmpty()) {
      throw new UserError(line(record), column + " is empty.", "Fill it in, or leave the row out.");
    }
    return text;
  }

  private String text(CsvRecord record, String column) {
    Integer position = positions.get(column);
    return position == null || position >= record.getFieldCount()
        ? ""
        : record.getField(position).strip();
  }

  private String line(CsvRecord record) {
    return file + " line " + record.getStartingLineNumber();
  }
}
