package coop.minga.node.exchange;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.Retire;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Succeed;
import coop.minga.federation.ledger.Succession;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.wire.Said;
import coop.minga.node.storage.LedgerFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/// The only desk of a node that begins its ledger anew. It enters nothing and offers nothing: it
/// waits until enough members have retired the ledger whose end is lost, and until all that they
/// hold of it is fetched, and then makes the successor. The node that is started next goes on from
/// it.
public final class Restoring implements Desk {
  private static final int GROUP = 256;

  private final NodeTrees trees;
  private final SortedMap<MemberId, Word> heard = new TreeMap<>();
  private final List<Seen> lost = new ArrayList<>();
  private final CompletableFuture<Long> done = new CompletableFuture<>();

  private record Word(Succeed.Named named, Retire says) {}

  /// The desk of a node whose trees were opened for restoring.
  public Restoring(NodeTrees trees) {
    this.trees = trees;
  }

  /// Completes when the successor is durable, with the entries that it goes on from.
  public CompletableFuture<Long> done() {
    return done;
  }

  @Override
  public void recall(Recollection all) {
    all.ledgers()
        .forEach((owner, entries) ->
            entries.stream()
                .filter(entry -> entry.index() < all.witnessed().getOrDefault(owner, 0L))
                .forEach(this::witnessed));
  }

  /// What the lost ledger says comes back from the others.
  @Override
  public void seen(Seen entry) {
    if (entry.author().equals(trees.self())) {
      lost.add(entry);
    }
  }

  @Override
  public void witnessed(Seen entry) {
    if (entry.said() instanceof Said.OfLedger(Retire says)
        && says.owner().equals(trees.self())
        && says.generation() == lost().origin.generation()) {
      var named = new Succeed.Named(entry.author(), entry.id());
      if (heard.putIfAbsent(entry.author(), new Word(named, says)) == null) {
        ExchangeLog.retiredBy(entry.author(), retired().size(), needed());
      }
    }
  }

  @Override
  public void tick() {
    if (!done.isDone() && retired().size() >= needed() && held() >= largest()) {
      try {
        done.complete(begin());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private int needed() {
    return adopted().quorum().retiring();
  }

  /// By whom the lost ledger is witnessed, as far as it is back.
  private Roster adopted() {
    return trees.ledgers().roll().adopted(trees.self(), lost, held());
  }

  /// Those of them who have retired it.
  private SortedMap<MemberId, Word> retired() {
    Succession succession = succession();
    int generation = lost().origin.generation();
    var retired = new TreeMap<MemberId, Word>();
    heard.forEach((member, word) -> {
      if (succession.retires(member, word.says(), generation)) {
        retired.put(member, word);
      }
    });
    return retired;
  }

  private HeldLedger lost() {
    return trees.ledgers().heldOf(trees.self()).orElseThrow();
  }

  private Succession succession() {
    Ledgers ledgers = trees.ledgers();
    return new Succession(
        trees.self(),
        ledgers.roll().ledgerKeys(lost().origin),
        adopted().voters(),
        adopted().quorum(),
        ledgers.verifier());
  }

  private long held() {
    return lost().mirror.checkpoint().map(Checkpoint::size).orElse(0L);
  }

  private long largest() {
    return retired().values().stream()
        .flatMap(word -> word.says().last().stream())
        .flatMap(note -> Checkpoint.parse(note.text()).found().stream())
        .mapToLong(Checkpoint::size)
        .max()
        .orElse(0);
  }

  /// The last step is a rename: before it, a killed process begins again; after it, the successor
  /// is there.
  private long begin() throws IOException {
    long size = held();
    LedgerFiles ledger = trees.ledgers().own().files();
    copy(lost().files, ledger, size);
    OwnTree next = trees.successor(ledger);
    Optional<SignedNote> last = lost().mirror.last();
    List<Succeed.Named> named = retired().values().stream().map(Word::named).toList();
    Origin origin = ledger.origin();
    next.stage(new Said.OfLedger(new Succeed(origin.generation(), last, new ArrayList<>(named))));
    ledger.append(next.staged());
    trees.finishSuccessor();
    return size;
  }

  private static void copy(LedgerFiles from, LedgerFiles to, long size) throws IOException {
    for (long index = 0; index < size; index += GROUP) {
      to.append(from.entries(index, Math.min(size, index + GROUP)));
    }
  }
}
