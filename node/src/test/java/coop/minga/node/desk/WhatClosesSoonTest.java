package coop.minga.node.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.goods.DateMark;
import coop.minga.federation.goods.Place;
import coop.minga.federation.goods.Product;
import coop.minga.federation.goods.Storage;
import coop.minga.federation.roster.SomeCharter;
import coop.minga.federation.surplus.Lot;
import coop.minga.federation.surplus.Offer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Closing times are at 11:00 and 16:30. A node whose policy offers something looks at its lots
/// only while one of them is near.
final class WhatClosesSoonTest {
  private static final ZoneId SANTIAGO = ZoneId.of("America/Santiago");
  private static final LocalDate TUESDAY = LocalDate.of(2026, 11, 24);
  private static final Duration SOON = StandingPolicy.BEFORE_CLOSING;

  private final Offering offering = new Offering(SomeCharter.rules(), Offering.URGENCY_LIMIT);

  /// Flour keeps, so that it closes at whatever closing time comes next.
  private final Lot flour =
      new Lot(
          "grocery-1",
          "almacen",
          new Place(0, 0),
          new Product("flour", Optional.empty(), "grocery", Storage.AMBIENT),
          new DateMark(DateMark.Kind.BEST_BEFORE, TUESDAY.plusDays(90)),
          10,
          1000);

  private static Instant at(int hour, int minute) {
    return TUESDAY.atTime(LocalTime.of(hour, minute)).atZone(SANTIAGO).toInstant();
  }

  @Test
  void somethingClosesSoonAtThoseMinutesAtWhichAnOfferOfNowWould() {
    for (int minute = 0; minute < Duration.ofDays(1).toMinutes(); minute++) {
      Instant now = at(minute / 60, minute % 60);
      boolean soon =
          offering
              .offer(flour, now)
              .filter(offer -> !now.isBefore(offer.closesAt().minus(SOON)))
              .isPresent();
      assertEquals(soon, offering.closesWithin(SOON, now), now.toString());
    }
  }

  /// It ends today: after the last closing time nobody could eat it that waits for another.
  @Test
  void whatEndsBeforeTheNextClosingTimeClosesAloneWhileItCanStillBeEaten() {
    Lot bread =
        new Lot(
            "bread-1",
            "almacen",
            new Place(0, 0),
            new Product("bread", Optional.empty(), "bread", Storage.AMBIENT),
            new DateMark(DateMark.Kind.USE_BY, TUESDAY),
            10,
            1000);
    Offer inTime = offering.offer(bread, at(16, 0)).orElseThrow();
    assertEquals(at(16, 30), inTime.closesAt());
    assertFalse(offering.isUrgent(inTime));
    Offer urgent = offering.offer(bread, at(16, 1).plusMillis(1)).orElseThrow();
    assertEquals(at(16, 32), urgent.closesAt(), "half an hour later, at a whole minute");
    assertTrue(offering.isUrgent(urgent));
    assertEquals(Optional.empty(), urgent.fault(SANTIAGO));
    assertEquals(at(19, 44), offering.last(bread.date()));
    Offer last = offering.offer(bread, at(19, 44)).orElseThrow();
    assertEquals(at(22, 59), last.window().until());
    assertEquals(Optional.empty(), offering.offer(bread, at(19, 44).plusMillis(1)));
  }

  @Test
  void itIsNearFromTwoHoursToHalfAnHourBefore() {
    assertFalse(offering.closesWithin(SOON, at(14, 29)));
    assertTrue(offering.closesWithin(SOON, at(14, 30)));
    assertTrue(offering.closesWithin(SOON, at(16, 0)));
    assertFalse(offering.closesWithin(SOON, at(16, 1)), "an offer of now closes tomorrow");
  }
}
