package coop.minga.federation.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.roster.Charter;
import coop.minga.federation.roster.Endpoint;
import coop.minga.federation.roster.MemberCard;
import coop.minga.federation.roster.MemberKeys;
import coop.minga.federation.roster.Rules;
import coop.minga.federation.roster.SignedCharter;
import coop.minga.proto.v1.CategoryRule;
import coop.minga.proto.v1.FounderSignature;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Charters and cards as bytes. Strict: bytes that are not exactly what writing them again would
/// give are none.
public final class RosterWire {
  private RosterWire() {}

  /// Writes a charter for its founders to sign.
  public static SignedCharter unsigned(Charter charter) {
    return SignedCharter.unsigned(charter, Bytes.of(toProto(charter).toByteArray()));
  }

  /// The charter with its signatures.
  public static Bytes encode(SignedCharter charter) {
    var proto =
        coop.minga.proto.v1.SignedCharter.newBuilder()
            .setCharter(EntryWire.toProto(charter.written()));
    charter
        .signatures()
        .forEach((member, signature) ->
            proto.addSignatures(
                FounderSignature.newBuilder()
                    .setMember(member.name())
                    .setSignature(EntryWire.toProto(signature))));
    return Bytes.of(proto.build().toByteArray());
  }

  /// Reads a charter with its signatures; absent if it is not exactly one. Whether all have signed
  /// is for [SignedCharter#check] to say.
  public static Optional<SignedCharter> decode(Bytes bytes) {
    try {
      var read = coop.minga.proto.v1.SignedCharter.parseFrom(bytes.toArray());
      Bytes written = EntryWire.fromProto(read.getCharter());
      Charter charter = fromProto(coop.minga.proto.v1.Charter.parseFrom(written.toArray()));
      var signatures = new TreeMap<MemberId, Bytes>();
      for (FounderSignature one : read.getSignaturesList()) {
        signatures.put(new MemberId(one.getMember()), EntryWire.fromProto(one.getSignature()));
      }
      var signed = new SignedCharter(charter, written, signatures);
      return Optional.of(signed)
          .filter(s -> unsigned(charter).written().equals(written))
          .filter(s -> encode(s).equals(bytes));
    } catch (InvalidProtocolBufferException
        | IllegalArgumentException
        | ArithmeticException
        | DateTimeException e) {
      return Optional.empty();
    }
  }

  /// A card by itself, as a member hands it to whoever writes the charter.
  public static Bytes encode(MemberCard card) {
    return Bytes.of(toProto(card).toByteArray());
  }

  /// Reads a card; absent if it is not exactly one.
  public static Optional<MemberCard> decodeCard(Bytes bytes) {
    try {
      MemberCard card = fromProto(coop.minga.proto.v1.MemberCard.parseFrom(bytes.toArray()));
      return Optional.of(card).filter(c -> encode(c).equals(bytes));
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static coop.minga.proto.v1.Charter toProto(Charter charter) {
    var proto =
        coop.minga.proto.v1.Charter.newBuilder()
            .setName(charter.name())
            .setFoundedMs(charter.founded().toEpochMilli())
            .setRules(toProto(charter.rules()));
    charter.founders().forEach(card -> proto.addFounders(toProto(card)));
    return proto.build();
  }

  private static Charter fromProto(coop.minga.proto.v1.Charter proto) {
    return new Charter(
        proto.getName(),
        Instant.ofEpochMilli(proto.getFoundedMs()),
        proto.getFoundersList().stream().map(RosterWire::fromProto).toList(),
        fromProto(proto.getRules()));
  }

  private static coop.minga.proto.v1.MemberCard toProto(MemberCard card) {
    MemberKeys keys = card.keys();
    return coop.minga.proto.v1.MemberCard.newBuilder()
        .setMember(card.id().name())
        .setRootKey(EntryWire.toProto(keys.root().value()))
        .setLedgerKey(EntryWire.toProto(keys.ledger().value()))
        .setMirrorKey(EntryWire.toProto(keys.mirror().value()))
        .setEntryKey(EntryWire.toProto(keys.entry().value()))
        .setTlsKey(EntryWire.toProto(keys.tls().value()))
        .setHost(card.endpoint().host())
        .setPort(card.endpoint().port())
        .setDisplayName(card.displayName())
        .setTrains(card.trains())
        .setSocial(card.social())
        .build();
  }

  private static MemberCard fromProto(coop.minga.proto.v1.MemberCard proto) {
    var keys =
        new MemberKeys(
            new PublicKey(EntryWire.fromProto(proto.getRootKey())),
            new PublicKey(EntryWire.fromProto(proto.getLedgerKey())),
            new PublicKey(EntryWire.fromProto(proto.getMirrorKey())),
            new PublicKey(EntryWire.fromProto(proto.getEntryKey())),
            new Hash(EntryWire.fromProto(proto.getTlsKey())));
    return new MemberCard(
        new MemberId(proto.getMember()),
        keys,
        new Endpoint(proto.getHost(), proto.getPort()),
        proto.getDisplayName(),
        proto.getTrains(),
        proto.getSocial());
  }

  private static coop.minga.proto.v1.Rules toProto(Rules rules) {
    var proto =
        coop.minga.proto.v1.Rules.newBuilder()
            .setZone(rules.time().zone().getId())
            .setSimulatedClock(rules.time().simulated())
            .setBidStep(rules.auction().bidStep())
            .setSoftCloseSeconds((int) rules.auction().softClose().toSeconds())
            .setHardCloseSeconds((int) rules.auction().hardClose().toSeconds())
            .setTransportMilliPoints(rules.points().transportMilli())
            .setDefaultBasePoints(rules.points().otherwise())
            .setMinCohort(rules.minCohort())
            .setAcceptSeconds((int) rules.handover().accept().toSeconds())
            .setClaimSeconds((int) rules.handover().claim().toSeconds())
            .setChilledLimitDeciCelsius(rules.handover().chilledLimitDeciCelsius());
    rules
        .auction()
        .closings()
        .forEach(closing -> proto.addClosingMinutes(closing.toSecondOfDay() / 60));
    rules.points().perKg().forEach((name, base) -> proto.addCategories(category(name, base)));
    return proto.build();
  }

  private static Rules fromProto(coop.minga.proto.v1.Rules proto) {
    return new Rules(
        new Rules.Time(ZoneId.of(proto.getZone()), proto.getSimulatedClock()),
        new Rules.Auction(
            proto.getClosingMinutesList().stream()
                .map(minutes -> LocalTime.ofSecondOfDay(minutes * 60L))
                .toList(),
            proto.getBidStep(),
            Duration.ofSeconds(proto.getSoftCloseSeconds()),
            Duration.ofSeconds(proto.getHardCloseSeconds())),
        new Rules.Points(
            categories(proto), proto.getDefaultBasePoints(), proto.getTransportMilliPoints()),
        new Rules.Handover(
            Duration.ofSeconds(proto.getAcceptSeconds()),
            Duration.ofSeconds(proto.getClaimSeconds()),
            proto.getChilledLimitDeciCelsius()),
        proto.getMinCohort());
  }

  private static CategoryRule category(String name, int base) {
    return CategoryRule.newBuilder().setCategory(name).setBasePoints(base).build();
  }

  private static SortedMap<String, Integer> categories(coop.minga.proto.v1.Rules proto) {
    var categories = new TreeMap<String, Integer>(Map.of());
    proto
        .getCategoriesList()
        .forEach(rule -> categories.put(rule.getCategory(), rule.getBasePoints()));
    return categories;
  }
}
