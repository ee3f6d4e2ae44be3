package coop.minga.node.peering;

import com.google.protobuf.ByteString;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.proto.v1.Cosignature;
import coop.minga.proto.v1.Entries;
import coop.minga.proto.v1.Frame;
import coop.minga.proto.v1.Frontier;
import coop.minga.proto.v1.Goodbye;
import coop.minga.proto.v1.Opening;
import coop.minga.proto.v1.OriginFrontier;
import coop.minga.proto.v1.Ping;
import coop.minga.proto.v1.Pong;
import coop.minga.proto.v1.Rosters;
import coop.minga.proto.v1.Told;
import coop.minga.proto.v1.Want;
import java.util.List;
import java.util.Optional;

/// Frames as records and as protobuf.
final class FrameWire {
  private FrameWire() {}

  static Frame encode(PeerFrame frame) {
    Frame.Builder to = Frame.newBuilder();
    return switch (frame) {
      case PeerFrame.Frontier frontier -> to.setFrontier(encode(frontier)).build();
      case PeerFrame.Want(var origin, var from, var until) ->
          to.setWant(Want.newBuilder().setOrigin(origin).setFrom(from).setUntil(until)).build();
      case PeerFrame.Entries entries -> to.setEntries(encode(entries)).build();
      case PeerFrame.Cosignature(var origin, var size, var line) ->
          to.setCosignature(
                  Cosignature.newBuilder()
                      .setOrigin(origin)
                      .setSize(size)
                      .setNoteLine(string(line)))
              .build();
      case PeerFrame.Told told -> to.setTold(encode(told)).build();
      case PeerFrame.Rosters rosters -> to.setRosters(encode(rosters)).build();
      case PeerFrame.Opening(var opening) ->
          to.setOpening(Opening.newBuilder().setOpening(string(opening))).build();
      case PeerFrame.Ping(var frontier) ->
          to.setPing(Ping.newBuilder().setFrontier(string(frontier.value()))).build();
      case PeerFrame.Pong(var frontier) ->
          to.setPong(Pong.newBuilder().setFrontier(string(frontier.value()))).build();
      case PeerFrame.Goodbye(var reason) ->
          to.setGoodbye(Goodbye.newBuilder().setReason(reason)).build();
    };
  }

  /// @return empty if the frame's kind is not one of a session's in this version
  /// @throws IllegalArgumentException if the frame breaks its rules
  static Optional<PeerFrame> decode(Frame frame) {
    return switch (frame.getKindCase()) {
      case FRONTIER -> Optional.of(decode(frame.getFrontier()));
      case WANT -> Optional.of(decode(frame.getWant()));
      case ENTRIES -> Optional.of(decode(frame.getEntries()));
      case COSIGNATURE -> Optional.of(decode(frame.getCosignature()));
      case TOLD -> Optional.of(decode(frame.getTold()));
      case ROSTERS -> Optional.of(decode(frame.getRosters()));
      case OPENING -> Optional.of(new PeerFrame.Opening(bytes(frame.getOpening().getOpening())));
      case PING -> Optional.of(new PeerFrame.Ping(hash(frame.getPing().getFrontier())));
      case PONG -> Optional.of(new PeerFrame.Pong(hash(frame.getPong().getFrontier())));
      case GOODBYE -> Optional.of(new PeerFrame.Goodbye(frame.getGoodbye().getReason()));
      case HELLO -> throw new IllegalArgumentException("a second Hello");
      case KIND_NOT_SET -> Optional.empty();
    };
  }

  static FrameKind kindOf(Frame frame) {
    return switch (frame.getKindCase()) {
      case HELLO -> FrameKind.HELLO;
      case FRONTIER -> FrameKind.FRONTIER;
      case WANT -> FrameKind.WANT;
      case ENTRIES -> FrameKind.ENTRIES;
      case COSIGNATURE -> FrameKind.COSIGNATURE;
      case TOLD -> FrameKind.TOLD;
      case ROSTERS -> FrameKind.ROSTERS;
      case OPENING -> FrameKind.OPENING;
      case PING -> FrameKind.PING;
      case PONG -> FrameKind.PONG;
      case GOODBYE -> FrameKind.GOODBYE;
      case KIND_NOT_SET -> FrameKind.UNKNOWN;
    };
  }

  static ByteString string(Bytes bytes) {
    return ByteString.copyFrom(bytes.toArray());
  }

  static Bytes bytes(ByteString string) {
    return Bytes.of(string.toByteArray());
  }

  static Hash hash(ByteString string) {
    return new Hash(bytes(string));
  }

  private static Frontier encode(PeerFrame.Frontier frontier) {
    Frontier.Builder to = Frontier.newBuilder().setFull(frontier.full()).setAsks(frontier.asks());
    for (PeerFrame.OriginFrontier each : frontier.origins()) {
      to.addOrigins(
          OriginFrontier.newBuilder()
              .setOrigin(each.origin())
              .setSize(each.size())
              .setNote(string(each.note())));
    }
    return to.build();
  }

  private static PeerFrame.Frontier decode(Frontier frontier) {
    requireFew(frontier.getOriginsCount(), PeerFrame.MAX_ORIGINS);
    List<PeerFrame.OriginFrontier> origins =
        frontier.getOriginsList().stream()
            .map(each ->
                new PeerFrame.OriginFrontier(
                    each.getOrigin(), each.getSize(), bytes(each.getNote())))
            .toList();
    return new PeerFrame.Frontier(frontier.getFull(), frontier.getAsks(), origins);
  }

  private static PeerFrame.Want decode(Want want) {
    return new PeerFrame.Want(want.getOrigin(), want.getFrom(), want.getUntil());
  }

  private static Entries encode(PeerFrame.Entries entries) {
    Entries.Builder to =
        Entries.newBuilder()
            .setOrigin(entries.origin())
            .setFrom(entries.from())
            .setNote(string(entries.note()));
    entries.frames().forEach(each -> to.addFrames(string(each)));
    return to.build();
  }

  private static PeerFrame.Entries decode(Entries entries) {
    requireFew(entries.getFramesCount(), PeerFrame.MAX_ENTRIES);
    List<Bytes> frames = entries.getFramesList().stream().map(FrameWire::bytes).toList();
    return new PeerFrame.Entries(
        entries.getOrigin(), entries.getFrom(), frames, bytes(entries.getNote()));
  }

  private static PeerFrame.Cosignature decode(Cosignature from) {
    return new PeerFrame.Cosignature(from.getOrigin(), from.getSize(), bytes(from.getNoteLine()));
  }

  private static Told encode(PeerFrame.Told told) {
    Told.Builder to =
        Told.newBuilder()
            .setFrame(string(told.frame()))
            .setIndex(told.index())
            .setTreeSize(told.treeSize())
            .setBookNote(string(told.bookNote()));
    told.proof().forEach(each -> to.addProof(string(each.value())));
    return to.build();
  }

  private static PeerFrame.Told decode(Told told) {
    requireFew(told.getProofCount(), PeerFrame.MAX_PROOF_HASHES);
    List<Hash> proof = told.getProofList().stream().map(FrameWire::hash).toList();
    return new PeerFrame.Told(
        bytes(told.getFrame()),
        told.getIndex(),
        told.getTreeSize(),
        proof,
        bytes(told.getBookNote()));
  }

  private static Rosters encode(PeerFrame.Rosters rosters) {
    Rosters.Builder to =
        Rosters.newBuilder()
            .setNumber(rosters.number())
            .setRoster(string(rosters.roster().value()));
    rosters.certificates().forEach(each -> to.addCertificates(string(each.value())));
    return to.build();
  }

  private static PeerFrame.Rosters decode(Rosters rosters) {
    requireFew(rosters.getCertificatesCount(), PeerFrame.MAX_CERTIFICATES);
    List<Hash> certificates = rosters.getCertificatesList().stream().map(FrameWire::hash).toList();
    return new PeerFrame.Rosters(rosters.getNumber(), hash(rosters.getRoster()), certificates);
  }

  private static void requireFew(int count, int most) {
    if (count > most) {
      throw new IllegalArgumentException("a list of " + count + ", where " + most + " are allowed");
    }
  }
}
