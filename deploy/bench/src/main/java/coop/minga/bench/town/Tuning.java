package coop.minga.bench.town;

import java.util.function.IntPredicate;

/// Finds an arm's one number: the smallest at which customers find 96 of 100 units that they want.
final class Tuning {
  private static final int MOST = 400;
  private static final int PERCENT = 96;

  private Tuning() {}

  /// Halves the range 0 to 400 until one number is left.
  static int least(IntPredicate isEnough) {
    int low = 0;
    int high = MOST;
    while (high - low > 1) {
      int middle = (low + high) / 2;
      if (isEnough.test(middle)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  /// The plain rule's number, by the whole of the history.
  static int plain(Town town) {
    return least(k -> isEnough(history(town, k)));
  }

  /// A town after a year of the plain rule, at 06:00 of day 0.
  static Play history(Town town, int k) {
    return history(town, k, Days.OPENING - 1);
  }

  /// The same, after its last day.
  static Play history(Town town, int k, int last) {
    var play = new Play(town);
    play.play(Days.FIRST, last, new Arm(new PlainRule(k), Sharing.NONE));
    return play;
  }

  static boolean isEnough(Play play) {
    return play.tally().serves(Tally.Span.TUNING, PERCENT);
  }
}
