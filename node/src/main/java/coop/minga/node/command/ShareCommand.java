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
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `minga share`.
@Command(
    name = "share",
    description = {
      "What this member got of its fair share of contested food, and others of theirs.",
      "With --people: claims how many people it feeds, in the clear and for good.",
      "With --attest: says that a taker's claim is so, once you have seen its document."
    })
final class ShareCommand extends Operator implements Callable<Integer> {
  @Option(names = "--people", paramLabel = "N", description = "People fed a week, on average.")
  private @Nullable Integer people;

  @Option(
      names = "--need",
      paramLabel = "THOUSANDTHS",
      description = "By which each counts, as published of your area. Default: 1000.")
  private int need = 1000;

  @Option(
      names = "--for",
      paramLabel = "KITCHEN",
      description = "With --people: they are those of a kitchen for which this member bids.")
  private @Nullable String kitchen;

  @Option(names = "--method", paramLabel = "TEXT", description = "How they were counted.")
  private String method = "counted at the table";

  @Option(names = "--from", paramLabel = "DATE", description = "The first day counted.")
  private @Nullable String from;

  @Option(names = "--until", paramLabel = "DATE", description = "The last day counted.")
  private @Nullable String until;

  @Option(
      names = "--document",
      paramLabel = "FILE",
      description = "What was counted from; its hash alone is told, attesters must be shown it.")
  private @Nullable Path document;

  @Option(names = "--attest", paramLabel = "TAKER", description = "Whose claim is so.")
  private @Nullable String taker;

  @Override
  public Integer call() throws IOException {
    if (people != null) {
      return ask(claim(people), _ -> List.of("It counts once two members attest to it."));
    }
    if (taker != null) {
      return ask(attest(taker), _ -> List.of("It counts with the next count of the ledgers."));
    }
    return ask(question("share"), ShareCommand::lines);
  }

  private JsonObject claim(int number) throws IOException {
    if (from == null || until == null) {
      throw new UserError(
          "minga share",
          "A claim says of which days it is.",
          "For example: --people 180 --from 2026-08-01 --until 2026-10-31 --document count.csv");
    }
    JsonObject question = question("claim-people");
    question.addProperty("people", number);
    question.addProperty("need", need);
    question.addProperty("method", method);
    question.addProperty("from", from);
    question.addProperty("until", until);
    question.addProperty("document", hash());
    if (kitchen != null) {
      question.addProperty("for", kitchen);
    }
    return question;
  }

  private JsonObject attest(String whose) throws IOException {
    JsonObject question = question("attest-people");
    question.addProperty("taker", whose);
    question.addProperty("document", hash());
    return question;
  }

  private String hash() throws IOException {
    if (document == null) {
      throw new UserError(
          "minga share",
          "A claim rests on a document, and so does who attests to it.",
          "Name it by --document FILE.");
    }
    return Hash.sha256(Bytes.of(Files.readAllBytes(document))).toString();
  }

  private static List<String> lines(JsonObject answer) {
    var lines = new ArrayList<String>();
    lines.add(answer.get("sentence").getAsString());
    for (JsonElement each : answer.getAsJsonArray("takers")) {
      JsonObject taker = each.getAsJsonObject();
      lines.add(
          "%-20s %4d %% of its fair share (%d %% of all), bids count x%s"
              .formatted(
                  taker.get("taker").getAsString(),
                  taker.get("percent").getAsLong(),
                  taker.get("entitled").getAsLong(),
                  taker.get("counts").getAsString()));
    }
    for (JsonElement each : answer.getAsJsonArray("people")) {
      lines.add(claimed(each.getAsJsonObject()));
    }
    for (JsonElement each : answer.getAsJsonArray("doors")) {
      JsonObject door = each.getAsJsonObject();
      lines.add(
          "%-20s handovers that failed: %d by its word alone, %d by others', %d disputed"
              .formatted(
                  door.get("member").getAsString(),
                  door.get("claimed").getAsInt(),
                  door.get("against").getAsInt(),
                  door.get("disputed").getAsInt()));
    }
    answer.getAsJsonArray("vetoes").forEach(each -> lines.add(excluded(each.getAsJsonObject())));
    answer.getAsJsonArray("outlets").forEach(each -> lines.add(outlets(each.getAsJsonObject())));
    answer.getAsJsonArray("expected").forEach(each -> lines.add(expected(each.getAsJsonObject())));
    return lines;
  }

  private static final double GRAMS = 1000;

  private static String expected(JsonObject giver) {
    return "%-20s of what it only expected %d %% was there: %d lots whole, %d in part, %d not, of %d it was silent"
        .formatted(
            giver.get("member").getAsString(),
            giver.get("percentThere").getAsLong(),
            giver.get("whole").getAsInt(),
            giver.get("part").getAsInt(),
            giver.get("none").getAsInt(),
            giver.get("silent").getAsInt());
  }

  private static String excluded(JsonObject giver) {
    var reasons = new ArrayList<String>();
    giver
        .getAsJsonObject("reasons")
        .entrySet()
        .forEach(each -> reasons.add(each.getValue().getAsInt() + " " + each.getKey()));
    return "%-20s let a taker have none of a lot: %s"
        .formatted(giver.get("member").getAsString(), String.join(", ", reasons));
  }

  private static String outlets(JsonObject giver) {
    var kilograms = new ArrayList<String>();
    giver
        .getAsJsonObject("grams")
        .entrySet()
        .forEach(each ->
            kilograms.add(
                String.format(
                    Locale.ROOT,
                    "%.1f kg %s",
                    each.getValue().getAsLong() / GRAMS,
                    each.getKey())));
    return "%-20s of what no member took: %s"
        .formatted(giver.get("member").getAsString(), String.join(", ", kilograms));
  }

  private static String claimed(JsonObject claim) {
    var attesters = new ArrayList<String>();
    claim.getAsJsonArray("attesters").forEach(who -> attesters.add(who.getAsString()));
    String by = claim.get("by").getAsString();
    String member = claim.get("member").getAsString();
    return "%-20s feeds %d people a week from %s to %s (%s%s); attested by %s; collected %s meals then"
        .formatted(
            member,
            claim.get("people").getAsInt(),
            claim.get("from").getAsString(),
            claim.get("until").getAsString(),
            claim.get("method").getAsString(),
            by.equals(member) ? "" : ", says " + by,
            attesters.isEmpty() ? "nobody yet" : String.join(", ", attesters),
            claim.get("collectedMeals").getAsString());
  }
}
