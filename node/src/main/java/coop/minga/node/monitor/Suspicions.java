package coop.minga.node.monitor;

import java.util.ArrayDeque;
import java.util.Deque;

/// All days of the last weeks on which something may have begun. Mutable; of one thread.
final class Suspicions {
  /// As many known days back something may have begun.
  static final int WINDOW = 21;

  private final WatchSettings settings;
  private final Deque<Onset> onsets = new ArrayDeque<>();

  /// What was weighed.
  ///
  /// @param chances of anything that began in the window
  /// @param today of what began on the last day
  /// @param since when the likeliest step or slope began
  /// @param likeliest which it is
  record Weighed(Chances chances, Chances today, int since, Suspicion likeliest) {}

  Suspicions(WatchSettings settings) {
    this.settings = settings;
  }

  /// Something may have begun on this day.
  void open(int day, Routine routine) {
    onsets.addLast(new Onset(day, routine, settings));
    if (onsets.size() > WINDOW) {
      onsets.removeFirst();
    }
  }

  void hear(Routine routine, double surprise) {
    onsets.forEach(each -> each.hear(routine, surprise));
  }

  void follow(double[] gain) {
    onsets.forEach(each -> each.follow(gain));
  }

  boolean isEmpty() {
    return onsets.isEmpty();
  }

  void clear() {
    onsets.clear();
  }

  /// Weighs them all; there must be one.
  Weighed weigh() {
    double oddDay = 0;
    double step = 0;
    double slope = 0;
    double most = -1;
    Onset last = onsets.getLast();
    Onset since = last;
    Form form = Form.STEP;
    for (Onset onset : onsets) {
      double stepHere = onset.odds(Form.STEP);
      double slopeHere = onset.odds(Form.SLOPE);
      oddDay += onset.odds(Form.ODD_DAY);
      step += stepHere;
      slope += slopeHere;
      if (Math.max(stepHere, slopeHere) > most) {
        most = Math.max(stepHere, slopeHere);
        since = onset;
        form = stepHere >= slopeHere ? Form.STEP : Form.SLOPE;
      }
    }
    return new Weighed(
        Chances.ofOdds(oddDay, step, slope), today(last), since.day(), since.suspicion(form));
  }

  private static Chances today(Onset last) {
    return Chances.ofOdds(last.odds(Form.ODD_DAY), last.odds(Form.STEP), last.odds(Form.SLOPE));
  }
}
