package coop.minga.node.history;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// The days that a DTM segment names.
///
/// @param first of them
/// @param last of them
record Period(LocalDate first, LocalDate last) {
  private static final String COLUMN = "date";

  /// A day (format 102, 203) or a range of days (711, 718).
  static Period of(Optional<Segment> dtm) throws BadRow {
    if (dtm.isEmpty()) {
      throw new BadRow(COLUMN, "", "is not told.", "Ask for reports that name their day or week.");
    }
    String value = dtm.get().part(0, 1);
    try {
      return switch (dtm.get().part(0, 2)) {
        case "102", "" -> new Period(day(value), day(value));
        case "203" -> new Period(day(value.substring(0, 8)), day(value.substring(0, 8)));
        case "711", "718" -> range(value.replace("-", ""));
        default -> throw unread(dtm.get());
      };
    } catch (DateTimeException | StringIndexOutOfBoundsException problem) {
      throw new BadRow(COLUMN, value, "is not a date.", "Ask for the report again.");
    }
  }

  private static Period range(String digits) throws BadRow {
    Period period = new Period(day(digits.substring(0, 8)), day(digits.substring(8)));
    boolean told = period.isDay() || period.isWeek();
    if (!told) {
      throw new BadRow(
          COLUMN,
          period.first + " to " + period.last,
          "is neither a day nor a week.",
          "Ask for reports by the day, or by the week.");
    }
    return period;
  }

  private static BadRow unread(Segment dtm) {
    return new BadRow(
        COLUMN,
        dtm.text(),
        "is written in a way that is not read.",
        "Ask for dates in format 102 and periods in 718.");
  }

  private static LocalDate day(String digits) {
    return LocalDate.parse(digits, DateTimeFormatter.BASIC_ISO_DATE);
  }

  boolean isDay() {
    return first.equals(last);
  }

  boolean isWeek() {
    return first.plusDays(6).equals(last);
  }
}
