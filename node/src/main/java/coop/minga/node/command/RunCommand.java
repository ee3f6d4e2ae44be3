package coop.minga.node.command;

import coop.minga.federation.audit.Counted;
import coop.minga.node.assembly.RunningNode;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.config.UserError;
import coop.minga.node.exchange.NodeLoop;
import coop.minga.node.exchange.StaleDirectoryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `minga run`: runs a node until it is stopped.
@Command(
    name = "run",
    description = "Runs the node of a directory until it is stopped (Ctrl-C or SIGTERM).",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final int SECONDS_TO_CLOSE = 15;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--dir", required = true, description = "The node's directory.")
  private Path dir = Path.of("node");

  @Option(
      names = "--while",
      hidden = true,
      description = "End when the process of this number has ended; the demonstration's nodes do.")
  private long companion;

  @Override
  public Integer call() throws IOException, InterruptedException {
    restore();
    var running = new AtomicReference<RunningNode>();
    var closed = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running.get(), closed)));
    endWithCompanion();
    try {
      while (runOnce(running) == NodeLoop.Ending.BEGINS_AGAIN) {
        spec.commandLine()
            .getErr()
            .println("A member lost a key. What rested on it is judged anew; see minga status.");
      }
      return 0;
    } catch (ExecutionException e) {
      spec.commandLine()
          .getErr()
          .printf("The node stopped and signs nothing more: %s%n", sentence(e.getCause()));
      return FAILED;
    } finally {
      closed.countDown();
    }
  }

  private static String sentence(@Nullable Throwable why) {
    return why instanceof StaleDirectoryException || why instanceof UserError
        ? String.valueOf(why.getMessage())
        : String.valueOf(why);
  }

  private NodeLoop.Ending runOnce(AtomicReference<RunningNode> running)
      throws IOException, InterruptedException, ExecutionException {
    try (RunningNode node = RunningNode.start(new NodeDirectory(dir))) {
      running.set(node);
      spec.commandLine()
          .getErr()
          .printf(
              "%s runs in %s (%s).%n",
              node.self(), node.roster().name(), Counted.members(node.roster().members().size()));
      return node.ended().get();
    }
  }

  /// First of all, if `minga restore` asked for it: the next generation of the ledger. Ended before
  /// that is done, the next start begins with it again.
  private void restore() throws IOException, InterruptedException {
    var directory = new NodeDirectory(dir);
    if (!Files.exists(directory.restoring())) {
      return;
    }
    try (RunningNode node = RunningNode.start(directory)) {
      CompletableFuture<Long> restored = node.restored().orElseThrow();
      spec.commandLine()
          .getErr()
          .printf("%s begins its ledger anew: it waits for the other members.%n", node.self());
      CompletableFuture.anyOf(restored, node.ended()).get();
      spec.commandLine()
          .getErr()
          .printf("It goes on from entry %d, all that the others hold.%n", restored.getNow(0L));
    } catch (ExecutionException e) {
      throw new IOException("the ledger was not begun anew: " + sentence(e.getCause()), e);
    }
  }

  private void endWithCompanion() {
    if (companion > 0) {
      Runnable end = () -> System.exit(FAILED);
      ProcessHandle.of(companion)
          .map(ProcessHandle::onExit)
          .ifPresentOrElse(
              exit -> {
                var _ = exit.thenRun(end);
              },
              end);
    }
  }

  private static void stop(@Nullable RunningNode node, CountDownLatch closed) {
    try {
      if (node != null) {
        node.close();
      }
      if (!closed.await(SECONDS_TO_CLOSE, TimeUnit.SECONDS)) {
        System.err.println("The node did not close in time; the next start recovers.");
      }
    } catch (IOException e) {
      System.err.println(
          "The node closed badly (" + e.getMessage() + "); the next start recovers.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
