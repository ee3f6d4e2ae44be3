package coop.minga.node.demo;

import com.google.gson.JsonObject;
import coop.minga.node.config.NodeDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// Has a demonstration audited as a stranger would: by fresh processes that know nothing but the
/// bundle and the federation id.
final class AuditTrail {
  private static final int MAX_SECONDS = 120;
  private static final int NOT_VERIFIED = 3;
  private static final DateTimeFormatter MADE =
      DateTimeFormatter.ofPattern("d MMM yyyy 'at' HH:mm", Locale.ENGLISH);
  private static final String KEY = "a9".repeat(32);

  private final Premises premises;
  private final PrintWriter talk;

  /// What the auditor found.
  ///
  /// @param bundle the untouched bundle
  /// @param verified whether it was verified and replayed
  /// @param tamperingFound whether a copy with one byte changed was refused
  record Verdict(Path bundle, boolean verified, boolean tamperingFound) {}

  private record Run(int code, String output) {}

  /// What a node is asked so that this auditor may recompute its lots. The bundle has what is
  /// opened in the clear, so nobody needs the key that belongs to this one.
  static JsonObject opening() {
    JsonObject question = Nodes.question("open-to-auditor");
    question.addProperty("key", KEY);
    question.addProperty("name", "The demonstration's auditor");
    return question;
  }

  AuditTrail(Premises premises, PrintWriter talk) {
    this.premises = premises;
    this.talk = talk;
  }

  Verdict audit(Path bundle, Instant at) throws IOException, InterruptedException {
    say("");
    say("== The auditor");
    var command = new ArrayList<>(List.of("audit", "bundle", "--out", bundle.toString()));
    for (NodeDirectory node : premises.nodes().values()) {
      command.addAll(List.of("--dir", node.root().toString()));
    }
    Run bundled = minga(command);
    if (bundled.code() != 0) {
      say(bundled.output());
      return new Verdict(bundle, false, false);
    }
    String id = premises.roster().federationId().toString();
    Run verified = minga(List.of("audit", "verify", "--federation-id", id, bundle.toString()));
    say(verified.output());
    Path changed = flipped(bundle);
    Run refused = minga(List.of("audit", "verify", "--federation-id", id, changed.toString()));
    Files.delete(changed);
    say("One byte of a copy changed in the middle:");
    say(refused.output());
    String made = MADE.format(at.atZone(Town.ZONE));
    say("The bundle is " + bundle + " (" + Files.size(bundle) / 1024 + " KiB), made " + made + ".");
    return new Verdict(bundle, verified.code() == 0, refused.code() == NOT_VERIFIED);
  }

  /// The demonstration's own forgery: one bit in the middle of the bundle.
  private static Path flipped(Path bundle) throws IOException {
    byte[] bytes = Files.readAllBytes(bundle);
    bytes[bytes.length / 2] ^= 1;
    Path changed = bundle.resolveSibling(bundle.getFileName() + ".changed");
    Files.write(changed, bytes);
    return changed;
  }

  private Run minga(List<String> arguments) throws IOException, InterruptedException {
    Path output = Files.createTempFile("minga-audit", ".txt");
    try {
      Process process = NodeProcess.minga(arguments, output);
      if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("the auditor did not end within " + MAX_SECONDS + " s");
      }
      return new Run(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8).strip());
    } finally {
      Files.delete(output);
    }
  }

  private void say(String line) {
    talk.println(line);
    talk.flush();
  }
}
