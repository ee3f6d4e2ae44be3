package coop.minga.node.history;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// How a file writes its dates. A file has one way; a date written another way is rejected, because
/// 03/04 read the wrong way round is a wrong day that nobody sees.
public final class DateReading {
  /// The pattern of a date when nothing is declared.
  static final String ISO = "yyyy-MM-dd";

  private static final String WEEK_NUMBER = "week-number";
  private static final int MOST_WEEKS = 5_200;
  private static final LocalDate EARLIEST = LocalDate.of(1970, 1, 1);
  private static final LocalDate EXAMPLE = LocalDate.of(2024, 3, 31);
  private static final Pattern TIME = Pattern.compile("[ T]\\d{1,2}:\\d\\d(:\\d\\d.*)?");
  private static final Pattern DAY_NUMBER = Pattern.compile("[34]\\d{4}(\\.0)?");
  private static final Pattern EUROPEAN = Pattern.compile("\\d{1,2}([./-])\\d{1,2}\\1\\d{4}");

  private final String pattern;
  private final Optional<LocalDate> firstWeek;
  private final boolean weekly;
  private final DateTimeFormatter formatter;

  private DateReading(String pattern, Optional<LocalDate> firstWeek, boolean weekly) {
    this.pattern = pattern;
    this.firstWeek = firstWeek;
    this.weekly = weekly;
    formatter =
        DateTimeFormatter.ofPattern(
                firstWeek.isPresent() ? ISO : pattern.replace('y', 'u'), Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);
  }

  /// Dates by a pattern of day, month and year.
  ///
  /// @throws IllegalArgumentException if it is no such pattern
  static DateReading pattern(String pattern, boolean weekly) {
    DateReading reading = new DateReading(pattern.replace("uu", "yy"), Optional.empty(), weekly);
    try {
      if (!EXAMPLE.equals(LocalDate.parse(reading.write(EXAMPLE), reading.formatter))) {
        throw new IllegalArgumentException("the pattern loses a part of the date: " + pattern);
      }
    } catch (DateTimeException problem) {
      throw new IllegalArgumentException("the pattern is not of a whole date", problem);
    }
    return reading;
  }

  /// Weeks counted from 1.
  static DateReading weeksFrom(LocalDate firstWeek) {
    return new DateReading(WEEK_NUMBER, Optional.of(firstWeek), true);
  }

  /// Whether a row tells of a week and not of a day.
  boolean weekly() {
    return weekly;
  }

  /// Reads a date. A weekly one becomes the first day of its week.
  LocalDate read(String column, String text) throws BadRow {
    LocalDate date =
        firstWeek.isPresent() ? week(column, text, firstWeek.get()) : day(column, text);
    if (date.isBefore(EARLIEST)) {
      throw new BadRow(
          column, text, "is before 1970.", "Write the year with four digits, as in 2024.");
    }
    boolean toMonday = weekly && firstWeek.isEmpty();
    return toMonday ? date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)) : date;
  }

  private LocalDate day(String column, String text) throws BadRow {
    try {
      return LocalDate.parse(withoutTime(text), formatter);
    } catch (DateTimeException problem) {
      throw new BadRow(
          column,
          text,
          "is not a date. The file was declared with dates like " + write(EXAMPLE) + ".",
          cure(text));
    }
  }

  private LocalDate week(String column, String text, LocalDate first) throws BadRow {
    if (text.matches("\\d{1,4}")) {
      int week = Integer.parseInt(text);
      if (week >= 1 && week <= MOST_WEEKS) {
        return first.plusWeeks(week - 1L);
      }
    }
    throw new BadRow(
        column,
        text,
        "is not a week from 1 to " + MOST_WEEKS + ".",
        "Mend it, or set date = \"yyyy-MM-dd\".");
  }

  /// Exports often put a time behind the day: of the sale ([TillTime]), or of no meaning.
  private static String withoutTime(String text) {
    int day = Math.min(text.length(), Math.max(text.indexOf(' '), text.indexOf('T')));
    return day > 0 && TIME.matcher(text.substring(day)).matches() ? text.substring(0, day) : text;
  }

  /// An ISO date as this file writes dates; what is none, and an empty text, stays.
  String rewritten(String iso) {
    try {
      return iso.isEmpty() || firstWeek.isPresent() ? iso : write(LocalDate.parse(iso));
    } catch (DateTimeException problem) {
      return iso;
    }
  }

  private static String cure(String text) {
    if (DAY_NUMBER.matcher(text).matches()) {
      return "It is a spreadsheet's day number: format the column as a date and export again.";
    }
    if (EUROPEAN.matcher(text).matches()) {
      return "If all its dates are so, set date = \"dd/MM/yyyy\" (or as they are written) in its"
          + " mapping; if only some are, export it again with one way.";
    }
    return "Mend it, or set date = \"...\" in its mapping to how the file writes dates.";
  }

  private String write(LocalDate date) {
    return firstWeek.isPresent() ? "1, 2, 3 (weeks)" : formatter.format(date);
  }

  /// The declaration, for the mark of an import.
  @Override
  public String toString() {
    return pattern + firstWeek + weekly;
  }
}
