package coop.minga.node.history;

import coop.minga.node.config.UserError;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBAppender;

/// How rows of one kind are staged, and then settled among what is there already.
///
/// Rows go to a temporary table first, so that a day told by several rows of a file, and a day that
/// an earlier file told, are settled by one statement each.
sealed interface Table
    permits SalesTable,
        StockTable,
        ItemsTable,
        SitesTable,
        SupplyTable,
        ReceiptsTable,
        WasteTable,
        NeedsTable {
  /// The temporary table.
  String STAGED = "staged";

  /// What settling did.
  ///
  /// @param summed rows that were added to another of the same file
  /// @param replaced rows of earlier files that gave way
  record Settled(long summed, long replaced) {}

  /// Every name of a column of ours.
  static List<String> allColumns() {
    List<String> all = new ArrayList<>();
    for (TableKind kind : TableKind.values()) {
      all.addAll(required(kind));
      all.addAll(optional(kind));
    }
    return all.stream().distinct().toList();
  }

  /// Columns that a file of the kind must have.
  static List<String> required(TableKind kind) {
    return switch (kind) {
      case SALES, STOCK, RECEIPTS, WASTE -> List.of("date", "site", "item", "qty");
      case SUPPLY -> List.of("site", "item");
      case ITEMS -> List.of("item");
      case SITES -> List.of("site");
      case NEEDS -> List.of("site", "category", "mon", "tue", "wed", "thu", "fri", "sat", "sun");
    };
  }

  /// Columns that it may have.
  static List<String> optional(TableKind kind) {
    return switch (kind) {
      case SALES -> List.of("unit", "price", "promo", "stockout", "time");
      case STOCK -> List.of("unit", "lot", "date_kind", "date_mark", "use_by", "best_before");
      case ITEMS ->
          List.of(
              "gtin",
              "name",
              "category",
              "pack_size",
              "unit_weight_g",
              "storage",
              "shelf_life_days",
              "allergens");
      case SITES -> List.of("gln", "name", "lat", "lon", "open_days", "kind");
      case SUPPLY ->
          List.of(
              "supplier",
              "order_days",
              "cutoff",
              "lead_days",
              "delivery_days",
              "pack",
              "min_order",
              "max_shelf",
              "cost",
              "price",
              "life_on_receipt");
      case RECEIPTS -> List.of("unit", "date_kind", "date_mark", "use_by", "best_before");
      case WASTE -> List.of("unit", "reason", "destination");
      case NEEDS -> List.of("until", "kind");
    };
  }

  /// The one for a kind.
  static Table of(TableKind kind, Keeping keeping) {
    return switch (kind) {
      case SALES -> new SalesTable(keeping);
      case STOCK -> new StockTable(keeping);
      case ITEMS -> new ItemsTable(keeping);
      case SITES -> new SitesTable(keeping);
      case SUPPLY -> new SupplyTable(keeping);
      case RECEIPTS -> new ReceiptsTable(keeping);
      case WASTE -> new WasteTable(keeping);
      case NEEDS -> new NeedsTable(keeping);
    };
  }

  /// Its kind.
  TableKind kind();

  /// Reads the whole row first and only then appends it: a row is staged or rejected, never half.
  void stage(Cells cells, DuckDBAppender staged) throws BadRow, SQLException;

  /// Moves what was staged to its place.
  Settled settle();

  /// What was mended on the way, to be told.
  default List<String> notes() {
    return List.of();
  }

  /// Which kind a file is, by its declaration or else by its columns.
  ///
  /// @throws UserError if it is none, or the one declared lacks a column
  static TableKind recognise(Source source, Header header, ImportSettings settings) {
    var declared = settings.as().or(settings.mapping()::as);
    return declared.isPresent()
        ? Recognition.declared(source.name(), header, declared.get())
        : Recognition.byColumns(source.name(), header);
  }
}
