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

  /// By which share a shop-category aims to be served better, so that chance does not leave it
  /// worse.
  private static final double AHEAD = .002;

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
      return (behind + AHEAD * wanted) / Math.sqrt((wanted + GRAINS) * missed);
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

  /// What the till tells was wanted; where the shelf was empty too early to tell, the usual.
  private static int wanted(Play play, int series, int day) {
    int told = play.diary().wanted(series, day);
    long usual = play.record(series).mean(Days.weekday(day)) * play.town().factor(series, day);
    return play.diary().isUnknown(series, day) ? Math.max(told, (int) (usual / 10_000)) : told;
  }
}
