package coop.minga.node.command;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.roster.Endpoint;
import coop.minga.federation.roster.MemberCard;
import coop.minga.node.assembly.Founding;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.config.UserError;
import coop.minga.node.keys.PublicKeyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `minga init`: makes a node.
@Command(
    name = "init",
    description = "Makes a node's directory: its keys, its settings and its card.",
    mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--dir", required = true, description = "The node's directory, to be made.")
  private Path dir = Path.of("node");

  @Option(
      names = "--name",
      required = true,
      description = "The member's name in its federation: 2 to 20 of a-z, 0-9 and -.")
  private String name = "";

  @Option(names = "--display-name", description = "What people read. Default: the name.")
  private String displayName = "";

  @Option(names = "--host", description = "Where other members reach it (${DEFAULT-VALUE}).")
  private String host = "127.0.0.1";

  @Option(names = "--port", description = "The port they reach it on (${DEFAULT-VALUE}).")
  private int port = 7420;

  @Option(
      names = "--takes-donations",
      description = "A food bank or kitchen: may take donations. Default: a member with sales.")
  private boolean social;

  @Option(
      names = "--root",
      paramLabel = "FILE",
      description = "The public half of the organisation's root key, which is kept elsewhere.")
  private @Nullable Path root;

  @Override
  public Integer call() throws IOException {
    var directory = new NodeDirectory(dir);
    Optional<PublicKey> elsewhere =
        root == null ? Optional.empty() : Optional.of(PublicKeyFile.read(root));
    MemberCard card = Founding.init(directory, founder(), elsewhere, new SecureRandom());
    spec.commandLine()
        .getOut()
        .printf(
            "Made a node for %s in %s.%nIts card is %s: give it to whoever drafts the charter.%n",
            card.displayName(), dir, directory.card());
    return 0;
  }

  private Founding.Founder founder() {
    if (!MemberId.isValid(name)) {
      throw new UserError(
          "--name",
          "\"" + name + "\" cannot be a member's name.",
          "Use 2 to 20 of a-z, 0-9 and -, first a letter.");
    }
    String shown = displayName.isBlank() ? name : displayName;
    return new Founding.Founder(new MemberId(name), shown, endpoint(), !social, social);
  }

  private Endpoint endpoint() {
    try {
      return new Endpoint(host, port);
    } catch (IllegalArgumentException e) {
      throw new UserError("--host, --port", e.getMessage() + ".", "Give where peers dial.", e);
    }
  }
}
