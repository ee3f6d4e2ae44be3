package coop.minga.node.history;

import coop.minga.node.config.UserError;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Tells which table a file is.
final class Recognition {
  private static final List<String> OF_STOCK =
      List.of("lot", "date_kind", "date_mark", "use_by", "best_before");
  private static final List<String> STOCK_WORDS =
      List.of("stock", "inventory", "count", "lots", "receipt", "deliver", "waste");

  private Recognition() {}

  static TableKind declared(String file, Header header, TableKind kind) {
    List<String> missing = missing(header, kind);
    if (missing.isEmpty()) {
      return kind;
    }
    throw new UserError(
        file + " line 1",
        "there is no column \"" + missing.getFirst() + "\" for " + kind.word() + ".",
        "It has "
            + header.columns()
            + ": name the one that is meant in a mapping, [columns] "
            + missing.getFirst()
            + " = \"...\".");
  }

  static TableKind byColumns(String file, Header header) {
    if (missing(header, TableKind.NEEDS).isEmpty()) {
      return TableKind.NEEDS;
    }
    if (missing(header, TableKind.SALES).isEmpty()) {
      return ofQuantities(file, header);
    }
    boolean ofDays = header.has("date") || header.has("qty");
    if (!ofDays && missing(header, TableKind.SUPPLY).isEmpty() && ofSupply(header)) {
      return TableKind.SUPPLY;
    }
    if (!ofDays && describes(header, TableKind.ITEMS)) {
      return TableKind.ITEMS;
    }
    if (!ofDays && !header.has("item") && describes(header, TableKind.SITES)) {
      return TableKind.SITES;
    }
    throw new UserError(
        file + " line 1", "no table is recognised in " + header.columns() + ".", wanted());
  }

  private static boolean ofSupply(Header header) {
    return Table.optional(TableKind.SUPPLY).stream().anyMatch(header::has);
  }

  /// Receipts are known by the file's name alone, because they have the columns of sales, or of
  /// stock; what was wasted has a reason or a destination; stock has a lot or a printed date. A
  /// file of none of them that is called after stock is asked about: taken for sales it would spoil
  /// the forecast.
  private static TableKind ofQuantities(String file, Header header) {
    String name = file.toLowerCase(Locale.ROOT);
    if (name.matches("receipts\\b.*")) {
      return TableKind.RECEIPTS;
    }
    if (header.has("reason") || header.has("destination")) {
      return TableKind.WASTE;
    }
    if (OF_STOCK.stream().anyMatch(header::has)) {
      return TableKind.STOCK;
    }
    if (STOCK_WORDS.stream().anyMatch(name::contains)) {
      throw new UserError(
          file,
          "by its columns it could be sales, by its name it is something else.",
          "Say which: --as sales, stock, receipts or waste.");
    }
    return TableKind.SALES;
  }

  private static boolean describes(Header header, TableKind kind) {
    return missing(header, kind).isEmpty() && Table.optional(kind).stream().anyMatch(header::has);
  }

  private static List<String> missing(Header header, TableKind kind) {
    return Table.required(kind).stream().filter(column -> !header.has(column)).toList();
  }

  private static String wanted() {
    return List.of(TableKind.values()).stream()
        .map(kind -> kind.word() + " need " + String.join(", ", Table.required(kind)))
        .collect(
            Collectors.joining(
                "; ", "Name its columns in a mapping, [columns] date = \"...\": ", "."));
  }
}
