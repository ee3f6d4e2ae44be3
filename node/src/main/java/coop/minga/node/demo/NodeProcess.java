package coop.minga.node.demo;

import com.google.gson.JsonObject;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.control.ControlClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One node of a demonstration, in a process of its own. Its words go to `node.log` in its
/// directory.
///
/// It ends when told to, and by itself when the demonstration's process is gone.
public final class NodeProcess implements AutoCloseable {
  private static final int SECONDS_TO_STOP = 12;

  /// As the launcher's, less memory, and only the quick compiler: ten nodes share this machine for
  /// minutes, in which the slow one takes more than its code gives back.
  private static final List<String> FLAGS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Xmx320m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Dai.djl.offline=true",
          "-Dai.djl.pytorch.num_threads=1",
          "-Dai.djl.pytorch.num_interop_threads=1");

  private final NodeDirectory directory;
  private Process process;

  private NodeProcess(NodeDirectory directory, Process process) {
    this.directory = directory;
    this.process = process;
  }

  /// Starts the node of a directory.
  public static NodeProcess start(NodeDirectory directory) throws IOException {
    return new NodeProcess(directory, launch(directory));
  }

  /// Where the node's things are.
  public NodeDirectory directory() {
    return directory;
  }

  /// Whether it still runs.
  public boolean isAlive() {
    return process.isAlive();
  }

  /// Ends it as a power cut would: SIGKILL, no farewell.
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
      throw new IllegalStateException("process " + process.pid() + " outlives SIGKILL");
    }
  }

  /// Starts it again after [#kill].
  public void restart() throws IOException {
    process = launch(directory);
  }

  /// Asks it something.
  ///
  /// @throws IOException if it cannot be reached (yet)
  public JsonObject ask(JsonObject question) throws IOException, ControlClient.Refused {
    try (var client = ControlClient.connect(directory.control())) {
      return client.ask(question);
    }
  }

  /// Tells it to stop in order.
  public void stop() {
    process.destroy();
  }

  /// Stops it, by force if it takes too long.
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static Process launch(NodeDirectory directory) throws IOException {
    Path log = directory.root().resolve("node.log");
    return minga(
        List.of(
            "run",
            "--dir",
            directory.root().toString(),
            "--while",
            Long.toString(ProcessHandle.current().pid())),
        log);
  }

  /// Starts a `minga` command in a process of its own, without input; its words are added to a
  /// file.
  static Process minga(List<String> arguments, Path words) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("coop.minga.node.command.Minga");
    command.addAll(arguments);
    var builder = new ProcessBuilder(command);
    builder.environment().put("OMP_NUM_THREADS", "1");
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(words.toFile()));
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    return builder.start();
  }
}
