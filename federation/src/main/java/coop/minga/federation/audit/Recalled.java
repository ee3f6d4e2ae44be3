package coop.minga.federation.audit;

import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.negotiation.Award;
import coop.minga.federation.surplus.Acknowledge;
import coop.minga.federation.surplus.Delivered;
import coop.minga.federation.surplus.Halt;
import coop.minga.federation.surplus.Loaded;
import coop.minga.federation.surplus.Lot;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.PickedUp;
import coop.minga.federation.surplus.Recall;
import coop.minga.federation.surplus.Recalls;
import coop.minga.federation.surplus.Recalls.Called;
import coop.minga.federation.surplus.Received;
import coop.minga.federation.surplus.SurplusStatement;
import coop.minga.federation.wire.Said;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Whether what was recalled was offered, promised or handed over, and whether whoever held it
/// answered. Of lots that were not opened nothing can be said.
///
/// Who goes on after calling or answering a recall in its own ledger knew of it: that is proof. Who
/// goes on more than an hour after the recall may not have heard: that is told, and refutes
/// nothing.
final class Recalled {
  private final Library library;
  private final Disclosed disclosed;
  private final Findings findings;
  private Recalls recalls = Recalls.NONE;

  Recalled(Library library, Disclosed disclosed, Findings findings) {
    this.library = library;
    this.disclosed = disclosed;
    this.findings = findings;
  }

  /// Checks all of it.
  ///
  /// @param until up to when the ledgers are witnessed
  void check(Optional<Instant> until) {
    library.all().forEach(this::hear);
    if (recalls.all().isEmpty()) {
      return;
    }
    library.all().map(Found::tree).distinct().forEach(this::follow);
    until.ifPresent(this::unanswered);
  }

  private void hear(Found found) {
    if (found.said() instanceof Said.OfSurplus(var says)) {
      recalls = recalls.heard(found.id(), found.author(), whole(found, says));
    }
  }

  private SurplusStatement whole(Found found, SurplusStatement says) {
    return disclosed.offer(found.id()).<SurplusStatement>map(offer -> offer).orElse(says);
  }

  private void follow(TreeName tree) {
    if (tree.tree() != Tree.LEDGER) {
      return;
    }
    var answered = new HashMap<EntryId, Called>();
    for (Found found : library.in(tree)) {
      goesOn(found).ifPresent(act -> judge(found, act, answered));
      answers(found)
          .flatMap(recalls::recall)
          .ifPresent(recall -> answered.putIfAbsent(recall.id(), recall));
    }
  }

  private static Optional<EntryId> answers(Found found) {
    return switch (found.said()) {
      case Said.OfSurplus(Recall _) -> Optional.of(found.id());
      case Said.OfSurplus(Halt halt) -> Optional.of(halt.recall());
      case Said.OfSurplus(Acknowledge acknowledge) -> Optional.of(acknowledge.recall());
      default -> Optional.empty();
    };
  }

  private record Act(LotName lot, Instant at) {}

  private Optional<Act> goesOn(Found found) {
    return switch (found.said()) {
      case Said.OfSurplus(Offer offer) -> act(found, offer.lot().name(), offer.openedAt());
      case Said.OfSurplus(Notice notice) -> act(found, notice.outline().lot(), notice.openedAt());
      case Said.OfNegotiation(Award award) -> act(found, award.lot(), award.at());
      case Said.OfSurplus(PickedUp(var leg, _)) when leg.units() > 0 ->
          Optional.of(new Act(leg.lot(), leg.at()));
      case Said.OfSurplus(Received(var leg, _)) when leg.units() > 0 ->
          Optional.of(new Act(leg.lot(), leg.at()));
      case Said.OfSurplus(Loaded(var leg, _)) when leg.units() > 0 ->
          Optional.of(new Act(leg.lot(), leg.at()));
      case Said.OfSurplus(Delivered(var leg, _)) when leg.units() > 0 ->
          Optional.of(new Act(leg.lot(), leg.at()));
      case Said.OfSurplus(Halt halt) -> {
        stopped(found, halt);
        yield Optional.empty();
      }
      default -> Optional.empty();
    };
  }

  private static Optional<Act> act(Found found, String lot, Instant at) {
    return Optional.of(new Act(new LotName(found.author(), lot), at));
  }

  private void stopped(Found found, Halt halt) {
    Optional<Lot> lot = recalls.lot(new LotName(found.author(), halt.lot()));
    Optional<Called> recall = recalls.recall(halt.recall());
    if (lot.isPresent() && recall.filter(r -> r.covers(lot.get(), halt.at())).isEmpty()) {
      findings.add(new Finding.HaltedWithoutCause(found.tree(), found.index(), halt.lot()));
    }
  }

  private void judge(Found found, Act act, Map<EntryId, Called> answered) {
    recalls
        .lot(act.lot())
        .flatMap(lot -> recalls.covering(lot, act.at()))
        .ifPresent(recall -> {
          String lot = act.lot().toString();
          if (answered.containsKey(recall.id())) {
            findings.add(new Finding.RecalledGoods(found.tree(), found.index(), lot, recall.by()));
          } else if (act.at().isAfter(recall.climbsAt())) {
            findings.add(
                new Finding.HandedOverRecalled(found.tree(), found.index(), lot, recall.by()));
          }
        });
  }

  private void unanswered(Instant until) {
    for (Called recall : recalls.all()) {
      if (until.isAfter(recall.climbsAt())) {
        recalls
            .waitingFor(recall)
            .forEach(holder ->
                findings.add(new Finding.RecallUnanswered(recall.id(), recall.by(), holder)));
      }
    }
  }
}
