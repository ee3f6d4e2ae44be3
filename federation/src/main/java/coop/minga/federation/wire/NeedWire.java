package coop.minga.federation.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.surplus.StatedNeed;

/// Needs with bounds as payloads.
final class NeedWire {
  private NeedWire() {}

  static coop.minga.proto.v1.StatedNeed toProto(StatedNeed said) {
    return coop.minga.proto.v1.StatedNeed.newBuilder()
        .setNeed(SurplusWire.toProto(said.need()))
        .setLeastGrams(said.least().value())
        .setMostGrams(said.most().value())
        .setAtMs(said.at().toEpochMilli())
        .build();
  }

  static StatedNeed decode(byte[] payload) throws InvalidProtocolBufferException {
    var read = coop.minga.proto.v1.StatedNeed.parseFrom(payload);
    return new StatedNeed(
        SurplusWire.fromProto(read.getNeed()),
        new Grams(read.getLeastGrams()),
        new Grams(read.getMostGrams()),
        Parts.instant(read.getAtMs()));
  }
}
