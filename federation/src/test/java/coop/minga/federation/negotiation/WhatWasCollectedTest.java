package coop.minga.federation.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.minga.federation.LiesIn;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.sim.Town;
import coop.minga.federation.surplus.Clauses;
import coop.minga.federation.surplus.Leg;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.Parent;
import coop.minga.federation.surplus.PickedUp;
import coop.minga.federation.surplus.Received;
import coop.minga.federation.surplus.SurplusStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Plaza collects from Mapocho, and hands some of it on to Rosa.
class WhatWasCollectedTest {
  private static final MemberId MAPOCHO = new MemberId("mapocho");
  private static final MemberId PLAZA = new MemberId("plaza");
  private static final MemberId ROSA = new MemberId("rosa");
  private static final Instant AT = Town.EVENING.from();
  private static final Instant LATER = AT.plus(Duration.ofDays(1));
  private static final LotName LOT = new LotName(MAPOCHO, "lot");
  private static final LotName PART = new LotName(PLAZA, "lot-part-1");

  private static EntryId some(Object what) {
    return new EntryId(Hash.sha256(Bytes.utf8(what.toString())));
  }

  private static Stated said(MemberId by, SurplusStatement says) {
    return new Stated.OfSurplus(some(by + " " + says), by, says);
  }

  private static Stated awarded(LotName lot, Party taker) {
    var award =
        new Award(
            lot.lot(),
            1,
            taker,
            10,
            0,
            Town.CLOSES,
            Town.CLOSES.plusSeconds(60),
            Town.EVENING,
            some("close"));
    return new Stated.OfNegotiation(some(lot + " " + taker), lot.giver(), award);
  }

  private static Leg leg(LotName lot, int grams, Instant at) {
    return new Leg(lot, 1, 10, new Grams(grams), 41, 0, "", at);
  }

  private static List<Stated> handedOver(LotName lot, MemberId taker, int given, int taken) {
    return List.of(
        awarded(lot, Story.party(taker.name())),
        said(lot.giver(), new PickedUp(leg(lot, given, AT))),
        said(taker, new Received(leg(lot, taken, AT), some("left"))));
  }

  private static long collected(MemberId taker, List<Stated> entries) {
    long grams = -1;
    for (List<Stated> order : List.of(entries, entries.reversed())) {
      var collected = new Collected();
      order.forEach(collected::hear);
      order.forEach(collected::hear);
      grams = collected.of(taker, AT, LATER).value();
      assertEquals(0, collected.of(taker, AT.plusMillis(1), LATER).value(), "another time");
      assertEquals(0, collected.of(taker, AT.minusSeconds(9), AT).value(), "another time");
    }
    return grams;
  }

  @Test
  @LiesIn({Kind.RECEIVED, Kind.PICKED_UP})
  void itIsWhatBothSigned() {
    assertEquals(10_000, collected(PLAZA, handedOver(LOT, PLAZA, 10_000, 10_000)));
    assertEquals(8_000, collected(PLAZA, handedOver(LOT, PLAZA, 10_000, 8_000)));
    assertEquals(8_000, collected(PLAZA, handedOver(LOT, PLAZA, 8_000, 10_000)));
    assertEquals(0, collected(PLAZA, handedOver(LOT, PLAZA, 9_000, 9_000).subList(0, 2)));
    assertEquals(0, collected(ROSA, handedOver(LOT, PLAZA, 9_000, 9_000)));
    List<Stated> mine = new ArrayList<>(handedOver(LOT, PLAZA, 9_000, 9_000).subList(0, 2));
    mine.add(said(ROSA, new Received(leg(LOT, 9_000, AT), some("left"))));
    assertEquals(0, collected(ROSA, mine), "it was not awarded to Rosa");
  }

  @Test
  void whatAHubHandsOnCountsOnceWithWhoeverEatsIt() {
    List<Stated> all = new ArrayList<>(handedOver(LOT, PLAZA, 10_000, 10_000));
    Offer part =
        Town.offer(Town.offer(PART.lot(), "dairy", 10), Clauses.PLAIN.partOf(new Parent(LOT, 1)));
    all.add(said(PLAZA, part));
    assertEquals(10_000, collected(PLAZA, all), "nobody took of it yet");
    all.addAll(handedOver(PART, ROSA, 4_000, 4_000));
    assertEquals(6_000, collected(PLAZA, all));
    assertEquals(4_000, collected(ROSA, all));
  }

  @Test
  void aKitchenWithoutAComputerCollectsForItself() {
    var kitchen = new Party(PLAZA, "@olla");
    List<Stated> all = new ArrayList<>(handedOver(LOT, PLAZA, 10_000, 10_000));
    all.set(0, awarded(LOT, kitchen));
    assertEquals(10_000, collected(new MemberId("olla"), all));
    assertEquals(0, collected(PLAZA, all));
  }
}
