package coop.minga.node.command;

import com.google.gson.JsonObject;
import coop.minga.node.config.UserError;
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
      "Where a member carries it (minga award --carrier), the giver and the carrier sign what"
          + " leaves, with --load, the carrier and the taker what arrives, with --deliver.",
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

  @Option(names = "--load", description = "A carrier: you take it over.")
  private boolean load;

  @Option(names = "--deliver", description = "A carrier: you put it before the taker.")
  private boolean deliver;

  @Option(
      names = "--reason",
      description = {
        "A taker or a carrier: why units were not taken, or how they were lost on the way.",
        "Of what a carrier brought a taker gives no reason if there was no more."
      })
  private String reason = "";

  @Override
  public Integer call() throws IOException {
    if ((load || deliver) && (giver == null || load == deliver)) {
      throw new UserError(
          "minga handover",
          "A carrier says whose lot it is, and signs one leg at a time.",
          "For example: minga handover %s --from mapocho --award %d --load --units %d --celsius 4"
              .formatted(lot, award, units));
    }
    JsonObject question = question(verb());
    question.addProperty("lot", lot);
    question.addProperty("seq", award);
    question.addProperty("units", units);
    question.addProperty("deciCelsius", Math.round(celsius * TENTHS));
    if (giver != null) {
      question.addProperty("giver", giver);
      question.addProperty("site", site == null ? "" : site);
      question.addProperty("reason", reason);
    }
    return ask(question, load || deliver ? AwardCommand::carried : Operator::plainly);
  }

  private String verb() {
    if (load || deliver) {
      return load ? "load" : "deliver";
    }
    return giver == null ? "handover" : "receive";
  }
}
