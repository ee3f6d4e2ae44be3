package coop.minga.node.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import coop.minga.federation.disclosure.AuditorKey;
import coop.minga.federation.disclosure.EntryOpening;
import coop.minga.federation.disclosure.SealedOpenings;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.wire.DisclosureWire;
import coop.minga.federation.wire.RosterWire;
import coop.minga.node.config.NewFile;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.config.UserError;
import coop.minga.node.keys.AuditorKeyFile;
import coop.minga.node.storage.OpeningFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `minga audit open`: the node enters whom it lets in and what it opens, and only then is the file
/// written.
@Command(
    name = "open",
    description = {
      "Lets an auditor see what this member's offers hide: item, GTIN, units, weight, site, place.",
      "The node must be running: that an auditor was let in, and what was opened, are entries.",
      "The file is sealed to the auditor's key. What it opens can be passed on by who can read it."
    })
final class AuditOpenCommand extends Operator implements Callable<Integer> {
  @Option(names = "--key", required = true, description = "The auditor's key; 64 hex digits.")
  private String key = "";

  @Option(names = "--name", required = true, description = "What the auditor is called.")
  private String name = "";

  @Option(names = "--from", description = "Offers made from then on, as 2026-11-24T00:00:00Z.")
  private @Nullable String from;

  @Option(names = "--until", description = "And before then. Default: now.")
  private @Nullable String until;

  @Option(names = "--ends", description = "When it is let out again. Default: in 30 days.")
  private @Nullable String ends;

  @Option(
      names = "--fields",
      description = "Which fields, as item,units. Default: all; fewer cannot be recomputed.")
  private @Nullable String fields;

  @Option(names = "--out", description = "The file to write. Default: only enter it.")
  private @Nullable Path out;

  @Override
  public Integer call() throws IOException {
    if (out != null) {
      NewFile.check("--out", out);
    }
    JsonObject question = question("open-to-auditor");
    question.addProperty("key", key().value().toHex());
    question.addProperty("name", name);
    put(question, "from", from);
    put(question, "until", until);
    put(question, "ends", ends);
    put(question, "fields", fields);
    return ask(question, this::opened);
  }

  private AuditorKey key() {
    try {
      return new AuditorKey(Bytes.hex(key));
    } catch (IllegalArgumentException e) {
      throw new UserError(
          "--key",
          "\"" + key + "\" is not 64 hex digits.",
          "Ask the auditor for what `minga audit key` printed.",
          e);
    }
  }

  private static void put(JsonObject question, String key, @Nullable String value) {
    if (value != null) {
      question.addProperty(key, value);
    }
  }

  private List<String> opened(JsonObject answer) throws IOException {
    JsonArray offers = answer.getAsJsonArray("offers");
    var lines = new ArrayList<String>();
    lines.add(
        "%d offers are opened to %s, who is let in until %s; it is entered."
            .formatted(offers.size(), name, answer.get("ends").getAsString()));
    if (out != null) {
      NewFile.write("--out", out, DisclosureWire.encode(sealed(answer)));
      lines.add(out + " is sealed to the auditor's key.");
    }
    lines.add("Whoever can read an opening can pass it on, and it proves itself.");
    return lines;
  }

  private SealedOpenings sealed(JsonObject answer) throws IOException {
    NodeDirectory directory = directory();
    OpeningFiles files = OpeningFiles.reading(directory.openings());
    Set<String> shown = new HashSet<>();
    answer.getAsJsonArray("fields").forEach(field -> shown.add(field.getAsString()));
    var openings = new ArrayList<EntryOpening>();
    for (var offer : answer.getAsJsonArray("offers")) {
      files
          .find(new EntryId(Hash.hex(offer.getAsString())))
          .flatMap(opening -> opening.only(shown))
          .ifPresent(openings::add);
    }
    var card = RosterWire.decodeCard(Bytes.of(Files.readAllBytes(directory.card()))).orElseThrow();
    Hash federation =
        RosterWire.decode(Bytes.of(Files.readAllBytes(directory.charter())))
            .orElseThrow()
            .federationId();
    return AuditorKeyFile.seal(
        new SealedOpenings.For(federation, card.id(), key()), DisclosureWire.encode(openings));
  }
}
