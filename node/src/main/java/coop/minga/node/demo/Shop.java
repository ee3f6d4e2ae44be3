package coop.minga.node.demo;

import coop.minga.federation.identity.MemberId;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;

/// An invented shop: how large it is, how its custom goes up and down in steps, and how boldly it
/// orders.
///
/// @param size its sales against a middling shop's
/// @param boldness how many standard deviations it orders above what it expects
/// @param steps the day of each step in its level of custom, and the level from then on
record Shop(
    MemberId owner, TownSite site, double size, double boldness, TreeMap<LocalDate, Double> steps) {
  private static final double STEPS_A_DAY = 2 / 365.0;

  /// Whether it sells on that day.
  boolean isOpen(LocalDate day) {
    return site.isOpenOn(day.getDayOfWeek()) && !TownCalendar.isClosed(day);
  }

  /// Its level of custom on a day, 1 unless a street is dug up or a rival closes.
  double level(LocalDate day) {
    Map.Entry<LocalDate, Double> step = steps.floorEntry(day);
    return step == null ? 1 : step.getValue();
  }

  /// Steps over a time: from 1 to .7 or 1.3, the next one back to 1.
  static TreeMap<LocalDate, Double> drawSteps(Dice dice, LocalDate first, LocalDate last) {
    TreeMap<LocalDate, Double> steps = new TreeMap<>();
    boolean usual = true;
    for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
      if (dice.chance(STEPS_A_DAY)) {
        steps.put(day, usual ? (dice.chance(.5) ? .7 : 1.3) : 1.0);
        usual = !usual;
      }
    }
    return steps;
  }
}
