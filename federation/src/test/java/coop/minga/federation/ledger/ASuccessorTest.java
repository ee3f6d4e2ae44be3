package coop.minga.federation.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Succession.Flaw;
import coop.minga.federation.ledger.Succession.Heard;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Almacen has lost the end of its ledger; botica, coop and taller retire it, and almacen goes on
/// in a successor from as much as they held.
class ASuccessorTest {
  private static final MemberId ALMACEN = new MemberId("almacen");
  private static final MemberId BOTICA = new MemberId("botica");
  private static final MemberId COOP = new MemberId("coop");
  private static final MemberId TALLER = new MemberId("taller");
  private static final SeededKey KEY = new SeededKey(1);
  private static final Origin LOST = new Origin("0123456789abcdef", ALMACEN, Tree.LEDGER);

  private final SomeTree tree = SomeTree.of(9);
  private final Map<EntryId, Heard> heard = new HashMap<>();
  private final Succession succession =
      new Succession(
          ALMACEN,
          List.of(NoteKey.ofLedger(LOST, KEY.publicKey())),
          Set.of(BOTICA, COOP, TALLER),
          new Quorum(4),
          SeededKey.VERIFIER);

  @Test
  void aSuccessorBehindAllThatWasHeldBegins() {
    assertEquals(Optional.empty(), check(honest(), 7));
  }

  @Test
  void aLedgerOfWhichNothingWasHeldHasASuccessorToo() {
    List<Succeed.Named> retired =
        List.of(retire(BOTICA, nothing()), retire(COOP, nothing()), retire(TALLER, nothing()));
    assertEquals(Optional.empty(), check(new Succeed(1, Optional.empty(), retired), 0));
  }

  @Test
  @LiesIn(Kind.SUCCEED)
  void itIsTheGenerationThatFollows() {
    Succeed honest = honest();
    assertEquals(
        Optional.of(Flaw.NOT_THE_NEXT), check(new Succeed(2, honest.last(), honest.retired()), 7));
  }

  @Test
  @LiesIn(Kind.SUCCEED)
  void itStandsBehindAsManyEntriesAsItSays() {
    assertEquals(Optional.of(Flaw.NOT_AT_ITS_PLACE), check(honest(), 8));
    Succeed nothing = new Succeed(1, Optional.empty(), honest().retired());
    assertEquals(Optional.of(Flaw.NOT_AT_ITS_PLACE), check(nothing, 7));
  }

  @Test
  @LiesIn(Kind.SUCCEED)
  void itsLastCheckpointIsItsOwners() {
    SignedNote forged = new Checkpoint(LOST, 7, tree.root(7)).sign(new SeededKey(2));
    Succeed succeed = new Succeed(1, Optional.of(forged), honest().retired());
    assertEquals(Optional.of(Flaw.NOT_THE_OWNERS), check(succeed, 7));
    SignedNote later = new Checkpoint(LOST.in(1), 7, tree.root(7)).sign(KEY);
    succeed = new Succeed(1, Optional.of(later), honest().retired());
    assertEquals(Optional.of(Flaw.NOT_THE_OWNERS), check(succeed, 7));
  }

  @Test
  void oneMemberFewerThanAQuorumIsTooFew() {
    Succeed honest = honest();
    Succeed two = new Succeed(1, honest.last(), honest.retired().subList(0, 2));
    assertEquals(Optional.of(Flaw.TOO_FEW_RETIRED), check(two, 7));
  }

  @Test
  @LiesIn(Kind.RETIRE)
  void nobodyIsCountedTwice() {
    Succeed.Named botica = retire(BOTICA, Optional.of(signed(5)));
    var twice = List.of(botica, botica, retire(COOP, nothing()));
    assertThrows(
        IllegalArgumentException.class, () -> new Succeed(1, Optional.of(signed(7)), twice));
  }

  @Test
  @LiesIn(Kind.RETIRE)
  void itRestsOnWordsThatRetireThisLedgerAndNoOther() {
    var known = retire(BOTICA, nothing());
    for (Heard other :
        List.of(
            new Heard(COOP, new Retire(TALLER, 0, Optional.empty())),
            new Heard(COOP, new Retire(ALMACEN, 1, Optional.empty())),
            new Heard(BOTICA, new Retire(ALMACEN, 0, Optional.empty())),
            new Heard(COOP, new Retire(ALMACEN, 0, Optional.of(madeUp()))))) {
      var named = new Succeed.Named(COOP, name("other"));
      heard.put(named.entry(), other);
      Succeed succeed =
          new Succeed(1, Optional.of(signed(7)), List.of(known, named, retire(TALLER, nothing())));
      assertEquals(Optional.of(Flaw.NOT_RETIRED), check(succeed, 7), other.toString());
    }
    assertEquals(Optional.of(Flaw.NOT_RETIRED), succession.check(honest(), 7, tree, Map.of()));
  }

  @Test
  @LiesIn(Kind.RETIRE)
  void theOwnersOwnWordDoesNotCount() {
    var own = retire(ALMACEN, nothing());
    Succeed succeed =
        new Succeed(
            1,
            Optional.of(signed(7)),
            List.of(own, retire(BOTICA, nothing()), retire(COOP, nothing())));
    assertEquals(Optional.of(Flaw.NOT_RETIRED), check(succeed, 7));
  }

  /// Who was admitted since, or rests, has not cosigned what was lost.
  @Test
  @LiesIn(Kind.RETIRE)
  void whoIsNotOnTheRosterThatTheLedgerHadAdoptedRetiresNothing() {
    var stranger = retire(new MemberId("zapato"), nothing());
    Succeed succeed =
        new Succeed(
            1,
            Optional.of(signed(7)),
            List.of(retire(BOTICA, nothing()), retire(COOP, nothing()), stranger));
    assertEquals(Optional.of(Flaw.NOT_RETIRED), check(succeed, 7));
  }

  @Test
  @LiesIn(Kind.SUCCEED)
  void nothingThatAMemberHoldsIsLeftOut() {
    List<Succeed.Named> retired =
        List.of(
            retire(BOTICA, Optional.of(signed(5))),
            retire(COOP, Optional.of(signed(8))),
            retire(TALLER, nothing()));
    assertEquals(
        Optional.of(Flaw.HELD_BEYOND), check(new Succeed(1, Optional.of(signed(7)), retired), 7));
  }

  @Test
  void itGoesOnFromTheEntriesThatWereSignedFor() {
    SomeTree other = SomeTree.of(List.of(Bytes.utf8("another"), Bytes.utf8("history")));
    Succeed honest = honest();
    other.add(SomeTree.entries(2, 9));
    assertEquals(Optional.of(Flaw.OTHER_HISTORY), succession.check(honest, 7, other, heard));
    SignedNote forked = new Checkpoint(LOST, 5, other.root(5)).sign(KEY);
    List<Succeed.Named> retired =
        List.of(
            retire(BOTICA, Optional.of(forked)),
            retire(COOP, nothing()),
            retire(TALLER, nothing()));
    assertEquals(
        Optional.of(Flaw.OTHER_HISTORY), check(new Succeed(1, Optional.of(signed(7)), retired), 7));
  }

  @Test
  void whatItGoesOnFromIsCheckedThoughNobodyHeldAny() {
    SomeTree other = SomeTree.of(List.of(Bytes.utf8("another"), Bytes.utf8("history")));
    other.add(SomeTree.entries(2, 9));
    List<Succeed.Named> retired =
        List.of(retire(BOTICA, nothing()), retire(COOP, nothing()), retire(TALLER, nothing()));
    Succeed succeed = new Succeed(1, Optional.of(signed(7)), retired);
    assertEquals(Optional.of(Flaw.OTHER_HISTORY), succession.check(succeed, 7, other, heard));
    assertEquals(Optional.empty(), check(succeed, 7));
  }

  /// The owner votes by its roster like anybody.
  @Test
  @LiesIn(Kind.RETIRE)
  void theOwnersOwnWordDoesNotCountThoughItVotes() {
    var among =
        new Succession(
            ALMACEN,
            succession.before(),
            Set.of(ALMACEN, BOTICA, COOP, TALLER),
            new Quorum(4),
            SeededKey.VERIFIER);
    var own = retire(ALMACEN, nothing());
    Succeed succeed =
        new Succeed(
            1,
            Optional.of(signed(7)),
            List.of(own, retire(BOTICA, nothing()), retire(COOP, nothing())));
    assertEquals(Optional.of(Flaw.NOT_RETIRED), among.check(succeed, 7, tree, heard));
  }

  /// Counted out: whichever others cosigned and whichever retire, an honest one is in both.
  @Test
  void whoeverRetiresOneOfThemHoldsWhateverWasWitnessed() {
    for (int members = 2; members <= Quorum.MAX_MEMBERS; members++) {
      Quorum quorum = new Quorum(members);
      int inBoth = quorum.cosignatures() + quorum.retiring() - (members - 1);
      assertTrue(inBoth >= quorum.tolerated() + 1, members + " members");
    }
    assertEquals(
        List.of(0, 1, 2, 3, 4, 4, 5),
        IntStream.rangeClosed(1, 7).mapToObj(n -> new Quorum(n).retiring()).toList());
  }

  @Test
  void aGenerationHasAnOriginOfItsOwn() {
    assertEquals("0123456789abcdef/almacen/ledger-1", LOST.in(1).text());
    for (int generation : List.of(0, 1, 9, 10, 99)) {
      Origin origin = LOST.in(generation);
      assertEquals(Optional.of(origin), Origin.parse(origin.text()));
    }
    for (String wrong :
        List.of("ledger-0", "ledger-01", "ledger-100", "ledger-", "ledger-1-1", "-1")) {
      assertEquals(Optional.empty(), Origin.parse("0123456789abcdef/almacen/" + wrong), wrong);
    }
  }

  private Optional<Flaw> check(Succeed succeed, long index) {
    return succession.check(succeed, index, tree, heard);
  }

  private Succeed honest() {
    return new Succeed(
        1,
        Optional.of(signed(7)),
        List.of(
            retire(BOTICA, Optional.of(signed(7))),
            retire(COOP, Optional.of(signed(5))),
            retire(TALLER, nothing())));
  }

  private Succeed.Named retire(MemberId who, Optional<SignedNote> last) {
    var named = new Succeed.Named(who, name(who.name()));
    heard.put(named.entry(), new Heard(who, new Retire(ALMACEN, 0, last)));
    return named;
  }

  private SignedNote signed(int size) {
    return new Checkpoint(LOST, size, tree.root(size)).sign(KEY);
  }

  private SignedNote madeUp() {
    return new Checkpoint(LOST, 400, Hash.sha256(Bytes.utf8("made up"))).sign(new SeededKey(9));
  }

  private static Optional<SignedNote> nothing() {
    return Optional.empty();
  }

  private static EntryId name(String of) {
    return new EntryId(Hash.sha256(Bytes.utf8(of)));
  }
}
