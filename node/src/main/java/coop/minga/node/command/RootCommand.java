package coop.minga.node.command;

import coop.minga.federation.audit.Counted;
import coop.minga.federation.identity.Signer;
import coop.minga.federation.roster.MemberCard;
import coop.minga.federation.roster.RootMatter;
import coop.minga.federation.roster.SignedCharter;
import coop.minga.federation.wire.RosterWire;
import coop.minga.node.assembly.Founding;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.config.UserError;
import coop.minga.node.keys.PublicKeyFile;
import coop.minga.node.keys.RootKeyFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `minga root`: an organisation's root key that is kept off its node.
@Command(
    name = "root",
    description = "Keeps an organisation's root key off its node: in a file, or in a token.",
    mixinStandardHelpOptions = true,
    subcommands = {
      RootCommand.New.class,
      RootCommand.Show.class,
      RootCommand.Sign.class,
      RootCommand.TakeOut.class
    })
final class RootCommand {
  private RootCommand() {}

  /// `minga root new`.
  @Command(
      name = "new",
      description = "Makes a root key in a file, and its public half beside it.",
      mixinStandardHelpOptions = true)
  static final class New implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "The file to make.")
    private Path file = Path.of("root.key");

    @Override
    public Integer call() throws IOException {
      Signer key = RootKeyFile.create(file, new SecureRandom());
      PrintWriter out = spec.commandLine().getOut();
      out.printf("Made the root key %s in %s.%n", key.publicKey(), file);
      out.printf("Make its node with: minga init --root %s%n", RootKeyFile.beside(file));
      return 0;
    }
  }

  /// `minga root show`.
  @Command(
      name = "show",
      description = "Shows the public half of a root key, and writes it into a file.",
      mixinStandardHelpOptions = true)
  static final class Show implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private RootOptions root = new RootOptions();

    @Option(names = "--out", paramLabel = "FILE", description = "Write it here, as PEM.")
    private @Nullable Path out;

    @Override
    public Integer call() throws IOException {
      Signer key = root.signer();
      spec.commandLine().getOut().println(key.publicKey());
      if (out != null) {
        PublicKeyFile.write(out, key.publicKey());
      }
      return 0;
    }
  }

  /// `minga root sign`.
  @Command(
      name = "sign",
      description = {
        "Signs a charter, or what a node asked for with --request, in place.",
        "What is signed is read from the bytes themselves and shown first."
      },
      mixinStandardHelpOptions = true)
  static final class Sign implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private RootOptions root = new RootOptions();

    @Option(names = "--yes", description = "Sign without asking a person.")
    private boolean yes;

    @Parameters(paramLabel = "FILE", description = "The charter or the request.")
    private Path file = Path.of("request");

    @Override
    public Integer call() throws IOException {
      Optional<RootRequest> request = RootRequest.read(file);
      if (request.isPresent()) {
        return sign(request.get());
      }
      return sign(Founding.charter(file));
    }

    private int sign(RootRequest request) throws IOException {
      List<Signer> keys = root.signers();
      List<String> sentences = request.sentences(keys);
      if (sentences.isEmpty()) {
        throw new UserError(
            file.toString(),
            "nothing in it is asked of this root key.",
            "Name the key it asks for with --root-key or --pkcs11.");
      }
      if (isWanted(sentences)) {
        request.signed(keys).write(file);
        out().printf("Signed. Back at the node: minga key send --dir NODE %s%n", file);
      }
      return 0;
    }

    private int sign(SignedCharter charter) throws IOException {
      Signer key = root.signer();
      MemberCard founder =
          charter.charter().founders().stream()
              .filter(card -> card.keys().root().equals(key.publicKey()))
              .findFirst()
              .orElseThrow(() ->
                  new UserError(
                      file.toString(),
                      "this is the root key of none of its founders.",
                      "Draft the charter with the card of this organisation's node."));
      String names =
          String.join(
              ", ", charter.charter().founders().stream().map(card -> card.id().name()).toList());
      var matter = new RootMatter.Founding(charter.federationId());
      if (isWanted(List.of(matter.sentence() + " Founders: " + names + "."))) {
        SignedCharter signed = charter.signedBy(founder.id(), key);
        Files.write(file, RosterWire.encode(signed).toArray());
        out()
            .printf(
                "Signed for %s: %d of %s.%n",
                founder.id(),
                signed.signatures().size(),
                Counted.founders(signed.charter().founders().size()));
      }
      return 0;
    }

    /// Whether a person who reads what it is about wants it signed.
    private boolean isWanted(List<String> sentences) {
      PrintWriter err = spec.commandLine().getErr();
      sentences.forEach(err::println);
      err.flush();
      if (yes) {
        return true;
      }
      String said =
          RootOptions.person()
              .orElseThrow(() ->
                  new UserError("--yes", "there is nobody to ask.", "Say --yes to sign the above."))
              .readLine("Sign this? (yes, or anything else for no) ");
      return "yes".equals(said);
    }

    private PrintWriter out() {
      return spec.commandLine().getOut();
    }
  }

  /// `minga root take-out`.
  @Command(
      name = "take-out",
      description = "Moves a stopped node's root key into a file; its public half stays.",
      mixinStandardHelpOptions = true)
  static final class TakeOut implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--dir", required = true, description = "The node's directory.")
    private Path dir = Path.of("node");

    @Option(
        names = "--to",
        required = true,
        paramLabel = "FILE",
        description = "Where the key goes: a stick that lies in a drawer.")
    private Path to = Path.of("root.key");

    @Override
    public Integer call() throws IOException {
      Founding.takeRootOut(new NodeDirectory(dir), to);
      spec.commandLine()
          .getOut()
          .printf("The root key is in %s and no longer in %s. Keep a copy of it.%n", to, dir);
      return 0;
    }
  }
}
