package coop.minga.node.monitor;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// An alarm with its evidence in words, as a shop manager is told.
public final class Sentence {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEEE d MMMM", Locale.ENGLISH);
  private static final int PERCENT = 100;
  private static final double HALF = .5;

  private Sentence() {}

  /// One sentence, such as "Bread at Mapocho fell by about 40 % from Tuesday 24 November; 97 % sure
  /// it is a step, not one odd day."
  public static String of(Alarm alarm) {
    return subject(alarm)
        + " at "
        + alarm.site().name()
        + kinds(alarm)
        + " "
        + verb(alarm)
        + "; "
        + sure(alarm.noticed())
        + ".";
  }

  private static String subject(Alarm alarm) {
    return switch (alarm.reach()) {
      case ITEM -> alarm.what();
      case CATEGORY -> "All " + alarm.what();
      case SITE -> "Everything";
    };
  }

  private static String kinds(Alarm alarm) {
    return switch (alarm.reach()) {
      case ITEM -> "";
      case CATEGORY, SITE -> " (" + alarm.items().size() + " of " + alarm.watched() + " items)";
    };
  }

  private static String verb(Alarm alarm) {
    Noticed noticed = alarm.noticed();
    String by = percent(Math.abs(noticed.change()));
    boolean more = noticed.isMore();
    return switch (noticed.form()) {
      case ODD_DAY ->
          "sold about "
              + by
              + (more ? " more" : " less")
              + " than usual on "
              + day(noticed.since());
      case STEP -> (more ? "rose" : "fell") + " by about " + by + " from " + day(noticed.since());
      case SLOPE ->
          "has been "
              + (more ? "rising" : "falling")
              + " since "
              + day(noticed.since())
              + ", by about "
              + by
              + " so far";
    };
  }

  private static String sure(Noticed noticed) {
    Chances chances = noticed.chances();
    return switch (noticed.form()) {
      case ODD_DAY ->
          chance(chances.oddDay())
              + " that it is one odd day, "
              + chance(chances.change())
              + " that it goes on";
      case STEP ->
          chances.step() >= HALF
              ? chance(chances.step()) + " sure it is a step, not one odd day"
              : unsure(chances, "a step");
      case SLOPE ->
          chances.slope() >= HALF
              ? chance(chances.slope()) + " sure it is a slope, not a step or one odd day"
              : unsure(chances, "a slope");
    };
  }

  /// What sells little is told before anybody can be sure.
  private static String unsure(Chances chances, String likeliest) {
    return chance(chances.change())
        + " that something changed, most likely "
        + likeliest
        + "; it may be chance";
  }

  private static String day(LocalDate day) {
    return DAY.format(day);
  }

  private static String percent(double fraction) {
    return Math.round(fraction * PERCENT) + " %";
  }

  /// Never quite sure.
  private static String chance(double probability) {
    return Math.clamp(Math.round(probability * PERCENT), 1, PERCENT - 1) + " %";
  }
}
