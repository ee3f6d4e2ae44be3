package coop.minga.federation.alert;

import coop.minga.federation.goods.Cell;
import coop.minga.federation.goods.Checks;
import coop.minga.federation.goods.Grams;
import java.time.Instant;

/// A member could not mend something in time and tells its peers: its own ledger, kind ALERT.
///
/// @param alert its name, one of its author's
/// @param about what is at stake
/// @param recovery the time that its own levels had
/// @param passedUp whether one of them passed it up before its time was over
/// @param plateBy when the food must be on a plate
/// @param at when it was raised
public record Raised(
    String alert, About about, Recovery recovery, boolean passedUp, Instant plateBy, Instant at)
    implements AlertStatement {
  /// What is at stake, as far as peers must know it.
  ///
  /// @param need what would help
  /// @param category of the charter's table
  /// @param grams about how much, in whole kilograms
  /// @param cell about where
  public record About(Help need, String category, Grams grams, Cell cell) {
    private static final long KILOGRAM = 1000;

    /// Checks.
    public About {
      Checks.text("a category", category, Checks.NAME);
      Checks.range("grams at stake", grams.value(), 1, Long.MAX_VALUE);
      if (grams.value() % KILOGRAM != 0) {
        throw new IllegalArgumentException("grams at stake are whole kilograms: " + grams);
      }
    }
  }

  /// What would help.
  public enum Help {
    /// Somebody who takes what will be left over.
    TAKERS,
    /// Somebody who gives what will be short.
    GIVERS
  }

  /// Checks.
  public Raised {
    Checks.text("an alert", alert, Checks.LOT);
    Checks.instant("a time", plateBy);
    Checks.instant("a time", at);
  }

  /// Whether its own levels had the time that it says they had, or gave it up.
  public boolean isDue() {
    return passedUp ? !at.isBefore(recovery.noticed()) : !at.isBefore(recovery.peersAt());
  }

  /// Whether its levels' time ended before the food had to be on a plate.
  public boolean isInTime() {
    return recovery.peersAt().isBefore(plateBy) && at.isBefore(plateBy);
  }
}
