package coop.minga.federation.roster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.Applied.Reason;
import coop.minga.federation.roster.RosterChange.Admit;
import coop.minga.federation.roster.RosterChange.Dormant;
import coop.minga.federation.roster.RosterChange.NewRules;
import coop.minga.federation.roster.RosterChange.Quarantine;
import coop.minga.federation.roster.RosterChange.Remove;
import coop.minga.federation.roster.RosterChange.RollBack;
import coop.minga.federation.roster.RosterChange.RootKey;
import coop.minga.federation.roster.RosterChange.Trust;
import coop.minga.federation.roster.RosterChange.Wake;
import coop.minga.federation.wire.RosterWire;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RosterChangesTest {
  private static final MemberId ALMACEN = new MemberId("almacen");
  private static final MemberId BOTICA = new MemberId("botica");
  private static final MemberId HUERTO = new MemberId("huerto");
  private static final MemberId TALLER = new MemberId("taller");

  private final Roster charter =
      Roster.of(SomeCharter.signed("almacen", "botica", "taller"), SeededKey.VERIFIER);

  @Test
  void theFirstRosterIsNamedByTheFederationAndEachOtherByItsParentAndChange() {
    assertEquals(charter.federationId(), charter.hash());
    assertEquals(Optional.empty(), charter.parent());
    WrittenChange change = RosterWire.written(new Dormant(TALLER));
    Roster next = next(charter, change.change());
    assertEquals(change.on(charter.hash()), next.hash());
    assertEquals(Optional.of(charter.hash()), next.parent());
    assertEquals(1, next.number());
    assertEquals(charter.federationId(), next.federationId());
  }

  @Test
  void whoIsAdmittedBelongsVotesAndWitnesses() {
    Roster four = next(charter, new Admit(SomeCharter.card("huerto", 9)));
    assertEquals(Set.of(ALMACEN, BOTICA, HUERTO, TALLER), four.voters());
    assertEquals(1, four.quorum().tolerated());
    assertEquals(3, four.quorum().deciding());
    assertTrue(four.witnesses(ALMACEN, Tree.LEDGER).mirrors().contains(four.mirrorKey(HUERTO)));
    assertEquals(2, four.witnesses(ALMACEN, Tree.LEDGER).needed());
  }

  @Test
  void whoIsRemovedIsGoneAndItsNameAndKeysAreNotGivenAgain() {
    Roster two = next(charter, new Remove(BOTICA));
    assertEquals(Set.of(ALMACEN, TALLER), two.members().keySet());
    assertEquals(new Reason.NameTaken(BOTICA), refusal(two, new Admit(card("botica", 9))));
    assertEquals(new Reason.KeyTaken(HUERTO), refusal(two, new Admit(card("huerto", 1))));
    assertEquals(new Reason.Stranger(BOTICA), refusal(two, new Remove(BOTICA)));
  }

  @Test
  void whoRestsBelongsWithoutAVoteUntilItIsWoken() {
    Roster resting = next(charter, new Dormant(BOTICA));
    assertTrue(resting.contains(BOTICA) && resting.isDormant(BOTICA));
    assertEquals(Set.of(ALMACEN, TALLER), resting.voters());
    assertEquals(Set.of(ALMACEN), resting.training());
    assertEquals(2, resting.quorum().members());
    assertEquals(2, resting.witnesses(BOTICA, Tree.LEDGER).needed());
    assertEquals(
        List.of(resting.mirrorKey(TALLER)), resting.witnesses(ALMACEN, Tree.LEDGER).mirrors());
    assertEquals(
        new Reason.NoChange("botica rests already"), refusal(resting, new Dormant(BOTICA)));
    assertEquals(charter.voters(), next(resting, new Wake(BOTICA)).voters());
    assertEquals(new Reason.NoChange("botica is awake"), refusal(charter, new Wake(BOTICA)));
  }

  @Test
  void somebodyIsAlwaysLeftToVote() {
    Roster one = next(next(charter, new Remove(TALLER)), new Dormant(BOTICA));
    assertEquals(new Reason.NobodyLeft(), refusal(one, new Remove(ALMACEN)));
    assertEquals(new Reason.NobodyLeft(), refusal(one, new Dormant(ALMACEN)));
    assertEquals(Set.of(ALMACEN), next(one, new Remove(BOTICA)).voters());
  }

  @Test
  void aRootKeyChangesByTheWordOfBothTheOldAndTheNew() {
    SeededKey old = SomeCharter.rootKey(1);
    var fresh = new SeededKey(99);
    Hash id = charter.federationId();
    RootKey good = RootKey.sign(id, BOTICA, old, fresh);
    Roster changed = next(charter, good);
    assertEquals(fresh.publicKey(), changed.member(BOTICA).orElseThrow().keys().root());
    assertEquals(
        new Reason.BadRootSignature(BOTICA, "old"),
        refusal(charter, RootKey.sign(id, BOTICA, SomeCharter.rootKey(0), fresh)));
    assertEquals(
        new Reason.BadRootSignature(BOTICA, "new"),
        refusal(charter, new RootKey(BOTICA, good.newRoot(), good.byOld(), good.byOld())));
    assertEquals(
        new Reason.BadRootSignature(BOTICA, "old"),
        refusal(charter, RootKey.sign(Hash.sha256(Bytes.empty()), BOTICA, old, fresh)));
    assertEquals(
        new Reason.KeyTaken(BOTICA),
        refusal(charter, RootKey.sign(id, BOTICA, old, SomeCharter.entryKey(0))));
    assertEquals(
        new Reason.KeyTaken(BOTICA), refusal(changed, RootKey.sign(id, BOTICA, fresh, old)));
  }

  @Test
  void whoIsInQuarantineVotesAndDoesNotLearnUntilItIsTrustedAgain() {
    Roster apart = next(charter, new Quarantine(BOTICA));
    assertEquals(charter.voters(), apart.voters());
    assertEquals(Set.of(ALMACEN), apart.training());
    assertEquals(
        new Reason.NoChange("botica is in quarantine already"),
        refusal(apart, new Quarantine(BOTICA)));
    assertEquals(new Reason.Stranger(HUERTO), refusal(charter, new Quarantine(HUERTO)));
    assertEquals(charter.training(), next(apart, new Trust(BOTICA)).training());
    assertEquals(
        new Reason.NoChange("botica is not in quarantine"), refusal(charter, new Trust(BOTICA)));
    assertEquals(
        new Reason.NoChange("botica is not in quarantine"),
        refusal(next(apart, new Remove(BOTICA)), new Trust(BOTICA)));
  }

  @Test
  void rollBacksAreKeptInTheirOrder() {
    var first = new RollBack(Hash.sha256(Bytes.utf8("c")), Hash.sha256(Bytes.utf8("a")));
    var second = new RollBack(Hash.sha256(Bytes.utf8("e")), Hash.sha256(Bytes.utf8("d")));
    Roster twice = next(next(charter, first), second);
    assertEquals(List.of(first, second), twice.rollBacks());
    assertEquals(new Reason.NoChange("that was decided already"), refusal(twice, first));
    assertThrows(IllegalArgumentException.class, () -> new RollBack(first.from(), first.from()));
  }

  @Test
  void rulesChangeButNotWhoseClockItIs() {
    Rules old = charter.rules();
    var later =
        new Rules(old.time(), old.auction(), old.points(), old.handover(), old.minCohort() + 1);
    assertEquals(later, next(charter, new NewRules(later)).rules());
    assertEquals(
        new Reason.NoChange("these are the rules already"), refusal(charter, new NewRules(old)));
    var real = new Rules.Time(ZoneId.of("America/Santiago"), false);
    assertEquals(
        new Reason.OtherClock(),
        refusal(
            charter,
            new NewRules(
                new Rules(real, old.auction(), old.points(), old.handover(), old.minCohort()))));
  }

  @Test
  void changesComeBackAsTheyWereWrittenAndNoByteOfThemIsLoose() {
    for (RosterChange change : oneOfEach()) {
      WrittenChange written = RosterWire.written(change);
      assertEquals(Optional.of(written), RosterWire.decodeChange(written.written()));
      byte[] bytes = written.written().toArray();
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] ^= 1;
        Bytes other = Bytes.of(bytes);
        RosterWire.decodeChange(other).ifPresent(read -> assertEquals(other, read.written()));
        bytes[i] ^= 1;
      }
    }
    assertEquals(Optional.empty(), RosterWire.decodeChange(Bytes.empty()));
  }

  @Test
  void aChainIsALine() {
    Roster resting = next(charter, new Dormant(BOTICA));
    Roster two = next(resting, new Remove(BOTICA));
    RosterChain chain = RosterChain.of(charter).plus(resting).plus(two);
    assertEquals(two, chain.current());
    assertEquals(Optional.of(resting), chain.roster(resting.hash()));
    assertEquals(Optional.of(two), chain.successor(resting.hash()));
    assertEquals(Optional.empty(), chain.successor(two.hash()));
    assertEquals(Optional.of(charter), chain.admitting(BOTICA));
    Roster with = next(two, new Admit(card("huerto", 9)));
    assertEquals(Optional.of(with), chain.plus(with).admitting(HUERTO));
    assertEquals(Optional.empty(), chain.admitting(HUERTO));
    assertFalse(chain.roster(Hash.sha256(Bytes.empty())).isPresent());
    assertThrows(IllegalArgumentException.class, () -> chain.plus(resting));
    assertThrows(IllegalArgumentException.class, () -> RosterChain.of(resting));
  }

  /// Botica falls asleep and wakes, as often as a chain has room for.
  @Test
  void aChainHasAnEnd() {
    RosterChain chain = RosterChain.of(charter);
    while (chain.all().size() < RosterChain.MAX_LENGTH) {
      chain = chain.plus(turned(chain.current()));
    }
    RosterChain full = chain;
    Roster more = turned(full.current());
    var refused = assertThrows(IllegalArgumentException.class, () -> full.plus(more));
    assertEquals("a chain has at most 16384 rosters", refused.getMessage());
    assertEquals(Optional.of(full.all().get(99)), full.roster(full.all().get(99).hash()));
  }

  private static Roster turned(Roster roster) {
    return next(roster, roster.isDormant(BOTICA) ? new Wake(BOTICA) : new Dormant(BOTICA));
  }

  private List<RosterChange> oneOfEach() {
    return List.of(
        new Admit(card("huerto", 9)),
        new Remove(BOTICA),
        new Dormant(BOTICA),
        new Wake(BOTICA),
        new Quarantine(BOTICA),
        new Trust(BOTICA),
        new RollBack(Hash.sha256(Bytes.utf8("new")), Hash.sha256(Bytes.utf8("old"))),
        RootKey.sign(charter.federationId(), BOTICA, SomeCharter.rootKey(1), new SeededKey(99)),
        new NewRules(SomeCharter.rules()),
        new NewRules(
            RuleSheet.changed(
                SomeCharter.rules(),
                Map.of("one-cohort-up-to", "12", "colluding-per-thousand", "0"))),
        new NewRules(
            RuleSheet.changed(
                SomeCharter.rules(),
                Map.of("hot-limit-deci-celsius", "650", "frozen-days", "90"))));
  }

  private static MemberCard card(String name, int place) {
    return SomeCharter.card(name, place);
  }

  private static Roster next(Roster roster, RosterChange change) {
    return switch (roster.apply(RosterWire.written(change), SeededKey.VERIFIER)) {
      case Applied.Next(var next) -> next;
      case Applied.Refused(var reason) -> throw new AssertionError(reason.sentence());
    };
  }

  private static Reason refusal(Roster roster, RosterChange change) {
    return switch (roster.apply(RosterWire.written(change), SeededKey.VERIFIER)) {
      case Applied.Next(var next) -> throw new AssertionError("it follows: " + next.hash());
      case Applied.Refused(var reason) -> reason;
    };
  }
}
