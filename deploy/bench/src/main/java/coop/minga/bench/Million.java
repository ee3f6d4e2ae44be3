package coop.minga.bench;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.identity.Signer;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Cosignature;
import coop.minga.federation.ledger.Entry;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.TlogProof;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.wire.EntryWire;
import coop.minga.node.keys.KeyFiles;
import coop.minga.node.keys.StrictVerifier;
import coop.minga.node.storage.LedgerFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A large ledger: built with real signatures, verified, proven, and weighed on the disk.
///
/// @param figures where they go
/// @param members whose ledger it is, and who cosigns
/// @param quick fewer entries; the cases keep their names, and the parameters say how many
record Million(Figures figures, Members members, boolean quick) {
  private static final int CHUNK = 4_096;
  private static final int THREADS = 2;

  /// How many chunks may be read ahead of the threads that check them.
  private static final int AHEAD = 8;

  void run(Scratch scratch) throws IOException, InterruptedException, ExecutionException {
    int entries = quick ? 40_960 : 1_000_000;
    Path directory = scratch.fresh("ledger");
    Origin origin = members.roster().origin(members.id(0), Tree.LEDGER);
    long bytes;
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      bytes = build(directory, origin, entries, threads);
      double trees = trees(directory, origin, entries);
      print("verify-1m-trees-s", entries, trees, "s");
      double signatures = signatures(directory, origin, threads);
      print("verify-1m-signatures-s", entries, trees + signatures, "s");
    }
    print("proof-bytes", entries, proof(directory, origin), "B");
    double overhead = (Scratch.bytes(directory) - bytes) / (double) entries;
    print("overhead-bytes", entries, overhead, "B");
    new BundleOfAMillion(figures, members)
        .run(directory, origin, scratch.root().resolve("large.bundle"));
  }

  private void print(String name, int entries, double value, String unit) {
    figures.print(new Figures.Figure(name, Map.of("entries", entries), value, unit, Map.of()));
  }

  private long build(Path directory, Origin origin, int entries, ExecutorService threads)
      throws IOException, InterruptedException, ExecutionException {
    KeyFiles keys = members.keys(0);
    Signer entryKey = keys.entry();
    long bytes = 0;
    try (LedgerFiles files = LedgerFiles.open(directory, origin)) {
      for (int from = 0; from < entries; from += CHUNK) {
        var parts = new ArrayList<Callable<List<Bytes>>>();
        int until = Math.min(entries, from + CHUNK);
        int middle = (from + until) / 2;
        int first = from;
        parts.add(() -> signed(entryKey, first, middle));
        parts.add(() -> signed(entryKey, middle, until));
        for (Future<List<Bytes>> part : threads.invokeAll(parts)) {
          bytes += part.get().stream().mapToLong(Bytes::size).sum();
          files.append(part.get());
        }
      }
      files.publish(files.settle(files.size()).sign(keys.ledger()));
    }
    return bytes;
  }

  private List<Bytes> signed(Signer key, int from, int until) {
    var frames = new ArrayList<Bytes>(until - from);
    for (int i = from; i < until; i++) {
      frames.add(members.entry(0, key, i));
    }
    return frames;
  }

  /// Every entry read and hashed, every tile and the signed root compared: what opening does.
  private static double trees(Path directory, Origin origin, int entries) throws IOException {
    long start = System.nanoTime();
    try (LedgerFiles files = LedgerFiles.open(directory, origin)) {
      double seconds = (System.nanoTime() - start) / 1e9;
      if (files.size() != entries || files.checkpoint().isEmpty()) {
        throw new IllegalStateException("only " + files.size() + " entries");
      }
      return seconds;
    }
  }

  /// Every signature, by both verifiers.
  private double signatures(Path directory, Origin origin, ExecutorService threads)
      throws IOException, InterruptedException, ExecutionException {
    PublicKey key = members.roster().member(members.id(0)).orElseThrow().keys().entry();
    var verifier = new StrictVerifier();
    try (LedgerFiles files = LedgerFiles.open(directory, origin)) {
      long start = System.nanoTime();
      var underway = new ArrayList<Future<Boolean>>();
      for (long from = 0; from < files.size(); from += CHUNK) {
        List<Bytes> frames = files.entries(from, Math.min(files.size(), from + CHUNK));
        underway.add(threads.submit(() -> allSigned(frames, key, verifier)));
        if (underway.size() > AHEAD) {
          require(underway.removeFirst().get());
        }
      }
      for (Future<Boolean> rest : underway) {
        require(rest.get());
      }
      return (System.nanoTime() - start) / 1e9;
    }
  }

  private static boolean allSigned(List<Bytes> frames, PublicKey key, StrictVerifier verifier) {
    for (Bytes frame : frames) {
      Entry entry = EntryWire.decode(frame).orElseThrow();
      if (!entry.isSignedBy(key, verifier)) {
        return false;
      }
    }
    return true;
  }

  private static void require(boolean good) {
    if (!good) {
      throw new IllegalStateException("a signature is not good");
    }
  }

  /// One entry near the middle, with the owner's signature and two cosignatures, without the entry.
  private int proof(Path directory, Origin origin) throws IOException {
    try (LedgerFiles files = LedgerFiles.open(directory, origin)) {
      SignedNote note = files.checkpoint().orElseThrow();
      for (int mirror = 1; mirror <= 2; mirror++) {
        Signer key = members.keys(mirror).mirror();
        var name = members.roster().mirrorKey(members.id(mirror));
        note = note.with(Cosignature.sign(name, note.text(), 1_800_000_000L, key).line());
      }
      long size = Checkpoint.parse(note.text()).found().orElseThrow().size();
      return TlogProof.make(files.tree(), size / 2 + 1, note).encode().size();
    }
  }
}
