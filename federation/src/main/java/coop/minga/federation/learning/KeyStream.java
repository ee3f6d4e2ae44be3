package coop.minga.federation.learning;

import coop.minga.federation.identity.Hash;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES-256 in counter mode from counter zero (NIST SP 800-38A), as little-endian 32-bit words.
///
/// Every key is used for one stream, so the counter may start at zero. Not shared between threads.
final class KeyStream {
  private static final int CHUNK = 1 << 14;
  private static final int BLOCK = 16;

  private final Cipher cipher;
  private final byte[] zeros = new byte[CHUNK];
  private final byte[] chunk = new byte[CHUNK];
  private final IntBuffer words =
      ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();

  KeyStream(Hash key) {
    this(key.value().toArray(), new byte[BLOCK]);
  }

  KeyStream(byte[] key, byte[] counter) {
    try {
      cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(counter));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-CTR", e);
    }
    words.position(words.limit());
  }

  /// The next word.
  int next() {
    if (!words.hasRemaining()) {
      refill();
    }
    return words.get();
  }

  /// Adds (or, with a sign of -1, subtracts) the next words, one to each value.
  void addTo(int[] values, int sign) {
    int at = 0;
    while (at < values.length) {
      if (!words.hasRemaining()) {
        refill();
      }
      int count = Math.min(words.remaining(), values.length - at);
      int from = words.position();
      for (int i = 0; i < count; i++) {
        values[at + i] += sign * words.get(from + i);
      }
      words.position(from + count);
      at += count;
    }
  }

  private void refill() {
    try {
      int written = cipher.update(zeros, 0, CHUNK, chunk, 0);
      if (written != CHUNK) {
        throw new IllegalStateException("a stream cipher gives as many bytes as it takes");
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the chunk is as long as its source", e);
    }
    words.clear();
  }
}
