package coop.minga.node.demo;

import coop.minga.federation.disclosure.FieldOpening;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Entry;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.negotiation.Accept;
import coop.minga.federation.negotiation.Award;
import coop.minga.federation.negotiation.Close;
import coop.minga.federation.negotiation.Decline;
import coop.minga.federation.negotiation.Expire;
import coop.minga.federation.negotiation.Lapse;
import coop.minga.federation.negotiation.NegotiationStatement;
import coop.minga.federation.negotiation.NoShow;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.Received;
import coop.minga.federation.surplus.Uncovered;
import coop.minga.federation.wire.Decoded;
import coop.minga.federation.wire.EntryWire;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.storage.LedgerFiles;
import coop.minga.node.storage.OpeningFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Counts, from the ledgers on one node's disk and without any of the code that awards, whether
/// more units were given away than were there: an offer's close frees all its units, an award that
/// is declined, lapses or is not fetched frees its own, and of what an entry freed no more may be
/// awarded or left to other outlets because of it.
final class AllottedUnits {
  private final Map<LotName, Integer> offered = new HashMap<>();
  private final Map<Key, Integer> awarded = new HashMap<>();
  private final Map<EntryId, Integer> freed = new HashMap<>();
  private final Map<EntryId, Integer> allotted = new HashMap<>();
  private final List<String> excesses = new ArrayList<>();
  private int handovers;

  private record Key(LotName lot, int seq) {}

  private record Placed(MemberId author, EntryId id, Said said) {}

  private AllottedUnits() {}

  /// Reads what a member that is not running holds.
  static AllottedUnits read(Premises premises, MemberId member) throws IOException {
    var placed = new ArrayList<Placed>();
    NodeDirectory directory = premises.directory(member);
    for (MemberId owner : premises.nodes().keySet()) {
      Path place =
          owner.equals(member) ? directory.ledger().path() : directory.mirror(owner.name()).path();
      var origin = premises.roster().origin(owner, Tree.LEDGER);
      try (LedgerFiles files = LedgerFiles.open(place, origin)) {
        var openings = OpeningFiles.reading(premises.directory(owner).openings());
        for (Bytes frame : files.entries(0, files.size())) {
          Placed read = read(owner, EntryWire.decode(frame).orElseThrow());
          placed.add(whole(read, premises.roster().federationId(), openings));
        }
      }
    }
    var units = new AllottedUnits();
    placed.forEach(units::promised);
    placed.forEach(units::freed);
    units.compare();
    return units;
  }

  int awards() {
    return awarded.size();
  }

  int handovers() {
    return handovers;
  }

  /// What was given away beyond what was there, in sentences.
  List<String> excesses() {
    return List.copyOf(excesses);
  }

  private static Placed read(MemberId owner, Entry entry) {
    return switch (Statements.decode(
        entry.header().kind(), entry.header().version(), entry.payload())) {
      case Decoded.Known(var said) -> new Placed(owner, entry.id(), said);
      case Decoded.Unknown _, Decoded.Void _ -> throw new AssertionError("void: " + entry);
    };
  }

  /// An offer as its giver can open it.
  private static Placed whole(Placed placed, Hash federation, OpeningFiles openings)
      throws IOException {
    if (!(placed.said() instanceof Said.OfSurplus(Notice notice))) {
      return placed;
    }
    List<FieldOpening> fields = openings.find(placed.id()).orElseThrow().fields();
    return switch (notice.uncover(notice.about(federation, placed.author()), fields)) {
      case Uncovered.Whole(var offer) ->
          new Placed(placed.author(), placed.id(), new Said.OfSurplus(offer));
      case Uncovered.Part _, Uncovered.Wrong _ -> throw new AssertionError("not open: " + notice);
    };
  }

  private void promised(Placed placed) {
    switch (placed.said()) {
      case Said.OfSurplus(Offer offer) -> {
        var name = new LotName(placed.author(), offer.lot().name());
        unique(offered.put(name, offer.lot().units()), "offer of " + name);
      }
      case Said.OfSurplus(Received _) -> handovers++;
      case Said.OfNegotiation(Award award) -> {
        var key = new Key(new LotName(placed.author(), award.lot()), award.seq());
        unique(awarded.put(key, award.units()), "award " + key);
        allotted.merge(award.because(), award.units(), Integer::sum);
      }
      case Said.OfNegotiation(Expire expire) ->
          allotted.merge(expire.because(), expire.units(), Integer::sum);
      case Said.OfSurplus _,
          Said.OfNegotiation _,
          Said.OfLearning _,
          Said.OfDecision _,
          Said.OfRoster _,
          Said.OfDisclosure _,
          Said.OfAlert _,
          Said.OfBook _,
          Said.OfLedger _ -> {}
    }
  }

  private void unique(Object before, String what) {
    if (before != null) {
      excesses.add("a second " + what);
    }
  }

  private void freed(Placed placed) {
    if (placed.said() instanceof Said.OfNegotiation(var says)) {
      freed.put(placed.id(), freedBy(placed.author(), says));
    }
  }

  private int freedBy(MemberId author, NegotiationStatement says) {
    return switch (says) {
      case Close close -> offered.getOrDefault(new LotName(author, close.lot()), 0);
      case Decline decline -> award(decline.lot(), decline.seq());
      case Accept accept -> award(accept.lot(), accept.seq()) - accept.units();
      case Lapse lapse -> award(new LotName(author, lapse.lot()), lapse.seq());
      case NoShow noShow -> award(new LotName(author, noShow.lot()), noShow.seq());
      default -> 0;
    };
  }

  private int award(LotName lot, int seq) {
    return awarded.getOrDefault(new Key(lot, seq), 0);
  }

  private void compare() {
    allotted.forEach((cause, units) -> {
      int there = freed.getOrDefault(cause, 0);
      if (units > there) {
        excesses.add(units + " units allotted because of " + cause + ", which freed " + there);
      }
    });
  }
}
