package coop.minga.federation.roster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuleSheetTest {
  private final Rules rules = SomeCharter.rules();

  @Test
  void whatIsOnTheSheetIsTheRulesAgain() {
    assertEquals(rules, RuleSheet.changed(rules, Map.of()));
    assertEquals(rules, RuleSheet.changed(rules, RuleSheet.of(rules)));
  }

  @Test
  void eachRuleCanBeChangedAlone() {
    RuleSheet.of(rules)
        .forEach((name, value) -> {
          String other = other(name, value);
          Rules changed = RuleSheet.changed(rules, Map.of(name, other));
          assertEquals(
              List.of(name + " from " + value + " to " + other),
              RuleSheet.differences(rules, changed));
        });
  }

  private static String other(String name, String value) {
    return switch (name) {
      case "time-zone" -> "America/Lima";
      case "closings" -> "09:30,12:00,18:15";
      default -> Integer.toString(Integer.parseInt(value) + 1);
    };
  }

  @Test
  void aCategoryIsPutOnTheTableAndTakenOff() {
    Rules fish = RuleSheet.changed(rules, Map.of("points-per-kg.fish", "90"));
    assertEquals(90, fish.basePoints("fish"));
    Rules plain = RuleSheet.changed(rules, Map.of("points-per-kg.dairy", RuleSheet.NONE));
    assertEquals(10, plain.basePoints("dairy"));
    assertEquals(
        List.of("points-per-kg.dairy from 20 to none"), RuleSheet.differences(rules, plain));
  }

  @Test
  void severalAreChangedAtOnce() {
    Rules changed =
        RuleSheet.changed(
            rules, Map.of("closings", "10:00", "soft-close-seconds", "90", "bid-step-points", "4"));
    assertEquals(List.of(LocalTime.of(10, 0)), changed.auction().closings());
    assertEquals(Duration.ofSeconds(90), changed.auction().softClose());
    assertEquals(4, changed.auction().bidStep());
    assertEquals(rules.handover(), changed.handover());
  }

  @Test
  void whatIsNoRuleOrNoValueOfOneIsToldInASentence() {
    assertSentence("there is no rule bidstep", "bidstep", "4");
    assertSentence("there is no rule points-per-kg.", "points-per-kg.", "4");
    assertSentence("bid-step-points is a whole number, not \"four\"", "bid-step-points", "four");
    assertSentence("the bid step is 1 to 10000, not 0", "bid-step-points", "0");
    assertSentence("closing times are written like", "closings", "16h");
    assertSentence("closing times rise", "closings", "16:00,11:00");
    assertSentence("a time zone is written like", "time-zone", "Valparaiso");
    assertSentence("the hard close is not before", "hard-close-seconds", "1");
    assertSentence("points-per-kg.fish is a whole number", "points-per-kg.fish", "much");
  }

  private void assertSentence(String begins, String name, String value) {
    var fault =
        assertThrows(
            IllegalArgumentException.class, () -> RuleSheet.changed(rules, Map.of(name, value)));
    String sentence = String.valueOf(fault.getMessage());
    assertEquals(begins, sentence.substring(0, Math.min(begins.length(), sentence.length())));
  }
}
