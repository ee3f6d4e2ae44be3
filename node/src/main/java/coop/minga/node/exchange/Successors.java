package coop.minga.node.exchange;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.Retire;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Succeed;
import coop.minga.federation.ledger.Succession;
import coop.minga.federation.ledger.Succession.Heard;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.wire.Said;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// What this node does for a member that has lost the end of its ledger: it retires what was lost,
/// and once enough members have, takes up the generation that succeeds.
///
/// A successor waits beside the ledger that it succeeds, held and not cosigned, until its owner's
/// SUCCEED is there and good; then it takes that ledger's place. It begins as a copy of what is
/// held, since it goes on from the same entries.
final class Successors {
  private final Ledgers ledgers;
  private final Consumer<Said> enter;
  private final Map<EntryId, Heard> heard = new HashMap<>();
  private final Map<MemberId, Beginning> beginnings = new TreeMap<>();

  /// A successor that is not in force yet, and what counts in it so far.
  private record Beginning(HeldLedger ledger, List<Seen> entries) {}

  Successors(Ledgers ledgers, Consumer<Said> enter) {
    this.ledgers = ledgers;
    this.enter = enter;
  }

  /// Finds who has retired what, this node too.
  void recall(Recollection all) {
    all.ledgers()
        .forEach((owner, entries) ->
            entries.stream()
                .filter(entry ->
                    isOfNothingHeld(entry)
                        || entry.index() < all.witnessed().getOrDefault(owner, 0L))
                .forEach(this::heard));
    for (Seen entry : all.ledger(ledgers.self())) {
      if (entry.said() instanceof Said.OfLedger(Retire(var owner, var generation, _))) {
        ledgers
            .held(ledgers.roster().origin(owner, entry.tree()).in(generation))
            .ifPresent(held -> held.retired = true);
      }
    }
  }

  /// Whether a word that retires a ledger counts before a quorum is known to hold it: of a ledger
  /// of which nothing is held here. By which keys its owner witnesses others may stand in that very
  /// ledger, and enough must have retired it that most of them are honest.
  boolean isOfNothingHeld(Seen entry) {
    return entry.said() instanceof Said.OfLedger(Retire retire)
        && ledgers.heldOf(retire.owner()).filter(held -> held.files.size() == 0).isPresent();
  }

  /// An entry may be relied upon. Once enough have retired a ledger, its owner's successor may
  /// come.
  ///
  /// @return the owner of a ledger of which one more is known to be retired
  Optional<MemberId> heard(Seen entry) {
    if (!(entry.said() instanceof Said.OfLedger(Retire retire))) {
      return Optional.empty();
    }
    heard.put(entry.id(), new Heard(entry.author(), retire));
    return Optional.of(retire.owner());
  }

  /// An owner says that a generation of its own is lost: it is cosigned no more from here.
  void asked(MemberId owner, Origin next) {
    Optional<HeldLedger> held =
        ledgers.heldOf(owner).filter(found -> next.equals(after(found.origin)));
    if (held.isPresent() && !held.get().retired) {
      HeldLedger lost = held.get();
      lost.retired = true;
      Optional<SignedNote> last = lost.mirror.last();
      enter.accept(new Said.OfLedger(new Retire(owner, lost.origin.generation(), last)));
      ExchangeLog.retired(lost.origin);
    }
  }

  /// The successor of that origin, if enough members have retired the one before. One that was
  /// begun and is itself retired by now gives way to the one after it.
  Optional<HeldLedger> find(Origin origin) throws IOException {
    Beginning begun = beginnings.get(origin.member());
    if (begun != null && !follows(origin, begun.ledger().origin)) {
      return Optional.of(begun.ledger()).filter(ledger -> ledger.origin.equals(origin));
    }
    Optional<HeldLedger> before =
        ledgers.heldOf(origin.member()).filter(held -> follows(origin, held.origin));
    return before.isPresent() && isDue(before.get(), origin)
        ? Optional.of(begin(before.get(), origin))
        : Optional.empty();
  }

  /// Whether it is a later generation of the same ledger. Whoever was away, or has just joined, may
  /// have missed some in between.
  private static boolean follows(Origin next, Origin before) {
    return next.generation() > before.generation() && next.equals(before.in(next.generation()));
  }

  /// Whether it is a successor that is not in force yet.
  boolean isBeginning(HeldLedger ledger) {
    Beginning begun = beginnings.get(ledger.owner);
    return begun != null && begun.ledger() == ledger;
  }

  /// Entries were added to a successor, or more is known of who retired: it may be in force now.
  ///
  /// @return the ledger that took the place of the one before, and what nobody here has seen of it
  Optional<InForce> look(MemberId owner, List<Seen> fresh) throws IOException {
    Beginning begun = beginnings.get(owner);
    if (begun == null) {
      return Optional.empty();
    }
    begun.entries().addAll(fresh);
    HeldLedger before = ledgers.heldOf(owner).orElseThrow();
    long from = 0;
    for (int next = before.origin.generation() + 1; ; next++) {
      Optional<Seen> first = beginning(begun, next);
      if (first.isEmpty() || isFlawed(begun, before, first.get())) {
        return Optional.empty();
      }
      from = next == before.origin.generation() + 1 ? first.get().index() : from;
      if (next == begun.ledger().origin.generation()) {
        return Optional.of(takeUp(begun, before, from));
      }
    }
  }

  /// The entry that begins a generation.
  private static Optional<Seen> beginning(Beginning begun, int generation) {
    return begun.entries().stream()
        .filter(entry ->
            entry.said() instanceof Said.OfLedger(Succeed succeed)
                && succeed.generation() == generation)
        .findFirst();
  }

  /// A ledger that has taken its predecessor's place.
  ///
  /// @param ledger the successor
  /// @param fresh its entries that were not in the one before, or not seen there
  record InForce(HeldLedger ledger, List<Seen> fresh) {}

  /// What was copied from the ledger before is not what the successor goes on from: begin with
  /// nothing.
  HeldLedger startOver(HeldLedger successor) throws IOException {
    var entries = new ArrayList<Seen>();
    HeldLedger empty = ledgers.begin(successor.origin, Optional.empty(), entries);
    beginnings.put(successor.owner, new Beginning(empty, entries));
    return empty;
  }

  private boolean isFlawed(Beginning begun, HeldLedger before, Seen first) {
    if (!(first.said() instanceof Said.OfLedger(Succeed succeed))) {
      return true;
    }
    HeldLedger next = begun.ledger();
    Origin lost = before.origin.in(succeed.generation() - 1);
    Roster by = ledgers.roll().adopted(next.owner, begun.entries(), first.index());
    Optional<Succession.Flaw> flaw =
        new Succession(
                next.owner,
                ledgers.ledgerKeys(next, lost),
                by.voters(),
                by.quorum(),
                ledgers.verifier())
            .check(succeed, first.index(), next.files.tree(), heard);
    flaw.ifPresent(why -> ExchangeLog.notSucceeded(next.origin, why));
    return flaw.isPresent();
  }

  /// @param from how many entries it goes on from that were of the one before
  private InForce takeUp(Beginning begun, HeldLedger before, long from) throws IOException {
    HeldLedger next = begun.ledger();
    long seen = Math.min(before.files.size(), from);
    if (before.files.size() > from) {
      ExchangeLog.promisesVoid(before.origin, from, before.files.size());
    }
    beginnings.remove(next.owner);
    HeldLedger inForce = ledgers.succeed(before, next, begun.entries());
    ExchangeLog.succeeded(before.origin, inForce.origin, from);
    List<Seen> fresh = begun.entries().stream().filter(e -> e.index() >= seen).toList();
    return new InForce(inForce, fresh);
  }

  /// Whether enough have retired every generation before one, by some roster: by which they must
  /// have, and whether what they hold is its owner's, is known only once its entries are here.
  private boolean isDue(HeldLedger before, Origin next) {
    return ledgers.roll().chain().all().stream().anyMatch(by -> isDue(before, next, by));
  }

  private boolean isDue(HeldLedger before, Origin next, Roster by) {
    return IntStream.range(before.origin.generation(), next.generation())
        .allMatch(lost -> retirers(before.owner, lost, by) >= by.quorum().retiring());
  }

  /// How many of a roster's other voters say that they have retired a generation.
  private long retirers(MemberId owner, int lost, Roster by) {
    return heard.values().stream()
        .filter(each -> each.says().owner().equals(owner) && each.says().generation() == lost)
        .map(Heard::author)
        .filter(author -> by.voters().contains(author) && !author.equals(owner))
        .distinct()
        .count();
  }

  private HeldLedger begin(HeldLedger before, Origin origin) throws IOException {
    var entries = new ArrayList<Seen>();
    HeldLedger next = ledgers.begin(origin, Optional.of(before.files), entries);
    beginnings.put(next.owner, new Beginning(next, entries));
    return next;
  }

  private static Origin after(Origin origin) {
    return origin.in(Math.min(origin.generation() + 1, Origin.MAX_GENERATION));
  }
}
