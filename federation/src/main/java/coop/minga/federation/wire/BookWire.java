package coop.minga.federation.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.ledger.BookCommitment;
import coop.minga.proto.v1.BookOpening;
import java.util.Optional;

/// The witness of a book, and what opens it, as bytes.
public final class BookWire {
  private BookWire() {}

  /// The payload of a BOOK entry.
  public static Bytes encode(BookCommitment commitment) {
    return Bytes.of(
        coop.minga.proto.v1.BookCommitment.newBuilder()
            .setCommitment(EntryWire.toProto(commitment.commitment().value()))
            .build()
            .toByteArray());
  }

  /// Reads a BOOK payload; absent if it is not exactly one.
  public static Optional<BookCommitment> decode(Bytes payload) {
    try {
      var read = coop.minga.proto.v1.BookCommitment.parseFrom(payload.toArray());
      return Optional.of(EntryWire.fromProto(read.getCommitment()))
          .filter(hash -> hash.size() == Hash.SIZE)
          .map(hash -> new BookCommitment(new Hash(hash)))
          .filter(commitment -> encode(commitment).equals(payload));
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }

  /// An opening's bytes, for a bundle.
  public static Bytes encode(BookCommitment.Opening opening) {
    return Bytes.of(
        BookOpening.newBuilder()
            .setSalt(EntryWire.toProto(opening.salt()))
            .setSize(opening.size())
            .setRoot(EntryWire.toProto(opening.root().value()))
            .build()
            .toByteArray());
  }

  /// Reads an opening; absent if it is not exactly one.
  public static Optional<BookCommitment.Opening> decodeOpening(Bytes bytes) {
    try {
      BookOpening read = BookOpening.parseFrom(bytes.toArray());
      var opening =
          new BookCommitment.Opening(
              EntryWire.fromProto(read.getSalt()),
              read.getSize(),
              new Hash(EntryWire.fromProto(read.getRoot())));
      return Optional.of(opening).filter(found -> encode(found).equals(bytes));
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
