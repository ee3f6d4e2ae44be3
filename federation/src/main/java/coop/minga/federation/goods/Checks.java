package coop.minga.federation.goods;

import java.time.Instant;

/// What every record that is read off the wire asks of its parts. Each check gives back its value
/// or says what is wrong with it.
public final class Checks {
  /// The longest name of a lot, in characters.
  public static final int LOT = 64;

  /// The longest name of a site or a category.
  public static final int NAME = 64;

  /// The longest name of an item or a reason.
  public static final int SENTENCE = 200;

  /// The latest instant that is taken, in milliseconds since 1970: the end of the year 9999.
  public static final long LATEST_MS = 253_402_300_799_999L;

  private Checks() {}

  /// A text of 1 to `max` characters without control characters or white space at its ends.
  ///
  /// @throws IllegalArgumentException if it is not one
  public static String text(String what, String value, int max) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException(what + " is empty");
    }
    return remark(what, value, max);
  }

  /// The same, and empty as well.
  ///
  /// @throws IllegalArgumentException if it is not one
  public static String remark(String what, String value, int max) {
    if (value.length() > max) {
      throw new IllegalArgumentException(
          what + " has " + value.length() + " characters; the longest has " + max);
    }
    if (!value.equals(value.strip()) || value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(what + " holds control characters or outer spaces");
    }
    return value;
  }

  /// A number within bounds, both taken.
  ///
  /// @throws IllegalArgumentException if it is not
  public static int range(String what, int value, int least, int most) {
    return (int) range(what, (long) value, least, most);
  }

  /// A number within bounds, both taken.
  ///
  /// @throws IllegalArgumentException if it is not
  public static long range(String what, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(what + " is " + least + " to " + most + ", not " + value);
    }
    return value;
  }

  /// An instant of whole milliseconds between 1970 and 9999.
  ///
  /// @throws IllegalArgumentException if it is not
  public static Instant instant(String what, Instant value) {
    if (value.getNano() % 1_000_000 != 0) {
      throw new IllegalArgumentException(what + " is finer than a millisecond");
    }
    range(what + " in ms", value.getEpochSecond(), 0, LATEST_MS / 1000);
    return value;
  }
}
