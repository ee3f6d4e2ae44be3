package coop.minga.node.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import coop.minga.federation.goods.Grams;
import coop.minga.node.config.UserError;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `minga need`.
@Command(
    name = "need",
    description = {
      "Says what a kitchen needs, in the clear and for good; every member reads it.",
      "Without a site: lists what everybody's kitchens say that they need."
    })
final class NeedCommand extends Operator implements Callable<Integer> {
  private static final int WEEK = 7;

  @Parameters(index = "0", arity = "0..1", paramLabel = "SITE", description = "Which kitchen.")
  private @Nullable String site;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "CATEGORY",
      description = "Of the charter's table.")
  private @Nullable String category;

  @Option(
      names = "--grams",
      split = ",",
      paramLabel = "GRAMS",
      description = "Each day, or seven amounts from Monday on. Rounded up to 500 g; 0 ends it.")
  private long[] grams = {};

  @Option(names = "--until", paramLabel = "DATE", description = "Last day. Default: 90 days.")
  private @Nullable String until;

  @Option(names = "--wish", description = "Welcome, and nobody counts on it.")
  private boolean wish;

  @Option(names = "--least", paramLabel = "GRAMS", description = "Less is not worth the way.")
  private @Nullable Long least;

  @Option(names = "--most", paramLabel = "GRAMS", description = "More is not taken on a day.")
  private @Nullable Long most;

  @Option(names = "--table", description = "States all of the imported table of needs.")
  private boolean table;

  @Override
  public Integer call() throws IOException {
    if (table) {
      return ask(question("publish-needs"), answer -> lines(answer.getAsJsonArray("stated")));
    }
    if (site == null) {
      return ask(question("needs"), answer -> lines(answer.getAsJsonArray("needs")));
    }
    return ask(need(), answer -> List.of(line(answer)));
  }

  private JsonObject need() {
    if (category == null || (grams.length != 1 && grams.length != WEEK)) {
      throw new UserError(
          "minga need",
          "A need names a site, a category and one amount or seven.",
          "For example: minga need plaza dairy --grams 4000");
    }
    JsonObject question = question("need");
    question.addProperty("site", site);
    question.addProperty("category", category);
    question.add("grams", week());
    question.addProperty("wish", wish);
    if (until != null) {
      question.addProperty("until", until);
    }
    if (least != null) {
      question.addProperty("least", least);
    }
    if (most != null) {
      question.addProperty("most", most);
    }
    return question;
  }

  private JsonArray week() {
    var week = new JsonArray();
    for (int day = 0; day < WEEK; day++) {
      week.add(grams[grams.length == 1 ? 0 : day]);
    }
    return week;
  }

  private static List<String> lines(JsonArray needs) {
    if (needs.isEmpty()) {
      return List.of("Nobody says what it needs.");
    }
    var rows = new Table("who", "site", "category", "a week", "", "until");
    for (JsonElement each : needs) {
      JsonObject need = each.getAsJsonObject();
      rows.row(
          need.has("member") ? need.get("member").getAsString() : "you",
          need.get("site").getAsString(),
          need.get("category").getAsString(),
          new Grams(inAWeek(need)),
          need.get("firm").getAsBoolean() ? "needed" : "wished",
          need.get("until").getAsString());
    }
    return rows.lines();
  }

  private static String line(JsonObject need) {
    return "%s needs %s of %s a week until %s"
        .formatted(
            need.get("site").getAsString(),
            new Grams(inAWeek(need)),
            need.get("category").getAsString(),
            need.get("until").getAsString());
  }

  private static long inAWeek(JsonObject need) {
    return StreamSupport.stream(need.getAsJsonArray("grams").spliterator(), false)
        .mapToLong(JsonElement::getAsLong)
        .sum();
  }
}
