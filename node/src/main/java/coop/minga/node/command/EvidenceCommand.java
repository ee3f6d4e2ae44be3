package coop.minga.node.command;

import com.google.gson.JsonObject;
import coop.minga.federation.identity.Bytes;
import coop.minga.node.config.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `minga evidence`.
@Command(
    name = "evidence",
    description = {
      "Enters, under your name, evidence that a member signed two histories.",
      "It is a file that minga audit diff --evidence wrote, your own or an auditor's.",
      "It counts as far as it proves that; every node that checks it freezes the member."
    })
final class EvidenceCommand extends Operator implements Callable<Integer> {
  /// An entry is no longer than this.
  private static final int MOST_BYTES = 65_535;

  @Parameters(paramLabel = "FILE", description = "What was found.")
  private Path file = Path.of("found.evidence");

  @Override
  public Integer call() throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
      throw new UserError(
          file.toString(),
          "This is no file of evidence.",
          "Give one that minga audit diff --evidence wrote.");
    }
    JsonObject question = question("evidence");
    question.addProperty("statement", Bytes.of(Files.readAllBytes(file)).toString());
    return ask(question, answer -> List.of(line(answer)));
  }

  private static String line(JsonObject answer) {
    return "Entered: %s %s."
        .formatted(answer.get("member").getAsString(), answer.get("says").getAsString());
  }
}
