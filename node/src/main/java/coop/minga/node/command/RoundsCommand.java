package coop.minga.node.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import coop.minga.node.config.UserError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `minga rounds`.
@Command(
    name = "rounds",
    description =
        "Says which model epochs ended, with what, who took part, whether the last version helped,"
            + " and who is suspected of spoiling sums.")
final class RoundsCommand extends Operator implements Callable<Integer> {
  @Option(
      names = "--sit-out",
      description = "Take no part in the next epoch; the others go on without you.")
  private boolean sitOut;

  @Option(
      names = "--roll-back",
      paramLabel = "EPOCH",
      description =
          "Propose that all train on from that epoch's version again (0: from the first), and"
              + " approve it for this member.")
  private @Nullable Long rollBack;

  @ArgGroup private @Nullable Here here;

  /// What is forecast with here, which is nobody else's business.
  private static final class Here {
    @Option(
        names = "--keep",
        description =
            "Go on forecasting with what is in use here; later versions are learnt with the others"
                + " and not used.")
    private boolean keep;

    @Option(
        names = "--back",
        description =
            "Forecast here with what was in use before the last change, and keep it; nobody else"
                + " notices.")
    private boolean back;

    @Option(names = "--go-on", description = "Try new versions here again after each night.")
    private boolean goOn;
  }

  @Override
  public Integer call() throws IOException {
    if (rollBack != null) {
      return rollBack(rollBack);
    }
    JsonObject question = question("rounds");
    if (sitOut) {
      question.addProperty("sit-out", true);
    }
    if (here != null && here.back) {
      question.addProperty("back", true);
    } else if (here != null) {
      question.addProperty("keep", here.keep && !here.goOn);
    }
    return ask(question, RoundsCommand::lines);
  }

  private int rollBack(long epoch) throws IOException {
    return ask(
        question("rounds"),
        told -> rollBack(told, epoch),
        answer -> List.of(ApproveCommand.line(answer)));
  }

  private JsonObject rollBack(JsonObject told, long epoch) {
    JsonObject proposal = question("roll-back");
    proposal.add("from", told.get("model"));
    proposal.addProperty("to", modelOf(told, epoch));
    return proposal;
  }

  private static String modelOf(JsonObject told, long epoch) {
    for (JsonElement each : told.getAsJsonArray("versions")) {
      JsonObject version = each.getAsJsonObject();
      if (version.get("epoch").getAsLong() == epoch && epoch < told.get("epoch").getAsLong()) {
        return version.get("model").getAsString();
      }
    }
    throw new UserError(
        "rounds",
        "Epoch " + epoch + " left no version before the one that is trained from now.",
        "Take one of: " + earlier(told) + ".");
  }

  private static String earlier(JsonObject told) {
    return told.getAsJsonArray("versions").asList().stream()
        .map(each -> each.getAsJsonObject().get("epoch"))
        .filter(epoch -> epoch.getAsLong() < told.get("epoch").getAsLong())
        .map(JsonElement::getAsString)
        .collect(Collectors.joining(", "));
  }

  static List<String> lines(JsonObject told) {
    var lines = new ArrayList<String>();
    lines.add(
        "%d epochs have ended. The next trains from the version of epoch %d (%.8s)."
            .formatted(
                told.get("ended").getAsLong(),
                told.get("epoch").getAsLong(),
                told.get("model").getAsString()));
    if (told.has("going-back") && told.get("going-back").getAsBoolean()) {
      lines.add("Going back to what was in use before, as soon as nothing is trained: ask again.");
    }
    if (told.has("drawn")) {
      lines.add(
          ("%d are drawn for it: %d must answer for a version, and %d may be in league without"
                  + " learning more than the sum.")
              .formatted(
                  told.get("drawn").getAsInt(),
                  told.get("needed").getAsInt(),
                  told.get("may-lie").getAsInt()));
    }
    if (told.has("cohorts")) {
      lines.add(
          "All who train are dealt out into %d cohorts; that is this member's."
              .formatted(told.get("cohorts").getAsInt()));
    }
    if (told.has("waits-for")) {
      lines.add(waitsFor(told.get("ended").getAsLong() + 1, told.getAsJsonObject("waits-for")));
    }
    if (told.has("being-decided") && told.get("being-decided").getAsBoolean()) {
      lines.add(
          "Its cohorts have ended. Which results it contains is being decided: that takes two"
              + " thirds of all who train.");
    }
    if (told.has("adoption")) {
      lines.add(adoption(told));
    }
    if (told.has("kept") && told.get("kept").getAsBoolean()) {
      lines.add(
          "What is in use here stays, as you said: no version is tried. minga rounds --go-on ends"
              + " that.");
    }
    if (told.has("sits-out")) {
      lines.add("This member sits epoch " + told.get("sits-out").getAsLong() + " out.");
    }
    for (JsonElement each : told.getAsJsonArray("epochs")) {
      lines.addAll(epoch(each.getAsJsonObject()));
    }
    JsonObject suspicion = told.getAsJsonObject("suspicion");
    lines.add(suspicion.get("says").getAsString());
    if (!suspicion.getAsJsonArray("suspects").isEmpty()) {
      lines.add("  may have been: " + names(suspicion.getAsJsonArray("suspects")));
      lines.add("  learn next: " + names(suspicion.getAsJsonArray("next")));
    }
    return lines;
  }

  /// Of whom an open epoch waits for something; nobody errs by that.
  private static String waitsFor(long epoch, JsonObject awaited) {
    JsonArray members = awaited.getAsJsonArray("members");
    JsonArray away = awaited.getAsJsonArray("away");
    return "Epoch %d is open and waits for %s%s%s."
        .formatted(
            epoch,
            awaited.get("what").getAsString(),
            members.isEmpty() ? "" : " of " + names(members),
            away.isEmpty() ? "" : "; away: " + names(away));
  }

  private static String adoption(JsonObject told) {
    String says = told.get("adoption").getAsString();
    if (!told.has("tried-after") && !told.has("uses")) {
      return says;
    }
    String helped = told.get("helped").getAsBoolean() ? "It helped here. " : "";
    return helped + TrainCommand.inUse(told) + " " + says;
  }

  private static List<String> epoch(JsonObject epoch) {
    var lines = new ArrayList<String>();
    String which = "Epoch " + epoch.get("epoch").getAsLong() + ": ";
    if (epoch.has("nothing")) {
      lines.add(which + "no result, " + epoch.get("nothing").getAsString() + ".");
    } else {
      JsonArray missing = epoch.getAsJsonArray("missing");
      lines.add(
          "%sversion %.8s of %s%s."
              .formatted(
                  which,
                  epoch.get("model").getAsString(),
                  names(epoch.getAsJsonArray("members")),
                  missing.isEmpty() ? "" : "; missing: " + names(missing)));
    }
    epoch.getAsJsonArray("faults").forEach(each -> lines.add("  " + each.getAsString()));
    return lines;
  }

  private static String names(JsonArray members) {
    return members.asList().stream()
        .map(JsonElement::getAsString)
        .collect(Collectors.joining(", "));
  }
}
