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
import coop.minga.federation.judgement.Ruling;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Entry;
import coop.minga.federation.ledger.Policy;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Succeed;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.ledger.Witnesses;
import coop.minga.federation.roster.RosterChange;
import coop.minga.federation.roster.RosterStatement;
import coop.minga.federation.wire.EntryWire;
import coop.minga.federation.wire.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What follows from files alone of who belonged when and by which keys, place by place.
class WhoBelongedWhenTest {
  private final Comarca comarca = new Comarca();

  WhoBelongedWhenTest() {
    FOUNDERS.forEach(member -> comarca.seen(member, "the charter is signed"));
  }

  private Roll roll() {
    Roll roll = Roll.of(comarca.charter, SeededKey.VERIFIER);
    comarca.certificates.forEach(
        certificate -> assertEquals(Optional.empty(), roll.take(certificate)));
    comarca.members.forEach((id, member) -> roll.read(id, member.frames));
    return roll;
  }

  // ---- Rosters

  @Test
  void aLedgerIsUnderTheNewestRosterThatItHadAdoptedBefore() {
    Hash unknown = Hash.sha256(Bytes.utf8("of nobody's"));
    Hash founders = comarca.roster.hash();
    comarca.decide(new RosterChange.Dormant(TIA));
    Hash first = comarca.roster.hash();
    comarca.decide(new RosterChange.Quarantine(TALLER));
    long one = adopt(first);
    long none = adopt(unknown);
    long two = adopt(comarca.roster.hash());
    long older = adopt(founders);
    Roll roll = roll();
    assertEquals(0, roll.adopted(BOTICA, one).number(), "it is not yet under what it names");
    assertEquals(1, roll.adopted(BOTICA, one + 1).number());
    assertEquals(1, roll.adopted(BOTICA, none + 1).number(), "nobody decided that");
    assertEquals(2, roll.adopted(BOTICA, two + 1).number());
    assertEquals(2, roll.adopted(BOTICA, older + 1).number(), "none goes back");
  }

  private long adopt(Hash roster) {
    return comarca.enter(BOTICA, new Said.OfRoster(new RosterStatement.Adopt(roster))).index();
  }

  @Test
  void whoWasRemovedHasItsLastRosterAndWhoNeverBelongedNone() {
    comarca.admitZapatero();
    comarca.decide(new RosterChange.Remove(TIA));
    comarca.decide(new RosterChange.Dormant(BOTICA));
    Roll roll = roll();
    assertEquals(1, roll.last(TIA).orElseThrow().number());
    assertEquals(3, roll.last(ZAPATERO).orElseThrow().number());
    assertEquals(Optional.empty(), roll.last(new MemberId("zorro")));
    assertTrue(roll.knows(TIA) && !roll.knows(new MemberId("zorro")));
  }

  @Test
  void whoAdoptsTheRosterThatRemovedItKeepsItsRootKey() {
    comarca.decide(new RosterChange.Remove(TIA));
    comarca.enter(TIA, new Said.OfRoster(new RosterStatement.Adopt(comarca.roster.hash())));
    comarca.renew(TIA);
    Roll roll = roll();
    assertEquals(2, roll.ring(TIA).all().size());
    assertEquals(List.of(), roll.refusedKeys(TIA));
  }

  // ---- Generations

  @Test
  void aCheckpointsGenerationBeginsWhereItCameToIt() {
    long first = succeed(1);
    comarca.seen(BOTICA, "in the first");
    long second = succeed(2);
    Roll roll = roll();
    long size = comarca.of(BOTICA).frames.size();
    assertEquals(0, roll.begun(checkpoint(0, size)));
    assertEquals(0, roll.begun(checkpoint(1, first)), "before it");
    assertEquals(first, roll.begun(checkpoint(1, first + 1)));
    assertEquals(first, roll.begun(checkpoint(1, size)), "not of a later generation");
    assertEquals(second, roll.begun(checkpoint(2, size)));
  }

  private long succeed(int generation) {
    comarca.of(BOTICA).generation = generation;
    var retired = List.of(new Succeed.Named(ALMACEN, comarca.seen(ALMACEN, "retired").entry()));
    var says = new Succeed(generation, Optional.<SignedNote>empty(), retired);
    return comarca.enter(BOTICA, new Said.OfLedger(says)).index();
  }

  private Checkpoint checkpoint(int generation, long size) {
    return new Checkpoint(
        comarca.charter.origin(BOTICA, Tree.LEDGER).in(generation),
        size,
        Hash.sha256(Bytes.utf8("some root")));
  }

  // ---- Keys

  @Test
  void whoCosignedIsNamedByWhicheverOfItsKeysAndNeverTheOwner() {
    SignedNote note =
        comarca.cosigned(comarca.signed(comarca.of(BOTICA)), List.of(ALMACEN, BOTICA));
    comarca.rotate(ALMACEN);
    SignedNote later = comarca.cosigned(note, List.of(TALLER));
    assertEquals(List.of(ALMACEN), roll().cosigners(BOTICA, note));
    assertEquals(List.of(ALMACEN, TALLER), roll().cosigners(BOTICA, later));
    SignedNote byTheNew = comarca.cosigned(comarca.signed(comarca.of(BOTICA)), List.of(ALMACEN));
    assertEquals(List.of(ALMACEN), roll().cosigners(BOTICA, byTheNew));
  }

  @Test
  void aBookIsSignedByAnyKeyOfItsOwnersAndALedgerByTheOneInForce() {
    SeededKey before = comarca.of(BOTICA).entry;
    comarca.rotate(BOTICA);
    SeededKey since = comarca.of(BOTICA).entry;
    Roll roll = roll();
    var book = roll.judge(new TreeName(BOTICA, Tree.BOOK));
    assertTrue(book.judge(0, later(Tree.BOOK, since)) instanceof Ruling.Unknown);
    assertTrue(book.judge(1, later(Tree.BOOK, before)) instanceof Ruling.Unknown);
    assertTrue(book.judge(2, later(Tree.BOOK, new SeededKey(77))) instanceof Ruling.Void);
    var ledger = roll.judge(new TreeName(BOTICA, Tree.LEDGER));
    assertTrue(ledger.judge(0, later(Tree.LEDGER, since)) instanceof Ruling.Void);
    assertTrue(ledger.judge(2, later(Tree.LEDGER, since)) instanceof Ruling.Unknown);
    assertTrue(ledger.judge(3, later(Tree.LEDGER, before)) instanceof Ruling.Void);
  }

  /// An entry of a kind that nobody knows yet.
  private Bytes later(Tree tree, SeededKey key) {
    var header =
        new Entry.Header(
            comarca.charter.federationId(), BOTICA, key.publicKey().keyId(), tree, 0, 1, 999);
    return EntryWire.encode(Entry.sign(header, Bytes.utf8("later"), key));
  }

  @Test
  void theRollTakesUpWhatSaysSomethingOfRostersKeysAndGenerations() {
    adopt(comarca.charter.hash());
    comarca.renew(BOTICA);
    succeed(1);
    List<Bytes> frames = comarca.of(BOTICA).frames;
    assertEquals(List.of(false, true, true, true), frames.stream().map(Roll::isOfUs).toList());
    assertFalse(Roll.isOfUs(Bytes.utf8("nothing")));
  }

  // ---- Where a ledger turns

  @Test
  void othersWitnessItOrOtherKeysSignItWhereItTurns() {
    var notes = new ArrayList<SignedNote>();
    notes.add(comarca.witnessed(BOTICA));
    comarca.decide(new RosterChange.Dormant(TIA));
    comarca.adopt(BOTICA);
    notes.add(comarca.of(BOTICA).turns.getLast());
    comarca.seen(BOTICA, "under the new roster");
    notes.add(comarca.witnessed(BOTICA));
    comarca.rotate(BOTICA);
    notes.add(comarca.of(BOTICA).turns.getLast());
    comarca.seen(BOTICA, "by the new key");
    notes.add(comarca.witnessed(BOTICA));
    Course course = roll().course(BOTICA);
    var turns = new ArrayList<Boolean>();
    for (SignedNote note : notes) {
      Course.Stand stand = course.next(note);
      assertTrue(stand instanceof Course.Stand.Good good && good.witnessed(), stand.toString());
      turns.add(((Course.Stand.Good) stand).turns());
    }
    assertEquals(List.of(false, true, false, true, false), turns);
    assertEquals(1, course.inForce().number());
  }

  @Test
  void whatIsRefusedCoversNothing() {
    SeededKey before = comarca.of(BOTICA).ledger;
    comarca.renew(BOTICA);
    SignedNote both = comarca.signed(comarca.of(BOTICA)).with(comarca.byLedgerKey(BOTICA, before));
    SignedNote other = comarca.cosigned(comarca.signed(comarca.of(TIA)), List.of(ALMACEN));
    Course course = roll().course(BOTICA);
    assertTrue(
        course.next(both.with(other.signatures().getLast())) instanceof Course.Stand.Refused,
        "almacen's word on another ledger");
    comarca.seen(BOTICA, "by the new key");
    assertTrue(
        course.next(comarca.witnessed(BOTICA)) instanceof Course.Stand.NotByAllKeys,
        "the old key has signed nothing that counts");
  }

  // ---- By whose word others verify

  @Test
  void aPolicyNamesNoKeyThatWasLostBeforeItCosigned() {
    Comarca.Member thief = comarca.of(TALLER).stolen();
    SignedNote note = comarca.cosigned(comarca.signed(comarca.of(BOTICA)), List.of(ALMACEN, TIA));
    SignedNote byTheThief = comarca.cosigned(note, thief);
    assertEquals(policy(ALMACEN, TALLER, TIA), policy(byTheThief));
    comarca.rotate(TALLER);
    comarca.enter(
        TALLER,
        new Said.OfRoster(
            RosterStatement.Compromised.sign(
                comarca.charter.federationId(),
                TALLER,
                thief.mirror.publicKey(),
                comarca.now.minusSeconds(1),
                comarca.of(TALLER).root)));
    assertEquals(policy(ALMACEN, TIA), policy(byTheThief));
  }

  @Test
  void aPolicyNamesAKeyOnceThoughTwoCallItTheirs() {
    SignedNote note =
        comarca.cosigned(comarca.signed(comarca.of(BOTICA)), List.of(ALMACEN, TALLER));
    comarca.renew(TIA, comarca.of(TIA).root, comarca.of(ALMACEN).mirror);
    assertEquals(policy(ALMACEN, TALLER), policy(note));
  }

  private Policy policy(SignedNote note) {
    Course course = roll().course(BOTICA);
    assertTrue(course.next(note) instanceof Course.Stand.Good);
    return course.policy(note);
  }

  /// By the keys that these members' cards have.
  private Policy policy(MemberId... mirrors) {
    var ledger = comarca.charter.ledgerKey(comarca.charter.origin(BOTICA, Tree.LEDGER));
    var keys = Stream.of(mirrors).map(comarca.charter::mirrorKey).toList();
    return new Witnesses(ledger, keys, 2).policy();
  }
}
