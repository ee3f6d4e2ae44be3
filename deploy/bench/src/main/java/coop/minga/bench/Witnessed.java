package coop.minga.bench;

import com.google.gson.JsonObject;
import coop.minga.federation.ledger.EntryId;
import coop.minga.node.assembly.RunningNode;
import coop.minga.node.exchange.Desk;
import coop.minga.node.exchange.Exchange;
import coop.minga.node.exchange.Recollection;
import coop.minga.node.exchange.Seen;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Five real nodes on loopback, over mutual TLS: how long it takes from entering something to
/// knowing that a quorum durably holds it.
///
/// @param figures where they go
/// @param members the five
/// @param quick fewer entries
record Witnessed(Figures figures, Members members, boolean quick) {
  private static final long PATIENCE_SECONDS = 60;
  private static final long BETWEEN_MILLIS = 50;

  /// Enters what it is asked to, and says how long it took until a quorum held it.
  private static final class Watch implements Desk {
    private final Exchange exchange;
    private final Map<EntryId, Long> entered = new HashMap<>();
    private final BlockingQueue<Long> nanos = new LinkedBlockingQueue<>();

    private Watch(Exchange exchange) {
      this.exchange = exchange;
    }

    @Override
    public void recall(Recollection all) {}

    @Override
    public void witnessed(Seen entry) {
      Optional.ofNullable(entered.remove(entry.id()))
          .ifPresent(start -> nanos.add(System.nanoTime() - start));
    }

    @Override
    public Optional<JsonObject> answer(String verb, JsonObject question) {
      if (!verb.equals("bench")) {
        return Optional.empty();
      }
      long start = System.nanoTime();
      entered.put(exchange.enter(Members.need(question.get("number").getAsInt())), start);
      return Optional.of(new JsonObject());
    }
  }

  void run() throws IOException, InterruptedException, ExecutionException {
    int entries = quick ? 100 : 600;
    var watches = new ArrayList<Watch>();
    Deque<RunningNode> nodes = new ArrayDeque<>();
    try {
      for (var directory : members.directories()) {
        nodes.add(
            RunningNode.start(
                directory,
                loop -> {
                  var watch = new Watch(loop.exchange());
                  watches.add(watch);
                  loop.add(watch);
                }));
      }
      measure(nodes.getFirst(), watches.getFirst(), entries);
    } finally {
      while (!nodes.isEmpty()) {
        nodes.removeLast().close();
      }
    }
  }

  private void measure(RunningNode node, Watch watch, int entries)
      throws InterruptedException, ExecutionException {
    // The first ones find the sessions not yet made and the code cold.
    for (int i = 0; i < entries / 5; i++) {
      time(node, watch, i);
    }
    double[] millis = new double[entries];
    for (int i = 0; i < entries; i++) {
      TimeUnit.MILLISECONDS.sleep(BETWEEN_MILLIS);
      millis[i] = time(node, watch, entries + i) / 1e6;
    }
    Arrays.sort(millis);
    print("witnessed-p50-ms", entries, millis[entries / 2]);
    print("witnessed-p99-ms", entries, millis[entries * 99 / 100]);
    burst(node, watch, entries);
  }

  /// What many at once cost: frames that this node's checkpoints made it send, an entry.
  private void burst(RunningNode node, Watch watch, int entries)
      throws InterruptedException, ExecutionException {
    long before = frames(node);
    for (int i = 0; i < entries; i++) {
      enter(node, 10 * entries + i);
    }
    for (int i = 0; i < entries; i++) {
      take(watch);
    }
    double each = (frames(node) - before) / (double) entries;
    figures.print(
        new Figures.Figure(
            "burst-frames-an-entry", Map.of("entries", entries, "nodes", 5), each, "", Map.of()));
  }

  private static long frames(RunningNode node) throws InterruptedException, ExecutionException {
    var question = new JsonObject();
    question.addProperty("do", "status");
    JsonObject out = node.ask(question).get().getAsJsonObject("framesOut");
    return out.entrySet().stream().mapToLong(each -> each.getValue().getAsLong()).sum();
  }

  private static long time(RunningNode node, Watch watch, int number)
      throws InterruptedException, ExecutionException {
    enter(node, number);
    return take(watch);
  }

  private static void enter(RunningNode node, int number)
      throws InterruptedException, ExecutionException {
    var question = new JsonObject();
    question.addProperty("do", "bench");
    question.addProperty("number", number);
    node.ask(question).get();
  }

  private static long take(Watch watch) throws InterruptedException {
    return Optional.ofNullable(watch.nanos.poll(PATIENCE_SECONDS, TimeUnit.SECONDS))
        .orElseThrow(() -> new IllegalStateException("no quorum within a minute"));
  }

  private void print(String name, int entries, double value) {
    figures.print(
        new Figures.Figure(
            name,
            Map.of("entries", entries, "nodes", members.directories().size()),
            value,
            "ms",
            Map.of()));
  }
}
