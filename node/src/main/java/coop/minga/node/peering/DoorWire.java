package coop.minga.node.peering;

import com.google.protobuf.InvalidProtocolBufferException;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.proto.v1.Admitted;
import coop.minga.proto.v1.DoorAnswer;
import coop.minga.proto.v1.Knock;
import coop.minga.proto.v1.TurnedAway;
import coop.minga.proto.v1.Waiting;
import java.util.Optional;

/// What is said at the door, as records and as bytes.
final class DoorWire {
  private DoorWire() {}

  static Bytes encode(Doorkeeper.Knock knock) {
    return Bytes.of(
        Knock.newBuilder()
            .setNonce(FrameWire.string(knock.nonce()))
            .setCard(FrameWire.string(knock.card()))
            .setPapers(knock.papersFrom().isPresent())
            .setPapersFrom(knock.papersFrom().orElse(0))
            .build()
            .toByteArray());
  }

  /// @param tls of the channel on which it came
  /// @throws IllegalArgumentException if it is not a knock
  static Doorkeeper.Knock decodeKnock(Bytes message, Hash tls) {
    try {
      Knock read = Knock.parseFrom(message.toArray());
      Optional<Integer> from =
          read.getPapers() ? Optional.of(read.getPapersFrom()) : Optional.empty();
      return new Doorkeeper.Knock(
          FrameWire.bytes(read.getNonce()), FrameWire.bytes(read.getCard()), tls, from);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static Bytes encode(Doorkeeper.Answer answer) {
    DoorAnswer.Builder to =
        DoorAnswer.newBuilder()
            .setPapersSize(answer.papersSize())
            .setPapers(FrameWire.string(answer.papers()));
    switch (answer.outcome()) {
      case Doorkeeper.Outcome.Waiting(var sentence) ->
          to.setWaiting(Waiting.newBuilder().setSentence(sentence));
      case Doorkeeper.Outcome.Admitted() -> to.setAdmitted(Admitted.getDefaultInstance());
      case Doorkeeper.Outcome.TurnedAway(var reason) ->
          to.setTurnedAway(TurnedAway.newBuilder().setReason(reason));
    }
    return Bytes.of(to.build().toByteArray());
  }

  /// @throws IllegalArgumentException if it is not an answer
  static Doorkeeper.Answer decodeAnswer(Bytes message) {
    try {
      DoorAnswer read = DoorAnswer.parseFrom(message.toArray());
      return new Doorkeeper.Answer(
          outcome(read), read.getPapersSize(), FrameWire.bytes(read.getPapers()));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Doorkeeper.Outcome outcome(DoorAnswer read) {
    return switch (read.getOutcomeCase()) {
      case WAITING -> new Doorkeeper.Outcome.Waiting(read.getWaiting().getSentence());
      case ADMITTED -> new Doorkeeper.Outcome.Admitted();
      case TURNED_AWAY -> new Doorkeeper.Outcome.TurnedAway(read.getTurnedAway().getReason());
      case OUTCOME_NOT_SET -> throw new IllegalArgumentException("an answer without an outcome");
    };
  }
}
