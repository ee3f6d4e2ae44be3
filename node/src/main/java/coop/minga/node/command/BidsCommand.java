package coop.minga.node.command;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `minga bids`.
@Command(name = "bids", description = "A taker: what was bid for, what is held and awarded.")
final class BidsCommand extends Operator implements Callable<Integer> {
  @Override
  public Integer call() throws IOException {
    return ask(question("bids"), BidsCommand::lines);
  }

  private static List<String> lines(JsonObject answer) {
    var lines = new ArrayList<String>();
    for (JsonElement each : answer.getAsJsonArray("bids")) {
      JsonObject bid = each.getAsJsonObject();
      lines.add(
          "%s/%s for %s: %d units held, %d bids%s%s%s"
              .formatted(
                  bid.get("giver").getAsString(),
                  bid.get("lot").getAsString(),
                  bid.get("site").getAsString(),
                  bid.get("standing").getAsInt(),
                  bid.get("bids").getAsInt(),
                  bid.get("waiting").getAsBoolean() ? ", one not answered yet" : "",
                  claims(bid),
                  bid.has("why") ? "; why not: " + bid.get("why").getAsString() : ""));
    }
    return lines.isEmpty() ? List.of("No bids.") : lines;
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
    }
    return text.toString();
  }
}
