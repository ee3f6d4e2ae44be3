package coop.minga.federation.ledger;

import static java.util.stream.Collectors.joining;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.ledger.Witnesses.Standing;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// One file that proves, offline, that an entry stands in a ledger and who witnessed it (C2SP
/// `tlog-proof`): an index, a path and a checkpoint with its signatures. By convention its name
/// ends in `.tlog-proof`.
///
/// @param proof where the entry stands; its size is the checkpoint's
/// @param note the checkpoint with its cosignatures, as it was published
/// @param extra data beside it that nothing vouches for, often the entry itself; absent if there is
///   no such line
public record TlogProof(InclusionProof proof, SignedNote note, Optional<Bytes> extra) {
  /// The longest extra data, in bytes: that of an entry.
  public static final int MAX_EXTRA = Entry.MAX_FRAME;

  /// The longest file that is read, in bytes.
  public static final int MAX_BYTES = 128 * 1024 + SignedNote.MAX_BYTES;

  private static final String FIRST_LINE = "c2sp.org/tlog-proof@v1";
  private static final String EXTRA = "extra ";
  private static final Pattern INDEX = Pattern.compile("index (0|[1-9][0-9]{0,18})");

  /// What came of checking a proof.
  public sealed interface Verdict {
    /// The entry stands there, and enough have witnessed it.
    ///
    /// @param checkpoint what it is proven by
    /// @param cosignatures of known witnesses
    record Proven(Checkpoint checkpoint, List<Cosignature> cosignatures) implements Verdict {}

    /// The entry stands there and its owner signed for it; too few have witnessed it.
    ///
    /// @param checkpoint what it is proven by
    /// @param cosignatures of known witnesses
    record NotWitnessed(Checkpoint checkpoint, List<Cosignature> cosignatures) implements Verdict {}

    /// The checkpoint is not to be relied upon.
    ///
    /// @param why the first reason met
    record BadCheckpoint(NoteFault why) implements Verdict {}

    /// The path does not lead from that entry to the checkpoint.
    ///
    /// @param why in which way
    record NotIncluded(ProofCheck why) implements Verdict {}
  }

  /// Makes the proof of an entry in a tree that is held.
  ///
  /// @param note a checkpoint of that tree
  /// @throws IndexOutOfBoundsException if the checkpoint does not cover the entry
  /// @throws IllegalArgumentException if the note is not a checkpoint
  public static TlogProof make(Subtrees tree, long index, SignedNote note) {
    Checkpoint checkpoint =
        Checkpoint.parse(note.text())
            .found()
            .orElseThrow(() -> new IllegalArgumentException("not a checkpoint: " + note.text()));
    return new TlogProof(
        InclusionProof.make(tree, index, checkpoint.size()), note, Optional.empty());
  }

  /// The proof with data beside it.
  ///
  /// @throws IllegalArgumentException if it is empty or longer than [#MAX_EXTRA]
  public TlogProof with(Bytes data) {
    if (data.size() == 0 || data.size() > MAX_EXTRA) {
      throw new IllegalArgumentException("extra data of " + data.size() + " bytes");
    }
    return new TlogProof(proof, note, Optional.of(data));
  }

  /// Reads a file: strictly, and every file that this reads is written back as the same bytes.
  public static Parsed<TlogProof> parse(Bytes file) {
    if (file.size() > MAX_BYTES) {
      return Parsed.bad(NoteFault.TOO_LONG);
    }
    Optional<String> text = utf8(file);
    if (text.isEmpty()) {
      return Parsed.bad(NoteFault.NOT_UTF8);
    }
    int blank = text.get().indexOf("\n\n");
    if (blank < 0) {
      return Parsed.bad(NoteFault.NO_SIGNATURE_BLOCK);
    }
    List<String> lines = List.of(text.get().substring(0, blank).split("\n", -1));
    if (!lines.getFirst().equals(FIRST_LINE)) {
      return Parsed.bad(NoteFault.NOT_A_PROOF);
    }
    Bytes rest = Bytes.utf8(text.get().substring(blank + 2));
    return SignedNote.parse(rest).then(note -> ofLines(lines.subList(1, lines.size()), note));
  }

  /// The file's bytes.
  public Bytes encode() {
    String path = proof.path().stream().map(TlogProof::line).collect(joining());
    String beside = extra.map(data -> EXTRA + Base64Text.encode(data) + "\n").orElse("");
    String head = FIRST_LINE + "\n" + beside + "index " + proof.index() + "\n" + path + "\n";
    return Bytes.utf8(head + note.encode().toUtf8());
  }

  /// Whether it proves that this entry stands in a ledger of that policy.
  ///
  /// @param latestSeconds a cosignature's time above it is refused; `Long.MAX_VALUE` if the reader
  ///   has no clock
  public Verdict check(Bytes entry, Policy policy, long latestSeconds, SignatureVerifier verifier) {
    return switch (policy.judge(note, latestSeconds, verifier)) {
      case Standing.Refused(var why) -> new Verdict.BadCheckpoint(why);
      case Standing.Witnessed(var checkpoint, var by) ->
          leads(entry, checkpoint, new Verdict.Proven(checkpoint, by));
      case Standing.Signed(var checkpoint, var by) ->
          leads(entry, checkpoint, new Verdict.NotWitnessed(checkpoint, by));
    };
  }

  /// Whether the path leads from this entry to that checkpoint, whoever signed it.
  public ProofCheck leads(Bytes entry, Checkpoint checkpoint) {
    return proof.size() == checkpoint.size()
        ? proof.check(MerkleTree.leafHash(entry), checkpoint.root())
        : ProofCheck.OUT_OF_RANGE;
  }

  private Verdict leads(Bytes entry, Checkpoint checkpoint, Verdict ifSo) {
    ProofCheck check = leads(entry, checkpoint);
    return check.holds() ? ifSo : new Verdict.NotIncluded(check);
  }

  private static Parsed<TlogProof> ofLines(List<String> lines, SignedNote note) {
    boolean hasExtra = !lines.isEmpty() && lines.getFirst().startsWith(EXTRA);
    Optional<Bytes> extra = hasExtra ? extra(lines.getFirst()) : Optional.empty();
    if (hasExtra && extra.isEmpty()) {
      return Parsed.bad(NoteFault.BAD_EXTRA);
    }
    List<String> rest = lines.subList(hasExtra ? 1 : 0, lines.size());
    Optional<Long> index = rest.stream().findFirst().flatMap(TlogProof::index);
    if (index.isEmpty()) {
      return Parsed.bad(NoteFault.BAD_INDEX);
    }
    return path(rest.subList(1, rest.size()))
        .then(path ->
            Checkpoint.parse(note.text())
                .then(checkpoint -> {
                  var proof = new InclusionProof(index.get(), checkpoint.size(), path);
                  return Parsed.good(new TlogProof(proof, note, extra));
                }));
  }

  private static Optional<Bytes> extra(String line) {
    return Base64Text.decode(line.substring(EXTRA.length()))
        .filter(data -> data.size() > 0 && data.size() <= MAX_EXTRA);
  }

  private static Optional<Long> index(String line) {
    return Optional.of(INDEX.matcher(line))
        .filter(matcher -> matcher.matches())
        .map(matcher -> Long.parseUnsignedLong(matcher.group(1)))
        .filter(index -> index >= 0 && index < Frontier.MAX_SIZE);
  }

  private static Parsed<List<Hash>> path(List<String> lines) {
    if (lines.size() > InclusionProof.MAX_PATH) {
      return Parsed.bad(NoteFault.TOO_MANY_HASHES);
    }
    var path = new ArrayList<Hash>();
    for (String line : lines) {
      Optional<Bytes> hash = Base64Text.decode(line).filter(bytes -> bytes.size() == Hash.SIZE);
      if (hash.isEmpty()) {
        return Parsed.bad(NoteFault.BAD_PROOF_LINE);
      }
      path.add(new Hash(hash.get()));
    }
    return Parsed.good(path);
  }

  private static String line(Hash hash) {
    return Base64Text.encode(hash.value()) + "\n";
  }

  private static Optional<String> utf8(Bytes bytes) {
    try {
      var decoder = StandardCharsets.UTF_8.newDecoder();
      return Optional.of(decoder.decode(ByteBuffer.wrap(bytes.toArray())).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
