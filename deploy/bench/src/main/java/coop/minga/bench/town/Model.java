package coop.minga.bench.town;

/// Minga's way of ordering, fitted on the days before the tuning and tuned on those.
///
/// @param learned the retailers' demand models
/// @param rule the plain rule, which they play beside
/// @param k how much safety, in hundredths
/// @param service what was learnt of it while it was tuned
record Model(Learned learned, PlainRule rule, int k, Service service) {
  static Model fit(Town town, PlainRule rule) {
    int last = Days.TUNING - 1;
    Play before = Tuning.history(town, rule.k(), last);
    var known = new Known(town);
    known.readTo(before, last);
    long retailers = town.shops().stream().map(Shop::retailer).distinct().count();
    Learned learned = Learned.from(known, Math.toIntExact(retailers));
    int k = Tuning.least(middle -> Tuning.isEnough(tuning(before, learned, rule, middle).play()));
    return new Model(learned, rule, k, tuning(before, learned, rule, k).service());
  }

  private record Tuned(Play play, Service service) {}

  private static Tuned tuning(Play before, Learned learned, PlainRule rule, int k) {
    var service = new Service(before, Days.TUNING - 1, rule);
    Play play = before.copy(false);
    var ordering = new Modelled(learned, play.town(), k, service);
    play.play(Days.TUNING, Days.OPENING - 1, new Arm(ordering, Sharing.NONE));
    return new Tuned(play, service);
  }

  /// An ordering for one play from the morning of day 0.
  Modelled ordering(Play morning) {
    Service own = new Service(morning, Days.OPENING - 1, rule).after(service);
    return new Modelled(learned, morning.town(), k, own);
  }
}
