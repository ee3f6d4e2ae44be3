package coop.minga.node.command;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `minga handover`.
@Command(
    name = "handover",
    description = {
      "Signs one leg of a handover: the giver's, or with --from the taker's.",
      "Cold food above the charter's limit, and hot food below its own, is rejected whatever is"
          + " said."
    })
final class HandoverCommand extends Operator implements Callable<Integer> {
  private static final int TENTHS = 10;

  @Parameters(paramLabel = "LOT", description = "The lot's name.")
  private String lot = "";

  @Option(names = "--award", required = true, description = "The award's number.")
  private int award;

  @Option(names = "--units", required = true, description = "Units that change hands.")
  private int units;

  @Option(names = "--celsius", required = true, description = "The temperature read.")
  private double celsius;

  @Option(names = "--from", paramLabel = "MEMBER", description = "A taker: whose lot it is.")
  private @Nullable String giver;

  @Option(names = "--site", description = "A taker: which of its sites received it.")
  private @Nullable String site;

  @Option(names = "--reason", description = "A taker: why units were not taken.")
  private String reason = "";

  @Override
  public Integer call() throws IOException {
    JsonObject question = question(giver == null ? "handover" : "receive");
    question.addProperty("lot", lot);
    question.addProperty("seq", award);
    question.addProperty("units", units);
    question.addProperty("deciCelsius", Math.round(celsius * TENTHS));
    if (giver != null) {
      question.addProperty("giver", giver);
      question.addProperty("site", site == null ? "" : site);
      question.addProperty("reason", reason);
    }
    return ask(question, Operator::plainly);
  }
}
