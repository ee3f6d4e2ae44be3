package coop.minga.node.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.goods.Storage;
import coop.minga.federation.identity.Hash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TownTest {
  private static final Town TOWN = Town.generate(7, TownSize.standard());

  @TempDir Path directory;

  @Test
  void theSameSeedGivesTheSameBytesAndAnotherSeedOthers() throws IOException {
    Map<String, Hash> once = written(Town.generate(7, TownSize.small()), "once");
    Map<String, Hash> again = written(Town.generate(7, TownSize.small()), "again");
    Map<String, Hash> other = written(Town.generate(8, TownSize.small()), "other");

    assertEquals(once, again);
    assertEquals(once.keySet(), other.keySet());
    assertNotEquals(once.get("almacen-mapocho/sales.csv"), other.get("almacen-mapocho/sales.csv"));
  }

  @Test
  void retailersAreOfUnequalSizeAndTakersFollowThem() {
    assertEquals(
        List.of(6, 4, 3, 2, 2, 1, 1),
        TOWN.retailers().stream().map(member -> member.tables().sites().size()).toList());
    assertEquals(3, TOWN.takers().size());
    assertEquals(10, TOWN.members().stream().map(TownMember::id).distinct().count());
  }

  @Test
  void theSalesEndTheDayBeforeTheFirstMorningWhichIsATuesday() {
    assertEquals(DayOfWeek.TUESDAY, TOWN.morning().getDayOfWeek());
    for (TownMember member : TOWN.retailers()) {
      List<TownSale> sales = member.tables().sales();
      assertEquals(TOWN.morning().minusDays(1), sales.getLast().date());
      assertFalse(sales.getFirst().date().isBefore(TOWN.morning().minusDays(182)));
    }
  }

  @Test
  void saturdayIsTheBusiestDayAndALegalHolidayHasNoSales() {
    double saturday = meanOn(DayOfWeek.SATURDAY);
    double tuesday = meanOn(DayOfWeek.TUESDAY);

    assertTrue(saturday > 1.2 * tuesday, saturday + " against " + tuesday);
    assertFalse(sales().anyMatch(sale -> sale.date().equals(LocalDate.of(2026, 5, 1))));
  }

  @Test
  void someShopsAreClosedOnSundaysAndHaveNoRowsThen() {
    List<TownMember> closed =
        TOWN.retailers().stream()
            .filter(member -> !member.tables().sites().getFirst().isOpenOn(DayOfWeek.SUNDAY))
            .toList();

    assertTrue(closed.size() == 2 || closed.size() == 3, closed.size() + " of 7");
    for (TownMember member : closed) {
      assertFalse(
          member.tables().sales().stream()
              .anyMatch(sale -> sale.date().getDayOfWeek() == DayOfWeek.SUNDAY));
    }
  }

  @Test
  void someDaysSellOutAndSomeAreOnPromotionAtALowerPrice() {
    long rows = sales().count();
    long soldOut = sales().filter(sale -> sale.soldOut().orElseThrow()).count();
    long promoted = sales().filter(TownSale::promo).count();

    assertTrue(soldOut > rows / 100 && soldOut < rows / 8, soldOut + " of " + rows);
    assertTrue(promoted > rows / 50 && promoted < rows / 8, promoted + " of " + rows);
  }

  @Test
  void noTwoPlacesAreMoreThanTwelveKilometresApart() {
    List<Place> places =
        TOWN.members().stream()
            .flatMap(member -> member.tables().sites().stream())
            .map(TownSite::place)
            .toList();
    for (Place one : places) {
      assertTrue(places.stream().allMatch(other -> one.metresTo(other) <= 12_000));
    }
  }

  @Test
  void everyGtinIsOfTheRangeThatIsNobodysAndHasItsCheckDigit() {
    for (TownItem item : TOWN.retailers().getFirst().tables().items()) {
      assertTrue(item.gtin().matches("02[0-9]{12}"), item.gtin());
      assertEquals(TownItem.checkDigit(item.gtin().substring(0, 13)), item.gtin().charAt(13) - '0');
    }
    assertEquals(1, TownItem.checkDigit("0400638133393"), "a pen, 4006381333931");
  }

  @Test
  void theFollowedLotIsYoghurtWithTwoDaysToGoOfWhichMuchIsLeft() {
    Followed followed = TOWN.followed();
    TownMember giver = TOWN.member(followed.giver()).orElseThrow();
    TownStock lot =
        giver.tables().stock().stream()
            .filter(one -> one.site().equals(followed.site()))
            .filter(one -> one.item().equals(followed.item()))
            .findFirst()
            .orElseThrow();

    assertEquals("almacen-mapocho", followed.giver().name());
    assertEquals("yogur", followed.item());
    assertEquals(TOWN.morning().plusDays(2), lot.mark().date());
    assertEquals(followed.units(), lot.units());
    assertTrue(followed.leftOver() * 3 > followed.units(), followed::toString);
    assertTrue(giver.reallySold(lot) > 0 && giver.reallySold(lot) <= lot.units());
  }

  @Test
  void noStockIsPastItsDateOnTheFirstMorning() {
    for (TownMember member : TOWN.retailers()) {
      for (TownStock lot : member.tables().stock()) {
        assertFalse(lot.mark().date().isBefore(TOWN.morning()), lot::toString);
        assertTrue(lot.units() > 0, lot::toString);
      }
    }
  }

  @Test
  void takersDifferInNeedAndOneHasNoFreezer() {
    List<Long> needs =
        TOWN.takers().stream()
            .map(taker ->
                taker.tables().needs().stream()
                    .mapToLong(need -> need.gramsPerWeekday().get(1))
                    .sum())
            .toList();

    assertEquals(3, needs.stream().distinct().count());
    assertTrue(
        TOWN.takers().stream()
            .anyMatch(t -> t.taking().orElseThrow().capacityFor(Storage.FROZEN).value() == 0));
    assertTrue(
        TOWN.takers().stream()
            .anyMatch(t -> t.taking().orElseThrow().capacityFor(Storage.FROZEN).value() > 0));
  }

  @Test
  void whatCustomersWantAfterwardsIsNotInAnyFile() throws IOException {
    TOWN.writeTo(directory);
    assertFalse(TOWN.retailers().getFirst().afterwards().isEmpty());
    for (TownMember member : TOWN.retailers()) {
      Path sales = directory.resolve(member.id().name()).resolve("sales.csv");
      assertFalse(Files.readString(sales).contains(TOWN.morning().toString()));
    }
  }

  @Test
  void aTownThatIsTooSmallIsRefused() {
    LocalDate morning = TOWN.morning();
    List<Integer> six = List.of(1, 1, 1, 1, 1, 1);
    List<Integer> seven = List.of(1, 1, 1, 1, 1, 1, 1);
    assertThrows(IllegalArgumentException.class, () -> new TownSize(morning, 180, six, 10));
    assertThrows(IllegalArgumentException.class, () -> new TownSize(morning, 55, seven, 10));
    assertThrows(IllegalArgumentException.class, () -> new TownSize(morning, 180, seven, 13));
  }

  @Test
  void easterIsFoundAndItsFridayIsQuiet() {
    assertEquals(LocalDate.of(2026, 4, 5), TownCalendar.easter(2026));
    assertEquals(LocalDate.of(2019, 4, 21), TownCalendar.easter(2019));
    assertTrue(TownCalendar.factor(LocalDate.of(2026, 4, 3)) < 1);
  }

  private static double meanOn(DayOfWeek day) {
    return sales()
        .filter(sale -> sale.date().getDayOfWeek() == day)
        .mapToDouble(sale -> sale.quantity().doubleValue())
        .average()
        .orElseThrow();
  }

  private static Stream<TownSale> sales() {
    return TOWN.retailers().stream().flatMap(member -> member.tables().sales().stream());
  }

  private Map<String, Hash> written(Town town, String name) throws IOException {
    Path root = directory.resolve(name);
    town.writeTo(root);
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .collect(
              Collectors.toMap(
                  file -> root.relativize(file).toString(), TownTest::hash, (a, _) -> a));
    }
  }

  private static Hash hash(Path file) {
    try {
      return Hash.sha256(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
