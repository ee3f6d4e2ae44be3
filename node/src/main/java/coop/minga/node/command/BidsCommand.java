package coop.minga.node.command;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.goods.Storage;
import coop.minga.node.config.UserError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `minga bids`.
@Command(
    name = "bids",
    description = {
      "A taker: what is on offer near you, what was bid for, what is held and awarded.",
      "With a lot: says how much of it your node may bid for. No other member is told."
    })
final class BidsCommand extends Operator implements Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "LOT", description = "The lot's name, as listed.")
  private @Nullable String lot;

  @Option(names = "--from", paramLabel = "MEMBER", description = "Whose lot it is.")
  private @Nullable String giver;

  @Option(names = "--all", description = "As much as the kitchens need.")
  private boolean all;

  @Option(names = "--part", paramLabel = "UNITS", description = "At most so many units.")
  private @Nullable Integer part;

  @Option(
      names = "--for",
      paramLabel = "SITE",
      description = "Only for this site, or this kitchen: @NAME. Default: all.")
  private @Nullable String site;

  @Option(names = "--no", description = "Nothing; what was bid before still binds.")
  private boolean no;

  @Override
  public Integer call() throws IOException {
    if (lot == null) {
      return ask(question("bids"), BidsCommand::lines);
    }
    int said = (all ? 1 : 0) + (part != null ? 1 : 0) + (no ? 1 : 0);
    if (giver == null || said != 1) {
      throw new UserError(
          "minga bids",
          "Of a lot say whose it is, and one of --all, --part and --no.",
          "For example: minga bids " + lot + " --from mapocho --part 8");
    }
    JsonObject question = question("bid");
    question.addProperty("giver", giver);
    question.addProperty("lot", lot);
    if (site != null) {
      question.addProperty("site", site);
    }
    if (!all) {
      question.addProperty("units", no ? Integer.valueOf(0) : part);
    }
    return ask(question, BidsCommand::lines);
  }

  private static List<String> lines(JsonObject answer) {
    var lines = new ArrayList<String>();
    if (!answer.getAsJsonArray("near").isEmpty()) {
      lines.add("On offer:");
      near(answer).forEach(line -> lines.add("  " + line));
    }
    for (JsonElement each : answer.getAsJsonArray("bids")) {
      lines.add(bid(each.getAsJsonObject()));
    }
    if (answer.has("trips")) {
      answer.getAsJsonArray("trips").forEach(each -> lines.add(trip(each.getAsJsonObject())));
    }
    return lines.isEmpty() ? List.of("Nothing is on offer, and no bids.") : lines;
  }

  private static String trip(JsonObject trip) {
    return "Today's trip for %s: %d of %d stops, %s of %s, chilled %s of %s"
        .formatted(
            trip.get("site").getAsString(),
            trip.get("stops").getAsInt(),
            trip.get("mostStops").getAsInt(),
            new Grams(trip.get("grams").getAsLong()),
            new Grams(trip.get("mostGrams").getAsLong()),
            new Grams(trip.get("chilledGrams").getAsLong()),
            new Grams(trip.get("mostChilledGrams").getAsLong()));
  }

  private static List<String> near(JsonObject answer) {
    var rows =
        new Table(
            "lot",
            "item",
            "allergens",
            "units",
            "",
            "date",
            "collect from",
            "of use until",
            "say by",
            "silence");
    for (JsonElement each : answer.getAsJsonArray("near")) {
      JsonObject lot = each.getAsJsonObject();
      rows.row(
          lot.get("giver").getAsString() + "/" + lot.get("lot").getAsString(),
          item(lot),
          Contained.in(lot),
          lot.get("units").getAsString(),
          new Grams(lot.get("grams").getAsLong()),
          date(lot),
          lot.get("from").getAsString(),
          Operator.clock(lot),
          lot.get("sayBy").getAsString(),
          silence(lot));
    }
    return rows.lines();
  }

  private static String item(JsonObject lot) {
    String item = lot.get("item").getAsString();
    return lot.get("storage").getAsString().equals(Storage.HOT.name()) ? item + ", hot" : item;
  }

  private static String date(JsonObject lot) {
    String printed =
        lot.get("dateKind").getAsString().toLowerCase(Locale.ROOT).replace('_', '-')
            + " "
            + lot.get("date").getAsString();
    if (lot.has("frozenUntil")) {
      return printed + ", frozen: until " + lot.get("frozenUntil").getAsString();
    }
    return lot.has("checkedUntil")
        ? printed + ", checked: until " + lot.get("checkedUntil").getAsString()
        : printed;
  }

  private static String silence(JsonObject lot) {
    if (lot.has("keptOut")) {
      return "not bid for: your kitchens keep out " + lot.get("keptOut").getAsString();
    }
    String some = saidFor(lot.getAsJsonObject("saidFor"));
    String all = some.isEmpty() ? silenceOfAll(lot) : some + "; " + silenceOfAll(lot);
    String first =
        lot.has("firstUntil")
            ? "; yours before anybody bids, until " + lot.get("firstUntil").getAsString()
            : "";
    String expected =
        lot.has("firmBy")
            ? "; only expected, its giver says by " + lot.get("firmBy").getAsString()
            : "";
    return all + first + expected;
  }

  private static String saidFor(JsonObject sites) {
    return sites.entrySet().stream()
        .map(each -> "for %s at most %d".formatted(each.getKey(), each.getValue().getAsInt()))
        .collect(Collectors.joining(", "));
  }

  private static String silenceOfAll(JsonObject lot) {
    if (lot.has("said")) {
      int units = lot.get("said").getAsInt();
      return units == 0 ? "you said no" : "you said at most " + units;
    }
    return lot.get("bids").getAsBoolean() ? "your node bids" : "no bid";
  }

  private static String bid(JsonObject bid) {
    return "%s/%s for %s: %d units held, %d bids%s%s%s"
        .formatted(
            bid.get("giver").getAsString(),
            bid.get("lot").getAsString(),
            bid.get("site").getAsString(),
            bid.get("standing").getAsInt(),
            bid.get("bids").getAsInt(),
            bid.get("waiting").getAsBoolean() ? ", one not answered yet" : "",
            claims(bid),
            bid.has("why") ? "; why not: " + bid.get("why").getAsString() : "");
  }

  private static String claims(JsonObject bid) {
    var text = new StringBuilder();
    for (JsonElement each : bid.getAsJsonArray("claims")) {
      JsonObject claim = each.getAsJsonObject();
      text.append(
          "; award %d of %d units %s"
              .formatted(
                  claim.get("seq").getAsInt(),
                  claim.get("units").getAsInt(),
                  claim.get("state").getAsString().toLowerCase(Locale.ROOT)));
      if (claim.has("wordBy")) {
        text.append(" if it is there");
      }
    }
    return text.toString();
  }
}
