package coop.minga.node.peering;

import java.time.Duration;

/// How a node listens, how much it takes from a peer and how long it waits for one.
///
/// @param host the address to listen on
/// @param port the port to listen on; 0 for any that is free
/// @param limits how much
/// @param patience how long
public record PeeringSettings(String host, int port, Limits limits, Patience patience) {
  /// The usual limits and waits.
  public static PeeringSettings listeningOn(String host, int port) {
    return new PeeringSettings(host, port, Limits.USUAL, Patience.USUAL);
  }

  /// The same with other limits.
  public PeeringSettings with(Limits other) {
    return new PeeringSettings(host, port, other, patience);
  }

  /// The same with other waits.
  public PeeringSettings with(Patience other) {
    return new PeeringSettings(host, port, limits, other);
  }

  /// How much.
  ///
  /// @param messageBytes the largest message that is taken
  /// @param entriesPerSecond entries that a peer may push, beyond those it was asked for; any other
  ///   frame counts as one
  /// @param entryBurst entries that it may push at once after a rest
  /// @param bytesPerSecond bytes of frames that are taken from a peer; it may burst two seconds'
  ///   worth
  /// @param queueBytes bytes that wait for a slow peer
  /// @param queueFrames frames that wait for a slow peer
  public record Limits(
      int messageBytes,
      int entriesPerSecond,
      int entryBurst,
      int bytesPerSecond,
      int queueBytes,
      int queueFrames) {
    /// A node's limits unless its owner says otherwise.
    public static final Limits USUAL =
        new Limits(1024 * 1024, 200, 2000, 2 * 1024 * 1024, 1024 * 1024, 1024);

    /// Checks that each is more than nothing.
    public Limits {
      if (Math.min(messageBytes, Math.min(entriesPerSecond, entryBurst)) < 1
          || Math.min(bytesPerSecond, Math.min(queueBytes, queueFrames)) < 1) {
        throw new IllegalArgumentException("each limit is 1 or more");
      }
    }

    /// The most of a message that is read at all: gRPC's server cuts at its limit without a word,
    /// and up to here we can say why.
    int readBytes() {
      return 2 * messageBytes;
    }
  }

  /// How long.
  ///
  /// @param greeting from the dial to the end of both Hellos
  /// @param firstRetry the most that is waited before the second dial; each further wait may be 1.6
  ///   times as long, and each is drawn evenly from zero up to that
  /// @param longestRetry the most that is ever waited between dials
  /// @param silence without any frame from a peer, until its session is cut: two missed pings
  /// @param blob without a further byte of a blob, until its fetch fails
  /// @param farewell for what is queued to leave when the node closes
  public record Patience(
      Duration greeting,
      Duration firstRetry,
      Duration longestRetry,
      Duration silence,
      Duration blob,
      Duration farewell) {
    /// A node's waits unless its owner says otherwise.
    public static final Patience USUAL =
        new Patience(
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofSeconds(120),
            Duration.ofSeconds(62),
            Duration.ofSeconds(60),
            Duration.ofSeconds(10));

    /// The same with other waits between dials.
    public Patience retrying(Duration first, Duration longest) {
      return new Patience(greeting, first, longest, silence, blob, farewell);
    }
  }
}
