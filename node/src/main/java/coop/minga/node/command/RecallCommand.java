package coop.minga.node.command;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `minga recall`.
@Command(
    name = "recall",
    description = {
      "Calls food back that may do harm: no node offers, promises or hands it over any more.",
      "With neither --gtin nor --category: lists the recalls, and who still has to look.",
      "It waits for no vote, stands under your name for good, and only you can lift it."
    })
final class RecallCommand extends Operator implements Callable<Integer> {
  private static final int NAME_DIGITS = 8;

  @Option(names = "--gtin", description = "One article, by the number under its barcode.")
  private @Nullable String gtin;

  @Option(names = "--category", description = "All of a category; needs --from.")
  private @Nullable String category;

  @Option(names = "--from", paramLabel = "DATE", description = "First date printed on it.")
  private @Nullable String from;

  @Option(
      names = "--until",
      paramLabel = "DATE",
      description = "Last date printed on it, at most 31 days. Default: the first.")
  private @Nullable String until;

  @Option(names = "--batch", description = "As printed on the pack, for people.")
  private @Nullable String batch;

  @Option(names = "--reason", description = "Why; put no names in it.")
  private @Nullable String reason;

  @Option(
      names = "--done",
      paramLabel = "RECALL",
      description = "You have looked: says so, with --units found and set aside.")
  private @Nullable String done;

  @Option(names = "--units", description = "With --done: units that were found. Default: none.")
  private int units;

  @Option(
      names = "--lift",
      paramLabel = "RECALL",
      description = "Ends a recall of your own, with --reason.")
  private @Nullable String lift;

  @Override
  public Integer call() throws IOException {
    if (done != null) {
      JsonObject question = question("acknowledge");
      question.addProperty("recall", done);
      question.addProperty("units", units);
      return ask(question, RecallCommand::one);
    }
    if (lift != null) {
      JsonObject question = question("lift");
      question.addProperty("recall", lift);
      question.addProperty("reason", reason);
      return ask(question, RecallCommand::one);
    }
    return gtin == null && category == null
        ? ask(question("recalls"), RecallCommand::all)
        : ask(recall(), RecallCommand::one);
  }

  private JsonObject recall() {
    JsonObject question = question("recall");
    add(question, "gtin", gtin);
    add(question, "category", category);
    add(question, "from", from);
    add(question, "until", until);
    add(question, "batch", batch);
    add(question, "reason", reason);
    return question;
  }

  private static void add(JsonObject question, String key, @Nullable String value) {
    if (value != null) {
      question.addProperty(key, value);
    }
  }

  private static List<String> all(JsonObject answer) {
    var lines = new ArrayList<String>();
    for (JsonElement each : answer.getAsJsonArray("recalls")) {
      lines.addAll(one(each.getAsJsonObject()));
    }
    return lines.isEmpty() ? List.of("Nothing is recalled.") : lines;
  }

  private static List<String> one(JsonObject recall) {
    var lines = new ArrayList<String>();
    String name = recall.get("recall").getAsString().substring(0, NAME_DIGITS);
    lines.add(
        "%s  %s recalled %s: %s"
            .formatted(
                name,
                recall.get("by").getAsString(),
                recall.get("covers").getAsString(),
                recall.get("reason").getAsString()));
    for (JsonElement each : recall.getAsJsonArray("lots")) {
      JsonObject lot = each.getAsJsonObject();
      lines.add(
          "  %s/%s: with %s"
              .formatted(
                  lot.get("giver").getAsString(),
                  lot.get("lot").getAsString(),
                  names(lot.getAsJsonArray("holders"))));
    }
    if (recall.get("yours").getAsBoolean()) {
      lines.add("  You hold some. Set it aside, then: minga recall --done " + name + " --units N");
    }
    lines.add("  " + state(recall));
    return lines;
  }

  private static String state(JsonObject recall) {
    String waiting = names(recall.getAsJsonArray("waitingFor"));
    return switch (recall.get("level").getAsString()) {
      case "lifted" -> "lifted " + recall.get("lifted").getAsString();
      case "answered" -> "everybody who is known to hold some has looked";
      case "holders" ->
          "waits for " + waiting + "; told to all from " + recall.get("climbsAt").getAsString();
      default -> "NOT ANSWERED for an hour by " + waiting + ": call them";
    };
  }

  private static String names(Iterable<JsonElement> names) {
    return StreamSupport.stream(names.spliterator(), false)
        .map(JsonElement::getAsString)
        .collect(Collectors.joining(", "));
  }
}
