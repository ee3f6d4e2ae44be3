package coop.minga.federation.alert;

import coop.minga.federation.goods.Checks;
import coop.minga.federation.ledger.EntryId;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/// What came of an alert that peers were told of: its author's ledger, kind ALERT_OVER.
///
/// @param alert its ALERT
/// @param outcome what came of it
/// @param helped the answers that helped, rising
/// @param at when
public record Over(EntryId alert, Outcome outcome, List<EntryId> helped, Instant at)
    implements AlertStatement {
  /// The most answers that are named.
  public static final int MAX_HELPED = 64;

  /// What came of it.
  public enum Outcome {
    /// It was mended.
    MENDED,
    /// There was nothing to mend.
    NOT_REAL,
    /// The food was not eaten in time.
    TOO_LATE
  }

  /// Checks and copies.
  public Over {
    helped = List.copyOf(helped);
    List<EntryId> all = helped;
    Checks.instant("a time", at);
    Checks.range("answers", all.size(), 0, MAX_HELPED);
    if (!IntStream.range(1, all.size()).allMatch(i -> all.get(i - 1).compareTo(all.get(i)) < 0)) {
      throw new IllegalArgumentException("answers stand there once each, in order");
    }
  }
}
