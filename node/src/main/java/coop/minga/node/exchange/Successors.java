package coop.minga.node.exchange;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.NoteKey;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.Retire;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Succeed;
import coop.minga.federation.ledger.Succession;
import coop.minga.federation.ledger.Succession.Heard;
import coop.minga.federation.wire.Said;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/// What this node does for a member that has lost the end of its ledger: it retires what was lost,
/// and once enough members have, takes up the generation that succeeds.
///
/// A successor waits beside the ledger that it succeeds, held and not cosigned, until its owner's
/// SUCCEED is there and good; then it takes that ledger's place. It begins as a copy of what is
/// held, since it goes on from the same entries.
final class Successors {
  private static final int GROUP = 256;

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
                .filter(entry -> entry.index() < all.witnessed().getOrDefault(owner, 0L))
                .forEach(this::witnessed));
    for (Seen entry : all.ledger(ledgers.self())) {
      if (entry.said() instanceof Said.OfLedger(Retire(var owner, var generation, _))) {
        ledgers
            .held(ledgers.roster().origin(owner, entry.tree()).in(generation))
            .ifPresent(held -> held.retired = true);
      }
    }
  }

  /// A quorum holds an entry. Once enough have retired a ledger, its owner's successor may come.
  ///
  /// @return the owner of a ledger of which one more is known to be retired
  Optional<MemberId> witnessed(Seen entry) {
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

  /// The successor of that origin, if enough members have retired the one before.
  Optional<HeldLedger> find(Origin origin) throws IOException {
    Beginning begun = beginnings.get(origin.member());
    if (begun != null) {
      return Optional.of(begun.ledger()).filter(ledger -> ledger.origin.equals(origin));
    }
    Optional<HeldLedger> before =
        ledgers.heldOf(origin.member()).filter(held -> origin.equals(after(held.origin)));
    return before.isPresent() && isDue(before.get())
        ? Optional.of(begin(before.get(), origin))
        : Optional.empty();
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
    for (Seen entry : begun.entries()) {
      if (entry.said() instanceof Said.OfLedger(Succeed succeed)
          && succeed.generation() == begun.ledger().origin.generation()) {
        return judge(begun, entry, succeed);
      }
    }
    return Optional.empty();
  }

  /// A ledger that has taken its predecessor's place.
  ///
  /// @param ledger the successor
  /// @param fresh its entries that were not in the one before, or not seen there
  record InForce(HeldLedger ledger, List<Seen> fresh) {}

  /// What was copied from the ledger before is not what the successor goes on from: begin with
  /// nothing.
  HeldLedger startOver(HeldLedger successor) throws IOException {
    HeldLedger empty = ledgers.begin(successor.origin);
    beginnings.put(successor.owner, new Beginning(empty, new ArrayList<>()));
    return empty;
  }

  private Optional<InForce> judge(Beginning begun, Seen entry, Succeed succeed) throws IOException {
    HeldLedger next = begun.ledger();
    HeldLedger before = ledgers.heldOf(next.owner).orElseThrow();
    Optional<Succession.Flaw> flaw =
        succession(before).check(succeed, entry.index(), next.files.tree(), heard);
    if (flaw.isPresent()) {
      ExchangeLog.notSucceeded(next.origin, flaw.get());
      return Optional.empty();
    }
    long seen = Math.min(before.files.size(), entry.index());
    if (before.files.size() > entry.index()) {
      ExchangeLog.promisesVoid(before.origin, entry.index(), before.files.size());
    }
    beginnings.remove(next.owner);
    HeldLedger inForce = ledgers.succeed(before, next, begun.entries());
    ExchangeLog.succeeded(before.origin, inForce.origin, entry.index());
    List<Seen> fresh = begun.entries().stream().filter(e -> e.index() >= seen).toList();
    return Optional.of(new InForce(inForce, fresh));
  }

  private boolean isDue(HeldLedger before) {
    Set<MemberId> retirers = new TreeSet<>();
    heard.values().stream()
        .filter(each ->
            succession(before).retires(each.author(), each.says(), before.origin.generation()))
        .forEach(each -> retirers.add(each.author()));
    return retirers.size() >= ledgers.roster().quorum().retiring();
  }

  private Succession succession(HeldLedger before) {
    List<NoteKey> keys = ledgers.roll().ledgerKeys(before.origin);
    return new Succession(before.owner, keys, ledgers.roster().quorum(), ledgers.verifier());
  }

  private HeldLedger begin(HeldLedger before, Origin origin) throws IOException {
    HeldLedger empty = ledgers.begin(origin);
    for (long from = 0; from < before.files.size(); from += GROUP) {
      long until = Math.min(before.files.size(), from + GROUP);
      empty.files.append(before.files.entries(from, until));
    }
    HeldLedger next = ledgers.resume(empty.files);
    var entries = new ArrayList<Seen>();
    for (long index = 0; index < next.files.size(); index++) {
      Bytes frame = next.files.entry(index);
      next.leaves.take(index, frame).ifPresent(entries::add);
    }
    beginnings.put(next.owner, new Beginning(next, entries));
    return next;
  }

  private static Origin after(Origin origin) {
    return origin.in(Math.min(origin.generation() + 1, Origin.MAX_GENERATION));
  }
}
