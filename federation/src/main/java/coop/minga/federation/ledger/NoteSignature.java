package coop.minga.federation.ledger;

import coop.minga.federation.identity.Bytes;
import java.nio.ByteBuffer;

/// One signature line of a note: `— <key name> base64(key id || signature)`.
///
/// @param name the key's name: not empty, no Unicode space, no plus
/// @param keyId the key's id; a label, which anybody can collide
/// @param signature what follows the id: at least one byte
public record NoteSignature(String name, int keyId, Bytes signature) {
  static final String PREFIX = "— ";

  private static final int ID_BYTES = 4;

  /// Checks the name.
  public NoteSignature {
    if (!isValidName(name)) {
      throw new IllegalArgumentException("not a key name: " + name);
    }
    if (signature.size() == 0) {
      throw new IllegalArgumentException("a signature without bytes");
    }
  }

  /// Reads a line without its newline.
  public static Parsed<NoteSignature> parse(String line) {
    if (!line.startsWith(PREFIX)) {
      return Parsed.bad(NoteFault.BAD_SIGNATURE_LINE);
    }
    int space = line.indexOf(' ', PREFIX.length());
    if (space < 0) {
      return Parsed.bad(NoteFault.BAD_SIGNATURE_LINE);
    }
    String name = line.substring(PREFIX.length(), space);
    if (!isValidName(name)) {
      return Parsed.bad(NoteFault.BAD_KEY_NAME);
    }
    return Base64Text.decode(line.substring(space + 1))
        .map(bytes -> ofBytes(name, bytes))
        .orElse(Parsed.bad(NoteFault.BAD_BASE64));
  }

  /// The line without its newline.
  public String line() {
    byte[] bytes =
        ByteBuffer.allocate(ID_BYTES + signature.size())
            .putInt(keyId)
            .put(signature.toArray())
            .array();
    return PREFIX + name + " " + Base64Text.encode(Bytes.of(bytes));
  }

  /// Whether another line names the same key.
  boolean isBySameKey(NoteSignature other) {
    return keyId == other.keyId && name.equals(other.name);
  }

  static boolean isValidName(String name) {
    for (int i = 0; i < name.length(); i += Character.charCount(name.codePointAt(i))) {
      if (isForbidden(name.codePointAt(i))) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private static Parsed<NoteSignature> ofBytes(String name, Bytes bytes) {
    if (bytes.size() <= ID_BYTES) {
      return Parsed.bad(NoteFault.BAD_SIGNATURE_LINE);
    }
    int id = ByteBuffer.wrap(bytes.slice(0, ID_BYTES).toArray()).getInt();
    return Parsed.good(new NoteSignature(name, id, bytes.slice(ID_BYTES, bytes.size())));
  }

  /// Unicode's White_Space property, a plus, and what no note may contain.
  private static boolean isForbidden(int c) {
    return c == '+' || c < 0x20 || c == 0x85 || Character.isSpaceChar(c);
  }
}
