package coop.minga.federation.audit;

import static coop.minga.federation.audit.Comarca.BOTICA;
import static coop.minga.federation.audit.Comarca.FOUNDERS;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.ledger.Entry;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.roster.MemberCard;
import coop.minga.federation.roster.NodeKeys;
import coop.minga.federation.roster.RosterStatement;
import coop.minga.federation.wire.EntryWire;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Botica enters new keys that cannot be, signs on by them, and has all its mirrors stand by it.
class KeysThatCountForNothingTest {
  @RegisterExtension static final LeftForOthers OTHERS = new LeftForOthers("keys");

  private static final SeededKey LEDGER = new SeededKey(910);
  private static final SeededKey MIRROR = new SeededKey(911);
  private static final SeededKey ENTRY = new SeededKey(912);
  private static final Hash TLS = Hash.sha256(Bytes.utf8("another certificate"));

  private final Comarca comarca = new Comarca();
  private final Comarca.Member botica = comarca.of(BOTICA);
  private final Hash federation = comarca.charter.federationId();

  KeysThatCountForNothingTest() {
    FOUNDERS.forEach(member -> comarca.seen(member, "the charter is signed"));
  }

  @AfterEach
  void leaveItForOthers(TestInfo story) throws IOException {
    OTHERS.leave(story.getTestMethod().orElseThrow().getName(), comarca.audited);
  }

  @Test
  void newKeysThatTheRootKeySignedAreFollowed() {
    goesOn(payload(keys(LEDGER, MIRROR, ENTRY, TLS), 1), ENTRY);
    comarca.of(BOTICA).turns.clear();
    var both = comarca.signed(botica).with(comarca.byLedgerKey(BOTICA, LEDGER));
    var note = comarca.cosigned(both, comarca.mirrors(BOTICA));
    Report report = comarca.audit(comarca.with(BOTICA, comarca.copy(BOTICA, note)));
    assertTrue(report.verified(), () -> report.sentence() + report.findings());
  }

  /// The old entry key, say, stays the old one: what was said by it is told apart by its place.
  @Test
  @LiesIn(Kind.KEYS)
  void noKeyOfAMembersIsItsNewOne() {
    MemberCard card = comarca.charter.member(BOTICA).orElseThrow();
    for (SeededKey used : List.of(botica.ledger, botica.mirror, botica.entry, botica.root)) {
      refused(payload(keys(used, MIRROR, ENTRY, TLS), 1), ENTRY);
      refused(payload(keys(LEDGER, used, ENTRY, TLS), 1), ENTRY);
    }
    refused(payload(keys(LEDGER, MIRROR, botica.ledger, TLS), 1), botica.ledger);
    refused(payload(keys(LEDGER, MIRROR, botica.root, TLS), 1), botica.root);
    refused(payload(keys(LEDGER, MIRROR, ENTRY, card.keys().tls()), 1), ENTRY);
  }

  @Test
  @LiesIn(Kind.KEYS)
  void newKeysAreTheNextOnesInOneForm() {
    refused(payload(keys(LEDGER, MIRROR, ENTRY, TLS), 2), ENTRY);
    Bytes good = payload(keys(LEDGER, MIRROR, ENTRY, TLS), 1);
    refused(good.plus(Bytes.hex("3801")), ENTRY);
    refused(good.plus(good.slice(0, 34)), ENTRY);
    refused(good.slice(34, good.size()), ENTRY);
    Bytes longer = Bytes.hex("0a21").plus(good.slice(2, 34)).plus(Bytes.hex("00"));
    refused(longer.plus(good.slice(34, good.size())), ENTRY);
  }

  private static NodeKeys keys(SeededKey ledger, SeededKey mirror, SeededKey entry, Hash tls) {
    return new NodeKeys(ledger.publicKey(), mirror.publicKey(), entry.publicKey(), tls);
  }

  private Bytes payload(NodeKeys keys, int serial) {
    var says = RosterStatement.Keys.sign(federation, BOTICA, keys, serial, botica.root);
    return Statements.encode(new Said.OfRoster(says));
  }

  /// Enters a change of keys by the old entry key, and something by the new one.
  private void goesOn(Bytes payload, SeededKey next) {
    var seen = new Said.OfRoster(new RosterStatement.Seen(Hash.sha256(Bytes.utf8("since"))));
    enter(Kind.KEYS, payload, botica.entry);
    enter(Kind.SEEN, Statements.encode(seen), next);
  }

  private void enter(Kind kind, Bytes payload, SeededKey key) {
    var says = new Said.OfRoster(new RosterStatement.Seen(Hash.sha256(Bytes.empty())));
    Entry.Header of = comarca.entry(botica, says).header();
    var header =
        new Entry.Header(
            of.federation(),
            of.author(),
            key.publicKey().keyId(),
            of.tree(),
            of.generation(),
            of.version(),
            kind.code());
    botica.frames.add(EntryWire.encode(Entry.sign(header, payload, key)));
  }

  private void refused(Bytes payload, SeededKey next) {
    var before = new ArrayList<>(botica.frames);
    goesOn(payload, next);
    Report report = comarca.audit();
    assertFalse(report.verified(), report::sentence);
    assertTrue(
        report.findings().stream().anyMatch(Finding.BadEntry.class::isInstance),
        report.findings().toString());
    botica.frames.clear();
    botica.frames.addAll(before);
  }
}
