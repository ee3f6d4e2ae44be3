package coop.minga.node.command;

import coop.minga.node.history.ImportReport;
import java.util.Locale;

/// What became of a file, in words.
final class ImportWords {
  private ImportWords() {}

  /// `sales.csv: 1,240 rows of sales imported, 3 rejected (see
  /// node/rejects/sales.csv-1a2b3c4d.csv)`.
  static String summary(ImportReport report) {
    return counted(report) + where(report);
  }

  /// The same without where the rejects are.
  static String counted(ImportReport report) {
    ImportReport.Count count = report.count();
    String rows = String.format(Locale.ROOT, "%,d", count.imported());
    String file = report.file() + ": ";
    String done =
        switch (report.outcome()) {
          case IMPORTED -> rows + " rows of " + report.kind().word() + " imported";
          case PREVIEWED -> rows + " rows of " + report.kind().word() + " would be imported";
          case NOTHING_FIT -> "nothing imported, no row could be";
          case ALREADY_THERE -> "nothing imported, it was there already";
        };
    return file + done + others(count);
  }

  private static String others(ImportReport.Count count) {
    String rejected =
        count.rejected() > 0 ? String.format(Locale.ROOT, ", %,d rejected", count.rejected()) : "";
    String leftOut =
        count.leftOut() > 0
            ? String.format(Locale.ROOT, ", %,d left out by choice", count.leftOut())
            : "";
    return rejected + leftOut;
  }

  private static String where(ImportReport report) {
    return report.rejectFile().map(path -> " (see " + path + ")").orElse("");
  }

  /// As in JSON: `already-there`.
  static String word(ImportReport.Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
