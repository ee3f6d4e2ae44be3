package coop.minga.bench.town;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Every arm of one town, played from the same state at 06:00 of day 0, and the twins of those that
/// went through the shock.
///
/// @param calm by name, without the shock
/// @param shaken by name, with it
record Arms(Map<String, Play> calm, Map<String, Play> shaken) {
  static final String PLAIN = "plain";
  static final String FIRST_COME = "plain-first-come";

  /// Plays them all.
  static Arms play(Town town) {
    var rule = new PlainRule(Tuning.plain(town));
    Play morning = Tuning.history(town, rule.k());
    var arms = new Arms(new LinkedHashMap<>(), new LinkedHashMap<>());
    var firstCome = new Arm(rule, new FirstCome(new Thumb(rule)));
    arms.play(morning, PLAIN, new Arm(rule, Sharing.NONE));
    arms.play(morning, FIRST_COME, firstCome);
    arms.shake(morning, FIRST_COME, firstCome);
    return arms;
  }

  private void play(Play morning, String name, Arm arm) {
    calm.put(name, played(morning.copy(false), arm));
  }

  private void shake(Play morning, String name, Arm arm) {
    shaken.put(name, played(morning.copy(true), arm));
  }

  private static Play played(Play play, Arm arm) {
    play.play(Days.OPENING, Days.LAST, arm);
    return play;
  }

  /// What an arm came to.
  Tally tally(String name) {
    return Optional.ofNullable(calm.get(name)).orElseThrow().tally();
  }

  /// Of what was collected on the days of the shock and eaten, the share that an arm still had in
  /// the shock.
  double kept(String name) {
    Tally shock = Optional.ofNullable(shaken.get(name)).orElseThrow().tally();
    return (double) shock.eatenOf(Tally.Span.SHOCK) / tally(name).eatenOf(Tally.Span.SHOCK);
  }

  /// What was collected as a share of what all vehicles can carry, answered or not.
  double use(String name, Tally.Span span) {
    Town town = Optional.ofNullable(calm.get(name)).orElseThrow().town();
    long capacity = town.vehicles().stream().mapToLong(Vehicle::capacityGrams).sum();
    return (double) tally(name).collectedGrams(span) / (capacity * span.days());
  }
}
