package coop.minga.federation.blob;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import java.util.Comparator;

/// The name of a blob: a hash, and of what.
///
/// The two belong together: whoever took a name of one form for one of the other could be shown two
/// blobs under one hash, as what is hashed for [Form#PIECES] can itself be a blob of [Form#WHOLE].
///
/// @param form of what
/// @param hash the hash
public record BlobName(Form form, Hash hash) implements Comparable<BlobName> {
  private static final String PIECES = "pieces-";
  private static final Comparator<BlobName> ORDER =
      Comparator.comparing(BlobName::form).thenComparing(BlobName::hash);

  /// Of what a name is the hash.
  public enum Form {
    /// Of the blob: it can be checked only once all of it is here.
    WHOLE,
    /// Of its size and the tree over its pieces ([PieceTree#name]): each can be checked alone.
    PIECES
  }

  /// A name that is the SHA-256 of the whole blob.
  public static BlobName whole(Hash sha256) {
    return new BlobName(Form.WHOLE, sha256);
  }

  /// A name that is [PieceTree#name]'s hash.
  public static BlobName inPieces(Hash hash) {
    return new BlobName(Form.PIECES, hash);
  }

  /// The name of a blob.
  ///
  /// @throws IllegalArgumentException if a blob of no bytes is to be named in pieces
  public static BlobName of(Form form, Bytes blob) {
    return switch (form) {
      case WHOLE -> whole(Hash.sha256(blob));
      case PIECES -> PieceTree.of(blob).name();
    };
  }

  /// Whether a blob is the one of this name.
  public boolean isOf(Bytes blob) {
    return (form == Form.WHOLE || blob.size() > 0) && of(form, blob).equals(this);
  }

  /// The name that [#toString] wrote.
  ///
  /// @throws IllegalArgumentException if it is none
  public static BlobName parse(String text) {
    return text.startsWith(PIECES)
        ? inPieces(Hash.hex(text.substring(PIECES.length())))
        : whole(Hash.hex(text));
  }

  @Override
  public int compareTo(BlobName other) {
    return ORDER.compare(this, other);
  }

  /// Letters, digits and a hyphen: fit to be a file's name.
  @Override
  public String toString() {
    return switch (form) {
      case WHOLE -> hash.toString();
      case PIECES -> PIECES + hash;
    };
  }
}
