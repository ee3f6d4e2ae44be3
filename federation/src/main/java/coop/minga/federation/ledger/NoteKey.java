package coop.minga.federation.ledger;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.identity.Signer;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// A key that signs notes, with the name and the way of signing that belong to it. Two are equal if
/// all three are.
///
/// Not a record: its id is a hash, looked at for every line of every note, and made once.
public final class NoteKey {
  /// How a key signs notes: C2SP's signature types.
  public enum Type {
    /// Ed25519 over the text.
    ED25519(0x01),
    /// Timestamped Ed25519: a cosignature.
    COSIGNATURE(0x04);

    private final int code;

    Type(int code) {
      this.code = code;
    }

    /// The type's byte in key ids and verifier keys.
    public int code() {
      return code;
    }
  }

  private final String name;
  private final Type type;
  private final PublicKey key;
  private final int id;

  /// Checks the name, and that the key is Ed25519.
  ///
  /// @param name as in the signature lines: a ledger's origin, or a mirror's name
  /// @param type how it signs
  /// @param key the public key
  public NoteKey(String name, Type type, PublicKey key) {
    if (!NoteSignature.isValidName(name)) {
      throw new IllegalArgumentException("not a key name: " + name);
    }
    key.requireEd25519();
    this.name = name;
    this.type = type;
    this.key = key;
    this.id = idOf(name, typed(type, key));
  }

  /// The key that signs the checkpoints of a tree: its name is the origin.
  public static NoteKey ofLedger(Origin origin, PublicKey key) {
    return new NoteKey(origin.text(), Type.ED25519, key);
  }

  /// The key by which a member cosigns.
  public static NoteKey ofMirror(String mirrorName, PublicKey key) {
    return new NoteKey(mirrorName, Type.COSIGNATURE, key);
  }

  /// Reads a verifier key, `name+hex key id+base64(type || key)`.
  public static Parsed<NoteKey> parse(String verifierKey) {
    String[] parts = verifierKey.split("\\+", 3);
    if (parts.length != 3 || !NoteSignature.isValidName(parts[0])) {
      return Parsed.bad(NoteFault.BAD_VERIFIER_KEY);
    }
    Optional<NoteKey> read =
        Base64Text.decode(parts[2])
            .filter(bytes -> bytes.size() == 1 + PublicKey.SIZE)
            .flatMap(bytes -> ofBytes(parts[0], bytes))
            .filter(key -> HexFormat.of().toHexDigits(key.id()).equals(parts[1]));
    return read.map(Parsed::good).orElse(Parsed.bad(NoteFault.BAD_VERIFIER_KEY));
  }

  /// As in the signature lines.
  public String name() {
    return name;
  }

  /// How it signs.
  public Type type() {
    return type;
  }

  /// The public key.
  public PublicKey key() {
    return key;
  }

  /// The key's id: the first 4 bytes of SHA-256(name, newline, type, key).
  public int id() {
    return id;
  }

  /// The text by which others name this key.
  public String verifierKey() {
    return name
        + "+"
        + HexFormat.of().toHexDigits(id())
        + "+"
        + Base64Text.encode(typed(type, key));
  }

  /// Whether a line says that it is by this key. Both name and id must fit; either alone is a
  /// stranger's.
  public boolean isNamedBy(NoteSignature line) {
    return line.keyId() == id && line.name().equals(name);
  }

  /// Signs a text by an [Type#ED25519] key. Cosignatures have a time: see [Cosignature#sign].
  public NoteSignature sign(String text, Signer signer) {
    if (type != Type.ED25519 || !signer.publicKey().equals(key)) {
      throw new IllegalArgumentException(name + " does not sign notes with that key");
    }
    return new NoteSignature(name, id, signer.sign(Bytes.utf8(text)));
  }

  /// Finds this key's one signature on a note, and verifies it.
  ///
  /// A note with a bad or a second signature by a known key is refused whole: whoever passes such a
  /// note on is at fault, and two readers must not pick different lines.
  public Parsed<NoteSignature> signatureOn(SignedNote note, SignatureVerifier verifier) {
    List<NoteSignature> lines = note.signatures().stream().filter(this::isNamedBy).toList();
    if (lines.isEmpty()) {
      return Parsed.bad(NoteFault.NOT_SIGNED);
    }
    if (lines.size() > 1) {
      return Parsed.bad(NoteFault.REPEATED_SIGNATURE);
    }
    NoteSignature line = lines.getFirst();
    return switch (type) {
      case ED25519 ->
          verifier.verify(key, Bytes.utf8(note.text()), line.signature())
              ? Parsed.good(line)
              : Parsed.bad(NoteFault.BAD_SIGNATURE);
      case COSIGNATURE ->
          Cosignature.read(line)
              .then(cosignature ->
                  cosignature.isBy(this, note.text(), verifier)
                      ? Parsed.good(line)
                      : Parsed.bad(NoteFault.BAD_SIGNATURE));
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NoteKey that
        && id == that.id
        && type == that.type
        && name.equals(that.name)
        && key.equals(that.key);
  }

  @Override
  public int hashCode() {
    return id;
  }

  @Override
  public String toString() {
    return verifierKey();
  }

  private static int idOf(String name, Bytes typed) {
    Hash hash = Hash.sha256(Bytes.utf8(name + "\n"), typed);
    return ByteBuffer.wrap(hash.value().toArray()).getInt();
  }

  private static Bytes typed(Type type, PublicKey key) {
    byte[] typed = new byte[1 + PublicKey.SIZE];
    typed[0] = (byte) type.code();
    key.value().copyTo(typed, 1);
    return Bytes.given(typed);
  }

  private static Optional<NoteKey> ofBytes(String name, Bytes bytes) {
    for (Type type : Type.values()) {
      if (type.code() == bytes.at(0)) {
        return Optional.of(new NoteKey(name, type, new PublicKey(bytes.slice(1, bytes.size()))));
      }
    }
    return Optional.empty();
  }
}
