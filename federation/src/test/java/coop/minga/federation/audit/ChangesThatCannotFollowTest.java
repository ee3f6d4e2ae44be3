package coop.minga.federation.audit;

import static coop.minga.federation.audit.Comarca.ALMACEN;
import static coop.minga.federation.audit.Comarca.BOTICA;
import static coop.minga.federation.audit.Comarca.FOUNDERS;
import static coop.minga.federation.audit.Comarca.TALLER;
import static coop.minga.federation.audit.Comarca.TIA;
import static coop.minga.federation.audit.Comarca.ZAPATERO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.identity.Signer;
import coop.minga.federation.ledger.Quorum;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.roster.MemberCard;
import coop.minga.federation.roster.MemberKeys;
import coop.minga.federation.roster.RosterChange;
import coop.minga.federation.roster.SomeCharter;
import coop.minga.federation.roster.WrittenChange;
import coop.minga.federation.wire.RosterWire;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/// As many members as decide agree on what cannot be: all of them may lie, but no auditor follows.
class ChangesThatCannotFollowTest {
  @RegisterExtension static final LeftForOthers OTHERS = new LeftForOthers("changes");

  private static final MemberId NOBODY = new MemberId("nadie");
  private static final int FRESH = 9000;

  private Comarca comarca = new Comarca();

  ChangesThatCannotFollowTest() {
    comarca.seen(BOTICA, "the charter is signed");
  }

  @AfterEach
  void leaveItForOthers(TestInfo story) throws IOException {
    OTHERS.leave(story.getTestMethod().orElseThrow().getName(), comarca.audited);
  }

  @Test
  void whoDoesNotBelongDoesNotGoNorRestNorWake() {
    doesNotFollow(new RosterChange.Remove(NOBODY));
    doesNotFollow(new RosterChange.Dormant(NOBODY));
    doesNotFollow(new RosterChange.Wake(NOBODY));
    doesNotFollow(new RosterChange.Wake(TIA));
    comarca.decide(new RosterChange.Dormant(TIA));
    doesNotFollow(new RosterChange.Dormant(TIA));
    comarca.decide(new RosterChange.Remove(TIA));
    doesNotFollow(new RosterChange.Wake(TIA));
    doesNotFollow(new RosterChange.Remove(TIA));
  }

  @Test
  void theLastWhoVotesNeitherGoesNorRests() {
    comarca = new Comarca(List.of(ALMACEN));
    comarca.seen(ALMACEN, "alone");
    doesNotFollow(new RosterChange.Remove(ALMACEN));
    doesNotFollow(new RosterChange.Dormant(ALMACEN));
  }

  @Test
  void anotherRootKeyIsSignedByTheOldOneAndTheNew() {
    SeededKey old = comarca.of(BOTICA).root;
    var next = new SeededKey(FRESH);
    var thief = new SeededKey(FRESH + 1);
    doesNotFollow(rootKey(BOTICA, old.publicKey(), next.publicKey(), thief, next));
    doesNotFollow(rootKey(BOTICA, old.publicKey(), next.publicKey(), old, thief));
    doesNotFollow(rootKey(NOBODY, old.publicKey(), next.publicKey(), old, next));
    doesNotFollow(rootKey(TALLER, old.publicKey(), next.publicKey(), old, next));
  }

  @Test
  void aRootKeyThatWasEverAKeyOfAMembersIsNobodysNewOne() {
    Comarca.Member botica = comarca.of(BOTICA);
    for (SeededKey used :
        List.of(botica.root, botica.ledger, comarca.of(TALLER).root, comarca.of(TIA).mirror)) {
      doesNotFollow(rootKey(BOTICA, botica.root.publicKey(), used.publicKey(), botica.root, used));
    }
    var next = new SeededKey(FRESH);
    comarca.decide(
        RosterChange.RootKey.sign(comarca.charter.federationId(), BOTICA, botica.root, next));
    doesNotFollow(rootKey(BOTICA, next.publicKey(), botica.root.publicKey(), next, botica.root));
  }

  @Test
  void anotherRootKeyIsGivenInOneForm() {
    Bytes good =
        RosterWire.written(
                RosterChange.RootKey.sign(
                    comarca.charter.federationId(),
                    BOTICA,
                    comarca.of(BOTICA).root,
                    new SeededKey(FRESH)))
            .written();
    int head = 3; // the tag, and the length in two bytes
    Bytes content = good.slice(head, good.size());
    assertEquals(good, field(5, content));
    isNone(field(5, content.plus(Bytes.hex("0a"))));
    isNone(field(5, content.plus(Bytes.hex("2801"))));
  }

  @Test
  void aSixtyFifthMemberIsNotAdmitted() {
    comarca =
        new Comarca(
            IntStream.range(10, 10 + Quorum.MAX_MEMBERS)
                .mapToObj(number -> new MemberId("m" + number))
                .toList());
    isNone(field(1, card("zapatero", 0, Hash.sha256(Bytes.utf8("a key")).value())));
  }

  @Test
  void whoIsAdmittedHasANameAndKeysOfItsOwn() {
    MemberCard card = SomeCharter.card("zapatero", FOUNDERS.size());
    MemberKeys keys = card.keys();
    MemberKeys tia = comarca.roster.member(TIA).orElseThrow().keys();
    doesNotFollow(admit(SomeCharter.card("tia", FOUNDERS.size())));
    doesNotFollow(admit(with(card, keys(tia.root(), keys, keys, keys, keys))));
    doesNotFollow(admit(with(card, keys(keys.root(), tia, keys, keys, keys))));
    doesNotFollow(admit(with(card, keys(keys.root(), keys, tia, keys, keys))));
    doesNotFollow(admit(with(card, keys(keys.root(), keys, keys, tia, keys))));
    doesNotFollow(admit(with(card, keys(keys.root(), keys, keys, keys, tia))));
    comarca.decide(new RosterChange.Remove(TIA));
    doesNotFollow(admit(SomeCharter.card("tia", FOUNDERS.size())));
    comarca.decide(new RosterChange.Admit(card));
    comarca.members.put(ZAPATERO, new Comarca.Member(ZAPATERO, FOUNDERS.size()));
    comarca.seen(ZAPATERO, "the first entry of a newcomer");
    doesNotFollow(admit(card));
  }

  /// Nobody reads such bytes as a change; others must not either.
  @Test
  void whatIsNotOneChangeInOneFormIsNone() {
    Bytes good = RosterWire.written(new RosterChange.Remove(TIA)).written();
    Bytes name = Bytes.utf8("tia");
    isNone(joined(good, good));
    isNone(joined(good, Bytes.hex("0a")));
    isNone(joined(good, field(3, name)));
    isNone(joined(good, Bytes.hex("5001"))); // field 10, the number 1
    isNone(Bytes.hex("1001")); // field 2, the number 1
    isNone(field(10, name));
    isNone(good.slice(0, good.size() - 1));
    isNone(Bytes.hex("1283808080808080808080017469"));
    Bytes one = Hash.sha256(Bytes.utf8("one")).value();
    Bytes other = Hash.sha256(Bytes.utf8("other")).value();
    isNone(field(9, joined(field(1, one), field(2, one))));
    isNone(field(9, joined(field(2, one), field(1, other))));
    isNone(field(9, joined(field(1, one.slice(0, 31)), field(2, other))));
    isNone(field(9, joined(field(1, one), field(2, joined(other, name)))));
    isNone(field(9, joined(field(1, one), field(2, other), Bytes.hex("1801"))));
  }

  @Test
  void aCardWithAnotherNameOrKeysOfAnotherLengthIsNone() {
    Bytes key = Hash.sha256(Bytes.utf8("a key")).value();
    for (int bad = 2; bad <= 6; bad++) {
      isNone(field(1, card("zapatero", bad, key)));
    }
    isNone(field(1, card("Zapatero", 0, key)));
    isNone(field(1, card("zapatero-de-la-esquina", 0, key)));
    isNone(field(1, Bytes.hex("0a")));
    SeededKey old = comarca.of(BOTICA).root;
    Bytes shorter = old.publicKey().value().slice(0, 31);
    isNone(field(5, joined(field(1, Bytes.utf8("botica")), field(2, shorter), field(3, key))));
    isNone(field(5, Bytes.hex("0a")));
  }

  /// A card with six fields and one of them a byte too long.
  private static Bytes card(String name, int bad, Bytes key) {
    Bytes card = field(1, Bytes.utf8(name));
    for (int at = 2; at <= 6; at++) {
      Bytes each = Hash.sha256(joined(key, Bytes.utf8("" + at))).value();
      card = joined(card, field(at, at == bad ? joined(each, Bytes.utf8("x")) : each));
    }
    return card;
  }

  /// The federation's id pins the charter; but two founders of one key, say, would make a
  /// federation in which one votes for two.
  @Test
  void aCharterWithoutFoundersOrWithOneTwiceIsNone() throws IOException {
    Bytes good = RosterWire.unsigned(SomeCharter.of("almacen", "botica")).written();
    Bytes zapatero = RosterWire.encode(SomeCharter.card("zapatero", 2));
    Bytes again = RosterWire.encode(SomeCharter.card("almacen", 2));
    Bytes ofBoticasKeys = RosterWire.encode(SomeCharter.card("zapatero", 1));
    founds(good, field(1, good).plus(Bytes.hex("0a")));
    founds(joined(good, field(3, again)));
    founds(joined(good, field(3, ofBoticasKeys)));
    founds(joined(good, field(3, zapatero.slice(0, 20))));
    founds(joined(good, field(3, card("zapatero", 4, zapatero))));
    founds(field(1, Bytes.utf8("Valle")));
    founds(Bytes.hex("1a"));
    founds(Bytes.empty());
  }

  private void founds(Bytes charter) throws IOException {
    founds(charter, field(1, charter));
  }

  private static void founds(Bytes charter, Bytes signed) throws IOException {
    assertEquals(Optional.empty(), RosterWire.decode(signed));
    Bytes file = BundleForm.write(new TreeMap<>(Map.of("charter", signed)));
    OTHERS.leave(file, Hash.sha256(charter), "charter");
  }

  private static RosterChange admit(MemberCard card) {
    return new RosterChange.Admit(card);
  }

  private static MemberCard with(MemberCard card, MemberKeys keys) {
    return new MemberCard(
        card.id(), keys, card.endpoint(), card.displayName(), card.trains(), card.social());
  }

  private static MemberKeys keys(
      PublicKey root, MemberKeys ledger, MemberKeys mirror, MemberKeys entry, MemberKeys tls) {
    return new MemberKeys(root, ledger.ledger(), mirror.mirror(), entry.entry(), tls.tls());
  }

  private RosterChange rootKey(
      MemberId member, PublicKey old, PublicKey next, Signer byOld, Signer byNext) {
    Bytes signed =
        RosterChange.RootKey.signedBytes(comarca.charter.federationId(), member, old, next);
    return new RosterChange.RootKey(member, next, byOld.sign(signed), byNext.sign(signed));
  }

  private void doesNotFollow(RosterChange change) {
    refused(RosterWire.written(change), "the change cannot follow");
  }

  private void isNone(Bytes written) {
    refused(new WrittenChange(new RosterChange.Remove(TIA), written), "");
  }

  /// As many as decide say so all the same.
  private void refused(WrittenChange written, String why) {
    comarca.certificates.add(comarca.certificate(written, comarca.roster.voters()));
    Report report = comarca.audit();
    assertFalse(report.verified(), report::sentence);
    assertTrue(
        report.findings().stream()
            .filter(Finding.BadCertificate.class::isInstance)
            .anyMatch(found -> found.sentence().contains(why)),
        report.findings().toString());
    comarca.certificates.removeLast();
  }

  /// A field of a protobuf message: its number below 16, and fewer than 16,384 bytes.
  private static Bytes field(int number, Bytes content) {
    int size = content.size();
    byte tag = (byte) (number << 3 | 2);
    byte[] head =
        size < 128
            ? new byte[] {tag, (byte) size}
            : new byte[] {tag, (byte) ((size & 127) | 128), (byte) (size >> 7)};
    return joined(Bytes.of(head), content);
  }

  private static Bytes joined(Bytes... parts) {
    return List.of(parts).stream().reduce(Bytes.empty(), Bytes::plus);
  }
}
