package coop.minga.node.serving;

import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The lines of serving that an operator can meet.
final class ServingLog {
  private static final Logger LOG = LoggerFactory.getLogger("coop.minga.serving");

  private ServingLog() {}

  static void unreadable(Path file, Throwable why) {
    LOG.warn("event=unreadable-file file={} why=\"{}\"", file, why.toString());
  }
}
