package coop.minga.federation.identity;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// An immutable sequence of bytes with equality, unsigned lexical order and a hex `toString`.
public final class Bytes implements Comparable<Bytes> {
  private static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] content;

  private Bytes(byte[] content) {
    this.content = content;
  }

  /// No bytes at all.
  public static Bytes empty() {
    return EMPTY;
  }

  /// A copy of the given bytes.
  public static Bytes of(byte[] content) {
    return new Bytes(content.clone());
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
    return content.length;
  }

  /// The byte at an index, as 0 to 255.
  public int at(int index) {
    return content[index] & 0xff;
  }

  /// The bytes from one index up to, not including, another.
  public Bytes slice(int from, int to) {
    return new Bytes(Arrays.copyOfRange(content, from, to));
  }

  /// These bytes, then others.
  public Bytes plus(Bytes more) {
    byte[] both = Arrays.copyOf(content, content.length + more.content.length);
    more.copyTo(both, content.length);
    return new Bytes(both);
  }

  /// A copy that the caller may change.
  public byte[] toArray() {
    return content.clone();
  }

  /// Copies these bytes into an array, from an offset on.
  public void copyTo(byte[] target, int offset) {
    System.arraycopy(content, 0, target, offset, content.length);
  }

  /// Lower-case hex.
  public String toHex() {
    return HexFormat.of().formatHex(content);
  }

  /// The bytes read as UTF-8.
  public String toUtf8() {
    return new String(content, StandardCharsets.UTF_8);
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(content, other.content);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(content, that.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  @Override
  public String toString() {
    return toHex();
  }
}
