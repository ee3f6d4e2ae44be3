package coop.minga.federation.ledger;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.identity.Signer;
import java.util.List;
import java.util.regex.Pattern;

/// How large a tree is, and its root (C2SP `tlog-checkpoint`, without extension lines).
///
/// @param origin which tree
/// @param size number of entries
/// @param root the Merkle root over them
public record Checkpoint(Origin origin, long size, Hash root) {
  private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,18}");
  private static final int LINES = 3;

  /// Checks the size.
  public Checkpoint {
    if (size < 0 || size >= Frontier.MAX_SIZE) {
      throw new IllegalArgumentException("a checkpoint of " + size + " entries");
    }
    if (size == 0 && !root.equals(MerkleTree.EMPTY_ROOT)) {
      throw new IllegalArgumentException("an empty tree has one root only");
    }
  }

  /// The checkpoint of a tree as it stands.
  public static Checkpoint of(Origin origin, Frontier frontier) {
    return new Checkpoint(origin, frontier.size(), frontier.root());
  }

  /// Reads a note's text: strictly, what it reads is written back as the same text.
  public static Parsed<Checkpoint> parse(String text) {
    if (!text.endsWith("\n")) {
      return Parsed.bad(NoteFault.BAD_ROOT);
    }
    String[] lines = text.substring(0, text.length() - 1).split("\n", -1);
    if (lines.length > LINES) {
      return Parsed.bad(NoteFault.EXTENSION_LINES);
    }
    var origin = Origin.parse(lines[0]);
    if (origin.isEmpty()) {
      return Parsed.bad(NoteFault.BAD_ORIGIN);
    }
    if (lines.length < 2 || !SIZE.matcher(lines[1]).matches()) {
      return Parsed.bad(NoteFault.BAD_SIZE);
    }
    if (lines.length < LINES) {
      return Parsed.bad(NoteFault.BAD_ROOT);
    }
    return ofParts(origin.get(), Long.parseUnsignedLong(lines[1]), lines[2]);
  }

  /// Reads the checkpoint of a note that its owner signed.
  ///
  /// @param key the owner's ledger key
  public static Parsed<Checkpoint> open(SignedNote note, NoteKey key, SignatureVerifier verifier) {
    return parse(note.text())
        .then(checkpoint ->
            checkpoint.origin().text().equals(key.name())
                ? key.signatureOn(note, verifier).then(_ -> Parsed.good(checkpoint))
                : Parsed.bad(NoteFault.OTHER_ORIGIN));
  }

  /// The note's text.
  public String text() {
    return origin.text() + "\n" + size + "\n" + Base64Text.encode(root.value()) + "\n";
  }

  /// Signs it by its owner's ledger key.
  public SignedNote sign(Signer signer) {
    NoteKey key = NoteKey.ofLedger(origin, signer.publicKey());
    return new SignedNote(text(), List.of(key.sign(text(), signer)));
  }

  private static Parsed<Checkpoint> ofParts(Origin origin, long size, String root) {
    if (size < 0 || size >= Frontier.MAX_SIZE) {
      return Parsed.bad(NoteFault.BAD_SIZE);
    }
    return Base64Text.decode(root)
        .filter(bytes -> bytes.size() == Hash.SIZE)
        .map(Hash::new)
        .filter(hash -> size != 0 || hash.equals(MerkleTree.EMPTY_ROOT))
        .map(hash -> Parsed.good(new Checkpoint(origin, size, hash)))
        .orElse(Parsed.bad(NoteFault.BAD_ROOT));
  }
}
