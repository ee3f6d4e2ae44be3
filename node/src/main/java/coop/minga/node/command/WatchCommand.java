package coop.minga.node.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import coop.minga.node.config.UserError;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `minga watch`: what sells otherwise than usual, who has been told, and until when it can be
/// mended before the next are told.
///
/// `--json` prints `{salesUpTo?, open: [], notRung: [], over: [], calls: []}`; an alert is `{alert,
/// site, words, grams, level, acknowledged, climbs, dueAt, plateBy, outcome?, entry?, help:
/// [{member, grams}]}`, a call `{call, by, need, category, grams, cell, plateBy, rings,
/// helpedBefore, forNothing}`.
@Command(
    name = "watch",
    description = {
      "Says what sells otherwise than usual, and who is told next if nobody mends it.",
      "What you do not mend in time is told to your organisation, and then to those who can help."
    })
final class WatchCommand extends Operator implements Callable<Integer> {
  private static final int NAME_DIGITS = 8;
  private static final int GRAMS_PER_KG = 1000;
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("EEE d MMM HH:mm", Locale.ENGLISH);

  @Option(names = "--seen", paramLabel = "ALERT", description = "You have seen it.")
  private @Nullable String seen;

  @Option(names = "--handled", paramLabel = "ALERT", description = "It is mended.")
  private @Nullable String handled;

  @Option(names = "--not-real", paramLabel = "ALERT", description = "There was nothing to mend.")
  private @Nullable String notReal;

  @Option(
      names = "--pass-up",
      paramLabel = "ALERT",
      description = "You cannot mend it: tells the next level at once.")
  private @Nullable String passUp;

  @Option(
      names = "--help-with",
      paramLabel = "CALL",
      description = "You can help another member, with about --kg; it promises nothing yet.")
  private @Nullable String call;

  @Option(names = "--kg", description = "With --help-with: about how much.")
  private int kilograms;

  @Option(names = "--all", description = "Lists those nobody was rung for, and what is over, too.")
  private boolean all;

  @Override
  public Integer call() throws IOException {
    if (call != null) {
      if (kilograms < 1) {
        throw new UserError("--help-with " + call, "no amount is named.", "Say --kg 12.");
      }
      JsonObject question = question("help");
      question.addProperty("call", call);
      question.addProperty("grams", (long) kilograms * GRAMS_PER_KG);
      return ask(question, answer -> List.of(call(answer)));
    }
    String[] whats = {"seen", "handled", "not-real", "pass-up"};
    @Nullable String[] names = {seen, handled, notReal, passUp};
    for (int i = 0; i < whats.length; i++) {
      if (names[i] != null) {
        return say(names[i], whats[i]);
      }
    }
    return ask(question("alerts"), this::told);
  }

  private int say(String alert, String what) throws IOException {
    JsonObject question = question("alert");
    question.addProperty("alert", alert);
    question.addProperty("what", what);
    return ask(question, answer -> lines(answer));
  }

  private List<String> told(JsonObject answer) {
    var lines = new ArrayList<String>();
    add(lines, answer.getAsJsonArray("open"), nothing(answer));
    for (JsonElement each : answer.getAsJsonArray("calls")) {
      lines.add(call(each.getAsJsonObject()));
    }
    JsonArray notRung = answer.getAsJsonArray("notRung");
    if (all) {
      lines.add("Nobody was rung for these:");
      add(lines, notRung, "None.");
      lines.add("Over:");
      add(lines, answer.getAsJsonArray("over"), "None.");
    } else if (!notRung.isEmpty()) {
      lines.add(notRung.size() + " more are in a list nobody is rung for: minga watch --all");
    }
    return lines;
  }

  /// A watch that has nothing to look at finds nothing either, so it says up to when it looked.
  static String nothing(JsonObject answer) {
    return answer.has("salesUpTo")
        ? "Nothing waits for you, by the sales up to " + text(answer, "salesUpTo") + "."
        : "Nothing waits for you: no sales have been looked at yet.";
  }

  private static void add(List<String> lines, JsonArray alerts, String none) {
    if (alerts.isEmpty()) {
      lines.add(none);
    }
    alerts.forEach(each -> lines.addAll(lines(each.getAsJsonObject())));
  }

  static List<String> lines(JsonObject alert) {
    var lines = new ArrayList<String>();
    lines.add(text(alert, "alert") + "  " + text(alert, "words"));
    lines.add(
        String.format(
            Locale.ROOT,
            "  %.1f kg at stake. %s",
            alert.get("grams").getAsLong() / (double) GRAMS_PER_KG,
            state(alert)));
    for (JsonElement each : alert.getAsJsonArray("help")) {
      JsonObject help = each.getAsJsonObject();
      lines.add(
          "  %s can help with about %d kg."
              .formatted(text(help, "member"), help.get("grams").getAsLong() / GRAMS_PER_KG));
    }
    return lines;
  }

  private static String state(JsonObject alert) {
    if (alert.has("outcome")) {
      return switch (text(alert, "outcome")) {
        case "MENDED" -> "Handled.";
        case "NOT_REAL" -> "Not real, you said.";
        default -> "Too late: nobody mended it in time.";
      };
    }
    String until = minute(alert, "dueAt");
    boolean climbs = text(alert, "climbs").equals("PEERS");
    return switch (text(alert, "level")) {
      case "SHOP" -> "With the shop; its organisation is told " + until + ".";
      case "ORGANISATION" ->
          climbs
              ? "With the organisation; other members are told " + until + "."
              : "With the organisation, until " + minute(alert, "plateBy") + ".";
      default -> "Other members are told; over " + until + ".";
    };
  }

  private static String call(JsonObject call) {
    String need = text(call, "need").equals("TAKERS") ? "will have too much" : "will be short of";
    String before =
        call.get("rings").getAsBoolean()
            ? ""
            : " Nobody is rung: of its calls that somebody answered, %d were for nothing."
                .formatted(call.get("forNothing").getAsInt());
    return "%s  %s %s %s, about %d kg, until %s.%s"
        .formatted(
            text(call, "call").substring(0, NAME_DIGITS),
            text(call, "by"),
            need,
            text(call, "category"),
            call.get("grams").getAsLong() / GRAMS_PER_KG,
            minute(call, "plateBy"),
            before);
  }

  private static String minute(JsonObject told, String key) {
    return MINUTE.format(Instant.parse(text(told, key)).atZone(ZoneId.systemDefault()));
  }

  private static String text(JsonObject told, String key) {
    return told.get(key).getAsString();
  }
}
