package coop.minga.node.command;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import coop.minga.node.config.UserError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `minga award`.
@Command(
    name = "award",
    description = {
      "Who gets what, whom it waits for, until when, and what happens if nobody says anything.",
      "A giver may hold a lot's awards for up to 15 minutes after its close, or rule a taker out"
          + " for the sake of safety; a taker may give an award back, say that it was not to be"
          + " had, or who fetches it."
    })
final class AwardCommand extends Operator implements Callable<Integer> {
  private static final Map<String, String> CARRIED =
      Map.of("DELIVERED", "waits for the taker's signature", "OVER", "over");

  @Parameters(arity = "0..1", paramLabel = "LOT", description = "The lot's name, as listed.")
  private @Nullable String lot;

  @Option(names = "--hold", paramLabel = "REASON", description = "A giver: you want to look.")
  private @Nullable String hold;

  @Option(
      names = "--minutes",
      description = "With --hold: minutes after the close, 0 to 15. Default: 15; 0 ends a hold.")
  private @Nullable Integer minutes;

  @Option(
      names = "--rule-out",
      paramLabel = "TAKER=REASON",
      description = {
        "A giver: this taker gets nothing of a lot that is open, or held. Reasons are cold-chain,"
            + " safety-record. Shown to everybody at once, and counted."
      })
  private @Nullable String ruleOut;

  @Option(names = "--from", paramLabel = "MEMBER", description = "A taker: whose lot it is.")
  private @Nullable String giver;

  @Option(names = "--award", description = "A taker: the award's number.")
  private int award = 1;

  @Option(
      names = "--give-back",
      paramLabel = "REASON",
      description = "A taker: you will not come; the next in line is asked.")
  private @Nullable String giveBack;

  @Option(
      names = "--not-available",
      paramLabel = "REASON",
      description = "A taker: you came, and it was not to be had.")
  private @Nullable String notAvailable;

  @Option(
      names = "--carrier",
      paramLabel = "MEMBER",
      description = "A taker: this member fetches it for you; yourself, if nobody does after all.")
  private @Nullable String carrier;

  @Override
  public Integer call() throws IOException {
    if (lot == null) {
      int given = ask(question("lots"), AwardCommand::given);
      int taken = given != 0 ? given : ask(question("bids"), AwardCommand::taken);
      return taken != 0 ? taken : ask(question("carriages"), AwardCommand::carried);
    }
    if (hold != null) {
      JsonObject question = question("hold");
      question.addProperty("lot", lot);
      question.addProperty("reason", hold);
      if (minutes != null) {
        question.addProperty("minutes", minutes);
      }
      return ask(question, answer -> List.of(stage(answer)));
    }
    if (ruleOut != null) {
      return ask(ruling(lot, ruleOut), answer -> List.of(stage(answer)));
    }
    if (carrier != null) {
      return ask(sending(lot, carrier), AwardCommand::taken);
    }
    return ask(claim(), answer -> answer.has("carriages") ? carried(answer) : taken(answer));
  }

  private JsonObject sending(String named, String member) {
    if (giver == null) {
      throw new UserError(
          "--carrier",
          "Whose lot it is must be said.",
          "For example: minga award %s --from mapocho --carrier %s".formatted(named, member));
    }
    JsonObject question = question("carrier");
    question.addProperty("giver", giver);
    question.addProperty("lot", named);
    question.addProperty("seq", award);
    question.addProperty("carrier", member);
    return question;
  }

  private static JsonObject ruling(String lot, String said) {
    int equals = said.indexOf('=');
    if (equals < 1) {
      throw new UserError(
          "--rule-out",
          "\"" + said + "\" is not a taker and a reason.",
          "For example: minga award " + lot + " --rule-out mapocho=cold-chain");
    }
    JsonObject question = question("rule-out");
    question.addProperty("lot", lot);
    question.addProperty("taker", said.substring(0, equals));
    question.addProperty("reason", said.substring(equals + 1));
    return question;
  }

  private JsonObject claim() {
    if (giver == null || (giveBack == null) == (notAvailable == null)) {
      throw new UserError(
          "minga award",
          "Of a lot one thing can be said: --hold or --rule-out by its giver, or --give-back,"
              + " --not-available or --carrier by a taker.",
          "For example: minga award dairy-4d9e8fcd2d --from mapocho --give-back \"van broke\"");
    }
    JsonObject question = question(giveBack != null ? "give-back" : "not-available");
    question.addProperty("giver", giver);
    question.addProperty("lot", lot);
    question.addProperty("seq", award);
    question.addProperty("reason", giveBack != null ? giveBack : notAvailable);
    return question;
  }

  // ---- The giver's side

  private static List<String> given(JsonObject answer) {
    var rows = new Table("lot", "award", "to", "units", "waits for", "until", "then");
    int count = 0;
    for (JsonElement each : answer.getAsJsonArray("lots")) {
      JsonObject lot = each.getAsJsonObject();
      for (JsonElement one : lot.getAsJsonArray("awards")) {
        JsonObject promise = one.getAsJsonObject();
        Wait wait = lot.has("wordBy") ? ofWord(lot, promise) : ofGiver(promise);
        rows.row(
            text(lot, "lot"),
            text(promise, "seq"),
            text(promise, "taker"),
            text(promise, "units"),
            wait.forWhom(),
            wait.until(),
            wait.then());
        count++;
      }
    }
    var lines = new ArrayList<String>();
    answer
        .getAsJsonArray("lots")
        .forEach(each -> {
          if (each.getAsJsonObject().has("awardsFrom")) {
            lines.add(stage(each.getAsJsonObject()));
          }
        });
    if (count > 0) {
      lines.add("You give:");
      rows.lines().forEach(line -> lines.add("  " + line));
    }
    return lines;
  }

  private static String stage(JsonObject lot) {
    return lot.has("awardsFrom")
        ? "%s is held: take it back with `minga offer --withdraw`, or it is awarded at %s"
            .formatted(text(lot, "lot"), text(lot, "awardsFrom"))
        : "%s is %s%s".formatted(text(lot, "lot"), text(lot, "stage"), ruledOut(lot));
  }

  private static String ruledOut(JsonObject lot) {
    List<String> takers =
        lot.getAsJsonArray("ruledOut").asList().stream().map(JsonElement::getAsString).toList();
    return takers.isEmpty() ? "" : "; ruled out: " + String.join(", ", takers);
  }

  /// Whom something waits for, until when, and what silence means.
  private record Wait(String forWhom, String until, String then) {
    private static final Wait OVER = new Wait("nobody", "-", "-");
  }

  /// What is only expected waits for a word before anything else.
  private static Wait ofWord(JsonObject lot, JsonObject promise) {
    return switch (text(promise, "state")) {
      case "OPEN", "ACCEPTED" ->
          new Wait("you: minga offer --there", text(lot, "wordBy"), "taken back, and counted");
      default -> ofGiver(promise);
    };
  }

  private static Wait ofGiver(JsonObject promise) {
    return switch (text(promise, "state")) {
      case "OPEN" -> new Wait("the taker's answer", text(promise, "answerBy"), "next in line");
      case "ACCEPTED" -> new Wait("the handover" + to(promise), text(promise, "until"), "no-show");
      case "PICKED_UP" ->
          new Wait("the taker's signature", text(promise, "until"), "debited as you say");
      default -> new Wait("nobody", "-", text(promise, "state").toLowerCase(Locale.ROOT));
    };
  }

  private static String to(JsonObject promise) {
    return promise.has("carrier") ? " to " + text(promise, "carrier") : "";
  }

  // ---- The taker's side

  private static List<String> taken(JsonObject answer) {
    var rows = new Table("lot", "award", "for", "units", "waits for", "until", "then");
    int count = 0;
    for (JsonElement each : answer.getAsJsonArray("bids")) {
      JsonObject bid = each.getAsJsonObject();
      for (JsonElement one : bid.getAsJsonArray("claims")) {
        JsonObject claim = one.getAsJsonObject();
        Wait wait = ofTaker(claim);
        rows.row(
            text(bid, "giver") + "/" + text(bid, "lot"),
            text(claim, "seq"),
            text(bid, "site"),
            text(claim, "units"),
            wait.forWhom(),
            wait.until(),
            wait.then());
        count++;
      }
    }
    var lines = new ArrayList<String>();
    if (count > 0) {
      lines.add("You get:");
      rows.lines().forEach(line -> lines.add("  " + line));
    }
    return lines;
  }

  private static Wait ofTaker(JsonObject claim) {
    if (claim.has("wordBy") && text(claim, "state").equals("ACCEPTED")) {
      String usual =
          claim.has("percentThere")
              ? " (of what it expected " + text(claim, "percentThere") + " % was there)"
              : "";
      return new Wait("the giver's word" + usual, text(claim, "wordBy"), "not there: do not go");
    }
    return switch (text(claim, "state")) {
      case "OPEN" -> new Wait("your node", text(claim, "answerBy"), "next in line");
      case "ACCEPTED" -> fetched(claim);
      case "RECEIVED" -> new Wait("nobody", "-", "received");
      default -> Wait.OVER;
    };
  }

  private static Wait fetched(JsonObject claim) {
    boolean left = claim.get("handedOver").getAsBoolean();
    String until = text(claim, "until");
    if (claim.has("carrier") && !claim.has("delivered")) {
      String who = text(claim, "carrier");
      return left
          ? new Wait(who + ", that is to bring it", until, "debited as the giver says")
          : new Wait(who + ", from " + text(claim, "from"), until, "counted as your no-show");
    }
    return left
        ? new Wait("your signature", until, "debited as the giver says")
        : new Wait("you, from " + text(claim, "from"), until, "counted as a no-show");
  }

  // ---- The carrier's side

  static List<String> carried(JsonObject answer) {
    var lines = new ArrayList<String>();
    for (JsonElement each : answer.getAsJsonArray("carriages")) {
      JsonObject job = each.getAsJsonObject();
      lines.add(
          "  %s/%s, award %s, %s units for %s: %s"
              .formatted(
                  text(job, "giver"),
                  text(job, "lot"),
                  text(job, "seq"),
                  text(job, "units"),
                  text(job, "taker"),
                  job.has("next") ? text(job, "next") : CARRIED.get(text(job, "state"))));
    }
    if (!lines.isEmpty()) {
      lines.addFirst("You carry:");
    }
    return lines;
  }

  private static String text(JsonObject object, String key) {
    return object.get(key).getAsString();
  }
}
