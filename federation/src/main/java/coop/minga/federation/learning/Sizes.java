package coop.minga.federation.learning;

import coop.minga.federation.roster.Rules;

/// How large cohorts are, by the rules that all members signed.
///
/// @param minimum the smallest whose updates are summed together; under 4 is refused, because three
///   let two learn the third's update
/// @param together so many learn as one cohort; more are dealt out into several
/// @param assumed which share of all who train is taken to be in league with one another
public record Sizes(int minimum, int together, Collusion assumed) {
  /// Checks the smallest.
  public Sizes {
    if (minimum < Cohort.LEAST) {
      throw new IllegalArgumentException(
          "a cohort below " + Cohort.LEAST + " would show a member's update to the others");
    }
  }

  /// What holds where the rules name only the smallest cohort.
  public static Sizes of(int minimum) {
    return new Sizes(minimum, Rules.Learning.USUAL_TOGETHER, Collusion.USUAL);
  }

  /// What some rules come to. Where they allow a cohort under 4, 4 counts.
  public static Sizes of(Rules.Learning rules) {
    return new Sizes(
        Math.max(rules.smallest(), Cohort.LEAST),
        rules.together(),
        new Collusion(rules.colludingPerThousand()));
  }

  /// The same, with everybody in one cohort however many they are: so nodes learned before they
  /// dealt out cohorts.
  Sizes asOne() {
    return new Sizes(minimum, LearningStatement.MAX_MEMBERS, assumed);
  }
}
