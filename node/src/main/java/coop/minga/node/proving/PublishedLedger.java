package coop.minga.node.proving;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Cosignature;
import coop.minga.federation.ledger.EntryBundle;
import coop.minga.federation.ledger.MerkleTree;
import coop.minga.federation.ledger.Parsed;
import coop.minga.federation.ledger.Policy;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.TlogProof;
import coop.minga.federation.ledger.Witnesses.Standing;
import coop.minga.node.storage.HashTiles;
import coop.minga.node.storage.TilePath;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// One ledger's static files, judged by a policy. Every entry is read and the tree made anew from
/// them: no tile is trusted, those off the right edge included, and each is compared.
///
/// Memory: 33 bytes an entry. For one thread.
public final class PublishedLedger {
  static final String CHECKPOINT = "checkpoint";

  private final StaticFiles files;
  private final Policy policy;
  private final SignatureVerifier verifier;
  private final long latestSeconds;
  private final HashTiles tree = new HashTiles();
  private Optional<Signed> signed = Optional.empty();

  /// @param policy whose signatures count
  /// @param latestSeconds a cosignature's time above it is refused
  public PublishedLedger(
      StaticFiles files, Policy policy, SignatureVerifier verifier, long latestSeconds) {
    this.files = files;
    this.policy = policy;
    this.verifier = verifier;
    this.latestSeconds = latestSeconds;
  }

  /// What its checkpoint says, and who stands by it.
  ///
  /// @param witnessed whether those are enough
  public record Signed(
      SignedNote note, Checkpoint checkpoint, List<Cosignature> cosignatures, boolean witnessed) {
    private String sentence() {
      return "%s of %s signed by the owner and cosigned by %s"
          .formatted(
              checkpoint.size() == 1
                  ? "the one entry"
                  : "the %,d entries".formatted(checkpoint.size()),
              checkpoint.origin() + (checkpoint.size() == 1 ? " is" : " are"),
              mirrors(cosignatures.size()));
    }

    private Verdict verified(String sentence) {
      return new Verdict.Verified(checkpoint, cosignatures.size(), "Verified: " + sentence + ".");
    }
  }

  static String mirrors(int number) {
    return number == 1 ? "one mirror" : number + " mirrors";
  }

  /// The checkpoint, once something was verified.
  public Optional<Signed> signed() {
    return signed;
  }

  /// Verifies signatures, cosignatures, entries and tiles, whole.
  public Verdict verify() throws IOException {
    Optional<Verdict.Refused> refused = soundness().or(this::quorum);
    return refused.isPresent()
        ? refused.get()
        : signed.orElseThrow().verified(signed.orElseThrow().sentence());
  }

  /// The same, but that its owner alone has signed suffices.
  ///
  /// @param earlier what an earlier checkpoint said that was signed for; it must extend it
  public Verdict verifySigned(Optional<Checkpoint> earlier) throws IOException {
    Optional<Verdict.Refused> refused = soundness();
    if (refused.isPresent()) {
      return refused.get();
    }
    Verdict now = signed.orElseThrow().verified(signed.orElseThrow().sentence());
    return earlier.isPresent() ? since(now, earlier.get()) : now;
  }

  /// Verifies, and that the ledger only grew since an earlier checkpoint of it.
  public Verdict verifySince(Bytes earlier) throws IOException {
    Verdict now = verify();
    return now.verified() ? since(now, earlier) : now;
  }

  /// One entry with the file that proves it; absent if the ledger has none at that index. Verify
  /// first.
  public Optional<TlogProof> prove(long index) throws IOException {
    Signed known = signed.orElseThrow(() -> new IllegalStateException("not verified"));
    if (index < 0 || index >= known.checkpoint().size()) {
      return Optional.empty();
    }
    TilePath path = entriesPath(index / TilePath.FULL);
    return read(path)
        .flatMap(read -> entries(read, path.width()))
        .map(entries -> entries.get((int) (index % TilePath.FULL)))
        .filter(entry -> MerkleTree.leafHash(entry).equals(tree.complete(0, index)))
        .map(entry -> TlogProof.make(tree, index, known.note()).with(entry));
  }

  private Optional<Verdict.Refused> soundness() throws IOException {
    Optional<Bytes> note = files.read(CHECKPOINT);
    if (note.isEmpty()) {
      return refused(Reason.MISSING, CHECKPOINT + " is not there");
    }
    Optional<Verdict.Refused> refused = open(note.get());
    if (refused.isEmpty()) {
      refused = readEntries();
    }
    if (refused.isEmpty()) {
      refused = root();
    }
    return refused.isPresent() ? refused : tiles();
  }

  private Optional<Verdict.Refused> open(Bytes bytes) {
    return switch (SignedNote.parse(bytes)) {
      case Parsed.Bad<SignedNote>(var why) -> Optional.of(Verdict.refused(CHECKPOINT, why));
      case Parsed.Good<SignedNote>(var note) ->
          switch (policy.judge(note, latestSeconds, verifier)) {
            case Standing.Refused(var why) -> Optional.of(Verdict.refused(CHECKPOINT, why));
            case Standing.Witnessed(var checkpoint, var by) -> {
              signed = Optional.of(new Signed(note, checkpoint, by, true));
              yield Optional.empty();
            }
            case Standing.Signed(var checkpoint, var by) -> {
              signed = Optional.of(new Signed(note, checkpoint, by, false));
              yield Optional.empty();
            }
          };
    };
  }

  private Optional<Verdict.Refused> quorum() {
    Signed known = signed.orElseThrow();
    return known.witnessed()
        ? Optional.empty()
        : refused(
            Reason.QUORUM,
            "only %s cosigned, which is no quorum".formatted(mirrors(known.cosignatures().size())));
  }

  private Optional<Verdict.Refused> readEntries() throws IOException {
    for (long index = 0; index * TilePath.FULL < size(); index++) {
      TilePath path = entriesPath(index);
      Optional<Read> read = read(path);
      if (read.isEmpty()) {
        return refused(Reason.MISSING, path.text() + " is not there");
      }
      Optional<List<Bytes>> entries = entries(read.get(), path.width());
      if (entries.isEmpty()) {
        return refused(
            Reason.ENTRIES, path.text() + " does not hold " + path.width() + " whole entries");
      }
      entries.get().forEach(entry -> tree.append(MerkleTree.leafHash(entry)));
    }
    return Optional.empty();
  }

  private Optional<Verdict.Refused> root() {
    Checkpoint checkpoint = signed.orElseThrow().checkpoint();
    return tree.root(size()).equals(checkpoint.root())
        ? Optional.empty()
        : refused(
            Reason.ROOT,
            "the entries of " + checkpoint.origin() + " do not come to the root that was signed");
  }

  private Optional<Verdict.Refused> tiles() throws IOException {
    for (int level = 0; level < HashTiles.levelsOf(size()); level++) {
      long hashes = HashTiles.hashesOf(size(), level);
      for (long index = 0; index * TilePath.FULL < hashes; index++) {
        TilePath path = TilePath.hashes(level, index, width(hashes, index));
        Optional<Read> read = read(path);
        if (read.isEmpty()) {
          return refused(Reason.MISSING, path.text() + " is not there");
        }
        byte[] expected = tree.tile(level, index, path.width());
        byte[] found = read.get().content().toArray();
        boolean begins =
            found.length >= expected.length
                && Arrays.equals(found, 0, expected.length, expected, 0, expected.length);
        if (!begins || (read.get().exact() && found.length != expected.length)) {
          return refused(Reason.TILE, path.text() + " is not what the entries come to");
        }
      }
    }
    return Optional.empty();
  }

  private Verdict since(Verdict now, Bytes earlier) {
    return switch (SignedNote.parse(earlier)) {
      case Parsed.Bad<SignedNote>(var why) -> Verdict.refused("the earlier checkpoint", why);
      case Parsed.Good<SignedNote>(var note) ->
          switch (policy.judge(note, latestSeconds, verifier)) {
            case Standing.Refused(var why) -> Verdict.refused("the earlier checkpoint", why);
            case Standing.Witnessed(var before, _) -> since(now, before);
            case Standing.Signed(var before, _) -> since(now, before);
          };
    };
  }

  private Verdict since(Verdict now, Checkpoint before) {
    Checkpoint after = signed.orElseThrow().checkpoint();
    if (!before.origin().equals(after.origin())) {
      return new Verdict.Refused(
          Reason.OTHER_LOG, "the earlier checkpoint is of " + before.origin());
    }
    if (before.size() > after.size()) {
      return new Verdict.Refused(
          Reason.ROLLBACK,
          "the ledger had %,d entries and has %,d".formatted(before.size(), after.size()));
    }
    if (tree.root(before.size()).equals(before.root())) {
      return now;
    }
    return before.size() == after.size()
        ? new Verdict.Refused(
            Reason.FORK, "its owner signed two histories of %,d entries".formatted(before.size()))
        : new Verdict.Refused(
            Reason.CONSISTENCY,
            "the first %,d entries are others than were signed then".formatted(before.size()));
  }

  /// A file, and whether it is the one asked for and not the full one in a partial one's place.
  private record Read(Bytes content, boolean exact) {}

  private TilePath entriesPath(long index) {
    return TilePath.entries(index, width(size(), index));
  }

  private Optional<Read> read(TilePath path) throws IOException {
    Optional<Read> exact = files.read(path.text()).map(content -> new Read(content, true));
    if (exact.isPresent() || path.width() == TilePath.FULL) {
      return exact;
    }
    TilePath full = new TilePath(path.kind(), path.index(), TilePath.FULL);
    return files.read(full.text()).map(content -> new Read(content, false));
  }

  /// The entries of a bundle; absent if they are not so many, whole, and nothing else.
  private static Optional<List<Bytes>> entries(Read read, int width) {
    Optional<List<Bytes>> found = EntryBundle.decode(read.content());
    return read.exact()
        ? found.filter(entries -> entries.size() == width)
        : found
            .filter(entries -> entries.size() == TilePath.FULL)
            .map(entries -> entries.subList(0, width));
  }

  private long size() {
    return signed.orElseThrow().checkpoint().size();
  }

  private static int width(long size, long index) {
    return (int) Math.min(TilePath.FULL, size - index * TilePath.FULL);
  }

  private static Optional<Verdict.Refused> refused(Reason reason, String what) {
    return Optional.of(new Verdict.Refused(reason, what));
  }
}
