package coop.minga.node.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.node.config.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HolidaysTest {
  @TempDir private Path directory;

  @Test
  void easterIsWhereTheChurchPutIt() {
    for (String day :
        List.of(
            "1954-04-18",
            "1961-04-02",
            "1981-04-19",
            "2008-03-23",
            "2011-04-24",
            "2016-03-27",
            "2018-04-01",
            "2019-04-21",
            "2038-04-25",
            "2049-04-18",
            "2076-04-19",
            "2285-03-22")) {
      LocalDate easter = LocalDate.parse(day);
      assertEquals(easter, Holidays.easter(easter.getYear()));
    }
  }

  @Test
  void aRuleHoldsEveryYearOrFromEasterOrOnce() {
    Holidays known = Holidays.of("12-25", "easter-2", "easter+60", "2017-10-31");
    for (String day :
        List.of("2017-12-25", "2030-12-25", "2019-04-19", "2018-05-31", "2017-10-31")) {
      assertTrue(known.on(LocalDate.parse(day)), day);
    }
    for (String day : List.of("2017-12-24", "2019-04-21", "2018-10-31", "2017-10-30")) {
      assertFalse(known.on(LocalDate.parse(day)), day);
    }
  }

  @Test
  void theFileMaySayWhatEachIs() throws Exception {
    Files.writeString(
        directory.resolve(Holidays.FILE), "# Bavaria\n\n01-06   # Epiphany\neaster # Sunday\n");
    Holidays known = Holidays.in(directory);
    assertEquals(2, known.rules().size());
    assertTrue(known.on(LocalDate.of(2027, 1, 6)));
    assertTrue(known.on(LocalDate.of(2027, 3, 28)));
  }

  @Test
  void aPersonsWordOnOpeningIsOfOneSiteOrOfAll() {
    Holidays known =
        Holidays.of(
            "12-25",
            "2026-12-25 open mapocho",
            "12-25 closed",
            "easter+1 open plaza sur",
            "09-17 closed");
    LocalDate christmas = LocalDate.of(2026, 12, 25);
    assertEquals(Optional.of(true), known.open("mapocho", christmas), "its own word goes first");
    assertEquals(Optional.of(false), known.open("mapocho", christmas.plusYears(1)));
    assertEquals(Optional.of(false), known.open("franklin", christmas));
    assertEquals(Optional.of(true), known.open("plaza sur", LocalDate.of(2026, 4, 6)));
    assertEquals(Optional.empty(), known.open("mapocho", LocalDate.of(2026, 4, 6)));
    assertTrue(known.on(christmas));
    assertFalse(known.on(LocalDate.of(2026, 9, 17)), "a word makes no holiday");
  }

  @Test
  void theLastWordOnADayHolds() {
    Holidays known = Holidays.of("12-24 open", "12-24 closed");
    assertEquals(Optional.of(false), known.open("mapocho", LocalDate.of(2026, 12, 24)));
  }

  @Test
  void withoutAFileThereAreNone() throws Exception {
    assertEquals(Holidays.NONE, Holidays.in(directory));
  }

  @Test
  void whatIsNoRuleIsToldWithItsLine() throws Exception {
    for (String wrong :
        List.of(
            "13-45",
            "easter+",
            "easter+400",
            "Christmas",
            "2019-02-30",
            "12.25",
            "12-25 opened",
            "open 12-25")) {
      Files.writeString(directory.resolve(Holidays.FILE), "01-01\n" + wrong + "\n");
      UserError told = assertThrows(UserError.class, () -> Holidays.in(directory));
      assertTrue(told.sentence().contains("holidays line 2: \"" + wrong + "\""), told.sentence());
    }
  }
}
