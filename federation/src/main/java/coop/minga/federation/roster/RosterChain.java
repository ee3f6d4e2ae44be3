package coop.minga.federation.roster;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The rosters that were decided, from the charter's on: a line.
///
/// Immutable. What may be added is for a [RosterCertificate] or for one's own `Decision` to show.
public final class RosterChain {
  /// Rosters that a chain may have: the charter's, and as many certificates as a bundle's parts can
  /// show an auditor.
  public static final int MAX_LENGTH = 16_384;

  private final List<Roster> rosters;

  private RosterChain(List<Roster> rosters) {
    this.rosters = List.copyOf(rosters);
  }

  /// The chain of a charter's roster alone.
  public static RosterChain of(Roster genesis) {
    if (genesis.number() != 0) {
      throw new IllegalArgumentException("a chain begins with the charter's roster");
    }
    return new RosterChain(List.of(genesis));
  }

  /// The chain with its next roster.
  ///
  /// @throws IllegalArgumentException if it does not follow the last one, or the chain is full
  public RosterChain plus(Roster next) {
    if (!next.parent().equals(Optional.of(current().hash()))) {
      throw new IllegalArgumentException(next.hash() + " does not follow " + current().hash());
    }
    if (rosters.size() == MAX_LENGTH) {
      throw new IllegalArgumentException("a chain has at most " + MAX_LENGTH + " rosters");
    }
    var longer = new ArrayList<>(rosters);
    longer.add(next);
    return new RosterChain(longer);
  }

  /// The charter's.
  public Roster genesis() {
    return rosters.getFirst();
  }

  /// The newest.
  public Roster current() {
    return rosters.getLast();
  }

  /// All, from the charter's on.
  public List<Roster> all() {
    return rosters;
  }

  /// A roster by its hash, looked for from the newest on; absent if it is not of this chain.
  public Optional<Roster> roster(Hash hash) {
    return rosters.reversed().stream().filter(roster -> roster.hash().equals(hash)).findFirst();
  }

  /// What followed a roster; absent if it is the newest or not of this chain.
  public Optional<Roster> successor(Hash parent) {
    return roster(parent)
        .map(Roster::number)
        .filter(number -> number + 1 < rosters.size())
        .map(number -> rosters.get(number + 1));
  }

  /// The first roster to which a member belonged: its ledger begins under it.
  public Optional<Roster> admitting(MemberId member) {
    return rosters.stream().filter(roster -> roster.contains(member)).findFirst();
  }
}
