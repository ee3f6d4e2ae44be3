package coop.minga.node.command;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.control.ControlClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What the commands that ask a running node have in common. One that cannot be reached is exit
/// code 4, a no of the node's is 5.
@Command(mixinStandardHelpOptions = true)
abstract class Operator {
  private static final int UNREACHABLE = 4;
  private static final int REFUSED = 5;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--dir", required = true, description = "The node's directory.")
  private Path dir = Path.of("node");

  @Option(names = "--json", description = "Print the node's answer as it is.")
  private boolean json;

  /// A question of one word.
  static JsonObject question(String verb) {
    var question = new JsonObject();
    question.addProperty("do", verb);
    return question;
  }

  /// Asks, and prints what the node says, for people by `lines`.
  int ask(JsonObject question, Told told) throws IOException {
    return talk(client -> client.ask(question), told);
  }

  /// Asks a second question that the answer to the first gives, and prints what the node says.
  int ask(JsonObject first, UnaryOperator<JsonObject> second, Told told) throws IOException {
    return talk(client -> client.ask(second.apply(client.ask(first))), told);
  }

  /// Asks as often as it takes, and prints what the node says last.
  int talk(Talk talk, Told told) throws IOException {
    JsonObject answer;
    try (var client = ControlClient.connect(new NodeDirectory(dir).control())) {
      answer = talk.with(client);
    } catch (ControlClient.Refused e) {
      err().println("The node says no: " + e.getMessage());
      return REFUSED;
    } catch (IOException e) {
      err()
          .println(
              "The node of "
                  + dir
                  + " cannot be reached ("
                  + e.getMessage()
                  + "). Start it with: minga run --dir "
                  + dir);
      return UNREACHABLE;
    }
    if (json) {
      out().println(new GsonBuilder().setPrettyPrinting().create().toJson(answer));
    } else {
      told.lines(answer).forEach(out()::println);
    }
    return 0;
  }

  /// The node's directory.
  NodeDirectory directory() {
    return new NodeDirectory(dir);
  }

  /// What is said to a node, and its last answer.
  interface Talk {
    /// Says it.
    JsonObject with(ControlClient client) throws IOException, ControlClient.Refused;
  }

  /// How an answer is told to people.
  interface Told {
    /// Its lines.
    List<String> lines(JsonObject answer) throws IOException;
  }

  /// Every member of an object as a line, for answers that need no more: lists and numbers by name
  /// on one, objects of more indented under their name.
  static List<String> plainly(JsonObject answer) {
    return answer.entrySet().stream().flatMap(Operator::plainly).toList();
  }

  /// Until when something is of use, and how long that is: one clock for givers and takers.
  static String clock(JsonObject counted) {
    return counted.has("useful")
        ? "%s (%s)"
            .formatted(
                counted.get("usefulUntil").getAsString(), counted.get("useful").getAsString())
        : "-";
  }

  private static Stream<String> plainly(Map.Entry<String, JsonElement> entry) {
    return switch (entry.getValue()) {
      case JsonObject nested when !nested.isEmpty() && !isShort(nested) ->
          Stream.concat(
              Stream.of(entry.getKey()), plainly(nested).stream().map(line -> "  " + line));
      case JsonElement value -> Stream.of("%-18s %s".formatted(entry.getKey(), plainly(value)));
    };
  }

  private static boolean isShort(JsonObject object) {
    return object.asMap().values().stream()
        .allMatch(value -> value instanceof JsonPrimitive one && one.isNumber());
  }

  private static String plainly(JsonElement value) {
    return switch (value) {
      case JsonPrimitive one -> one.getAsString();
      case JsonArray all when !all.isEmpty() ->
          all.asList().stream().map(Operator::plainly).collect(Collectors.joining(", "));
      case JsonObject numbers when !numbers.isEmpty() ->
          numbers.entrySet().stream()
              .map(each -> each.getKey() + " " + plainly(each.getValue()))
              .collect(Collectors.joining(", "));
      default -> "-";
    };
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
