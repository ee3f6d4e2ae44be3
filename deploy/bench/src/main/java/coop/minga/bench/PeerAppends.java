package coop.minga.bench;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Signer;
import coop.minga.federation.judgement.Ruling;
import coop.minga.federation.judgement.TreeJudge;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Frontier;
import coop.minga.federation.ledger.MerkleTree;
import coop.minga.federation.ledger.Mirror;
import coop.minga.federation.ledger.MirrorStep;
import coop.minga.federation.ledger.NoteKey;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Tree;
import coop.minga.node.keys.KeyFiles;
import coop.minga.node.keys.StrictVerifier;
import coop.minga.node.storage.Cosigned;
import coop.minga.node.storage.LedgerFiles;
import coop.minga.node.storage.StateDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/// Peers' entries, as a mirror takes them: compared with the signed checkpoint, made durable, read
/// back, each signature asked of both verifiers, and the checkpoint cosigned. Two ledgers, a thread
/// each, in groups.
///
/// @param figures where they go
/// @param members the first two are mirrored, the third mirrors
/// @param quick fewer entries
record PeerAppends(Figures figures, Members members, boolean quick) {
  private static final int TURNS = 3;
  private static final int THREADS = 2;
  private static final int GROUP = 256;

  /// What a peer pushes: a group, and the checkpoint that ends with it.
  private record Push(long from, List<Bytes> frames, SignedNote note) {}

  void run(Scratch scratch) throws Exception {
    int each = quick ? 2_560 : 12_800;
    var pushes = new ArrayList<List<Push>>();
    for (int peer = 0; peer < THREADS; peer++) {
      pushes.add(pushes(peer, each));
    }
    double[] measured = new double[TURNS];
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      for (int turn = 0; turn < TURNS; turn++) {
        var tasks = new ArrayList<Callable<Integer>>();
        for (int peer = 0; peer < THREADS; peer++) {
          int place = peer;
          Path directory = scratch.fresh("mirror");
          tasks.add(() -> mirror(directory, place, pushes.get(place)));
        }
        long start = System.nanoTime();
        for (var done : threads.invokeAll(tasks)) {
          done.get();
        }
        measured[turn] = Appends.perSecond(each * THREADS, start);
      }
    }
    figures.print(
        new Figures.Figure(
            "peer-appends",
            Map.of("entries", each * THREADS, "group", GROUP, "threads", THREADS),
            Figures.median(measured),
            "1/s",
            Map.of()));
  }

  private List<Push> pushes(int peer, int count) throws IOException {
    KeyFiles keys = members.keys(peer);
    Signer entryKey = keys.entry();
    Origin origin = members.roster().origin(members.id(peer), Tree.LEDGER);
    var pushes = new ArrayList<Push>();
    Frontier frontier = Frontier.EMPTY;
    for (int from = 0; from < count; from += GROUP) {
      var frames = new ArrayList<Bytes>();
      for (int i = from; i < from + GROUP; i++) {
        frames.add(members.entry(peer, entryKey, i));
      }
      frontier = frontier.append(frames.stream().map(MerkleTree::leafHash).toList());
      SignedNote note = Checkpoint.of(origin, frontier).sign(keys.ledger());
      pushes.add(new Push(from, frames, note));
    }
    return pushes;
  }

  /// As `exchange.Ledgers` and `Replication` do it.
  private int mirror(Path directory, int peer, List<Push> pushes) throws IOException {
    Origin origin = members.roster().origin(members.id(peer), Tree.LEDGER);
    var verifier = new StrictVerifier();
    Signer mirrorKey = members.keys(THREADS).mirror();
    NoteKey name = members.roster().mirrorKey(members.id(THREADS));
    var place = new TreeJudge.Place(members.id(peer), Tree.LEDGER);
    var judge = new TreeJudge(members.roster(), verifier, place);
    int known = 0;
    try (LedgerFiles files = LedgerFiles.open(directory, origin);
        StateDatabase state = StateDatabase.open(directory.resolveSibling("state.db"))) {
      Mirror mirror =
          Mirror.begin(
              new Mirror.Ports(members.roster().ledgerKey(origin), verifier, files.tree()));
      for (Push push : pushes) {
        if (!(mirror.offer(push.from(), push.frames(), push.note())
            instanceof MirrorStep.Extended step)) {
          throw new IllegalStateException("refused");
        }
        files.append(step.fresh());
        mirror = step.next();
        files.publish(mirror.last().orElseThrow());
        for (int i = 0; i < step.fresh().size(); i++) {
          Ruling ruling = judge.judge(step.from() + i, step.fresh().get(i));
          known += ruling instanceof Ruling.Known ? 1 : 0;
        }
        long seconds = 1_800_000_000L + push.from();
        if (state.swapCosigned(new Cosigned(step.checkpoint(), seconds)).done()) {
          mirror.cosign(name, seconds, mirrorKey);
        }
      }
    }
    if (known != pushes.size() * GROUP) {
      throw new IllegalStateException("only " + known + " entries counted");
    }
    return known;
  }
}
