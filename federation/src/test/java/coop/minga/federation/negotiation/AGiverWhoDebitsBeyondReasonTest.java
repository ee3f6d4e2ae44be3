package coop.minga.federation.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.minga.federation.LiesIn;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Counted;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.sim.Town;
import coop.minga.federation.surplus.Offer;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Zorro enters a million tons at a million points, again and again. Whoever counts its ledger must
/// come to a settlement all the same, and to the same as everybody.
class AGiverWhoDebitsBeyondReasonTest {
  private static final MemberId PLAZA = new MemberId("plaza");
  private static final MemberId ROSA = new MemberId("rosa");
  private static final MemberId COLMENA = new MemberId("colmena");
  private static final MemberId ZORRO = new MemberId("zorro");
  private static final int TIMES = 20;

  private final Settlements settlements =
      new Settlements(_ -> Offer.MAX_POINTS, _ -> Long.MAX_VALUE);
  private int size;

  private void says(NegotiationStatement says) {
    var id = new EntryId(Hash.sha256(Bytes.utf8(size + " " + says)));
    settlements.hear(size++, new Stated.OfNegotiation(id, ZORRO, says));
  }

  private void debits(MemberId taker) {
    EntryId because = new EntryId(Hash.sha256(Bytes.utf8("nothing")));
    says(
        new Award(
            "lot",
            1,
            new Party(taker, "kitchen"),
            1,
            0,
            Town.CLOSES,
            Town.CLOSES.plusSeconds(60),
            Town.EVENING,
            because));
    says(
        new Debit(
            "lot",
            1,
            new Party(taker, "kitchen"),
            new Grams(1_000_000_000_000L),
            Offer.MAX_POINTS,
            because,
            0,
            Town.CLOSES));
  }

  @Test
  @LiesIn(Kind.DEBIT)
  void itKeepsNobodyFromReckoning() {
    var offer = new EntryId(Hash.sha256(Bytes.utf8("offer")));
    settlements.hear(size++, new Stated.OfSurplus(offer, ZORRO, Town.offer("lot", "dairy", 1)));
    debits(ROSA);
    count(1);
    for (int time = 0; time < TIMES; time++) {
      debits(PLAZA);
      debits(PLAZA);
    }
    count(2);
    debits(COLMENA);
    for (int epoch = 3; epoch <= Settlement.FIRST_EPOCHS + 1; epoch++) {
      debits(PLAZA);
      debits(ROSA);
      debits(COLMENA);
      count(epoch);
    }
    Settlement last = settlements.of(ZORRO, Settlement.FIRST_EPOCHS + 1).orElseThrow();
    assertEquals(Long.MAX_VALUE, settlements.of(ZORRO, 2).orElseThrow().handedOver());
    assertEquals(3, last.accounts().size());
    last.accounts().keySet().forEach(last::priority);
  }

  @Test
  void aNewcomerBesideSuchAmountsBeginsWithTheGreatest() {
    var day = day(Map.of(PLAZA, Long.MAX_VALUE), Map.of(PLAZA, 1L));
    Settlement first = Settlement.NONE.after(day);
    assertEquals(Long.MAX_VALUE, first.debits(PLAZA));
    var both = day(Map.of(), Map.of(PLAZA, 1L, ROSA, 1_000_000L));
    assertEquals(Long.MAX_VALUE, first.after(both).debits(ROSA));
  }

  private static Settlement.Epoch day(Map<MemberId, Long> debits, Map<MemberId, Long> entitled) {
    return new Settlement.Epoch(debits, entitled.keySet(), Long.MAX_VALUE, entitled);
  }

  private void count(int epoch) {
    settlements.hear(ZORRO, new Counted(epoch, new TreeMap<>(Map.of(ZORRO, (long) size))));
  }
}
