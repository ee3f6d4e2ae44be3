package coop.minga.node.assembly;

import coop.minga.federation.roster.Rules;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/// The rules that a charter has unless its founders agree on others.
public final class DefaultRules {
  private static final int BID_STEP = 5;
  private static final int OTHERWISE = 100;
  private static final int TRANSPORT_MILLI = 500;
  private static final int CHILLED_LIMIT_DECI_CELSIUS = 80;

  private static final Map<String, Integer> BASE_POINTS =
      Map.of(
          "bread", 60,
          "fruit", 80,
          "vegetables", 80,
          "dairy", 100,
          "meat", 120,
          "prepared", 110,
          "eggs", 100,
          "drinks", 50);

  private DefaultRules() {}

  /// The rules: closing times 11:00, 16:00 and 20:30, a bid step of 5 points per kg, a soft close
  /// of a minute and a hard one of ten, half an hour to accept and to claim, cohorts of at least 6.
  public static Rules of(ZoneId zone, boolean simulated) {
    return new Rules(
        new Rules.Time(zone, simulated),
        new Rules.Auction(
            List.of(LocalTime.of(11, 0), LocalTime.of(16, 0), LocalTime.of(20, 30)),
            BID_STEP,
            Duration.ofMinutes(1),
            Duration.ofMinutes(10)),
        Rules.Points.of(BASE_POINTS, OTHERWISE, TRANSPORT_MILLI),
        new Rules.Handover(
            Duration.ofMinutes(30), Duration.ofMinutes(30), CHILLED_LIMIT_DECI_CELSIUS),
        6);
  }
}
