package coop.minga.node.demo;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import coop.minga.federation.identity.MemberId;
import coop.minga.node.assembly.RunningNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// Real nodes, all in this process: their own directories, keys, ledgers and ports, and mutual TLS
/// between them. Asked as their operators' sockets ask them.
final class Jvm implements AutoCloseable {
  private static final int SECONDS_TO_ANSWER = 60;

  private final SortedMap<MemberId, RunningNode> nodes = new TreeMap<>();

  void start(Premises premises) throws IOException {
    for (MemberId member : premises.nodes().keySet()) {
      start(premises, member);
    }
  }

  void start(Premises premises, MemberId member) throws IOException {
    nodes.put(member, RunningNode.start(premises.directory(member)));
  }

  List<MemberId> members() {
    return List.copyOf(nodes.keySet());
  }

  JsonObject ask(MemberId member, JsonObject question) throws Exception {
    return Objects.requireNonNull(nodes.get(member))
        .ask(question)
        .get(SECONDS_TO_ANSWER, TimeUnit.SECONDS);
  }

  JsonObject ask(MemberId member, String verb) throws Exception {
    return ask(member, Nodes.question(verb));
  }

  /// Every node's answer to one question, in the order of the members.
  List<JsonObject> askAll(List<MemberId> members, String verb) throws Exception {
    var answers = new ArrayList<JsonObject>();
    for (MemberId member : members) {
      answers.add(ask(member, verb));
    }
    return answers;
  }

  /// The members in whose copy of the author's ledger there is an entry of this kind about this lot
  /// and award.
  List<MemberId> holders(MemberId author, String kind, String lot, int seq) throws Exception {
    JsonObject question = Nodes.question("log");
    question.addProperty("author", author.name());
    var holders = new ArrayList<MemberId>();
    for (MemberId member : members()) {
      boolean holds =
          Nodes.each(ask(member, question), "entries").stream()
              .anyMatch(entry ->
                  entry.get("kind").getAsString().equals(kind)
                      && entry.get("lot").getAsString().equals(lot)
                      && entry.get("seq").getAsInt() == seq);
      if (holds) {
        holders.add(member);
      }
    }
    return holders;
  }

  Optional<JsonObject> lot(MemberId giver, String name) throws Exception {
    return Session.lot(ask(giver, "lots"), name);
  }

  static int size(JsonObject answer, String array) {
    return Optional.ofNullable(answer.getAsJsonArray(array)).map(JsonArray::size).orElse(0);
  }

  @Override
  public void close() throws IOException {
    for (RunningNode node : nodes.values()) {
      node.close();
    }
    nodes.clear();
  }
}
