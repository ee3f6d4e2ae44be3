package coop.minga.bench.town;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What a node offers: what will more likely be left over than sold, along many ways in which today
/// and tomorrow may go. What was sold since this morning tells much of today.
///
/// @param belief what is expected of a day
/// @param likelyPercent in how many of a hundred ways a unit must be left over
record Foresight(Belief belief, int likelyPercent) implements Offering {
  /// What is usual.
  private static final int LIKELY_PERCENT = 80;

  /// What is as good as certain: where a shop-category is served worse than it used to be.
  private static final int CERTAIN_PERCENT = 96;

  private static final int WAYS = 25;
  private static final int HUNDRED = 100;

  Foresight(Belief belief) {
    this(belief, LIKELY_PERCENT);
  }

  @Override
  public List<Lot> offers(Play play, int shop, Closing closing) {
    int items = play.town().items().size();
    List<Lot> lots = new ArrayList<>();
    for (int series = shop * items; series < (shop + 1) * items; series++) {
      for (int lastDay = closing.day(); lastDay <= closing.day() + 1; lastDay++) {
        if (play.shelf(series).ending(lastDay) > 0
            && play.town().item(series).eatBy(lastDay) >= closing.day()) {
          offer(play, series, closing, lastDay, lots);
        }
      }
    }
    lots.sort(Thumb.IN_ORDER);
    return lots;
  }

  private void offer(Play play, int series, Closing closing, int lastDay, List<Lot> lots) {
    int[] left = new int[WAYS];
    for (int way = 0; way < WAYS; way++) {
      left[way] = left(play, series, closing, lastDay, way);
    }
    Arrays.sort(left);
    int likely = belief.isBehind(play, series) ? CERTAIN_PERCENT : likelyPercent;
    int units = left[WAYS - Math.ceilDiv(likely * WAYS, HUNDRED)];
    if (units > 0) {
      lots.add(new Lot(play.town(), series, lastDay, units));
    }
  }

  private int left(Play play, int series, Closing closing, int lastDay, int way) {
    Shelf ahead = play.shelf(series).copy();
    int day = closing.day();
    int today = Today.demand(play.soldToday(series), closing, way);
    for (int slot = closing.slotsBefore() + 1; slot <= Play.SLOTS; slot++) {
      ahead.sell(day, Play.wanted(today, slot));
    }
    if (lastDay > day) {
      ahead.bin(day);
      ahead.put(day + play.town().item(series).life().days(), play.arriving(series));
      ahead.sell(lastDay, (int) Math.round(belief.units(play, series, lastDay, (way + .5) / WAYS)));
    }
    return ahead.ending(lastDay);
  }
}
