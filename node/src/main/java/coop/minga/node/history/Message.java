package coop.minga.node.history;

import coop.minga.node.config.UserError;
import java.util.List;
import java.util.Optional;

/// The messages of an interchange, one segment after the other, as rows of ours.
sealed interface Message permits SalesReport, StockReport {
  /// A row as a message tells it.
  ///
  /// @param number of its segment
  /// @param text of its segment
  /// @param weekly whether it tells of a week
  /// @param fields one for each of [#columns]
  /// @param fault why it cannot be a row at all
  record Told(
      long number, String text, boolean weekly, List<String> fields, Optional<BadRow> fault) {}

  /// The one of a type.
  ///
  /// @throws UserError if it is not one that is read
  static Message of(String file, String type) {
    return switch (type) {
      case SalesReport.TYPE -> new SalesReport();
      case StockReport.TYPE -> new StockReport();
      default ->
          throw new UserError(
              file,
              "it holds " + type + " messages, which are not read.",
              "Ask for SLSRPT (sales data reports) or INVRPT (inventory reports).");
    };
  }

  /// As in UNH.
  String type();

  /// Our columns, in the order of the fields.
  List<String> columns();

  /// Takes a segment.
  ///
  /// @return the rows that are complete with it
  List<Told> take(Segment segment);

  /// What was left out, in sentences.
  List<String> notes();

  /// Our word for a unit of UN/ECE Recommendation 20; one that is not known stays as it is and is
  /// rejected with the row.
  static String unit(String code) {
    return switch (code) {
      case "", "PCE", "EA", "C62", "NMP", "NAR" -> Units.EACH;
      case "KGM" -> "kg";
      case "GRM" -> "g";
      default -> code;
    };
  }
}
