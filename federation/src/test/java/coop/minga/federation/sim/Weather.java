package coop.minga.federation.sim;

import java.time.Duration;

/// How bad the network and the machines are.
///
/// @param lossPerMille messages that never arrive
/// @param doublePerMille messages that arrive twice
/// @param longestDelay of a message; each has its own, so that they overtake each other
/// @param crashPerMille batches after which a node crashes, some of their entries unwritten
/// @param longestDown of a crashed node
public record Weather(
    int lossPerMille,
    int doublePerMille,
    Duration longestDelay,
    int crashPerMille,
    Duration longestDown) {
  /// Nothing is lost and nothing is late.
  public static final Weather FAIR =
      new Weather(0, 0, Duration.ofMillis(50), 0, Duration.ofSeconds(1));

  /// A bad day.
  public static final Weather FOUL =
      new Weather(100, 100, Duration.ofSeconds(3), 10, Duration.ofSeconds(90));
}
