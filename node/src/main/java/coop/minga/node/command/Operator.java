package coop.minga.node.command;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.control.ControlClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
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
    try (var client = ControlClient.connect(new NodeDirectory(dir).control())) {
      JsonObject answer = talk.with(client);
      if (json) {
        out().println(new GsonBuilder().setPrettyPrinting().create().toJson(answer));
      } else {
        told.lines(answer).forEach(out()::println);
      }
      return 0;
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

  /// Every member of an object as a line, for answers that need no more.
  static List<String> plainly(JsonObject answer) {
    return answer.entrySet().stream().map(Operator::plainly).toList();
  }

  private static String plainly(Map.Entry<String, JsonElement> entry) {
    JsonElement value = entry.getValue();
    String text = value.isJsonPrimitive() ? value.getAsString() : value.toString();
    return String.format("%-18s %s", entry.getKey(), text);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
