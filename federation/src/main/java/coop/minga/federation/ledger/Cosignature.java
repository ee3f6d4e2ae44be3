package coop.minga.federation.ledger;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.identity.Signer;
import java.nio.ByteBuffer;

/// A mirror's word that, at a time, this was the largest tree of its origin that it knew, and that
/// it holds every entry of it (C2SP `tlog-cosignature`, Ed25519, `cosignature/v1`).
///
/// @param line the note line as it stands
/// @param seconds since 1970, 1 to 2^63 - 1
public record Cosignature(NoteSignature line, long seconds) {
  private static final int ED25519_BYTES = 64;

  /// Checks the time and that the line says the same.
  public Cosignature {
    if (seconds <= 0
        || line.signature().size() != Long.BYTES + ED25519_BYTES
        || timeOf(line.signature()) != seconds) {
      throw new IllegalArgumentException("not a cosignature of second " + seconds);
    }
  }

  /// Cosigns a note's text.
  public static Cosignature sign(NoteKey key, String text, long seconds, Signer signer) {
    if (key.type() != NoteKey.Type.COSIGNATURE || !signer.publicKey().equals(key.key())) {
      throw new IllegalArgumentException(key.name() + " does not cosign with that key");
    }
    byte[] bytes =
        ByteBuffer.allocate(Long.BYTES + ED25519_BYTES)
            .putLong(seconds)
            .put(signer.sign(signedBytes(text, seconds)).toArray())
            .array();
    return new Cosignature(new NoteSignature(key.name(), key.id(), Bytes.of(bytes)), seconds);
  }

  /// Reads a line as a cosignature. That it has a cosignature's form says nothing of its key.
  public static Parsed<Cosignature> read(NoteSignature line) {
    if (line.signature().size() != Long.BYTES + ED25519_BYTES) {
      return Parsed.bad(NoteFault.BAD_SIGNATURE);
    }
    long seconds = timeOf(line.signature());
    return seconds > 0
        ? Parsed.good(new Cosignature(line, seconds))
        : Parsed.bad(NoteFault.BAD_TIMESTAMP);
  }

  /// Whether it is that key's on that text.
  public boolean isBy(NoteKey key, String text, SignatureVerifier verifier) {
    Bytes signature = line.signature().slice(Long.BYTES, line.signature().size());
    return key.type() == NoteKey.Type.COSIGNATURE
        && key.isNamedBy(line)
        && verifier.verify(key.key(), signedBytes(text, seconds), signature);
  }

  /// The bytes that a cosignature covers.
  public static Bytes signedBytes(String text, long seconds) {
    return Bytes.utf8("cosignature/v1\ntime " + seconds + "\n" + text);
  }

  private static long timeOf(Bytes signature) {
    return ByteBuffer.wrap(signature.toArray()).getLong();
  }
}
