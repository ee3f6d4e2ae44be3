package coop.minga.federation.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import coop.minga.federation.decision.Proven;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.roster.Charter;
import coop.minga.federation.roster.Endpoint;
import coop.minga.federation.roster.MemberCard;
import coop.minga.federation.roster.MemberKeys;
import coop.minga.federation.roster.RosterCertificate;
import coop.minga.federation.roster.RosterChange;
import coop.minga.federation.roster.RosterStatement;
import coop.minga.federation.roster.Rules;
import coop.minga.federation.roster.SignedCharter;
import coop.minga.federation.roster.WrittenChange;
import coop.minga.proto.v1.CategoryRule;
import coop.minga.proto.v1.CohortRule;
import coop.minga.proto.v1.FounderSignature;
import coop.minga.proto.v1.KeyHistory;
import coop.minga.proto.v1.ProvenEntry;
import coop.minga.proto.v1.RollBack;
import coop.minga.proto.v1.RootKeyChange;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Charters, cards, changes of the roster and their certificates as bytes. Strict: bytes that are
/// not exactly what writing them again would give are none.
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

  /// Writes a change.
  public static WrittenChange written(RosterChange change) {
    return new WrittenChange(change, Bytes.of(toProto(change).toByteArray()));
  }

  /// Reads a change; absent if the bytes are not exactly one. It is a [WrittenChange.Reader].
  public static Optional<WrittenChange> decodeChange(Bytes written) {
    try {
      RosterChange change =
          fromProto(coop.minga.proto.v1.RosterChange.parseFrom(written.toArray()));
      return Optional.of(written(change)).filter(found -> found.written().equals(written));
    } catch (InvalidProtocolBufferException
        | IllegalArgumentException
        | ArithmeticException
        | DateTimeException e) {
      return Optional.empty();
    }
  }

  /// A certificate's bytes: a blob, named by their SHA-256.
  public static Bytes encode(RosterCertificate certificate) {
    var proto =
        coop.minga.proto.v1.RosterCertificate.newBuilder()
            .setParent(Parts.bytes(certificate.parent()))
            .setChange(EntryWire.toProto(certificate.change().written()))
            .setBallot(DecisionWire.toProto(certificate.ballot()));
    certificate.commits().values().forEach(each -> proto.addCommits(DecisionWire.toProto(each)));
    certificate
        .approvals()
        .values()
        .forEach(each -> proto.addApprovals(DecisionWire.toProto(each)));
    certificate
        .keys()
        .forEach((member, keys) ->
            proto.addKeys(
                KeyHistory.newBuilder()
                    .setMember(member.name())
                    .addAllKeys(keys.stream().map(RosterStatementWire::toProto).toList())));
    return Bytes.of(proto.build().toByteArray());
  }

  /// Reads a certificate; absent if the bytes are not exactly one. What it shows is for
  /// [RosterCertificate#check] to say.
  public static Optional<RosterCertificate> decodeCertificate(Bytes bytes) {
    if (bytes.size() > RosterCertificate.MAX_BYTES) {
      return Optional.empty();
    }
    try {
      var read = coop.minga.proto.v1.RosterCertificate.parseFrom(bytes.toArray());
      return decodeChange(EntryWire.fromProto(read.getChange()))
          .map(change -> fromProto(read, change))
          .filter(certificate -> encode(certificate).equals(bytes));
    } catch (InvalidProtocolBufferException
        | IllegalArgumentException
        | ArithmeticException
        | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static RosterCertificate fromProto(
      coop.minga.proto.v1.RosterCertificate read, WrittenChange change) {
    var keys = new TreeMap<MemberId, List<RosterStatement.Keys>>();
    for (KeyHistory each : read.getKeysList()) {
      keys.put(
          new MemberId(each.getMember()),
          each.getKeysList().stream().map(RosterStatementWire::fromProto).toList());
    }
    return new RosterCertificate(
        Parts.hash(read.getParent()),
        change,
        DecisionWire.fromProto(read.getBallot()),
        byAuthor(read.getCommitsList()),
        byAuthor(read.getApprovalsList()),
        keys);
  }

  private static SortedMap<MemberId, Proven> byAuthor(List<ProvenEntry> entries) {
    var byAuthor = new TreeMap<MemberId, Proven>();
    for (ProvenEntry each : entries) {
      Proven proven = DecisionWire.fromProto(each);
      byAuthor.put(proven.entry().header().author(), proven);
    }
    return byAuthor;
  }

  private static coop.minga.proto.v1.RosterChange toProto(RosterChange change) {
    var proto = coop.minga.proto.v1.RosterChange.newBuilder();
    return switch (change) {
      case RosterChange.Admit(var card) -> proto.setAdmit(toProto(card)).build();
      case RosterChange.Remove(var member) -> proto.setRemove(member.name()).build();
      case RosterChange.Dormant(var member) -> proto.setDormant(member.name()).build();
      case RosterChange.Wake(var member) -> proto.setWake(member.name()).build();
      case RosterChange.Quarantine(var member) -> proto.setQuarantine(member.name()).build();
      case RosterChange.Trust(var member) -> proto.setTrust(member.name()).build();
      case RosterChange.RollBack(var from, var to) ->
          proto
              .setRollBack(
                  RollBack.newBuilder()
                      .setFrom(EntryWire.toProto(from.value()))
                      .setTo(EntryWire.toProto(to.value())))
              .build();
      case RosterChange.RootKey rootKey ->
          proto
              .setRootKey(
                  RootKeyChange.newBuilder()
                      .setMember(rootKey.member().name())
                      .setNewRoot(EntryWire.toProto(rootKey.newRoot().value()))
                      .setByOld(EntryWire.toProto(rootKey.byOld()))
                      .setByNew(EntryWire.toProto(rootKey.byNew())))
              .build();
      case RosterChange.NewRules(var rules) -> proto.setRules(toProto(rules)).build();
    };
  }

  private static RosterChange fromProto(coop.minga.proto.v1.RosterChange read) {
    return switch (read.getChangeCase()) {
      case ADMIT -> new RosterChange.Admit(fromProto(read.getAdmit()));
      case REMOVE -> new RosterChange.Remove(new MemberId(read.getRemove()));
      case DORMANT -> new RosterChange.Dormant(new MemberId(read.getDormant()));
      case WAKE -> new RosterChange.Wake(new MemberId(read.getWake()));
      case ROOT_KEY ->
          new RosterChange.RootKey(
              new MemberId(read.getRootKey().getMember()),
              new PublicKey(EntryWire.fromProto(read.getRootKey().getNewRoot())),
              EntryWire.fromProto(read.getRootKey().getByOld()),
              EntryWire.fromProto(read.getRootKey().getByNew()));
      case QUARANTINE -> new RosterChange.Quarantine(new MemberId(read.getQuarantine()));
      case TRUST -> new RosterChange.Trust(new MemberId(read.getTrust()));
      case ROLL_BACK ->
          new RosterChange.RollBack(
              new Hash(EntryWire.fromProto(read.getRollBack().getFrom())),
              new Hash(EntryWire.fromProto(read.getRollBack().getTo())));
      case RULES -> new RosterChange.NewRules(fromProto(read.getRules()));
      case CHANGE_NOT_SET -> throw new IllegalArgumentException("a change changes something");
    };
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
    if (!rules.learning().equals(Rules.Learning.of(rules.minCohort()))) {
      proto.setCohorts(
          CohortRule.newBuilder()
              .setTogether(rules.learning().together())
              .setColludingPerThousand(rules.learning().colludingPerThousand()));
    }
    int hot = rules.handover().hotLimitDeciCelsius();
    if (hot != Rules.Handover.USUAL_HOT_LIMIT_DECI_CELSIUS) {
      proto.setHotLimitDeciCelsius(hot);
    }
    proto.setFrozenDays(rules.handover().frozenDays());
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
            proto.getChilledLimitDeciCelsius(),
            hotLimit(proto),
            proto.getFrozenDays()),
        learning(proto));
  }

  /// Rules that say nothing of hot food are written as they were before they could.
  private static int hotLimit(coop.minga.proto.v1.Rules proto) {
    return proto.getHotLimitDeciCelsius() == 0
        ? Rules.Handover.USUAL_HOT_LIMIT_DECI_CELSIUS
        : proto.getHotLimitDeciCelsius();
  }

  /// Rules that say nothing of several cohorts are written as they were before they could.
  private static Rules.Learning learning(coop.minga.proto.v1.Rules proto) {
    return proto.hasCohorts()
        ? new Rules.Learning(
            proto.getMinCohort(),
            proto.getCohorts().getTogether(),
            proto.getCohorts().getColludingPerThousand())
        : Rules.Learning.of(proto.getMinCohort());
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
