package coop.minga.node.peering;

import coop.minga.federation.identity.MemberId;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The lines that an operator can meet about sessions.
final class PeeringLog {
  private static final Logger LOG = LoggerFactory.getLogger("coop.minga.node.peering");

  private PeeringLog() {}

  static void listening(String host, int port) {
    LOG.info("event=listening host={} port={}", host, port);
  }

  static void connected(MemberId peer) {
    LOG.info("event=connected peer={}", peer);
  }

  static void disconnected(MemberId peer, Refusal why) {
    LOG.info("event=disconnected peer={} reason={}", peer, why.reason());
  }

  /// A person may have to act on what is neither absence nor passing.
  static void refused(Optional<MemberId> who, Refusal why) {
    String name = who.map(MemberId::name).orElse("unknown");
    if (why == Refusal.UNREACHABLE || why == Refusal.CUT || why == Refusal.LEFT) {
      LOG.debug("event=not-connected peer={} reason={}", name, why.reason());
    } else {
      LOG.warn("event=refused peer={} reason={}", name, why.reason());
    }
  }

  static void overflowed(MemberId peer) {
    LOG.warn("event=overflowed peer={}", peer);
  }

  static void coolingDown(MemberId peer, Duration cooldown) {
    LOG.warn("event=cooling-down peer={} seconds={}", peer, cooldown.toSeconds());
  }

  static void fault(String where, Throwable cause) {
    LOG.error("event=fault where={}", where, cause);
  }

  static void blobUnreadable(MemberId asker, String blob, Throwable cause) {
    LOG.error("event=blob-unreadable asker={} blob={}", asker, blob, cause);
  }
}
