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
  static final String MODEL = "model";
  static final String FIRST_COME = "plain-first-come";
  static final String MODEL_FIRST_COME = "model-first-come";
  static final String MINGA = "minga";
  static final String CENTRAL = "central";
  static final String PERFECT = "perfect";

  /// The same arm where silence is no for everybody.
  static final String ASKED = "-asked";

  /// The same arm with plain orders and offers by the rule of thumb: for the shock.
  static final String OCTOBER = "plain-";

  /// Plays them all.
  ///
  /// @param quick only those that order by the plain rule
  static Arms play(Town town, boolean quick) {
    var rule = new PlainRule(Tuning.plain(town));
    Play morning = Tuning.history(town, rule.k());
    var arms = new Arms(new LinkedHashMap<>(), new LinkedHashMap<>());
    arms.play(morning, PLAIN, new Arm(rule, Sharing.NONE));
    arms.playOctober(morning, rule);
    if (!quick) {
      arms.playModel(morning, Model.fit(town, rule));
      var perfect = new Central(new Hindsight(), new Voices(true));
      arms.play(morning, PERFECT, new Arm(new Perfect(), perfect));
    }
    return arms;
  }

  private void playOctober(Play morning, PlainRule rule) {
    var thumb = new Thumb(rule);
    shake(morning, FIRST_COME, new Arm(rule, new FirstCome(thumb)));
    for (boolean policies : new boolean[] {true, false}) {
      var voices = new Voices(policies);
      String suffix = policies ? "" : ASKED;
      shake(morning, OCTOBER + MINGA + suffix, new Arm(rule, new Negotiation(thumb, voices)));
      shake(morning, OCTOBER + CENTRAL + suffix, new Arm(rule, new Central(thumb, voices)));
    }
  }

  private void shake(Play morning, String name, Arm arm) {
    play(morning, name, arm);
    shaken.put(name, played(morning.copy(true), arm));
  }

  private void playModel(Play morning, Model model) {
    play(morning, MODEL, new Arm(model.ordering(morning), Sharing.NONE));
    Modelled thumb = model.ordering(morning);
    play(morning, MODEL_FIRST_COME, new Arm(thumb, new FirstCome(new Thumb(thumb))));
    for (boolean policies : new boolean[] {true, false}) {
      var voices = new Voices(policies);
      String suffix = policies ? "" : ASKED;
      Modelled own = model.ordering(morning);
      play(morning, MINGA + suffix, new Arm(own, new Negotiation(new Foresight(own), voices)));
      Modelled planned = model.ordering(morning);
      play(
          morning, CENTRAL + suffix, new Arm(planned, new Central(new Foresight(planned), voices)));
    }
  }

  private void play(Play morning, String name, Arm arm) {
    calm.put(name, played(morning.copy(false), arm));
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

  /// Which share of the waste that can be avoided was avoided.
  double gapClosed(String name) {
    double plain = tally(PLAIN).wasteShare();
    return (plain - tally(name).wasteShare()) / (plain - tally(PERFECT).wasteShare());
  }
}
