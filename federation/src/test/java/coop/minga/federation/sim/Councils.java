package coop.minga.federation.sim;

import java.time.Duration;

/// Many councils, one for each seed: `Councils SEEDS FIRST`, as `.ci/run` has them.
final class Councils {
  private static final int FEWEST = 4;
  private static final int SIZES = 10;

  private Councils() {}

  /// Runs them.
  ///
  /// @return what they came to
  /// @throws AssertionError if a parent has two successors, or a run does not end
  static String hold(long first, int seeds) {
    long entries = 0;
    Duration longest = Duration.ZERO;
    for (long seed = first; seed < first + seeds; seed++) {
      int members = FEWEST + (int) (seed % SIZES);
      Council.Outcome outcome = new Council(seed, members, Council.Rule.AS_WRITTEN).run();
      String run = "seed " + seed + ", " + members + " members";
      if (outcome.clash().isPresent()) {
        throw new AssertionError(run + ": " + outcome.clash().get());
      }
      if (!outcome.ended()) {
        throw new AssertionError(run + " did not end");
      }
      entries += outcome.entries();
      longest = longest.compareTo(outcome.took()) < 0 ? outcome.took() : longest;
    }
    return "seeds %d to %d: %,d entries, longest run %s"
        .formatted(first, first + seeds - 1, entries, longest);
  }

  public static void main(String[] args) {
    System.out.println(hold(Long.parseLong(args[1]), Integer.parseInt(args[0])));
  }
}
