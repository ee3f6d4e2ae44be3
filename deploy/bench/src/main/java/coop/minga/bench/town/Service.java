package coop.minga.bench.town;

/// Keeps every shop-category as well served as the plain rule would have kept it: each shop plays
/// the plain rule beside, on what its own tills tell was wanted, and orders with more or less
/// safety as it falls behind or runs ahead.
final class Service {
  private static final double FADE = .96;
  private static final double STEP_OF_KIND = 400;
  private static final double STEP_OF_ALL = 600;
  private static final double MOST = 150;

  /// Units of a kind that count as if both had served them alike: a few days prove nothing.
  private static final double GRAINS = 150;

  private final int[][] asked;
  private final Arm plain;
  private final Play beside;
  private final double[] wanted;
  private final double[] missed;
  private final double[] more;
  private int until;

  /// @param start the state from which both begin
  /// @param day its last day
  /// @param rule the plain one
  Service(Play start, int day, PlainRule rule) {
    this.asked = new int[start.town().series()][Days.COUNT];
    this.beside = start.in(start.town().believing(asked));
    this.plain = new Arm(rule, Sharing.NONE);
    int kinds = start.tally().kinds();
    this.wanted = new double[kinds];
    this.missed = new double[kinds];
    this.more = new double[kinds + 1];
    this.until = day;
  }

  /// Goes on from another's experience.
  Service after(Service other) {
    System.arraycopy(other.more, 0, more, 0, more.length);
    return this;
  }

  /// By how many hundredths more a shop-category is to be secured than is usual.
  double more(int kind) {
    return more[kind] + more[more.length - 1];
  }

  /// Reads on in the diary, to a day that is over.
  void readTo(Play play, int day) {
    while (until < day) {
      until++;
      read(play, until);
    }
  }

  private void read(Play play, int day) {
    int series = play.town().series();
    for (int one = 0; one < series; one++) {
      asked[one][Days.place(day)] = play.diary().wanted(one, day);
    }
    beside.play(day, day, plain);
    for (int kind = 0; kind < wanted.length; kind++) {
      wanted[kind] *= FADE;
      missed[kind] *= FADE;
    }
    for (int one = 0; one < series; one++) {
      if (play.diary().isUnknown(one, day)) {
        continue;
      }
      wanted[play.kind(one)] += asked[one][Days.place(day)];
      missed[play.kind(one)] += beside.diary().sold(one, day) - play.diary().sold(one, day);
    }
    double all = 0;
    double allMissed = 0;
    for (int kind = 0; kind < wanted.length; kind++) {
      more[kind] = step(more[kind], STEP_OF_KIND * missed[kind] / (wanted[kind] + GRAINS));
      all += wanted[kind];
      allMissed += missed[kind];
    }
    int last = more.length - 1;
    more[last] = step(more[last], STEP_OF_ALL * allMissed / (all + GRAINS));
  }

  private static double step(double now, double by) {
    return Math.clamp(now + by, -MOST, MOST);
  }
}
