package coop.minga.node.planning;

import coop.minga.node.history.Item;
import java.time.LocalDate;

/// Which ages customers take from a shelf: what share of them takes what ends first, the others
/// what ends last.
///
/// Fitted to what people counted and threw away: of each share it is played what the shelf would
/// have come to, and the share that comes nearest is taken, as far as there is anything to tell by;
/// [#USUAL] counts as much as four counts or weeks of waste.
///
/// @param oldestFirst 0 to 1
/// @param told by how many counts and weeks
public record PickMix(double oldestFirst, int told) {
  /// Before anything was counted: six of ten.
  public static final PickMix USUAL = new PickMix(.6, 0);

  private static final double DOUBT = 4;
  private static final int STEPS = 10;

  /// Misses that differ by less are the same.
  private static final double ALIKE = 1.05;

  /// Checks the range.
  public PickMix {
    if (!(oldestFirst >= 0 && oldestFirst <= 1) || told < 0) {
      throw new IllegalArgumentException("a share is 0 to 1, not " + oldestFirst);
    }
  }

  /// What the counts and the waste before a morning tell.
  static PickMix fit(LocalDate morning, Item item, Flows flows) {
    if (flows.counts().isEmpty() && flows.waste().isEmpty()) {
      return USUAL;
    }
    double[] missed = new double[STEPS + 1];
    int told = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int step = 0; step <= STEPS; step++) {
      StockEstimate played =
          StockEstimate.toFit(morning, item, flows, new PickMix(step / (double) STEPS, 0));
      missed[step] = played.missed();
      told = played.told();
      least = Math.min(least, missed[step]);
    }
    double nearest = Double.POSITIVE_INFINITY;
    for (int step = 0; step <= STEPS; step++) {
      double off = step / (double) STEPS - USUAL.oldestFirst;
      if (missed[step] <= ALIKE * least + 1e-9 && Math.abs(off) < Math.abs(nearest)) {
        nearest = off;
      }
    }
    return new PickMix(Math.clamp(USUAL.oldestFirst + told / (told + DOUBT) * nearest, 0, 1), told);
  }
}
