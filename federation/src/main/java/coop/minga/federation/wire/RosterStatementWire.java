package coop.minga.federation.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.roster.NodeKeys;
import coop.minga.federation.roster.RosterStatement;
import coop.minga.federation.roster.RosterStatement.Adopt;
import coop.minga.federation.roster.RosterStatement.Compromised;
import coop.minga.federation.roster.RosterStatement.Keys;
import coop.minga.federation.roster.RosterStatement.Seen;

/// Statements about rosters and keys as the payloads of entries.
final class RosterStatementWire {
  private RosterStatementWire() {}

  static Kind kindOf(RosterStatement statement) {
    return switch (statement) {
      case Adopt _ -> Kind.ADOPT;
      case Keys _ -> Kind.KEYS;
      case Compromised _ -> Kind.COMPROMISED;
      case Seen _ -> Kind.SEEN;
    };
  }

  static Bytes encode(RosterStatement statement) {
    return Bytes.of(
        switch (statement) {
          case Adopt(var roster) ->
              coop.minga.proto.v1.Adopt.newBuilder()
                  .setRoster(Parts.bytes(roster))
                  .build()
                  .toByteArray();
          case Keys keys -> toProto(keys).toByteArray();
          case Compromised compromised ->
              coop.minga.proto.v1.Compromised.newBuilder()
                  .setKey(EntryWire.toProto(compromised.key().value()))
                  .setSinceMs(compromised.since().toEpochMilli())
                  .setByRoot(EntryWire.toProto(compromised.byRoot()))
                  .build()
                  .toByteArray();
          case Seen(var frontier) ->
              coop.minga.proto.v1.Seen.newBuilder()
                  .setFrontier(Parts.bytes(frontier))
                  .build()
                  .toByteArray();
        });
  }

  /// Reads a payload of one of the kinds 100 to 103.
  ///
  /// @throws InvalidProtocolBufferException if the bytes are not protobuf
  /// @throws IllegalArgumentException if a value is out of its range
  static RosterStatement decode(Kind kind, Bytes payload) throws InvalidProtocolBufferException {
    byte[] bytes = payload.toArray();
    return switch (kind) {
      case ADOPT -> new Adopt(Parts.hash(coop.minga.proto.v1.Adopt.parseFrom(bytes).getRoster()));
      case KEYS -> fromProto(coop.minga.proto.v1.Keys.parseFrom(bytes));
      case COMPROMISED -> {
        var read = coop.minga.proto.v1.Compromised.parseFrom(bytes);
        yield new Compromised(
            new PublicKey(EntryWire.fromProto(read.getKey())),
            Parts.instant(read.getSinceMs()),
            EntryWire.fromProto(read.getByRoot()));
      }
      case SEEN -> new Seen(Parts.hash(coop.minga.proto.v1.Seen.parseFrom(bytes).getFrontier()));
      default -> throw new IllegalArgumentException("kind " + kind + " is not of rosters");
    };
  }

  static coop.minga.proto.v1.Keys toProto(Keys keys) {
    return coop.minga.proto.v1.Keys.newBuilder()
        .setLedgerKey(EntryWire.toProto(keys.keys().ledger().value()))
        .setMirrorKey(EntryWire.toProto(keys.keys().mirror().value()))
        .setEntryKey(EntryWire.toProto(keys.keys().entry().value()))
        .setTlsKey(Parts.bytes(keys.keys().tls()))
        .setSerial(keys.serial())
        .setByRoot(EntryWire.toProto(keys.byRoot()))
        .build();
  }

  static Keys fromProto(coop.minga.proto.v1.Keys read) {
    var keys =
        new NodeKeys(
            new PublicKey(EntryWire.fromProto(read.getLedgerKey())),
            new PublicKey(EntryWire.fromProto(read.getMirrorKey())),
            new PublicKey(EntryWire.fromProto(read.getEntryKey())),
            Parts.hash(read.getTlsKey()));
    return new Keys(keys, read.getSerial(), EntryWire.fromProto(read.getByRoot()));
  }
}
