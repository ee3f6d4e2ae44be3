package coop.minga.node.command;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.node.config.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `minga sponsor`.
@Command(
    name = "sponsor",
    description = {
      "Bids for a kitchen that has no computer, once a member that takes nothing has seen its"
          + " paper.",
      "Its share is its own; its site is @KITCHEN, in your sites table and in minga need.",
      "Without a kitchen: lists who bids for whom."
    })
final class SponsorCommand extends Operator implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "KITCHEN",
      description = "Its name: 2 to 20 of a-z, 0-9 and -, first a letter.")
  private @Nullable String kitchen;

  @Option(
      names = "--paper",
      paramLabel = "FILE",
      description = "What its people signed; its hash alone is told, attesters must be shown it.")
  private @Nullable Path paper;

  @Option(names = "--attest", description = "Says that a sponsor's paper is so.")
  private boolean attest;

  @Override
  public Integer call() throws IOException {
    if (kitchen == null) {
      return ask(question("sponsors"), SponsorCommand::lines);
    }
    if (paper == null) {
      throw new UserError(
          "minga sponsor",
          "A kitchen's people say on paper who bids for them.",
          "Name it: minga sponsor " + kitchen + " --paper signed.pdf");
    }
    JsonObject question = question(attest ? "attest-sponsor" : "sponsor");
    question.addProperty("kitchen", kitchen);
    question.addProperty("paper", Hash.sha256(Bytes.of(Files.readAllBytes(paper))).toString());
    String when =
        attest
            ? "It counts with the next count of the ledgers."
            : "It counts once a member attests to it that is no taker and was awarded nothing.";
    return ask(question, _ -> List.of(when));
  }

  private static List<String> lines(JsonObject answer) {
    if (answer.getAsJsonArray("sponsors").isEmpty()) {
      return List.of("Nobody bids for another.");
    }
    var rows = new Table("kitchen", "site", "sponsor", "since", "attested by", "counts");
    for (JsonElement each : answer.getAsJsonArray("sponsors")) {
      JsonObject one = each.getAsJsonObject();
      var attesters = new ArrayList<String>();
      one.getAsJsonArray("attesters").forEach(who -> attesters.add(who.getAsString()));
      rows.row(
          one.get("kitchen").getAsString(),
          one.get("site").getAsString(),
          one.get("sponsor").getAsString(),
          one.get("since").getAsString(),
          attesters.isEmpty() ? "nobody yet" : String.join(", ", attesters),
          one.get("counts").getAsBoolean() ? "yes" : "no");
    }
    return rows.lines();
  }
}
