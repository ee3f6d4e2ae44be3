package coop.minga.node.command;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `minga invite`.
@Command(
    name = "invite",
    description = {
      "Writes an invite: one string, and the same as a QR code, for somebody who is to join.",
      "It lets them knock at this node's door. Nobody is a member by it: people decide that."
    })
final class InviteCommand extends Operator implements Callable<Integer> {
  @Option(names = "--days", description = "How long it is good for, 1 to 30 (${DEFAULT-VALUE}).")
  private int days = 7;

  @Option(names = "--no-picture", description = "Leave the QR code out.")
  private boolean noPicture;

  @Override
  public Integer call() throws IOException {
    JsonObject question = question("invite");
    question.addProperty("days", days);
    return ask(question, this::lines);
  }

  private List<String> lines(JsonObject answer) {
    String invite = answer.get("invite").getAsString();
    var lines = new ArrayList<String>();
    if (!noPicture) {
      lines.addAll(Picture.of(invite));
    }
    lines.add(invite);
    lines.add("");
    lines.add(
        "Good until %s, for one newcomer, at %s."
            .formatted(answer.get("expires").getAsString(), answer.get("address").getAsString()));
    lines.add("Give it to nobody else. They run: minga join --dir NODE INVITE");
    lines.add("Once they have knocked, `minga members` shows eight words: they must see the same.");
    return lines;
  }
}
