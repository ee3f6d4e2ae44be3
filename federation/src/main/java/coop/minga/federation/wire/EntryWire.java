package coop.minga.federation.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Entry;
import coop.minga.federation.ledger.Tree;
import coop.minga.proto.v1.EntryFrame;
import java.util.Optional;

/// An entry as the leaf of a tree.
public final class EntryWire {
  private EntryWire() {}

  /// The frame's bytes.
  ///
  /// @throws IllegalArgumentException if they are longer than [Entry#MAX_FRAME]
  public static Bytes encode(Entry entry) {
    Entry.Header header = entry.header();
    byte[] frame =
        EntryFrame.newBuilder()
            .setFederation(toProto(header.federation().value()))
            .setAuthor(header.author().name())
            .setKey(toProto(header.keyId()))
            .setTree(
                switch (header.tree()) {
                  case LEDGER -> coop.minga.proto.v1.Tree.TREE_LEDGER;
                  case BOOK -> coop.minga.proto.v1.Tree.TREE_BOOK;
                })
            .setGeneration(header.generation())
            .setVersion(header.version())
            .setKind(header.kind())
            .setPayload(toProto(entry.payload()))
            .setSignature(toProto(entry.signature()))
            .build()
            .toByteArray();
    if (frame.length > Entry.MAX_FRAME) {
      throw new IllegalArgumentException(
          "an entry of " + frame.length + " bytes; the longest is " + Entry.MAX_FRAME);
    }
    return Bytes.of(frame);
  }

  /// Reads a frame; absent if it is not one.
  public static Optional<Entry> decode(Bytes frame) {
    try {
      EntryFrame read = EntryFrame.parseFrom(frame.toArray());
      Optional<Tree> tree =
          switch (read.getTree()) {
            case TREE_LEDGER -> Optional.of(Tree.LEDGER);
            case TREE_BOOK -> Optional.of(Tree.BOOK);
            case TREE_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
          };
      if (tree.isEmpty()
          || read.getFederation().size() != Hash.SIZE
          || !MemberId.isValid(read.getAuthor())
          || read.getGeneration() < 0
          || read.getVersion() < 0
          || read.getKind() < 0) {
        return Optional.empty();
      }
      return Optional.of(
          new Entry(
              new Entry.Header(
                  new Hash(fromProto(read.getFederation())),
                  new MemberId(read.getAuthor()),
                  fromProto(read.getKey()),
                  tree.get(),
                  read.getGeneration(),
                  read.getVersion(),
                  read.getKind()),
              fromProto(read.getPayload()),
              fromProto(read.getSignature())));
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }

  static ByteString toProto(Bytes bytes) {
    return ByteString.copyFrom(bytes.toArray());
  }

  static Bytes fromProto(ByteString bytes) {
    return Bytes.of(bytes.toByteArray());
  }
}
