package coop.minga.node.demo;

import com.google.gson.JsonObject;
import java.util.Optional;
import java.util.Set;

/// Reads what a giver's or a taker's node says of its lots.
final class Session {
  private static final Set<String> UNANSWERED = Set.of("OPEN");

  private Session() {}

  /// No bid waits for its reply.
  static boolean isQuiet(JsonObject bids) {
    return bids.get("wanting").getAsBoolean()
        && Nodes.each(bids, "bids").stream().noneMatch(bid -> bid.get("waiting").getAsBoolean());
  }

  /// Bids made so far.
  static long bids(JsonObject bids) {
    return Nodes.each(bids, "bids").stream().mapToLong(bid -> bid.get("bids").getAsLong()).sum();
  }

  static boolean allClosed(JsonObject lots) {
    return Nodes.each(lots, "lots").stream()
        .noneMatch(lot -> lot.get("stage").getAsString().equals("open"));
  }

  static boolean allAnswered(JsonObject lots) {
    return noneIn(lots, UNANSWERED);
  }

  static boolean noneAccepted(JsonObject lots) {
    return noneIn(lots, Set.of("ACCEPTED"));
  }

  static boolean allSettled(JsonObject lots) {
    return Nodes.each(lots, "lots").stream().allMatch(lot -> lot.get("settled").getAsBoolean());
  }

  static Optional<JsonObject> lot(JsonObject lots, String name) {
    return Nodes.each(lots, "lots").stream()
        .filter(lot -> lot.get("lot").getAsString().equals(name))
        .findFirst();
  }

  private static boolean noneIn(JsonObject lots, Set<String> states) {
    return Nodes.each(lots, "lots").stream()
        .flatMap(lot -> Nodes.each(lot, "awards").stream())
        .noneMatch(award -> states.contains(award.get("state").getAsString()));
  }
}
