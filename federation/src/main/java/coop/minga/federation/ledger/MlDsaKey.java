package coop.minga.federation.ledger;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MlDsaSigner;
import coop.minga.federation.identity.MlDsaVerifier;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// An ML-DSA-44 key that signs checkpoints beside the Ed25519 key, for the day on which that one no
/// longer proves anything (C2SP `tlog-cosignature`, signature type 0x06).
///
/// It signs not the note's text but a `subtree/v1` message: name, time, origin, from 0 to the size,
/// root. Readers without it ignore its line. Nothing here rests on it.
///
/// @param name as in the signature line; a ledger's own key is named like its origin
/// @param key 1,312 bytes
public record MlDsaKey(String name, Bytes key) {
  /// Bytes in a key.
  public static final int KEY_BYTES = 1312;

  /// Bytes in a signature.
  public static final int SIGNATURE_BYTES = 2420;

  private static final int TYPE = 0x06;
  private static final String LABEL = "subtree/v1\n\0";
  private static final int MAX_NAME = 255;

  /// Checks the name and the length.
  public MlDsaKey {
    if (!NoteSignature.isValidName(name) || utf8(name).length > MAX_NAME) {
      throw new IllegalArgumentException("not a key name: " + name);
    }
    if (key.size() != KEY_BYTES) {
      throw new IllegalArgumentException("an ML-DSA-44 key has 1312 bytes, not " + key.size());
    }
  }

  /// Reads a verifier key, `name+hex key id+base64(0x06 || key)`.
  public static Parsed<MlDsaKey> parse(String verifierKey) {
    String[] parts = verifierKey.split("\\+", 3);
    if (parts.length != 3
        || !NoteSignature.isValidName(parts[0])
        || utf8(parts[0]).length > MAX_NAME) {
      return Parsed.bad(NoteFault.BAD_VERIFIER_KEY);
    }
    Optional<MlDsaKey> read =
        Base64Text.decode(parts[2])
            .filter(bytes -> bytes.size() == 1 + KEY_BYTES && bytes.at(0) == TYPE)
            .map(bytes -> new MlDsaKey(parts[0], bytes.slice(1, bytes.size())))
            .filter(found -> HexFormat.of().toHexDigits(found.id()).equals(parts[1]));
    return read.map(Parsed::good).orElse(Parsed.bad(NoteFault.BAD_VERIFIER_KEY));
  }

  /// The key's id: the first 4 bytes of SHA-256(name, newline, type, key).
  public int id() {
    Hash hash = Hash.sha256(Bytes.utf8(name + "\n"), typed());
    return ByteBuffer.wrap(hash.value().slice(0, Integer.BYTES).toArray()).getInt();
  }

  /// The text by which others name this key.
  public String verifierKey() {
    return name + "+" + HexFormat.of().toHexDigits(id()) + "+" + Base64Text.encode(typed());
  }

  /// Whether a line says that it is by this key.
  public boolean isNamedBy(NoteSignature line) {
    return line.keyId() == id() && line.name().equals(name);
  }

  /// Signs a checkpoint.
  ///
  /// @param seconds since 1970; 0 to say nothing of whether a larger tree is known
  public NoteSignature sign(Checkpoint checkpoint, long seconds, MlDsaSigner signer) {
    if (!signer.publicKey().equals(key) || seconds < 0) {
      throw new IllegalArgumentException(name + " does not sign with that key at " + seconds);
    }
    Bytes signature = signer.sign(signedBytes(checkpoint, seconds));
    byte[] stamped =
        ByteBuffer.allocate(Long.BYTES + signature.size())
            .putLong(seconds)
            .put(signature.toArray())
            .array();
    return new NoteSignature(name, id(), Bytes.of(stamped));
  }

  /// Finds this key's one signature on a checkpoint's note, and verifies it. As with any known key,
  /// a bad or a second one refuses the note.
  public Parsed<NoteSignature> signatureOn(SignedNote note, MlDsaVerifier verifier) {
    List<NoteSignature> lines = note.signatures().stream().filter(this::isNamedBy).toList();
    if (lines.isEmpty()) {
      return Parsed.bad(NoteFault.NOT_SIGNED);
    }
    if (lines.size() > 1) {
      return Parsed.bad(NoteFault.REPEATED_SIGNATURE);
    }
    return Checkpoint.parse(note.text())
        .then(checkpoint -> verified(checkpoint, lines.getFirst(), verifier));
  }

  private Parsed<NoteSignature> verified(
      Checkpoint checkpoint, NoteSignature line, MlDsaVerifier verifier) {
    if (line.signature().size() != Long.BYTES + SIGNATURE_BYTES) {
      return Parsed.bad(NoteFault.BAD_SIGNATURE);
    }
    long seconds = ByteBuffer.wrap(line.signature().toArray()).getLong();
    if (seconds < 0) {
      return Parsed.bad(NoteFault.BAD_TIMESTAMP);
    }
    Bytes signature = line.signature().slice(Long.BYTES, line.signature().size());
    return verifier.verify(key, signedBytes(checkpoint, seconds), signature)
        ? Parsed.good(line)
        : Parsed.bad(NoteFault.BAD_SIGNATURE);
  }

  /// The bytes that a signature covers: C2SP's `cosigned_message`.
  Bytes signedBytes(Checkpoint checkpoint, long seconds) {
    byte[] cosigner = utf8(name);
    byte[] origin = utf8(checkpoint.origin().text());
    byte[] label = utf8(LABEL);
    return Bytes.of(
        ByteBuffer.allocate(
                label.length
                    + 1
                    + cosigner.length
                    + Long.BYTES
                    + 1
                    + origin.length
                    + 2 * Long.BYTES
                    + Hash.SIZE)
            .put(label)
            .put((byte) cosigner.length)
            .put(cosigner)
            .putLong(seconds)
            .put((byte) origin.length)
            .put(origin)
            .putLong(0)
            .putLong(checkpoint.size())
            .put(checkpoint.root().value().toArray())
            .array());
  }

  private Bytes typed() {
    byte[] typed = new byte[1 + KEY_BYTES];
    typed[0] = TYPE;
    key.copyTo(typed, 1);
    return Bytes.of(typed);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
