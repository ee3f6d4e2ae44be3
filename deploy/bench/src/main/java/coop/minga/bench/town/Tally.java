package coop.minga.bench.town;

import java.util.ArrayList;
import java.util.List;

/// What a play came to, day by day, from [Days#FIRST] on.
final class Tally {
  private final long[] delivered = new long[Days.COUNT];
  private final long[] binned = new long[Days.COUNT];
  private final long[] spoilt = new long[Days.COUNT];
  private final long[] sold = new long[Days.COUNT];
  private final long[] wanted = new long[Days.COUNT];
  private final long[] offered = new long[Days.COUNT];
  private final long[] awarded = new long[Days.COUNT];
  private final long[] collected = new long[Days.COUNT];
  private final long[] eatenByCollection = new long[Days.COUNT];
  private final long[] metres = new long[Days.COUNT];
  private final long[][] eatenByTaker;
  private final List<Integer> minutesToAccept = new ArrayList<>();
  private final long[] soldAt;
  private final long[] wantedAt;

  /// @param kinds how many shop-categories there are
  Tally(int takers, int kinds) {
    eatenByTaker = new long[takers][Days.COUNT];
    soldAt = new long[kinds];
    wantedAt = new long[kinds];
  }

  /// The sums of some days.
  record Span(int first, int last) {
    /// The days that are counted.
    static final Span COUNTED = new Span(Days.COUNTED, Days.LAST);

    /// The days of the shock.
    static final Span SHOCK = new Span(Days.SHOCK_FIRST, Days.SHOCK_LAST);

    /// The days on which an arm's one number is tuned.
    static final Span TUNING = new Span(Days.TUNING, Days.OPENING - 1);

    int days() {
      return last - first + 1;
    }

    long of(long[] daily) {
      long sum = 0;
      for (int day = first; day <= last; day++) {
        sum += daily[Days.place(day)];
      }
      return sum;
    }
  }

  void delivered(int day, long grams) {
    delivered[Days.place(day)] += grams;
  }

  void binned(int day, long grams) {
    binned[Days.place(day)] += grams;
  }

  void spoilt(int day, long grams) {
    spoilt[Days.place(day)] += grams;
  }

  void sold(int day, int kind, int units, int asked) {
    sold[Days.place(day)] += units;
    wanted[Days.place(day)] += asked;
    if (Days.isCounted(day)) {
      soldAt[kind] += units;
      wantedAt[kind] += asked;
    }
  }

  void offered(int day, long grams) {
    offered[Days.place(day)] += grams;
  }

  void awarded(int day, long grams) {
    awarded[Days.place(day)] += grams;
  }

  /// An award was accepted so many minutes after its lot was offered.
  void accepted(int day, int minutes) {
    if (Days.isCounted(day)) {
      minutesToAccept.add(minutes);
    }
  }

  void collected(int day, long grams) {
    collected[Days.place(day)] += grams;
  }

  void drove(int day, long way) {
    metres[Days.place(day)] += way;
  }

  void ate(int day, int taker, int collectedOn, long grams) {
    eatenByTaker[taker][Days.place(day)] += grams;
    eatenByCollection[Days.place(collectedOn)] += grams;
  }

  /// Units sold among those wanted.
  double availability(Span span) {
    return (double) span.of(sold) / span.of(wanted);
  }

  /// Whether at least so many of a hundred units that were wanted were sold.
  boolean serves(Span span, int percent) {
    return 100 * span.of(sold) >= percent * span.of(wanted);
  }

  /// Units sold among those wanted of one shop-category, on the days that are counted.
  double availability(int kind) {
    return wantedAt[kind] == 0 ? 1 : (double) soldAt[kind] / wantedAt[kind];
  }

  int kinds() {
    return soldAt.length;
  }

  long deliveredGrams(Span span) {
    return span.of(delivered);
  }

  long wasteGrams(Span span) {
    return span.of(binned) + span.of(spoilt);
  }

  long spoiltGrams(Span span) {
    return span.of(spoilt);
  }

  long offeredGrams(Span span) {
    return span.of(offered);
  }

  long awardedGrams(Span span) {
    return span.of(awarded);
  }

  long collectedGrams(Span span) {
    return span.of(collected);
  }

  long metres(Span span) {
    return span.of(metres);
  }

  /// Grams collected in a span and eaten whenever.
  long eatenOf(Span span) {
    return span.of(eatenByCollection);
  }

  long eatenBy(int taker, Span span) {
    return span.of(eatenByTaker[taker]);
  }

  /// Grams eaten in a span, by whomever.
  long eatenGrams(Span span) {
    long sum = 0;
    for (long[] taker : eatenByTaker) {
      sum += span.of(taker);
    }
    return sum;
  }

  /// Minutes from offer to accepted award, as often more as less; 0 if there was none.
  int minutesToAccept() {
    List<Integer> sorted = minutesToAccept.stream().sorted().toList();
    return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
  }

  /// Waste as a share of what was delivered, on the days that are counted.
  double wasteShare() {
    return (double) wasteGrams(Span.COUNTED) / deliveredGrams(Span.COUNTED);
  }
}
