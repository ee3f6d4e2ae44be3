package coop.minga.federation.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.disclosure.About;
import coop.minga.federation.goods.Allergen;
import coop.minga.federation.goods.Allergens;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.negotiation.Bid;
import coop.minga.federation.sim.Town;
import coop.minga.federation.surplus.Clauses;
import coop.minga.federation.surplus.Lot;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Offer;
import coop.minga.proto.v1.AvoidingBid;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is in food, and what is kept out, as entries.
class WhatIsInFoodTest {
  private static final Allergens WITH_NUTS = Allergens.of(Allergen.NUTS, Allergen.GLUTEN);
  private static final LotName LOT = new LotName(new MemberId("mapocho"), "lot");

  private static Offer bread(Optional<Allergens> contains) {
    Offer offer = Town.offer("lot", "bread", 10);
    Lot lot = offer.lot();
    return Town.offer(
        contains.map(some -> offer.of(lot.of(lot.product().containing(some)))).orElse(offer),
        Clauses.PLAIN);
  }

  private static Notice notice(Offer offer) {
    Bytes salt = Hash.sha256(Bytes.utf8("salt")).value();
    var about = new About(Hash.sha256(salt), LOT.giver(), LOT.lot());
    return Notice.cover(about, offer, () -> salt).notice();
  }

  @Test
  void anOfferThatDeclaresIsOfAVersionOfItsOwn() {
    for (Allergens contains : List.of(WITH_NUTS, Allergens.NONE)) {
      Said said = new Said.OfSurplus(notice(bread(Optional.of(contains))));
      assertEquals(6, Statements.versionOf(said));
      Bytes payload = Statements.encode(said);
      assertEquals(new Decoded.Known(said), Statements.decode(Kind.OFFER.code(), 6, payload));
      for (int before : List.of(2, 3, 4, 5)) {
        assertTrue(Statements.decode(Kind.OFFER.code(), before, payload) instanceof Decoded.Void);
      }
    }
    Said silent = new Said.OfSurplus(notice(bread(Optional.empty())));
    assertEquals(4, Statements.versionOf(silent));
    assertEquals(
        new Decoded.Void(VoidReason.NOT_A_MESSAGE),
        Statements.decode(Kind.OFFER.code(), 5, Statements.encode(silent)));
  }

  @Test
  void aBidThatSaysWhatIsKeptOutIsOfAVersionOfItsOwn() {
    Bid plain = new Bid(LOT, 1, "plaza", 10, 45, Town.CLOSES, 0, new Bid.Reach(20, 60), Town.START);
    Said said = new Said.OfNegotiation(plain.avoiding(WITH_NUTS));
    assertEquals(1, Statements.versionOf(new Said.OfNegotiation(plain)));
    assertEquals(2, Statements.versionOf(said));
    assertEquals(
        new Decoded.Known(said), Statements.decode(Kind.BID.code(), 2, Statements.encode(said)));
  }

  @Test
  void oneThatIsWrittenOtherwiseIsVoid() throws Exception {
    Bid plain = new Bid(LOT, 1, "plaza", 10, 45, Town.CLOSES, 0, new Bid.Reach(20, 60), Town.START);
    AvoidingBid right =
        AvoidingBid.parseFrom(
            Statements.encode(new Said.OfNegotiation(plain.avoiding(WITH_NUTS))).toArray());
    assertEquals(
        new Decoded.Void(VoidReason.NOT_CANONICAL), read(right.toBuilder().clearAvoids().build()));
    assertEquals(
        new Decoded.Void(VoidReason.NOT_CANONICAL),
        read(right.toBuilder().addAvoids(right.getAvoids(0)).build()));
    assertEquals(
        new Decoded.Void(VoidReason.OUT_OF_RANGE),
        read(right.toBuilder().addAvoidsValue(15).build()));
  }

  private static Decoded read(AvoidingBid bid) {
    return Statements.decode(Kind.BID.code(), 2, Bytes.of(bid.toByteArray()));
  }

  @Test
  void allergensAreWrittenAsWords() {
    assertEquals(WITH_NUTS, Allergens.listed(" Nuts, gluten"));
    assertEquals("gluten,nuts", WITH_NUTS.text());
    assertEquals(Allergens.NONE, Allergens.listed("none"));
    assertEquals("none", Allergens.NONE.text());
    for (String wrong : List.of("", "nuts,", "hazelnut", "nuts none")) {
      var refused = assertThrows(IllegalArgumentException.class, () -> Allergens.listed(wrong));
      assertTrue(
          Objects.requireNonNull(refused.getMessage())
              .endsWith(
                  "is none of the 14 allergens: gluten, crustaceans, eggs, fish, peanuts, soybeans,"
                      + " milk, nuts, celery, mustard, sesame, sulphites, lupin, molluscs"));
    }
  }
}
