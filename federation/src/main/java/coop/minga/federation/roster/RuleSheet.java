package coop.minga.federation.roster;

import static java.util.stream.Collectors.joining;

import coop.minga.federation.roster.Rules.Auction;
import coop.minga.federation.roster.Rules.Handover;
import coop.minga.federation.roster.Rules.Learning;
import coop.minga.federation.roster.Rules.Points;
import coop.minga.federation.roster.Rules.Time;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/// Rules as people read, compare and propose them: a name and a value each, in a fixed order.
///
/// Base points have a name for each category, `points-per-kg.dairy`; [#NONE] as a value takes a
/// category off the table, so that it has the points of all others.
public final class RuleSheet {
  /// The value that takes a category off the table.
  public static final String NONE = "none";

  private static final String CATEGORY = "points-per-kg.";
  private static final String ZONE = "time-zone";
  private static final String CLOSINGS = "closings";
  private static final String BID_STEP = "bid-step-points";
  private static final String SOFT_CLOSE = "soft-close-seconds";
  private static final String HARD_CLOSE = "hard-close-seconds";
  private static final String OTHERWISE = "points-per-kg-otherwise";
  private static final String TRANSPORT = "transport-milli-points";
  private static final String ACCEPT = "accept-seconds";
  private static final String CLAIM = "claim-seconds";
  private static final String CHILLED = "chilled-limit-deci-celsius";
  private static final String HOT = "hot-limit-deci-celsius";
  private static final String FROZEN = "frozen-days";
  private static final String COHORT = "smallest-cohort";
  private static final String TOGETHER = "one-cohort-up-to";
  private static final String COLLUDING = "colluding-per-thousand";

  private RuleSheet() {}

  /// Every rule by its name.
  public static SequencedMap<String, String> of(Rules rules) {
    var sheet = new LinkedHashMap<String, String>();
    sheet.put(ZONE, rules.time().zone().getId());
    sheet.put(
        CLOSINGS,
        rules.auction().closings().stream().map(LocalTime::toString).collect(joining(",")));
    sheet.put(BID_STEP, Integer.toString(rules.auction().bidStep()));
    sheet.put(SOFT_CLOSE, seconds(rules.auction().softClose()));
    sheet.put(HARD_CLOSE, seconds(rules.auction().hardClose()));
    rules
        .points()
        .perKg()
        .forEach((name, points) -> sheet.put(CATEGORY + name, Integer.toString(points)));
    sheet.put(OTHERWISE, Integer.toString(rules.points().otherwise()));
    sheet.put(TRANSPORT, Integer.toString(rules.points().transportMilli()));
    sheet.put(ACCEPT, seconds(rules.handover().accept()));
    sheet.put(CLAIM, seconds(rules.handover().claim()));
    sheet.put(CHILLED, Integer.toString(rules.handover().chilledLimitDeciCelsius()));
    sheet.put(HOT, Integer.toString(rules.handover().hotLimitDeciCelsius()));
    sheet.put(FROZEN, Integer.toString(rules.handover().frozenDays()));
    sheet.put(COHORT, Integer.toString(rules.learning().smallest()));
    sheet.put(TOGETHER, Integer.toString(rules.learning().together()));
    sheet.put(COLLUDING, Integer.toString(rules.learning().colludingPerThousand()));
    return Collections.unmodifiableSequencedMap(sheet);
  }

  /// What differs between two sheets, a sentence each.
  public static List<String> differences(Rules before, Rules after) {
    SequencedMap<String, String> old = of(before);
    SequencedMap<String, String> next = of(after);
    var names = new ArrayList<>(old.keySet());
    next.keySet().stream().filter(name -> !old.containsKey(name)).forEach(names::add);
    return names.stream()
        .filter(name -> !value(old, name).equals(value(next, name)))
        .map(name -> name + " from " + value(old, name) + " to " + value(next, name))
        .toList();
  }

  private static String value(Map<String, String> sheet, String name) {
    return sheet.getOrDefault(name, NONE);
  }

  /// The rules with some of them changed.
  ///
  /// @throws IllegalArgumentException with a sentence, if there is no rule of a name or its value
  ///   is none that it may have
  public static Rules changed(Rules before, Map<String, String> changes) {
    var sheet = new LinkedHashMap<>(of(before));
    changes.forEach((name, value) -> {
      boolean category = name.startsWith(CATEGORY) && name.length() > CATEGORY.length();
      if (!category && !sheet.containsKey(name)) {
        throw new IllegalArgumentException(
            "there is no rule " + name + ". The rules are " + String.join(", ", sheet.keySet()));
      }
      sheet.put(name, value);
    });
    return read(sheet, before.time().simulated());
  }

  private static Rules read(Map<String, String> sheet, boolean simulated) {
    return new Rules(
        new Time(zone(value(sheet, ZONE)), simulated),
        new Auction(
            Arrays.stream(value(sheet, CLOSINGS).split(",", -1)).map(RuleSheet::time).toList(),
            number(sheet, BID_STEP),
            duration(sheet, SOFT_CLOSE),
            duration(sheet, HARD_CLOSE)),
        Points.of(categories(sheet), number(sheet, OTHERWISE), number(sheet, TRANSPORT)),
        new Handover(
            duration(sheet, ACCEPT),
            duration(sheet, CLAIM),
            number(sheet, CHILLED),
            number(sheet, HOT),
            number(sheet, FROZEN)),
        new Learning(number(sheet, COHORT), number(sheet, TOGETHER), number(sheet, COLLUDING)));
  }

  private static Map<String, Integer> categories(Map<String, String> sheet) {
    var perKg = new TreeMap<String, Integer>();
    sheet.forEach((name, value) -> {
      if (name.startsWith(CATEGORY) && !value.equals(NONE)) {
        perKg.put(name.substring(CATEGORY.length()), number(sheet, name));
      }
    });
    return perKg;
  }

  private static String seconds(Duration duration) {
    return Long.toString(duration.toSeconds());
  }

  private static Duration duration(Map<String, String> sheet, String name) {
    return Duration.ofSeconds(number(sheet, name));
  }

  private static int number(Map<String, String> sheet, String name) {
    try {
      return Integer.parseInt(value(sheet, name));
    } catch (NumberFormatException _) {
      throw new IllegalArgumentException(
          name + " is a whole number, not \"" + value(sheet, name) + "\"");
    }
  }

  private static LocalTime time(String text) {
    try {
      return LocalTime.parse(text);
    } catch (DateTimeException _) {
      throw new IllegalArgumentException(
          "closing times are written like 11:00,16:30, not \"" + text + "\"");
    }
  }

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException _) {
      throw new IllegalArgumentException(
          "a time zone is written like America/Santiago, not \"" + text + "\"");
    }
  }
}
