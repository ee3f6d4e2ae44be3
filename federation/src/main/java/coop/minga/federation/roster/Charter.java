package coop.minga.federation.roster;

import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.ledger.Quorum;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;

/// What the founders agree on.
///
/// @param name of the federation, as people know it
/// @param founded when, in whole milliseconds
/// @param founders 1 to [Quorum#MAX_MEMBERS], by member name; no key of theirs stands twice
/// @param rules by which they live
public record Charter(String name, Instant founded, List<MemberCard> founders, Rules rules) {
  /// Checks names, order and keys.
  public Charter {
    Texts.requireLine("a federation's name", name);
    if (!founded.equals(founded.truncatedTo(ChronoUnit.MILLIS))) {
      throw new IllegalArgumentException("founded in whole milliseconds, not " + founded);
    }
    founders = List.copyOf(founders);
    if (founders.isEmpty() || founders.size() > Quorum.MAX_MEMBERS) {
      throw new IllegalArgumentException(
          "a federation has 1 to " + Quorum.MAX_MEMBERS + " members, not " + founders.size());
    }
    for (int i = 1; i < founders.size(); i++) {
      if (founders.get(i - 1).id().compareTo(founders.get(i).id()) >= 0) {
        throw new IllegalArgumentException(
            "founders are listed once each, by name: " + founders.get(i).id());
      }
    }
    requireOwnKeys(founders);
  }

  private static void requireOwnKeys(List<MemberCard> founders) {
    var signing = new HashSet<PublicKey>();
    var tls = new HashSet<>();
    for (MemberCard card : founders) {
      for (PublicKey key : card.keys().signing()) {
        if (!signing.add(key)) {
          throw new IllegalArgumentException("a key of " + card.id() + " is another's too");
        }
      }
      if (!tls.add(card.keys().tls())) {
        throw new IllegalArgumentException("the TLS key of " + card.id() + " is another's too");
      }
    }
  }
}
