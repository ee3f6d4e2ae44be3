package coop.minga.node.witness;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The lines about witnesses outside that an operator can meet.
final class WitnessLog {
  private static final Logger LOG = LoggerFactory.getLogger("coop.minga.witness");

  private WitnessLog() {}

  static void failed(String name, String why, Duration again) {
    LOG.warn(
        "event=no-outside-cosignature witness={} why=\"{}\" again-in-seconds={}",
        name,
        why,
        again.toSeconds());
  }
}
