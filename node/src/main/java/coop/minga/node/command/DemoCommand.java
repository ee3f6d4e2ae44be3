package coop.minga.node.command;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import coop.minga.node.demo.Demo;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `minga demo`: a whole federation on this machine.
@Command(
    name = "demo",
    description = "Plays one day of a whole federation on this machine, every node a process.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--seed", description = "What the town is drawn from (${DEFAULT-VALUE}).")
  private long seed = 7;

  @Option(
      names = "--sales",
      paramLabel = "FILE",
      description = "Real sales to cut into members by their organisation column.")
  private @Nullable Path sales;

  @Option(
      names = "--dir",
      description = "Keep the nodes' directories here. Default: a temporary one, removed.")
  private @Nullable Path dir;

  @Option(names = "--json", description = "Print one JSON document to stdout; talk to stderr.")
  private boolean json;

  @Option(names = "--ask", description = "Wait for the Enter key before the lot is offered.")
  private boolean ask;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter talk = json ? spec.commandLine().getErr() : spec.commandLine().getOut();
    var settings =
        new Demo.Settings(seed, Optional.ofNullable(sales), Optional.ofNullable(dir), ask);
    Demo.Result result = new Demo(settings, talk).run();
    if (json) {
      Gson gson = new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();
      JsonObject document = result.document();
      spec.commandLine().getOut().println(gson.toJson(document));
    }
    return result.sound() ? 0 : 1;
  }
}
