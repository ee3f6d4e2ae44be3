package coop.minga.federation.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/// An immutable sequence of bytes with equality, unsigned lexical order and a hex `toString`.
public final class Bytes implements Comparable<Bytes> {
  private static final Bytes EMPTY = new Bytes(new byte[0]);
  private static final int PRIME = 31;

  private final byte[] content;
  private final int start;
  private final int size;

  private Bytes(byte[] content) {
    this(content, 0, content.length);
  }

  private Bytes(byte[] content, int start, int size) {
    this.content = content;
    this.start = start;
    this.size = size;
  }

  /// No bytes at all.
  public static Bytes empty() {
    return EMPTY;
  }

  /// A copy of the given bytes.
  public static Bytes of(byte[] content) {
    return new Bytes(content.clone());
  }

  /// The given bytes themselves: for what is too large to be held twice. The caller MUST give the
  /// array away, and never change it again.
  public static Bytes given(byte[] content) {
    return new Bytes(content);
  }

  /// The UTF-8 bytes of a text.
  public static Bytes utf8(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /// The bytes that a hex text names.
  ///
  /// @throws IllegalArgumentException if the text is not hex
  public static Bytes hex(String text) {
    return new Bytes(HexFormat.of().parseHex(text));
  }

  /// Number of bytes.
  public int size() {
    return size;
  }

  /// The byte at an index, as 0 to 255.
  public int at(int index) {
    return content[start + Objects.checkIndex(index, size)] & 0xff;
  }

  /// A copy of the bytes from one index up to, not including, another.
  public Bytes slice(int from, int to) {
    Objects.checkFromToIndex(from, to, size);
    return new Bytes(Arrays.copyOfRange(content, start + from, start + to));
  }

  /// The bytes from one index up to, not including, another, not copied: as long as anybody keeps
  /// them, all of these are kept.
  public Bytes view(int from, int to) {
    Objects.checkFromToIndex(from, to, size);
    return new Bytes(content, start + from, to - from);
  }

  /// These bytes, then others.
  public Bytes plus(Bytes more) {
    byte[] both = new byte[Math.addExact(size, more.size)];
    copyTo(both, 0);
    more.copyTo(both, size);
    return new Bytes(both);
  }

  /// A copy that the caller may change.
  public byte[] toArray() {
    return Arrays.copyOfRange(content, start, start + size);
  }

  /// These bytes, to be read and not copied.
  public ByteBuffer toBuffer() {
    return ByteBuffer.wrap(content, start, size).slice().asReadOnlyBuffer();
  }

  /// Gives these bytes to a digest, which reads them where they lie.
  void into(MessageDigest digest) {
    digest.update(content, start, size);
  }

  /// Copies these bytes into an array, from an offset on.
  public void copyTo(byte[] target, int offset) {
    System.arraycopy(content, start, target, offset, size);
  }

  /// Lower-case hex.
  public String toHex() {
    return HexFormat.of().formatHex(content, start, start + size);
  }

  /// The bytes read as UTF-8.
  public String toUtf8() {
    return new String(content, start, size, StandardCharsets.UTF_8);
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(
        content, start, start + size, other.content, other.start, other.start + other.size);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that
        && Arrays.equals(
            content, start, start + size, that.content, that.start, that.start + that.size);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = start; i < start + size; i++) {
      hash = PRIME * hash + content[i];
    }
    return hash;
  }

  @Override
  public String toString() {
    return toHex();
  }
}
