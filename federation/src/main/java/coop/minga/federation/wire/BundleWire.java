package coop.minga.federation.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.BookCommitment;
import coop.minga.federation.ledger.InclusionProof;
import coop.minga.proto.v1.BookOpening;
import coop.minga.proto.v1.BookOpenings;
import coop.minga.proto.v1.BundleManifest;
import coop.minga.proto.v1.BundlePart;
import coop.minga.proto.v1.SignedBundleManifest;
import coop.minga.proto.v1.ToldEntries;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Parts of a bundle as bytes. Strict: bytes that are not exactly what writing them again would
/// give are none.
public final class BundleWire {
  private BundleWire() {}

  /// The manifest's bytes, to be signed.
  static Bytes encode(Manifest manifest) {
    var proto =
        BundleManifest.newBuilder()
            .setFederation(EntryWire.toProto(manifest.federation().value()))
            .setMaker(manifest.maker().name())
            .setMadeMs(manifest.made().toEpochMilli());
    for (Manifest.Part part : manifest.parts()) {
      proto.addParts(
          BundlePart.newBuilder()
              .setName(part.name())
              .setBytes(part.size())
              .setSha256(EntryWire.toProto(part.hash().value())));
    }
    return Bytes.of(proto.build().toByteArray());
  }

  /// The manifest with its signature.
  public static Bytes encode(Manifest.Signed signed) {
    return Bytes.of(
        SignedBundleManifest.newBuilder()
            .setManifest(EntryWire.toProto(signed.written()))
            .setSignature(EntryWire.toProto(signed.signature()))
            .build()
            .toByteArray());
  }

  /// Reads a manifest; absent if it is not exactly one. Whose signature it is is not looked at.
  public static Optional<Manifest.Signed> decodeManifest(Bytes bytes) {
    try {
      var read = SignedBundleManifest.parseFrom(bytes.toArray());
      Bytes written = EntryWire.fromProto(read.getManifest());
      Manifest manifest = fromProto(BundleManifest.parseFrom(written.toArray()));
      var signed = new Manifest.Signed(manifest, written, EntryWire.fromProto(read.getSignature()));
      return Optional.of(signed)
          .filter(found -> encode(found.manifest()).equals(written))
          .filter(found -> encode(found).equals(bytes));
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// Told entries of one book.
  public static Bytes encodeTold(List<ToldEntry> told) {
    var proto = ToldEntries.newBuilder();
    told.forEach(entry -> proto.addEntries(toProto(entry)));
    return Bytes.of(proto.build().toByteArray());
  }

  /// Reads told entries; absent if the bytes are not exactly some. Their proofs are not looked at.
  public static Optional<List<ToldEntry>> decodeTold(Bytes bytes) {
    try {
      List<ToldEntry> told =
          ToldEntries.parseFrom(bytes.toArray()).getEntriesList().stream()
              .map(BundleWire::fromProto)
              .toList();
      return Optional.of(told).filter(found -> encodeTold(found).equals(bytes));
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// Openings of one book.
  public static Bytes encodeOpenings(List<BookCommitment.Opening> openings) {
    var proto = BookOpenings.newBuilder();
    openings.forEach(opening -> proto.addOpenings(toProto(opening)));
    return Bytes.of(proto.build().toByteArray());
  }

  /// Reads openings; absent if the bytes are not exactly some.
  public static Optional<List<BookCommitment.Opening>> decodeOpenings(Bytes bytes) {
    try {
      List<BookCommitment.Opening> openings =
          BookOpenings.parseFrom(bytes.toArray()).getOpeningsList().stream()
              .map(BundleWire::fromProto)
              .toList();
      return Optional.of(openings).filter(found -> encodeOpenings(found).equals(bytes));
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Manifest fromProto(BundleManifest proto) {
    return new Manifest(
        new Hash(EntryWire.fromProto(proto.getFederation())),
        new MemberId(proto.getMaker()),
        Instant.ofEpochMilli(proto.getMadeMs()),
        proto.getPartsList().stream().map(BundleWire::fromProto).toList());
  }

  private static Manifest.Part fromProto(BundlePart proto) {
    return new Manifest.Part(
        proto.getName(), proto.getBytes(), new Hash(EntryWire.fromProto(proto.getSha256())));
  }

  private static coop.minga.proto.v1.ToldEntry toProto(ToldEntry told) {
    var proto =
        coop.minga.proto.v1.ToldEntry.newBuilder()
            .setFrame(EntryWire.toProto(told.frame()))
            .setIndex(told.proof().index())
            .setTreeSize(told.proof().size())
            .setBookNote(EntryWire.toProto(told.bookNote()));
    told.proof().path().forEach(hash -> proto.addProof(EntryWire.toProto(hash.value())));
    return proto.build();
  }

  private static ToldEntry fromProto(coop.minga.proto.v1.ToldEntry proto) {
    List<Hash> path =
        proto.getProofList().stream().map(hash -> new Hash(EntryWire.fromProto(hash))).toList();
    return new ToldEntry(
        EntryWire.fromProto(proto.getFrame()),
        new InclusionProof(proto.getIndex(), proto.getTreeSize(), path),
        EntryWire.fromProto(proto.getBookNote()));
  }

  private static BookOpening toProto(BookCommitment.Opening opening) {
    return BookOpening.newBuilder()
        .setSalt(EntryWire.toProto(opening.salt()))
        .setSize(opening.size())
        .setRoot(EntryWire.toProto(opening.root().value()))
        .build();
  }

  private static BookCommitment.Opening fromProto(BookOpening proto) {
    return new BookCommitment.Opening(
        EntryWire.fromProto(proto.getSalt()),
        proto.getSize(),
        new Hash(EntryWire.fromProto(proto.getRoot())));
  }
}
