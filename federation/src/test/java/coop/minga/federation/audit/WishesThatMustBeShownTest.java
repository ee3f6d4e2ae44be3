package coop.minga.federation.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.minga.federation.disclosure.About;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.Succeed;
import coop.minga.federation.negotiation.Expire;
import coop.minga.federation.negotiation.Mismatch;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.SomeCharter;
import coop.minga.federation.sim.Town;
import coop.minga.federation.surplus.Clauses;
import coop.minga.federation.surplus.GiversWishes;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.VetoReason;
import coop.minga.federation.surplus.Withdraw;
import coop.minga.federation.wire.Said;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Almacen wishes that Tia had none of its cheese. When must everybody have seen that?
class WishesThatMustBeShownTest {
  private static final MemberId ALMACEN = new MemberId("almacen");
  private static final Roster ROSTER =
      Roster.of(SomeCharter.signed("almacen", "botica", "taller", "tia"), SeededKey.VERIFIER);
  private static final Duration AN_HOUR = Duration.ofHours(1);
  private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

  private final List<Found> ledger = new ArrayList<>();

  @Test
  void whoTookALotBackShowsItWithinTheHour() {
    offers();
    ledger.add(found(new Said.OfSurplus(new Withdraw("cheese", "it fell", 0, Town.START))));
    settlesAnother(Town.START.plusSeconds(1));
    assertEquals(List.of(), kept());
    settlesAnother(Town.START.plusSeconds(1).plus(AN_HOUR));
    assertEquals(List.of(new LotName(ALMACEN, "cheese")), kept());
  }

  /// Nobody else was told what it wished: with its disk that is gone.
  @Test
  void whoLostItsDiskNeedNotShowWhatItWishedBefore() {
    offers();
    ledger.add(found(new Said.OfSurplus(new Withdraw("cheese", "it fell", 0, Town.START))));
    ledger.add(found(new Said.OfLedger(new Succeed(1, Optional.empty(), List.of()))));
    settlesAnother(Town.START.plusSeconds(1));
    settlesAnother(Town.START.plusSeconds(1).plus(AN_HOUR));
    assertEquals(List.of(), kept());
  }

  @Test
  void aLotThatNobodyClosedIsOverByTheRulesThatItsOfferNames() {
    offers();
    Instant over = Town.CLOSES.plus(HALF_AN_HOUR);
    settlesAnother(over.plusSeconds(1));
    settlesAnother(over.plusSeconds(1).plus(AN_HOUR));
    assertEquals(List.of(), kept(_ -> HALF_AN_HOUR.plus(AN_HOUR)), "bids may still be taken");
    assertEquals(List.of(new LotName(ALMACEN, "cheese")), kept());
  }

  private void offers() {
    var vetoes = new TreeMap<>(Map.of(new MemberId("tia"), VetoReason.DISTANCE));
    Bytes salt = Hash.sha256(Bytes.utf8("salt")).value();
    Offer offer =
        Town.offer("cheese", "dairy", 3)
            .under(ROSTER.hash())
            .saying(Clauses.PLAIN)
            .wishing(new GiversWishes(new TreeMap<>(), vetoes, 0, salt));
    var about = new About(ROSTER.federationId(), ALMACEN, "cheese");
    ledger.add(found(new Said.OfSurplus(Notice.cover(about, offer, () -> salt).notice())));
  }

  private void settlesAnother(Instant at) {
    EntryId close = new EntryId(Hash.sha256(Bytes.utf8("a close")));
    ledger.add(found(new Said.OfNegotiation(new Expire("bread", 1, close, "nobody bid", at))));
  }

  private Found found(Said said) {
    var id = new EntryId(Hash.sha256(Bytes.utf8("entry " + ledger.size())));
    return new Found(id, Valley.ALMACENS, ledger.size(), said);
  }

  private List<LotName> kept() {
    return kept(_ -> HALF_AN_HOUR);
  }

  private List<LotName> kept(Function<Notice, Duration> hardClose) {
    var library = new Library(Roll.of(ROSTER, SeededKey.VERIFIER), new Findings());
    return new ShownWishes(ALMACEN, library, hardClose)
        .of(ledger).stream()
            .filter(Mismatch.WishesKept.class::isInstance)
            .map(Mismatch.WishesKept.class::cast)
            .map(Mismatch.WishesKept::lot)
            .toList();
  }
}
