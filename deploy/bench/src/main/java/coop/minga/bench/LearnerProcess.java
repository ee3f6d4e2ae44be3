package coop.minga.bench;

import com.google.gson.JsonObject;
import coop.minga.node.assembly.RunningNode;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.control.ControlClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A node that learns with its update ready ([Quick]), in a process of its own, to be killed. It
/// ends by itself when the benchmark's process is gone. Its words go to `node.log` in its
/// directory.
final class LearnerProcess implements AutoCloseable {
  /// After SIGKILL the kernel still takes back the process's memory; seven share these cores.
  private static final int SECONDS_TO_STOP = 60;

  /// Several share this machine, so only the quick compiler works, as in the demonstration.
  private static final List<String> FLAGS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Xmx320m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1");

  private final NodeDirectory directory;
  private final int place;
  private volatile Process process;

  private LearnerProcess(NodeDirectory directory, int place, Process process) {
    this.directory = directory;
    this.place = place;
    this.process = process;
  }

  static LearnerProcess start(NodeDirectory directory, int place) throws IOException {
    return new LearnerProcess(directory, place, launch(directory, place));
  }

  /// SIGKILL: no farewell.
  void kill() {
    process.destroyForcibly();
  }

  /// Starts it again once it is gone.
  void startAgain() throws IOException, InterruptedException {
    if (!process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
      throw new IllegalStateException("process " + process.pid() + " outlives SIGKILL");
    }
    process = launch(directory, place);
  }

  /// Asks it how its epochs stand.
  ///
  /// @throws IOException if it cannot be reached (yet)
  JsonObject rounds() throws IOException {
    var question = new JsonObject();
    question.addProperty("do", "rounds");
    try (var client = ControlClient.connect(directory.control())) {
      return client.ask(question);
    } catch (ControlClient.Refused e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static Process launch(NodeDirectory directory, int place) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(LearnerProcess.class.getName());
    command.addAll(List.of(directory.root().toString(), Integer.toString(place)));
    var builder = new ProcessBuilder(command);
    builder.redirectErrorStream(true);
    builder.redirectOutput(
        ProcessBuilder.Redirect.appendTo(directory.root().resolve("node.log").toFile()));
    return builder.start();
  }

  /// Runs the node of a directory until its input ends.
  public static void main(String[] words) throws IOException {
    var directory = new NodeDirectory(Path.of(words[0]));
    try (RunningNode _ = RunningNode.start(directory, new Quick(Integer.parseInt(words[1])))) {
      while (System.in.read() >= 0) {
        // The benchmark says nothing; its end is what is waited for.
      }
    }
  }
}
