package coop.minga.node.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import coop.minga.federation.audit.Counted;
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

/// `minga members`.
@Command(
    name = "members",
    description = {
      "Lists who belongs, what is proposed and who has still to say yes, and who knocks.",
      "With a verb and a name: proposes a change, and approves it for this member."
    })
final class MembersCommand extends Operator implements Callable<Integer> {
  /// What can be proposed about a member.
  private enum Verb {
    REMOVE,
    DORMANT,
    WAKE,
    QUARANTINE,
    TRUST
  }

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "VERB",
      description =
          "remove, dormant (no vote until it is woken), wake, quarantine (its updates are in no sum"
              + " of models) or trust (they are again).")
  private @Nullable String verb;

  @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "Of whom.")
  private @Nullable String name;

  @Option(
      names = "--confirm",
      paramLabel = "NAME",
      description = "The words are the same on both sides: propose that it joins.")
  private @Nullable String confirm;

  @Option(
      names = "--turn-away",
      paramLabel = "NAME",
      description = "Tell somebody who knocks that it does not join.")
  private @Nullable String turnAway;

  @Override
  public Integer call() throws IOException {
    if (confirm != null) {
      return propose("confirm", confirm);
    }
    if (turnAway != null) {
      JsonObject question = question("turn-away");
      question.addProperty("member", turnAway);
      return ask(question, answer -> List.of("Turned away: " + turnAway));
    }
    if (verb != null) {
      return propose(verb(verb).name().toLowerCase(Locale.ROOT), required());
    }
    int listed = ask(question("members"), MembersCommand::lines);
    return listed != 0 ? listed : ask(question("guests"), MembersCommand::knocking);
  }

  private static Verb verb(String word) {
    for (Verb each : Verb.values()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(word)) {
        return each;
      }
    }
    throw new UserError(
        "members",
        "\"" + word + "\" is nothing to propose.",
        "Say remove, dormant, wake, quarantine or trust.");
  }

  private String required() {
    if (name == null) {
      throw new UserError("members", "A name is missing.", "Say whom: minga members remove NAME.");
    }
    return name;
  }

  private int propose(String what, String member) throws IOException {
    JsonObject question = question(what);
    question.addProperty("member", member);
    return ask(question, answer -> List.of(ApproveCommand.line(answer)));
  }

  private static List<String> lines(JsonObject answer) {
    var lines = new ArrayList<String>();
    JsonArray members = answer.getAsJsonArray("members");
    lines.add(
        "Roster %d, %s: %s."
            .formatted(
                answer.get("number").getAsInt(),
                Counted.members(members.size()),
                answer.get("margin").getAsString()));
    lines.add("An auditor compares: " + answer.get("roster").getAsString());
    members.forEach(each -> lines.add(member(each.getAsJsonObject())));
    if (answer.has("rosterUnknownSince")) {
      lines.add(
          "Roster unknown since %s: too few members were heard of in two days, and others may have"
              .formatted(answer.get("rosterUnknownSince").getAsString()));
      lines.add("decided something that has not come here. Look whether this node is connected.");
    }
    for (JsonElement each : answer.getAsJsonArray("changes")) {
      lines.addAll(change(each.getAsJsonObject()));
    }
    return lines;
  }

  private static String member(JsonObject member) {
    return "  %-20s %-24s %s%s"
        .formatted(
            member.get("member").getAsString(),
            member.get("name").getAsString(),
            member.get("state").getAsString(),
            member.get("reached").getAsBoolean() ? "" : ", not reached");
  }

  private static List<String> change(JsonObject change) {
    var lines = new ArrayList<String>();
    lines.add(
        "Proposed %s: %s"
            .formatted(change.get("change").getAsString(), change.get("says").getAsString()));
    lines.add("  approved by " + names(change.getAsJsonArray("approvedBy")));
    int missing = change.get("approvalsMissing").getAsInt();
    if (missing > 0) {
      lines.add(
          "  %d more must approve, of %s: minga approve %s"
              .formatted(
                  missing,
                  names(change.getAsJsonArray("mayStillApprove")),
                  change.get("change").getAsString()));
    }
    for (JsonElement each : change.getAsJsonArray("ballots")) {
      JsonObject ballot = each.getAsJsonObject();
      lines.add(
          "  ballot, round %d, until %s: %d nodes committed, %d declined"
              .formatted(
                  ballot.get("round").getAsInt(),
                  ballot.get("closes").getAsString(),
                  ballot.getAsJsonArray("committed").size(),
                  ballot.getAsJsonArray("declined").size()));
    }
    return lines;
  }

  private static List<String> knocking(JsonObject answer) {
    var lines = new ArrayList<String>();
    for (JsonElement each : answer.getAsJsonArray("guests")) {
      JsonObject guest = each.getAsJsonObject();
      if (!guest.has("member")) {
        lines.add("An invite is open until " + guest.get("expires").getAsString() + ".");
      } else {
        String name = guest.get("member").getAsString();
        lines.add(
            "Came with an invite: %s (%s) at %s"
                .formatted(
                    name, guest.get("name").getAsString(), guest.get("address").getAsString()));
        lines.add("  its words: " + guest.get("words").getAsString());
        lines.add("  if it reads you the same: minga members --confirm " + name);
      }
    }
    return lines;
  }

  private static String names(JsonArray members) {
    return members.isEmpty()
        ? "nobody"
        : members.asList().stream().map(JsonElement::getAsString).collect(Collectors.joining(", "));
  }
}
