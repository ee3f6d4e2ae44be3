package coop.minga.node.peering;

/// How fast a peer may talk: two rates, entries and bytes, each with a burst. It never drops; it
/// says how long to read no more.
///
/// The generic cell rate algorithm (ITU-T I.371, annex A): one time stamp a rate instead of a
/// counter and a timer. Not for two threads at once.
final class Meter {
  /// The most entries that may be owed to us at once.
  static final long MAX_CREDIT = 100_000;

  private static final double SECOND = 1e9;
  private static final int BYTES_BURST_SECONDS = 2;

  private final Rate entries;
  private final Rate bytes;
  private long credit;

  Meter(PeeringSettings.Limits limits, long nowNanos) {
    this.entries = new Rate(limits.entriesPerSecond(), limits.entryBurst(), nowNanos);
    long burst = (long) BYTES_BURST_SECONDS * limits.bytesPerSecond();
    this.bytes = new Rate(limits.bytesPerSecond(), burst, nowNanos);
  }

  /// We asked for so many entries: they will not count.
  void grant(long asked) {
    credit = Math.min(MAX_CREDIT, credit + Math.min(MAX_CREDIT, asked));
  }

  /// Counts a frame.
  ///
  /// @param carried its entries; a frame without any counts as one
  /// @return for how many nanoseconds nothing more should be read; 0 or more
  long charge(int carried, int size, long nowNanos) {
    long owed = Math.min(credit, carried);
    credit -= owed;
    long pushed = owed > 0 ? carried - owed : Math.max(1, carried);
    return Math.max(entries.charge(pushed, nowNanos), bytes.charge(size, nowNanos));
  }

  private static final class Rate {
    private final double nanosEach;
    private final double burstNanos;
    private double fullyPaid; // the moment at which all that was counted is paid for

    Rate(long perSecond, long burst, long nowNanos) {
      this.nanosEach = SECOND / (double) perSecond;
      this.burstNanos = (double) burst * nanosEach;
      this.fullyPaid = (double) nowNanos;
    }

    long charge(long amount, long nowNanos) {
      fullyPaid = Math.max(fullyPaid, (double) nowNanos) + (double) amount * nanosEach;
      return Math.max(0, (long) (fullyPaid - burstNanos - (double) nowNanos));
    }
  }
}
