package coop.minga.federation.roster;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The rosters that were decided, from the charter's on: a line.
///
/// Immutable. What may be added is for a [RosterCertificate] or for one's own `Decision` to show.
public final class RosterChain {
  /// Rosters that a chain may have.
  public static final int MAX_LENGTH = 100_000;

  private final List<Roster> rosters;
  private final Map<Hash, Integer> numbers;

  private RosterChain(List<Roster> rosters) {
    this.rosters = List.copyOf(rosters);
    var byHash = new LinkedHashMap<Hash, Integer>();
    this.rosters.forEach(roster -> byHash.put(roster.hash(), roster.number()));
    this.numbers = byHash;
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
  /// @throws IllegalArgumentException if it does not follow the last one
  public RosterChain plus(Roster next) {
    if (!next.parent().equals(Optional.of(current().hash())) || rosters.size() == MAX_LENGTH) {
      throw new IllegalArgumentException(next.hash() + " does not follow " + current().hash());
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

  /// A roster by its hash; absent if it is not of this chain.
  public Optional<Roster> roster(Hash hash) {
    return Optional.ofNullable(numbers.get(hash)).map(rosters::get);
  }

  /// What followed a roster; absent if it is the newest or not of this chain.
  public Optional<Roster> successor(Hash parent) {
    return Optional.ofNullable(numbers.get(parent))
        .filter(number -> number + 1 < rosters.size())
        .map(number -> rosters.get(number + 1));
  }

  /// The first roster to which a member belonged: its ledger begins under it.
  public Optional<Roster> admitting(MemberId member) {
    return rosters.stream().filter(roster -> roster.contains(member)).findFirst();
  }
}
