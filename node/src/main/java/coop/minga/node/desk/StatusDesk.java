package coop.minga.node.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import coop.minga.federation.audit.Counted;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Quorum;
import coop.minga.federation.wire.Statements;
import coop.minga.node.exchange.Desk;
import coop.minga.node.exchange.Exchange;
import coop.minga.node.exchange.Recollection;
import coop.minga.node.exchange.Seen;
import coop.minga.node.peering.FrameKind;
import coop.minga.node.peering.Traffic;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Says how the node is: who is reached, what is held, what a quorum holds, what went over the
/// wire.
public final class StatusDesk implements Desk {
  /// Entries that are named because a lost key signed them.
  private static final int MAX_TAKEN_BACK = 20;

  private final Exchange exchange;
  private final Sources sources;

  /// Where it looks beside the exchange.
  ///
  /// @param traffic what went to and came from each peer so far
  /// @param outside how it is with each witness outside, by name
  /// @param watch how many alerts wait for a person
  /// @param giving knows what of this member's lots waits for a person
  /// @param taking knows what of others' lots does
  /// @param carrying knows what of it that this member fetches for others does
  public record Sources(
      Supplier<Map<MemberId, Map<FrameKind, Traffic>>> traffic,
      Supplier<JsonObject> outside,
      Supplier<String> watch,
      GivingDesk giving,
      TakingDesk taking,
      CarryingDesk carrying) {}

  /// A desk of an exchange.
  public StatusDesk(Exchange exchange, Sources sources) {
    this.exchange = exchange;
    this.sources = sources;
  }

  @Override
  public void recall(Recollection all) {}

  @Override
  public Optional<JsonObject> answer(String verb, JsonObject question) {
    return verb.equals("status") ? Optional.of(status()) : Optional.empty();
  }

  private JsonObject status() {
    Quorum quorum = exchange.roster().quorum();
    var told = new JsonObject();
    told.addProperty("member", exchange.self().name());
    told.addProperty("federation", exchange.roster().federationId().toString());
    told.addProperty("roster", exchange.roster().number());
    told.addProperty("belongs", exchange.roster().contains(exchange.self()));
    if (!exchange.belonging().isConfirmed()) {
      told.addProperty("catchingUp", true);
    }
    told.addProperty("margin", Membership.margin(exchange));
    told.addProperty("watch", sources.watch().get());
    List<Waiting> waiting = waiting();
    told.add("waiting", Waiting.told(waiting));
    if (waiting.size() > Waiting.MOST_LISTED) {
      told.addProperty("moreWaiting", waiting.size() - Waiting.MOST_LISTED);
    }
    told.addProperty("now", exchange.now().toString());
    told.addProperty("members", quorum.members());
    told.addProperty("witnessesNeeded", quorum.witnesses());
    told.addProperty("tolerates", tolerates(quorum));
    var reached = new JsonArray();
    exchange.connected().forEach(peer -> reached.add(peer.name()));
    told.add("reached", reached);
    told.add("held", sizes(exchange.held()));
    told.add("witnessed", sizes(exchange.witnessed()));
    told.add("states", states());
    told.add("outsideWitnesses", sources.outside().get());
    var frozen = new JsonObject();
    exchange.frozen().forEach((member, why) -> frozen.addProperty(member.name(), why));
    told.add("frozen", frozen);
    told.add("takenBack", takenBack());
    var late = new JsonArray();
    exchange.belonging().late().forEach(member -> late.add(member.name()));
    told.add("notCosignedUntilTheyAdopt", late);
    told.addProperty("frontier", exchange.frontierHash().toString());
    traffic(told);
    return told;
  }

  private List<Waiting> waiting() {
    var all = new ArrayList<Waiting>(sources.giving().waiting());
    all.addAll(sources.taking().waiting());
    all.addAll(sources.carrying().waiting());
    return all;
  }

  /// What does not count any more since keys were lost: how much, and the newest of it.
  private JsonObject takenBack() {
    List<Seen> entries = exchange.belonging().takenBack().entries();
    var newest = new JsonArray();
    entries.stream()
        .skip(Math.max(0, entries.size() - MAX_TAKEN_BACK))
        .map(entry ->
            "%s/ledger %d: %s"
                .formatted(entry.author(), entry.index(), Statements.kindOf(entry.said())))
        .forEach(newest::add);
    var told = new JsonObject();
    told.addProperty("entries", entries.size());
    told.add("newest", newest);
    return told;
  }

  /// How far this member's own ledger has come, and what may be done with an entry at each state.
  private JsonObject states() {
    long signed = exchange.held().getOrDefault(exchange.self(), 0L);
    long witnessed = exchange.witnessed().getOrDefault(exchange.self(), 0L);
    var told = new JsonObject();
    told.addProperty(
        "signed",
        Counted.entries(signed) + ": offers, withdrawals, needs and handovers count at once");
    told.addProperty(
        "witnessed",
        Counted.entries(witnessed)
            + ": awards, answers to them and what follows may be acted upon");
    told.addProperty(
        "certified",
        "who belongs, and by which rules: the charter by all founders, what came since by"
            + " decision");
    if (signed > witnessed) {
      told.addProperty(
          "waiting", Counted.entries(signed - witnessed) + " signed and not yet witnessed");
    }
    return told;
  }

  private static String tolerates(Quorum quorum) {
    return quorum.tolerated() == 0
        ? "mistakes, not lies"
        : quorum.tolerated() + " members that lie or are silent";
  }

  private static JsonObject sizes(Map<MemberId, Long> sizes) {
    var told = new JsonObject();
    sizes.forEach((member, size) -> told.addProperty(member.name(), size));
    return told;
  }

  private void traffic(JsonObject told) {
    var bytes = new EnumMap<FrameKind, Long>(FrameKind.class);
    var frames = new EnumMap<FrameKind, Long>(FrameKind.class);
    for (Map<FrameKind, Traffic> peer : sources.traffic().get().values()) {
      peer.forEach((kind, count) -> {
        bytes.merge(kind, count.bytesOut(), Long::sum);
        frames.merge(kind, count.framesOut(), Long::sum);
      });
    }
    told.add("bytesOut", counts(bytes));
    told.add("framesOut", counts(frames));
  }

  private static JsonObject counts(Map<FrameKind, Long> counts) {
    var told = new JsonObject();
    counts.forEach((kind, count) -> told.addProperty(kind.name(), count));
    return told;
  }
}
