package coop.minga.federation.audit;

import static coop.minga.federation.audit.Valley.ALMACENS;
import static coop.minga.federation.audit.Valley.TALLERS;
import static coop.minga.federation.audit.Valley.TIAS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.negotiation.Debit;
import coop.minga.federation.surplus.Leg;
import coop.minga.federation.surplus.PickedUp;
import coop.minga.federation.surplus.Received;
import coop.minga.federation.wire.EntryWire;
import coop.minga.federation.wire.Said;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// What one side of a promise leaves out shows in the other's ledger.
class BothSidesOfAPromiseTest {
  private final Valley valley = new Valley();

  /// The notes alone, whatever the replay says besides.
  private List<String> told() {
    var unplayed = new Demands(Optional.empty(), false);
    Report report = new Auditor(SeededKey.VERIFIER, unplayed).audit(valley.file());
    return report.findings().stream().map(Finding::sentence).toList();
  }

  private void assertTold(String words) {
    assertTrue(told().stream().anyMatch(said -> said.contains(words)), told().toString());
  }

  @Test
  void ofHonestMembersNothingIsTold() {
    assertEquals(List.of(), told());
  }

  @Test
  void whoDoesNotSayThatItReceivedIsTold() {
    int at = valley.find(TALLERS, Received.class);
    valley.of(TALLERS).remove(at);
    assertTold("taller does not say that it received the");
  }

  @Test
  void twoAmountsOfOneHandoverAreTold() {
    change(
        TALLERS,
        Received.class,
        said -> {
          var received = (Received) ((Said.OfSurplus) said).says();
          Leg leg = received.leg();
          var fewer =
              new Leg(
                  leg.lot(),
                  leg.seq(),
                  leg.units() - 1,
                  leg.grams(),
                  leg.deciCelsius(),
                  0,
                  "",
                  leg.at());
          return new Said.OfSurplus(new Received(fewer, received.because()));
        });
    assertTold(" units, taller speaks of ");
  }

  @Test
  void aPromiseOfWhichNothingBecameIsTold() {
    drop(ALMACENS, PickedUp.class);
    drop(ALMACENS, Debit.class);
    for (TreeName taker : List.of(TALLERS, TIAS)) {
      drop(taker, Received.class);
    }
    assertTold("of almacen/yoghurt: nobody says what became of it");
  }

  @Test
  void aLedgerWhoseEndIsLeftOutIsShorterThanOthersHeldIt() {
    change(
        ALMACENS,
        Debit.class,
        said -> {
          Debit debit = (Debit) ((Said.OfNegotiation) said).says();
          return new Said.OfNegotiation(
              new Debit(
                  debit.lot(),
                  debit.seq(),
                  debit.taker(),
                  debit.grams(),
                  debit.clearingPoints(),
                  debit.because(),
                  500,
                  debit.at()));
        });
    assertTold("others held 500 entries of ");
  }

  private void change(TreeName tree, Class<?> kind, Function<Said, Said> change) {
    int at = valley.find(tree, kind);
    Said other = change.apply(valley.said(tree, at));
    valley.of(tree).set(at, valley.frame(tree.owner(), other));
  }

  private void drop(TreeName tree, Class<?> kind) {
    valley
        .of(tree)
        .removeIf(frame ->
            EntryWire.decode(frame)
                .filter(entry -> entry.header().kind() == kindOf(kind))
                .isPresent());
  }

  private static int kindOf(Class<?> kind) {
    return Map.of(PickedUp.class, 8, Received.class, 9, Debit.class, 15).getOrDefault(kind, 0);
  }
}
