package coop.minga.node.desk;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.roster.Roster;
import coop.minga.node.exchange.Exchange;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// When each member last said what it had seen of everybody's ledgers, by this node's clock.
///
/// Whoever says so knew the roster that day. Without such a word, not older than [#FRESH], of as
/// many as decide, others may have decided something that has not come here.
final class Attendance {
  /// How long a member's word of what it has seen is fresh: it speaks daily.
  static final Duration FRESH = Duration.ofDays(2);

  private static final String SEEN = "roster/seen/";

  private final Exchange exchange;
  private final Map<MemberId, Instant> last = new TreeMap<>();
  private Instant began = Instant.MAX;

  Attendance(Exchange exchange) {
    this.exchange = exchange;
  }

  void recall() {
    began = exchange.now();
    for (MemberId member : exchange.roster().members().keySet()) {
      exchange
          .remembered(SEEN + member)
          .map(Bytes::toUtf8)
          .map(Instant::parse)
          .ifPresent(at -> last.put(member, at));
    }
  }

  void seen(MemberId member) {
    last.put(member, exchange.now());
    exchange.remember(SEEN + member, Bytes.utf8(exchange.now().toString()));
  }

  /// When a member was last heard to have seen; absent if never.
  Optional<Instant> of(MemberId member) {
    return Optional.ofNullable(last.get(member));
  }

  /// Since when the roster known here may be out of date; absent if it is not.
  Optional<Instant> unknownSince() {
    Roster roster = exchange.roster();
    List<Instant> heard =
        roster.voters().stream()
            .map(voter -> voter.equals(exchange.self()) ? exchange.now() : heardAt(voter))
            .sorted(Comparator.reverseOrder())
            .toList();
    Instant until = heard.get(roster.quorum().deciding() - 1).plus(FRESH);
    return until.isBefore(exchange.now()) ? Optional.of(until) : Optional.empty();
  }

  /// A node that has just started has not yet had the time to hear.
  private Instant heardAt(MemberId voter) {
    return of(voter).orElse(began);
  }
}
