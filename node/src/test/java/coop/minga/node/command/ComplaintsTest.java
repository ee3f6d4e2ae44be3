package coop.minga.node.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.node.config.UserError;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class ComplaintsTest {
  private final StringWriter err = new StringWriter();

  @Test
  void aMistakeOfTheOperatorIsOneLineAndExitCodeTwo() {
    int code =
        run(() -> {
          throw new UserError("sales.csv line 3", "there is no date.", "Add one.");
        });

    assertEquals(2, code);
    assertEquals("sales.csv line 3: there is no date. Add one.", err.toString().strip());
  }

  @Test
  void aMissingFileIsNamedAndIsAFailure() {
    int code =
        run(() -> {
          throw new NoSuchFileException("sales.csv");
        });

    assertEquals(1, code);
    assertEquals("sales.csv: there is no such file.", err.toString().strip());
  }

  @Test
  void aFaultOfOursKeepsItsStackTrace() {
    int code =
        run(() -> {
          throw new IllegalStateException("the tree shrank");
        });

    assertEquals(1, code);
    assertTrue(err.toString().contains("\tat "), err::toString);
  }

  @Test
  void anUnknownOptionSaysWhereHelpIs() {
    int code = run(() -> 0, "--nonsense");

    assertEquals(2, code);
    assertTrue(err.toString().contains("--nonsense"), err::toString);
    assertTrue(err.toString().contains("Try 'errand --help'."), err::toString);
    assertFalse(err.toString().contains("\tat "), err::toString);
  }

  private int run(Callable<Integer> work, String... args) {
    return Minga.tellingErrors(new CommandLine(new Errand(work)))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  @Command(name = "errand")
  private record Errand(Callable<Integer> work) implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
      return work.call();
    }
  }
}
