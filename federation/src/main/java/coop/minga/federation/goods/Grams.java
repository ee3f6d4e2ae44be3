package coop.minga.federation.goods;

/// A mass in whole grams, never negative.
///
/// @param value grams, 0 to 10^12
public record Grams(long value) implements Comparable<Grams> {
  /// Nothing.
  public static final Grams ZERO = new Grams(0);

  /// Grams in a meal, as food banks count them (WRAP; FareShare: 420 g).
  public static final int PER_MEAL = 420;

  private static final long MAX = 1_000_000_000_000L;

  /// Checks the range.
  public Grams {
    if (value < 0 || value > MAX) {
      throw new IllegalArgumentException("grams are 0 to 10^12, not " + value);
    }
  }

  /// The mass of so many units.
  public static Grams of(long units, long unitGrams) {
    return new Grams(Math.multiplyExact(units, unitGrams));
  }

  /// The sum.
  public Grams plus(Grams other) {
    return new Grams(Math.addExact(value, other.value));
  }

  /// Whole meals in it.
  public long meals() {
    return value / PER_MEAL;
  }

  @Override
  public int compareTo(Grams other) {
    return Long.compare(value, other.value);
  }

  /// As a person reads it: `850 g`, `19 kg`, `4.2 kg`.
  @Override
  public String toString() {
    if (value < 1000) {
      return value + " g";
    }
    long tenths = (value + 50) / 100;
    return tenths % 10 == 0 || tenths >= 1000
        ? (value + 500) / 1000 + " kg"
        : tenths / 10 + "." + tenths % 10 + " kg";
  }
}
