package coop.minga.node.command;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `minga egress`.
@Command(
    name = "egress",
    description = "Lists everything that ever left this node for other members, by kind and bytes.")
final class EgressCommand extends Operator implements Callable<Integer> {
  @Override
  public Integer call() throws IOException {
    return ask(question("egress"), EgressCommand::lines);
  }

  private static List<String> lines(JsonObject told) {
    var messages = new Table("message", "count", "bytes", "what it is");
    rows(
        told,
        "messages",
        row ->
            messages.row(name(row), number(row, "count"), number(row, "bytes"), text(row, "what")));
    var entries = new Table("own entry", "count", "bytes");
    rows(
        told, "entries", row -> entries.row(name(row), number(row, "count"), number(row, "bytes")));
    var lines = new ArrayList<String>();
    lines.add("Sent to other members since " + text(told, "since") + ", over TLS:");
    lines.addAll(messages.lines());
    lines.add("");
    lines.add("What this member's own entries among that say (bytes of one copy):");
    lines.addAll(entries.lines());
    lines.add("");
    lines.add("No message has a field for sales, stock, prices or customers.");
    lines.add(
        "Not counted: the ledgers' public files if [serve] is on, checkpoints shown to outside");
    lines.add("witnesses, and files that a person made and took away (bundles, exports).");
    return lines;
  }

  private interface Row {
    void take(JsonObject row);
  }

  private static void rows(JsonObject told, String name, Row each) {
    for (JsonElement row : told.getAsJsonArray(name)) {
      each.take(row.getAsJsonObject());
    }
  }

  private static String name(JsonObject row) {
    return text(row, "kind").toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String text(JsonObject row, String field) {
    return row.get(field).getAsString();
  }

  private static String number(JsonObject row, String field) {
    return "%,d".formatted(row.get(field).getAsLong());
  }
}
