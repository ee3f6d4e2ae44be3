package coop.minga.federation.negotiation;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.roster.Rules;
import java.time.Duration;
import java.util.Set;

/// By which rules lots are bid for, and who may.
///
/// @param rules the charter's
/// @param takers who may take donations
public record Terms(Rules rules, Set<MemberId> takers) {
  /// How long after the hard close a bid still binds: a person may hold an award so long.
  public static final Duration HOLD = Duration.ofMinutes(15);

  /// The shortest window in which a standby can be asked to come.
  public static final Duration LEAST_WINDOW = Duration.ofMinutes(30);

  /// The shortest time to answer an award.
  public static final Duration LEAST_ANSWER = Duration.ofMinutes(1);

  /// How often units of one lot are offered again.
  public static final int MAX_REOFFERS = 3;

  /// Copies.
  public Terms {
    takers = Set.copyOf(takers);
  }
}
