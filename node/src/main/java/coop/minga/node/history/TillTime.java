package coop.minga.node.history;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// When on its day a row was sold, in minutes from midnight.
///
/// A column `time` tells it, or else what stands behind the day. It is never a reason to reject a
/// row: what cannot be read is not known. Nor is midnight, which exports write where they have no
/// time.
final class TillTime {
  private static final String COLUMN = "time";
  private static final int MINUTES_AN_HOUR = 60;
  private static final int NOON = 12;
  private static final Pattern TIME =
      Pattern.compile("(?:.*[ T])?(\\d{1,2}):(\\d\\d)(?::\\d\\d\\S*?)?(?: ?([AaPp])\\.?[Mm]\\.?)?");

  private TillTime() {}

  static OptionalInt of(Cells cells) {
    String text =
        cells.header().has(COLUMN)
            ? cells.text(COLUMN).orElse("")
            : cells.header().index("date").map(cells.fields()::get).orElse("");
    Matcher time = TIME.matcher(text);
    if (!time.matches()) {
      return OptionalInt.empty();
    }
    int hour = Integer.parseInt(time.group(1));
    int minute = Integer.parseInt(time.group(2));
    String half = time.group(3);
    if (half != null) {
      hour = hour % NOON + (half.equalsIgnoreCase("p") ? NOON : 0);
    }
    boolean known = hour < 2 * NOON && minute < MINUTES_AN_HOUR && hour + minute > 0;
    return known ? OptionalInt.of(hour * MINUTES_AN_HOUR + minute) : OptionalInt.empty();
  }
}
