package coop.minga.node.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import coop.minga.node.config.UserError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `minga offer`.
@Command(
    name = "offer",
    description = {
      "A person's yes: offers a lot that is foreseen as left over.",
      "Without a lot: lists what could be offered and what is."
    })
final class OfferCommand extends Operator implements Callable<Integer> {
  private static final double GRAMS = 1000;

  @Parameters(arity = "0..1", paramLabel = "LOT", description = "The lot's name, as listed.")
  private @Nullable String lot;

  @Option(names = "--units", description = "How many. Default: what is expected to be left.")
  private @Nullable Integer units;

  @Option(
      names = "--first",
      paramLabel = "TAKER",
      description = "A taker that may have it, or a part of it, before anybody bids.")
  private @Nullable String first;

  @Option(
      names = "--first-minutes",
      description = "With --first: how long it has to say so. Default: 30.")
  private @Nullable Integer firstMinutes;

  @Option(
      names = "--prefer",
      paramLabel = "TAKER",
      description = "A taker whose bids count a tenth of the base more. Shown once it is closed.")
  private List<String> prefer = new ArrayList<>();

  @Option(
      names = "--exclude",
      paramLabel = "TAKER=REASON",
      description = {
        "A taker that gets none, and why: cold-chain, safety-record, legal, distance, other.",
        "Shown to everybody, and counted, once it is closed."
      })
  private List<String> exclude = new ArrayList<>();

  @Option(
      names = "--least",
      paramLabel = "PERCENT",
      description = "How far the price may fall, of what it opens at. Default: 0, to nothing.")
  private @Nullable Integer least;

  @Option(
      names = "--expected",
      description = {
        "It is not set aside: it will be left over three times in four. You say how much is there"
            + " by --firm-by, with --there; silence takes it back."
      })
  private boolean expected;

  @Option(
      names = "--firm-by",
      paramLabel = "TIME",
      description = "With --expected: by when. Default: 15 minutes before it can be collected.")
  private @Nullable String firmBy;

  @Option(
      names = "--checked",
      paramLabel = "DATE",
      description = {
        "Of food with a best-before: you have looked, and it may be eaten until that day. Everybody"
            + " sees it. Past use-by nothing may."
      })
  private @Nullable String checked;

  @Option(
      names = "--contains",
      paramLabel = "ALLERGENS",
      description = {
        "What is in it, as in milk,nuts, or none. Default: what the table of items says.",
        "Kitchens that keep an allergen out bid for nothing of which this is not said."
      })
  private @Nullable String contains;

  @Option(
      names = "--there",
      paramLabel = "UNITS",
      description = "Of a lot that was only expected: so many are there, never more than offered.")
  private @Nullable Integer there;

  @Option(
      names = "--to",
      paramLabel = "SITE",
      description = {
        "Asks another site of yours, before members are asked, whether it takes --units of it.",
        "It has an hour to say so with --take; silence moves nothing. No other member is told."
      })
  private @Nullable String to;

  @Option(
      names = "--take",
      paramLabel = "UNITS",
      description = "The other site: so many are moved to it, 0 for none.")
  private @Nullable Integer take;

  @Option(
      names = "--from",
      paramLabel = "MEMBER",
      description = {
        "Offers on, in parts, what you collected of this member's lot; with --award, --site,"
            + " --units."
      })
  private @Nullable String giver;

  @Option(names = "--award", paramLabel = "N", description = "The award that you collected.")
  private @Nullable Integer award;

  @Option(names = "--site", paramLabel = "SITE", description = "Where the parts are to be had.")
  private @Nullable String site;

  @Option(
      names = "--freeze",
      description = {
        "Before its date is over, where the rules let members: you have frozen --units of a lot of"
            + " yours that nobody took (default: all that is left of it), or of what you collected"
            + " (--from), and offer that as another lot."
      })
  private boolean freeze;

  @Option(
      names = "--outlet",
      paramLabel = "OUTLET=WHERE",
      description = {
        "What becomes of --units of a lot that no member took (default: all that is left of it):",
        "sold, moved, people, feed, digestion, compost, and where. Everybody can count it."
      })
  private @Nullable String outlet;

  @Option(
      names = "--because",
      paramLabel = "REASON",
      description = {
        "With --outlet, why it goes no better way: nobody-took-it, not-fit, not-for-animals,"
            + " none-near, recalled. Default: nobody-took-it down to feed, none-near below."
      })
  private @Nullable String because;

  @Option(names = "--withdraw", paramLabel = "REASON", description = "Take the offer back.")
  private @Nullable String withdraw;

  @Override
  public Integer call() throws IOException {
    if (lot == null) {
      int foreseen = ask(question("outlook"), OfferCommand::foreseen);
      return foreseen != 0 ? foreseen : ask(question("lots"), OfferCommand::lots);
    }
    if (giver != null) {
      return ask(part(lot, giver), answer -> List.of(line(answer)));
    }
    if (freeze) {
      return ask(frozen(lot), answer -> List.of(line(answer)));
    }
    if (to != null || take != null) {
      return ask(move(lot), answer -> List.of(moved(answer)));
    }
    if (outlet != null) {
      return ask(elsewhere(lot, outlet), answer -> List.of(line(answer)));
    }
    if (there != null) {
      JsonObject question = question("firm-up");
      question.addProperty("lot", lot);
      question.addProperty("units", there);
      return ask(question, answer -> List.of(line(answer)));
    }
    JsonObject question = question(withdraw == null ? "offer" : "withdraw");
    question.addProperty("lot", lot);
    if (withdraw != null) {
      question.addProperty("reason", withdraw);
    }
    if (units != null) {
      question.addProperty("units", units);
    }
    if (withdraw == null) {
      wish(question);
    }
    return ask(question, answer -> List.of(line(answer)));
  }

  private JsonObject part(String whole, String from) {
    if (award == null || site == null || units == null) {
      throw new UserError(
          "minga offer",
          "A part is so many units of an award, to be had at a site of yours.",
          "For example: minga offer "
              + whole
              + " --from "
              + from
              + " --award 1 --site hub --units 4");
    }
    JsonObject question = question("offer-part");
    question.addProperty("giver", from);
    question.addProperty("lot", whole);
    question.addProperty("award", award);
    question.addProperty("site", site);
    question.addProperty("units", units);
    question.addProperty("freeze", freeze);
    return question;
  }

  private JsonObject frozen(String name) {
    JsonObject question = question("freeze");
    question.addProperty("lot", name);
    if (units != null) {
      question.addProperty("units", units);
    }
    return question;
  }

  private JsonObject elsewhere(String name, String said) {
    int equals = said.indexOf('=');
    if (equals < 1 || equals == said.length() - 1) {
      throw new UserError(
          "--outlet",
          "\"" + said + "\" is not an outlet and a place.",
          "For example: minga offer " + name + " --outlet \"feed=pig farm\"");
    }
    JsonObject question = question("outlet");
    question.addProperty("lot", name);
    question.addProperty("outlet", said.substring(0, equals));
    question.addProperty("where", said.substring(equals + 1));
    if (because != null) {
      question.addProperty("because", because);
    }
    if (units != null) {
      question.addProperty("units", units);
    }
    return question;
  }

  private JsonObject move(String name) {
    if (to != null && take != null) {
      throw new UserError(
          "minga offer",
          "One site asks with --to, the other answers with --take.",
          "For example: minga offer " + name + " --take 4");
    }
    JsonObject question = question(to != null ? "move" : "take-over");
    question.addProperty("lot", name);
    if (to != null) {
      question.addProperty("to", to);
    }
    Integer number = take != null ? take : units;
    if (number != null) {
      question.addProperty("units", number);
    }
    return question;
  }

  private static String moved(JsonObject move) {
    String what =
        "%s: %d units from %s to %s"
            .formatted(
                move.get("lot").getAsString(),
                move.get("units").getAsInt(),
                move.get("from").getAsString(),
                move.get("to").getAsString());
    return move.has("taken")
        ? what + ", " + move.get("taken").getAsInt() + " taken"
        : what + ", asked until " + move.get("until").getAsString();
  }

  private void wish(JsonObject question) {
    question.add("prefer", all(prefer));
    question.add("exclude", all(exclude));
    if (first != null) {
      question.addProperty("first", first);
    }
    if (firstMinutes != null) {
      question.addProperty("firstMinutes", firstMinutes);
    }
    if (least != null) {
      question.addProperty("least", least);
    }
    question.addProperty("expected", expected || firmBy != null);
    if (checked != null) {
      question.addProperty("checked", checked);
    }
    if (contains != null) {
      question.addProperty("contains", contains);
    }
    if (firmBy != null) {
      question.addProperty("firmBy", firmBy);
    }
  }

  private static JsonArray all(List<String> words) {
    var all = new JsonArray();
    words.forEach(all::add);
    return all;
  }

  private static List<String> foreseen(JsonObject answer) {
    var lines = new ArrayList<String>();
    if (!answer.get("ready").getAsBoolean()) {
      return List.of("The node has not looked ahead today; it does so from 06:00 on.");
    }
    lines.add("Expected to be left over:");
    int tooLate = 0;
    for (JsonElement each : answer.getAsJsonArray("surplus")) {
      JsonObject lot = each.getAsJsonObject();
      if (lot.get("tooLate").getAsBoolean()) {
        tooLate++;
        continue;
      }
      lines.add(
          "  %-44s %4d of %4d %s, %s %s, offer until %s"
              .formatted(
                  lot.get("lot").getAsString(),
                  lot.getAsJsonObject("left").get("middle").getAsLong(),
                  lot.get("stock").getAsLong(),
                  lot.get("name").getAsString(),
                  lot.get("dateKind").getAsString().toLowerCase(Locale.ROOT).replace('_', '-'),
                  lot.get("date").getAsString(),
                  lot.get("lastUsefulOffer").getAsString()));
      lines.addAll(others(lot));
    }
    lines.addAll(toCheck(answer));
    if (tooLate > 0) {
      lines.add(
          "  %d more could not be eaten any more if they were offered now".formatted(tooLate));
    }
    return lines;
  }

  /// What somebody may look at.
  private static List<String> toCheck(JsonObject answer) {
    var lines = new ArrayList<String>();
    for (JsonElement each : answer.getAsJsonArray("toCheck")) {
      JsonObject lot = each.getAsJsonObject();
      lines.add(
          "  %-44s %4d %s, best before %s"
              .formatted(
                  lot.get("lot").getAsString(),
                  lot.get("stock").getAsLong(),
                  lot.get("name").getAsString(),
                  lot.get("date").getAsString()));
    }
    if (!lines.isEmpty()) {
      lines.addFirst(
          "Past its best-before; if one of you has looked, offer it with --checked DATE:");
    }
    return lines;
  }

  /// Other sites of this member that could use what is left.
  private static List<String> others(JsonObject lot) {
    if (lot.getAsJsonObject("left").get("middle").getAsLong() == 0) {
      return List.of();
    }
    return lot.getAsJsonArray("orderedBy").asList().stream()
        .map(JsonElement::getAsJsonObject)
        .map(order ->
            "    %s orders %d of it today: --to %s would ask it first"
                .formatted(
                    order.get("site").getAsString(),
                    order.get("units").getAsLong(),
                    order.get("site").getAsString()))
        .toList();
  }

  private static List<String> lots(JsonObject answer) {
    var lines = new ArrayList<String>();
    JsonArray lots = answer.getAsJsonArray("lots");
    lines.add(lots.isEmpty() ? "Nothing is on offer." : "On offer:");
    lots.forEach(each -> lines.add("  " + line(each.getAsJsonObject())));
    JsonArray moves = answer.getAsJsonArray("moves");
    if (!moves.isEmpty()) {
      lines.add("Between your sites:");
      moves.forEach(each -> lines.add("  " + moved(each.getAsJsonObject())));
    }
    return lines;
  }

  private static String line(JsonObject lot) {
    var text =
        new StringBuilder(
            "%s: %d units, %s, closes %s%s"
                .formatted(
                    lot.get("lot").getAsString(),
                    lot.get("units").getAsInt(),
                    lot.get("stage").getAsString(),
                    lot.get("closes").getAsString(),
                    lot.get("urgent").getAsBoolean() ? " by itself: it is urgent" : ""));
    if (lot.has("useful")) {
      text.append("; of use until " + clock(lot));
    }
    if (lot.has("checkedUntil")) {
      text.append("; checked, to be eaten until " + lot.get("checkedUntil").getAsString());
    }
    if (lot.has("frozenUntil")) {
      text.append("; frozen, to be eaten until " + lot.get("frozenUntil").getAsString());
    }
    if (lot.has("contains")) {
      text.append("; allergens: " + Contained.in(lot));
    }
    if (lot.has("first")) {
      text.append(
          "; %s may have it first, until %s"
              .formatted(lot.get("first").getAsString(), lot.get("firstUntil").getAsString()));
    }
    if (lot.has("wordBy")) {
      text.append(
          "; say before %s how much is there (--there UNITS), or it is taken back"
              .formatted(lot.get("wordBy").getAsString()));
    } else if (lot.has("there")) {
      text.append("; %d of what was expected there".formatted(lot.get("there").getAsInt()));
    } else if (lot.has("firmBy")) {
      text.append("; only expected, until %s".formatted(lot.get("firmBy").getAsString()));
    }
    for (JsonElement each : lot.getAsJsonArray("awards")) {
      JsonObject award = each.getAsJsonObject();
      text.append(
          "; award %d: %d to %s, %s%s"
              .formatted(
                  award.get("seq").getAsInt(),
                  award.get("awarded").getAsInt(),
                  award.get("taker").getAsString(),
                  award.get("state").getAsString().toLowerCase(Locale.ROOT),
                  award.has("useful") ? ", to leave by " + clock(award) : ""));
    }
    return text + unclaimed(lot);
  }

  /// What nobody took, and what becomes of it.
  private static String unclaimed(JsonObject lot) {
    var text = new StringBuilder();
    for (JsonElement each : lot.getAsJsonArray("elsewhere")) {
      JsonObject gone = each.getAsJsonObject();
      text.append(
          String.format(
              Locale.ROOT,
              "; %.1f kg nobody took by %s, now %s: %s",
              gone.get("grams").getAsLong() / GRAMS,
              lot.get("closes").getAsString(),
              gone.get("outlet").getAsString(),
              gone.get("where").getAsString()));
    }
    int left = lot.get("unclaimed").getAsInt();
    return left == 0
        ? text.toString()
        : text
            + "; nobody took %d, %ssay what becomes of them (--outlet feed=WHERE)"
                .formatted(left, lot.get("again").getAsBoolean() ? "offer them again or " : "");
  }
}
