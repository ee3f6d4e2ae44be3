package coop.minga.node.demo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import coop.minga.federation.identity.MemberId;
import coop.minga.node.control.ControlClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// The running nodes of a demonstration, asked as their operators would ask them.
public final class Nodes implements AutoCloseable {
  /// How often a wait looks again.
  private static final Duration GLANCE = Duration.ofMillis(60);

  private final SortedMap<MemberId, NodeProcess> processes = new TreeMap<>();

  /// Starts all of them.
  public static Nodes start(Premises premises) throws IOException {
    var nodes = new Nodes();
    try {
      for (var node : premises.nodes().entrySet()) {
        nodes.processes.put(node.getKey(), NodeProcess.start(node.getValue()));
      }
      return nodes;
    } catch (IOException e) {
      nodes.close();
      throw e;
    }
  }

  /// Everybody.
  public List<MemberId> members() {
    return List.copyOf(processes.keySet());
  }

  /// One node's process.
  public NodeProcess process(MemberId member) {
    return Optional.ofNullable(processes.get(member))
        .orElseThrow(() -> new IllegalArgumentException("no node of " + member));
  }

  /// Asks a node.
  public JsonObject ask(MemberId member, JsonObject question) throws IOException {
    try {
      return process(member).ask(question);
    } catch (ControlClient.Refused e) {
      throw new IOException(member + " refused " + question + ": " + e.getMessage(), e);
    }
  }

  /// Asks a node a question of one word.
  public JsonObject ask(MemberId member, String verb) throws IOException {
    return ask(member, question(verb));
  }

  /// A question.
  public static JsonObject question(String verb) {
    var question = new JsonObject();
    question.addProperty("do", verb);
    return question;
  }

  /// Waits until each of some nodes answers as wanted.
  ///
  /// @throws IOException if one does not in time, or its process has ended; it names the node
  public void await(String what, List<MemberId> members, Wanted wanted, Duration longest)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    for (MemberId member : members) {
      while (!answers(member, wanted)) {
        if (!process(member).isAlive()) {
          throw new IOException(
              "The node of " + member + " ended while waiting for " + what + ": see its node.log.");
        }
        if (System.nanoTime() > end) {
          throw new IOException(
              member + " is not ready within " + longest.toSeconds() + " s: " + what + ".");
        }
        TimeUnit.MILLISECONDS.sleep(GLANCE.toMillis());
      }
    }
  }

  /// A question and what its answer must be like.
  public record Wanted(String verb, Predicate<JsonObject> like) {}

  @Override
  public void close() {
    processes.values().forEach(NodeProcess::stop);
    processes.values().forEach(NodeProcess::close);
  }

  /// The objects of an array in an answer.
  static List<JsonObject> each(JsonObject answer, String name) {
    var objects = new ArrayList<JsonObject>();
    JsonArray all = answer.getAsJsonArray(name);
    for (JsonElement element : all) {
      objects.add(element.getAsJsonObject());
    }
    return objects;
  }

  private boolean answers(MemberId member, Wanted wanted) {
    try {
      return wanted.like().test(process(member).ask(question(wanted.verb())));
    } catch (IOException | ControlClient.Refused e) {
      return false;
    }
  }
}
