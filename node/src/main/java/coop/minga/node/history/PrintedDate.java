package coop.minga.node.history;

import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The date printed on a lot, with its meaning, as a row tells it.
///
/// @param kind `USE_BY` or `BEST_BEFORE`
/// @param date the printed one
record PrintedDate(String kind, LocalDate date) {
  private static final Map<String, String> KINDS =
      Map.of(
          "use-by",
          "USE_BY",
          "use_by",
          "USE_BY",
          "use by",
          "USE_BY",
          "best-before",
          "BEST_BEFORE",
          "best_before",
          "BEST_BEFORE",
          "best before",
          "BEST_BEFORE");

  /// As the row's columns say, or else as its barcode does.
  ///
  /// @param near the day of the row, by which the barcode's century is told
  static Optional<PrintedDate> of(Cells cells, Optional<Scan> scan, LocalDate near) throws BadRow {
    Optional<PrintedDate> told = of(cells);
    if (told.isPresent() || scan.isEmpty()) {
      return told;
    }
    try {
      return scan.get().mark(near).map(mark -> new PrintedDate(mark.kind().name(), mark.date()));
    } catch (IllegalArgumentException problem) {
      throw cells.bad(
          "item",
          cells.needed("item"),
          "has a date that no calendar has: " + problem.getMessage(),
          "Scan it again, or write the date in a column.");
    }
  }

  /// Where a row has both dates the law's comes first.
  private static Optional<PrintedDate> of(Cells cells) throws BadRow {
    Optional<LocalDate> useBy = cells.dateIfAny("use_by");
    Optional<LocalDate> bestBefore = cells.dateIfAny("best_before");
    Optional<LocalDate> printed = cells.dateIfAny("date_mark");
    if (useBy.isPresent()) {
      return useBy.map(date -> new PrintedDate("USE_BY", date));
    }
    if (bestBefore.isPresent()) {
      return bestBefore.map(date -> new PrintedDate("BEST_BEFORE", date));
    }
    return printed.isPresent()
        ? Optional.of(new PrintedDate(dateKind(cells), printed.get()))
        : none(cells);
  }

  private static String dateKind(Cells cells) throws BadRow {
    String text = cells.text("date_kind").orElse("");
    String kind = KINDS.get(text.toLowerCase(Locale.ROOT));
    if (kind == null) {
      throw cells.bad(
          "date_kind",
          text,
          "does not say what the printed date means.",
          "Write use-by or best-before; if all are one, [constants] date_kind = \"use-by\".");
    }
    return kind;
  }

  /// A kind without a date promises a date that is not there, save where it stands for all rows.
  private static Optional<PrintedDate> none(Cells cells) throws BadRow {
    Optional<String> kind = cells.text("date_kind");
    boolean ofAll = cells.header().index("date_kind").isEmpty();
    if (kind.isPresent() && !ofAll && !kind.get().equalsIgnoreCase("none")) {
      throw cells.bad(
          "date_mark", "", "is empty and date_kind is not.", "Write the printed date, or none.");
    }
    return Optional.empty();
  }
}
