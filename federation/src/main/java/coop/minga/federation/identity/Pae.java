package coop.minga.federation.identity;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Pre-authentication encoding: a list of byte strings as one byte string that no other list gives.
///
/// `LE64(count) || LE64(length) || bytes || ...`, the top bit of every LE64 clear; integers are put
/// in as 8 bytes, big-endian. Source: PASETO, "Common implementation details", section PAE.
public final class Pae {
  private Pae() {}

  /// The encoding of the parts.
  public static Bytes encode(List<Bytes> parts) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(littleEndian(parts.size()));
    for (Bytes part : parts) {
      out.writeBytes(littleEndian(part.size()));
      out.writeBytes(part.toArray());
    }
    return Bytes.of(out.toByteArray());
  }

  /// The encoding of a domain string and the parts after it.
  public static Bytes encode(String domain, Bytes... parts) {
    var all = new ArrayList<Bytes>(parts.length + 1);
    all.add(Bytes.utf8(domain));
    all.addAll(List.of(parts));
    return encode(all);
  }

  /// The parts of an encoding; absent if it is none.
  public static Optional<List<Bytes>> decode(Bytes encoded) {
    ByteBuffer rest = ByteBuffer.wrap(encoded.toArray()).order(ByteOrder.LITTLE_ENDIAN);
    var parts = new ArrayList<Bytes>();
    for (long left = length(rest, rest.remaining()); left > 0; left--) {
      long length = length(rest, rest.remaining() - Long.BYTES);
      if (length < 0) {
        return Optional.empty();
      }
      byte[] part = new byte[(int) length];
      rest.get(part);
      parts.add(Bytes.of(part));
    }
    return encode(parts).equals(encoded) ? Optional.of(parts) : Optional.empty();
  }

  /// The next length; -1 if it is more than `most` or there is none.
  private static long length(ByteBuffer rest, int most) {
    if (rest.remaining() < Long.BYTES) {
      return -1;
    }
    long length = rest.getLong();
    return length >= 0 && length <= most ? length : -1;
  }

  /// A number as a part: 8 bytes, big-endian.
  public static Bytes number(long value) {
    return Bytes.of(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }

  private static byte[] littleEndian(long value) {
    return ByteBuffer.allocate(Long.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(value & Long.MAX_VALUE)
        .array();
  }
}
