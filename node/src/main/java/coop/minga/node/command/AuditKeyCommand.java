package coop.minga.node.command;

import coop.minga.node.keys.AuditorKeyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `minga audit key`.
@Command(
    name = "key",
    description = {
      "An auditor makes a key, once. What it prints, members give to `minga audit open`.",
      "The file opens what they seal; keep it."
    },
    mixinStandardHelpOptions = true)
final class AuditKeyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--out", required = true, description = "The file to write.")
  private Path out = Path.of("auditor.key");

  @Override
  public Integer call() throws IOException {
    var key = AuditorKeyFile.create(out, new SecureRandom());
    spec.commandLine().getOut().println(key.publicKey());
    return 0;
  }
}
