package coop.minga.federation.decision;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Quorum;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// Where a chain of decisions stands.
///
/// @param hash its name
/// @param voters who votes on what follows it, 1 to [Quorum#MAX_MEMBERS]
/// @param succession what may follow it
public record Parent(Hash hash, SortedSet<MemberId> voters, Succession succession) {
  /// Copies the voters.
  public Parent {
    voters = Collections.unmodifiableSortedSet(new TreeSet<>(voters));
    if (voters.isEmpty() || voters.size() > Quorum.MAX_MEMBERS) {
      throw new IllegalArgumentException(voters.size() + " voters");
    }
  }
}
