package coop.minga.federation.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Parsed;
import coop.minga.federation.roster.WitnessedFrontier;
import coop.minga.proto.v1.SeenFrontier;
import coop.minga.proto.v1.SeenFrontiers;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// What SEEN entries are the hashes of, as bytes. Strict: bytes that are not exactly what writing
/// them again would give are none.
public final class FrontierWire {
  private FrontierWire() {}

  /// Frontiers of one member.
  public static Bytes encode(List<WitnessedFrontier> frontiers) {
    var proto = SeenFrontiers.newBuilder();
    frontiers.forEach(frontier -> proto.addFrontiers(toProto(frontier)));
    return Bytes.of(proto.build().toByteArray());
  }

  /// Reads frontiers; absent if the bytes are not exactly some. Whether anybody saw them is not
  /// looked at.
  public static Optional<List<WitnessedFrontier>> decode(Bytes bytes) {
    try {
      List<WitnessedFrontier> frontiers =
          SeenFrontiers.parseFrom(bytes.toArray()).getFrontiersList().stream()
              .map(FrontierWire::fromProto)
              .toList();
      return Optional.of(frontiers).filter(found -> encode(found).equals(bytes));
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static SeenFrontier toProto(WitnessedFrontier frontier) {
    return SeenFrontier.newBuilder()
        .setRoster(Parts.bytes(frontier.roster()))
        .addAllCheckpoints(frontier.ledgers().values().stream().map(Checkpoint::text).toList())
        .build();
  }

  private static WitnessedFrontier fromProto(SeenFrontier read) {
    var ledgers = new TreeMap<MemberId, Checkpoint>();
    for (String text : read.getCheckpointsList()) {
      switch (Checkpoint.parse(text)) {
        case Parsed.Good<Checkpoint>(var checkpoint) ->
            ledgers.put(checkpoint.origin().member(), checkpoint);
        case Parsed.Bad<Checkpoint>(var why) -> throw new IllegalArgumentException(why.sentence());
      }
    }
    return new WitnessedFrontier(Parts.hash(read.getRoster()), ledgers);
  }
}
