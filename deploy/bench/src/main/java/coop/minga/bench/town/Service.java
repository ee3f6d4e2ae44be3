package coop.minga.bench.town;

/// Keeps every shop-category as well served as the plain rule would have kept it: each shop plays
/// the plain rule beside, on what its own tills tell was wanted, and orders with more or less
/// safety as it misses more or less of it.
final class Service {
  /// What was missed lately moves the safety from day to day.
  private static final double FADE = .96;

  private static final double STEP = 30;

  /// What was missed for long is paid back at once.
  private static final double FADE_OF_DEBT = .99;

  private static final double BACK = 400;

  /// Shop-categories aim to be served better, so that chance does not leave them worse: by so many
  /// units for the root of those that are wanted, as chance grows with that root.
  private static final double AHEAD = .1;

  /// And by this share of the plain rule's misses: where those are many, one sold-out day weighs
  /// more, and chance carries further.
  private static final double AHEAD_OF_MISSES = .05;

  /// Missed beyond the plain rule's misses, as a share of what was wanted: from here on a
  /// shop-category gives away only what is as good as certain to be left over.
  private static final double TOO_FAR = .005;

  /// Units that are wanted of a shop-category before that is told of it.
  private static final double SOME = 100;

  private static final double MOST = 150;

  /// Units that count as missed by both beside those that were: a few days prove nothing.
  private static final double GRAINS = 5;

  private static final double SHARE_OF_GRAINS = .01;

  private final int[][] asked;
  private final Arm plain;
  private final Play beside;
  private final Kept[] kept;
  private int until;

  /// One shop-category.
  private static final class Kept {
    private final Misses lately = new Misses(FADE);
    private final Misses forLong = new Misses(FADE_OF_DEBT);
    private double more;

    void step() {
      more = Math.clamp(more + STEP * lately.excess(), -MOST, MOST);
    }
  }

  /// Units, those of old days counting less and less.
  private static final class Misses {
    private final double fade;
    private double wanted;
    private double byPlain;
    private double behind;

    Misses(double fade) {
      this.fade = fade;
    }

    void fade() {
      wanted *= fade;
      byPlain *= fade;
      behind *= fade;
    }

    void add(int asked, int plainly, int own) {
      wanted += asked;
      byPlain += asked - plainly;
      behind += plainly - own;
    }

    /// What is missed beyond the plain rule's misses, as a share of those.
    double excess() {
      double missed = byPlain + SHARE_OF_GRAINS * wanted + GRAINS;
      double ahead = AHEAD * Math.sqrt(wanted) + AHEAD_OF_MISSES * byPlain;
      return (behind + ahead) / Math.sqrt((wanted + GRAINS) * missed);
    }

    boolean isTooFar() {
      return behind > TOO_FAR * (wanted + SOME);
    }
  }

  /// @param start the state from which both begin
  /// @param day its last day
  /// @param rule the plain one
  Service(Play start, int day, PlainRule rule) {
    this.asked = new int[start.town().series()][Days.COUNT];
    this.beside = start.in(start.town().believing(asked));
    this.plain = new Arm(rule, Sharing.NONE);
    this.kept = new Kept[start.tally().kinds()];
    for (int kind = 0; kind < kept.length; kind++) {
      kept[kind] = new Kept();
    }
    this.until = day;
  }

  /// Goes on from another's experience.
  Service after(Service other) {
    for (int kind = 0; kind < kept.length; kind++) {
      kept[kind].more = other.kept[kind].more;
    }
    return this;
  }

  /// By how many hundredths of a spread more a shop-category is to be secured than is usual.
  double more(int kind) {
    double back = BACK * kept[kind].forLong.excess();
    return kept[kind].more + Math.clamp(back, -MOST, MOST);
  }

  /// Whether a shop-category is so far behind the plain rule that it should give away little.
  boolean isBehind(int kind) {
    return kept[kind].forLong.isTooFar();
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
      asked[one][Days.place(day)] = wanted(play, one, day);
    }
    beside.play(day, day, plain);
    for (Kept kind : kept) {
      kind.lately.fade();
      kind.forLong.fade();
    }
    for (int one = 0; one < series; one++) {
      Kept kind = kept[play.kind(one)];
      int units = asked[one][Days.place(day)];
      int own = play.diary().sold(one, day);
      kind.lately.add(units, beside.diary().sold(one, day), own);
      kind.forLong.add(units, beside.diary().sold(one, day), own);
    }
    for (Kept kind : kept) {
      kind.step();
    }
  }

  /// What the till tells was wanted, of a shelf that emptied at least what its last hours tell;
  /// where it was empty too early to tell more, the usual.
  private static int wanted(Play play, int series, int day) {
    Diary diary = play.diary();
    int told = Math.max(diary.wanted(series, day), diary.leastWanted(series, day));
    long usual = play.record(series).mean(Days.weekday(day)) * play.town().factor(series, day);
    return diary.isUnknown(series, day) ? Math.max(told, (int) (usual / 10_000)) : told;
  }
}
