package coop.minga.node.exchange;

import coop.minga.federation.disclosure.EntryOpening;
import coop.minga.federation.disclosure.Opened;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.surplus.HiddenField;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.wire.Said;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What this member itself says: it is staged in its ledger or its book and is durable with the
/// next sync. Until then it is told to nobody, but its own desks hear of it, one event later.
final class OwnEntries {
  private final NodeTrees trees;
  private final Disclosures disclosures;
  private final Timekeeper clock;
  private final Map<EntryId, Seen> noted = new LinkedHashMap<>();
  private final Deque<Seen> echoes = new ArrayDeque<>();

  OwnEntries(NodeTrees trees, Disclosures disclosures, Timekeeper clock) {
    this.trees = trees;
    this.disclosures = disclosures;
    this.clock = clock;
  }

  void recall(Recollection all) {
    all.book().forEach(entry -> noted.put(entry.id(), entry));
  }

  EntryId enter(Said said) {
    return said instanceof Said.OfSurplus(Offer offer) ? offer(offer) : stage(said).id();
  }

  /// Every member sees the notice; what it hides is opened to those who may bid, and that is
  /// entered beside it. The opening is durable before the notice is.
  private EntryId offer(Offer offer) {
    Notice.Covered covered = disclosures.cover(offer);
    Seen entry = stage(new Said.OfSurplus(covered.notice()));
    var opening = new EntryOpening(entry.id(), covered.openings());
    Stored.unchecked(() -> {
      disclosures.entered(entry, opening);
      return entry;
    });
    List<MemberId> takers =
        trees.ledgers().roster().social().stream()
            .filter(member -> !member.equals(trees.self()))
            .sorted()
            .toList();
    if (!takers.isEmpty()) {
      var to = new Opened.Members(takers);
      stage(
          new Said.OfDisclosure(
              new Opened(List.of(entry.id()), HiddenField.NAMES, to, clock.now())));
    }
    takers.forEach(taker -> disclosures.tell(taker, entry.id()));
    return entry.id();
  }

  private Seen stage(Said said) {
    Ledgers ledgers = trees.ledgers();
    Seen entry = ledgers.own().stage(said);
    ledgers.hear(entry, ledgers.own().origin());
    ledgers.ownWitnessed().add(entry);
    echoes.add(entry);
    return entry;
  }

  /// Stages what goes into the book.
  EntryId note(Said said) {
    Seen entry = trees.ledgers().book().stage(said);
    noted.put(entry.id(), entry);
    echoes.add(entry);
    return entry.id();
  }

  /// What stands in the book by that id.
  Optional<Seen> noted(EntryId id) {
    return Optional.ofNullable(noted.get(id));
  }

  /// What the own desks have still to hear, the oldest; each once.
  Optional<Seen> nextEcho() {
    return Optional.ofNullable(echoes.pollFirst());
  }
}
