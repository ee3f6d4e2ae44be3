package coop.minga.federation.negotiation;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Frontier;
import coop.minga.federation.ledger.MerkleTree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A lot's bids: those standing, those to be replied to, those to be told that they were displaced.
///
/// @param standing who holds what
/// @param lines what was said to whom
/// @param pending bids that were heard and not replied to, in order of arrival
/// @param owed displaced units whose OUTBID is not entered yet, in order
/// @param replied the tree of the ids of bids replied to
record Bidding(
    StandingBids standing,
    SortedMap<Party, Line> lines,
    Map<EntryId, Asked> pending,
    List<Held> owed,
    Frontier replied) {
  /// Sites of one member that may bid on one lot; more are not answered.
  static final int MAX_SITES = 100;

  Bidding {
    lines = Collections.unmodifiableSortedMap(new TreeMap<>(lines));
    pending = Collections.unmodifiableMap(new LinkedHashMap<>(pending));
    owed = List.copyOf(owed);
  }

  /// A bid and who made it.
  record Asked(EntryId id, Party taker, Bid bid) {}

  static Bidding none(int units) {
    return new Bidding(
        StandingBids.empty(units),
        Collections.emptySortedMap(),
        Map.of(),
        List.of(),
        Frontier.EMPTY);
  }

  /// The same bids for fewer units, none of which is held yet.
  Bidding over(int units) {
    return new Bidding(StandingBids.empty(units), lines, pending, owed, replied);
  }

  Line line(Party taker) {
    return lines.getOrDefault(taker, Line.NEW);
  }

  /// Whether a bid is to be answered at all: not a copy of an old one, not one too many.
  boolean isNew(Asked asked) {
    Line line = line(asked.taker());
    return !pending.containsKey(asked.id())
        && !line.answered(asked.id())
        && asked.bid().seq() >= line.seq()
        && line.refusals() < Line.MAX_REFUSALS
        && (lines.containsKey(asked.taker()) || hasRoomFor(asked.taker()));
  }

  private boolean hasRoomFor(Party taker) {
    return lines.keySet().stream().filter(p -> p.member().equals(taker.member())).count()
        < MAX_SITES;
  }

  Bidding heard(Asked asked) {
    var more = new LinkedHashMap<>(pending);
    more.put(asked.id(), asked);
    return new Bidding(standing, lines, more, owed, replied);
  }

  Optional<Asked> next() {
    return pending.values().stream().findFirst();
  }

  /// After a reply, which is taken at its word.
  ///
  /// @param score what the bid counts
  Bidding replied(Asked asked, BidReply reply, int score, int step) {
    var rest = new LinkedHashMap<>(pending);
    rest.remove(asked.id());
    StandingBids.Fill fill = standing.take(asked.taker(), reply.acceptedUnits(), score, step);
    var more = new ArrayList<>(owed);
    more.addAll(fill.displaced());
    return new Bidding(
        fill.next(),
        with(asked.taker(), line(asked.taker()).replied(asked.bid(), reply)),
        rest,
        more,
        replied.append(MerkleTree.leafHash(asked.id().hash().value())));
  }

  /// After a member was ruled out: it holds nothing, and is owed no word of what it lost.
  Bidding without(MemberId member) {
    var rest = new ArrayList<>(owed);
    rest.removeIf(h -> h.taker().member().equals(member));
    return new Bidding(standing.without(member), lines, pending, rest, replied);
  }

  /// After the close, where a ruling left units free for which nobody bid any more.
  Bidding refilled() {
    return new Bidding(standing.refilled(), lines, pending, owed, replied);
  }

  /// After an OUTBID: its taker has been told all that it lost.
  Bidding told(Outbid outbid) {
    var rest = new ArrayList<>(owed);
    rest.removeIf(h -> h.taker().equals(outbid.taker()));
    return new Bidding(
        standing,
        with(outbid.taker(), line(outbid.taker()).outbid(outbid)),
        pending,
        rest,
        replied);
  }

  Bidding offeredAgain(Party taker, int units) {
    return new Bidding(standing.offeredAgain(taker, units), lines, pending, owed, replied);
  }

  private SortedMap<Party, Line> with(Party taker, Line line) {
    var all = new TreeMap<>(lines);
    all.put(taker, line);
    return all;
  }
}
