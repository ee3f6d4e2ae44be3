package coop.minga.node.command;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `minga privacy`.
@Command(
    name = "privacy",
    description = "Says what learning together has given away of this member, and what is left.")
final class PrivacyCommand extends Operator implements Callable<Integer> {
  @Option(
      names = "--receipt",
      description =
          "What the last night in whose last epoch something left took: what it was, what an attack"
              + " on it found, what all cost.")
  private boolean receipt;

  @Override
  public Integer call() throws IOException {
    return ask(question("privacy"), receipt ? PrivacyCommand::receipt : PrivacyCommand::plain);
  }

  private static List<String> plain(JsonObject told) {
    JsonObject rest = told.deepCopy();
    rest.remove("receipt");
    return plainly(rest);
  }

  static List<String> receipt(JsonObject told) {
    var lines = new ArrayList<String>();
    JsonElement kept = told.get("receipt");
    if (kept == null) {
      lines.add(
          "There is no receipt yet: in no night's last epoch did a vector of this member leave.");
    } else {
      JsonObject receipt = kept.getAsJsonObject();
      lines.add(
          ("Epoch %d of the %d that have ended: one masked vector of %,d bytes left, which only the"
                  + " sum of all opens.")
              .formatted(
                  receipt.get("epoch").getAsLong(),
                  told.get("ended").getAsLong(),
                  receipt.get("bytes").getAsLong()));
      lines.add(receipt.get("attack").getAsString());
    }
    if (told.has("helped")) {
      String helped =
          told.get("helped").getAsBoolean() ? "The version that came of it helped here. " : "";
      lines.add(helped + TrainCommand.inUse(told));
    }
    lines.add(
        told.has("epsilon-spent")
            ? String.format(
                Locale.ROOT,
                "Spent: epsilon %.2f of %.2f, for %s, delta %s.",
                told.get("epsilon-spent").getAsDouble(),
                told.get("epsilon-budget").getAsDouble(),
                told.get("unit").getAsString(),
                told.get("delta").getAsString())
            : "No epsilon was spent: there was no noise.");
    if (told.has("epsilon-spent-of-other-unit")) {
      lines.add(
          String.format(
              Locale.ROOT,
              "The same noise counted for %s: epsilon %.2f.",
              told.get("other-unit").getAsString(),
              told.get("epsilon-spent-of-other-unit").getAsDouble()));
    }
    lines.add(told.get("promise").getAsString());
    lines.add(
        "All that left, by kind: minga egress. To take no part in the next epoch: minga rounds"
            + " --sit-out.");
    return lines;
  }
}
