package coop.minga.node.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `minga shadow`.
@Command(
    name = "shadow",
    description = {
      "What this member would have got and given in 14 days, had its node bid and offered by"
          + " itself.",
      "For one that looks on first: see minga join --shadow, and shadow-until in node.toml."
    })
final class ShadowCommand extends Operator implements Callable<Integer> {
  private static final double KILOGRAM = 1000;

  @Override
  public Integer call() throws IOException {
    return ask(question("shadow"), ShadowCommand::lines);
  }

  private static List<String> lines(JsonObject answer) {
    var lines = new ArrayList<String>();
    lines.add(
        answer.get("looksOn").getAsBoolean()
            ? "Your node looks on until %s: it offers and bids for nothing by itself."
                .formatted(answer.get("until").getAsString())
            : "Your node does not look on: it offers and bids as node.toml says.");
    int days = answer.get("days").getAsInt();
    if (answer.get("ready").getAsBoolean()) {
      got(answer.getAsJsonArray("got"), days, lines);
    } else {
      lines.add("It has not looked at the day yet; ask again for what it would have got.");
    }
    gave(answer.getAsJsonArray("gave"), days, lines);
    return lines;
  }

  private static void got(JsonArray lots, int days, List<String> lines) {
    if (lots.isEmpty()) {
      lines.add("Of what was on offer in %d days it would have got nothing.".formatted(days));
      return;
    }
    lines.add(
        "By what your kitchens need it would have got, in %d days, %s that nobody else bid for, and at most %s:"
            .formatted(
                days,
                amount(sum(lots, "surelyGrams"), sum(lots, "surelyMeals")),
                amount(sum(lots, "atMostGrams"), sum(lots, "atMostMeals"))));
    for (JsonElement each : lots) {
      JsonObject lot = each.getAsJsonObject();
      lines.add(
          String.format(
              Locale.ROOT,
              "  %s %-20s %s of %s: %.1f kg, at most %.1f kg",
              text(lot, "day"),
              text(lot, "site"),
              text(lot, "item"),
              text(lot, "giver"),
              lot.get("surelyGrams").getAsLong() / KILOGRAM,
              lot.get("atMostGrams").getAsLong() / KILOGRAM));
    }
  }

  private static void gave(JsonArray lots, int days, List<String> lines) {
    if (lots.isEmpty()) {
      lines.add("Nothing was foreseen in %d days that nobody offered.".formatted(days));
      return;
    }
    lines.add(
        "What it foresaw in %d days and nobody offered: %s:"
            .formatted(days, amount(sum(lots, "grams"), sum(lots, "meals"))));
    for (JsonElement each : lots) {
      JsonObject lot = each.getAsJsonObject();
      lines.add(
          String.format(
              Locale.ROOT,
              "  %s %-20s %s: %.1f kg; %s",
              text(lot, "day"),
              text(lot, "site"),
              text(lot, "item"),
              lot.get("grams").getAsLong() / KILOGRAM,
              likes(lot)));
    }
  }

  private static String likes(JsonObject lot) {
    int likes = lot.get("likes").getAsInt();
    return likes == 0
        ? "nobody else offered any " + text(lot, "category")
        : "of %d lots of %s that others offered %d were bid for whole"
            .formatted(likes, text(lot, "category"), lot.get("likesBidForWhole").getAsInt());
  }

  private static String amount(long grams, long meals) {
    return String.format(Locale.ROOT, "%.1f kg (%d meals)", grams / KILOGRAM, meals);
  }

  private static long sum(JsonArray lots, String name) {
    long sum = 0;
    for (JsonElement each : lots) {
      sum += each.getAsJsonObject().get(name).getAsLong();
    }
    return sum;
  }

  private static String text(JsonObject lot, String name) {
    return lot.get(name).getAsString();
  }
}
