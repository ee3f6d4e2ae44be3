package coop.minga.node.desk;

import static java.util.stream.Collectors.toSet;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Succeed;
import coop.minga.federation.negotiation.Bid;
import coop.minga.federation.negotiation.Dossier;
import coop.minga.federation.negotiation.Dossier.Placed;
import coop.minga.federation.negotiation.Mismatch;
import coop.minga.federation.negotiation.Replay;
import coop.minga.federation.negotiation.Rulebook;
import coop.minga.federation.negotiation.Stall;
import coop.minga.federation.negotiation.Stated;
import coop.minga.federation.wire.Said;
import coop.minga.node.exchange.Exchange;
import coop.minga.node.exchange.Recollection;
import coop.minga.node.exchange.Seen;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A start builds a giver's stall as an auditor does: by replaying what stands in the trees.
final class Folding {
  private Folding() {}

  /// A giver's stall as its own entries made it.
  ///
  /// @throws IllegalStateException if the entries are not what this program would have entered: the
  ///   node must not go on from them
  static Stall stall(Rulebook rules, Recollection all, MemberId self) {
    Dossier dossier =
        new Dossier(
            self,
            rules,
            placed(all.ledger(self)),
            placed(all.book()),
            bids(all.told()),
            answers(all, self));
    Replay.Result result = Replay.of(dossier);
    Set<EntryId> before = beforeSuccession(all, self);
    before.addAll(beforeALoss(all, self));
    for (Mismatch mismatch : result.mismatches()) {
      if (!before.contains(mismatch.entry())) {
        throw new IllegalStateException(
            "this node's own entries do not replay: " + mismatch.sentence());
      }
    }
    return result.stall();
  }

  /// Entries of generations whose end was lost, and of the book, the end of which was lost with
  /// them: what they rested on may not be here any more.
  private static Set<EntryId> beforeSuccession(Recollection all, MemberId self) {
    long last =
        all.ledger(self).stream().filter(Folding::succeeds).mapToLong(Seen::index).max().orElse(-1);
    if (last < 0) {
      return new HashSet<>();
    }
    return Stream.concat(
            all.ledger(self).stream().filter(entry -> entry.index() < last), all.book().stream())
        .map(Seen::id)
        .collect(toSet());
  }

  /// Entries that were made before this member learnt that somebody had lost a key: they may rest
  /// on what counted then.
  private static Set<EntryId> beforeALoss(Recollection all, MemberId self) {
    return Stream.concat(all.ledger(self).stream(), all.book().stream())
        .filter(all.takenBack()::isOlder)
        .map(Seen::id)
        .collect(toSet());
  }

  /// Whether an entry begins a ledger anew.
  static boolean succeeds(Seen entry) {
    return entry.said() instanceof Said.OfLedger(Succeed _);
  }

  private static List<Stated.OfNegotiation> bids(List<Seen> told) {
    var bids = new ArrayList<Stated.OfNegotiation>();
    for (Seen entry : told) {
      if (Speech.stated(entry).orElse(null) instanceof Stated.OfNegotiation stated
          && stated.says() instanceof Bid) {
        bids.add(stated);
      }
    }
    return bids;
  }

  /// What others' ledgers say, in the order of each; agreements only as far as a quorum holds them.
  static List<Placed> answers(Recollection all, MemberId self) {
    var answers = new ArrayList<Placed>();
    all.ledgers()
        .forEach((member, entries) -> {
          long witnessed = all.witnessed().getOrDefault(member, 0L);
          if (!member.equals(self)) {
            entries.stream()
                .filter(entry -> entry.index() < witnessed || !isAgreement(entry))
                .forEach(entry -> add(answers, entry));
          }
        });
    return answers;
  }

  /// By what lots are bid for, as far as this node knows the rosters that offers name.
  static Rulebook rules(Exchange exchange) {
    return Rulebook.of(exchange::rosters);
  }

  /// Whether an entry is acted upon only once a quorum holds it.
  static boolean isAgreement(Seen entry) {
    return entry.said() instanceof Said.OfNegotiation;
  }

  private static List<Placed> placed(List<Seen> entries) {
    var placed = new ArrayList<Placed>();
    entries.forEach(entry -> add(placed, entry));
    return placed;
  }

  private static void add(List<Placed> placed, Seen entry) {
    Speech.stated(entry).map(stated -> place(entry, stated)).ifPresent(placed::add);
  }

  private static Placed place(Seen entry, Stated stated) {
    return new Placed(entry.index(), stated);
  }
}
