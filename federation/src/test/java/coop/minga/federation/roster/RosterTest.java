package coop.minga.federation.roster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.ledger.Witnesses;
import coop.minga.federation.wire.RosterWire;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RosterTest {
  private static final MemberId ALMACEN = new MemberId("almacen");
  private static final MemberId BOTICA = new MemberId("botica");
  private static final MemberId TALLER = new MemberId("taller");

  private final SignedCharter charter = SomeCharter.signed("almacen", "botica", "taller");
  private final Roster roster = Roster.of(charter, SeededKey.VERIFIER);

  @Test
  void aCharterThatAllSignedIsInForce() {
    assertEquals(Optional.empty(), charter.check(SeededKey.VERIFIER));
    assertEquals(Hash.sha256(charter.written()), roster.federationId());
    assertEquals(Set.of(ALMACEN, BOTICA, TALLER), roster.members().keySet());
    assertEquals(Set.of(BOTICA, TALLER), roster.others(ALMACEN));
    assertEquals(Set.of(TALLER), roster.social());
    assertEquals(Set.of(ALMACEN, BOTICA), roster.training());
    assertTrue(roster.isSocial(TALLER) && !roster.isSocial(new MemberId("nobody")));
    assertEquals(2, roster.quorum().witnesses());
    assertEquals(20, roster.rules().basePoints("dairy"));
    assertEquals(10, roster.rules().basePoints("fish"));
  }

  @Test
  void aFounderWhoHasNotSignedKeepsItFromBeingInForce() {
    SignedCharter two =
        RosterWire.unsigned(charter.charter())
            .signedBy(ALMACEN, SomeCharter.rootKey(0))
            .signedBy(TALLER, SomeCharter.rootKey(2));
    assertEquals("botica has not signed the charter", flaw(two));
    assertThrows(IllegalArgumentException.class, () -> Roster.of(two, SeededKey.VERIFIER));
  }

  @Test
  void aSignatureByAnotherKeyOrOnAnotherCharterIsNotOne() {
    String expected = "botica has a signature on the charter that is not valid";
    assertEquals(expected, flaw(charter.signedBy(BOTICA, SomeCharter.ledgerKey(1))));
    var moved = new TreeMap<>(SomeCharter.signed("almacen", "botica").signatures());
    moved.put(ALMACEN, charter.signatures().get(ALMACEN));
    moved.put(TALLER, charter.signatures().get(TALLER));
    assertEquals(expected, flaw(new SignedCharter(charter.charter(), charter.written(), moved)));
  }

  @Test
  void aStrangersSignatureIsOneTooMany() {
    SignedCharter more = charter.signedBy(new MemberId("zorro"), SomeCharter.rootKey(9));
    assertEquals("zorro signed the charter and is not a founder", flaw(more));
  }

  @Test
  void foundersAreListedOnceByNameAndShareNoKey() {
    Charter good = charter.charter();
    var reversed = good.founders().reversed();
    assertThrows(IllegalArgumentException.class, () -> with(good, reversed));
    var twice = List.of(good.founders().getFirst(), good.founders().getFirst());
    assertThrows(IllegalArgumentException.class, () -> with(good, twice));
    var sameKeys = new ArrayList<>(good.founders());
    sameKeys.set(2, SomeCharter.card("taller", 1));
    assertThrows(IllegalArgumentException.class, () -> with(good, sameKeys));
    assertThrows(IllegalArgumentException.class, () -> with(good, List.of()));
  }

  @Test
  void theWitnessesOfALedgerAreAllOthersAndOfABookNobody() {
    Witnesses witnesses = roster.witnesses(BOTICA, Tree.LEDGER);
    assertEquals(List.of(roster.mirrorKey(ALMACEN), roster.mirrorKey(TALLER)), witnesses.mirrors());
    assertEquals(1, witnesses.needed());
    assertEquals(0, roster.witnesses(BOTICA, Tree.BOOK).needed());
    String prefix = roster.federationId().toString().substring(0, 16);
    assertEquals(prefix + "/botica/book", roster.ledgerKey(BOTICA, Tree.BOOK).name());
    assertEquals(prefix + "/taller/mirror", roster.mirrorKey(TALLER).name());
  }

  private static String flaw(SignedCharter charter) {
    return charter.check(SeededKey.VERIFIER).orElseThrow().sentence();
  }

  private static Charter with(Charter charter, List<MemberCard> founders) {
    return new Charter(charter.name(), charter.founded(), founders, charter.rules());
  }
}
