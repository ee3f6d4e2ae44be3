package coop.minga.node.command;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import coop.minga.federation.identity.Signer;
import coop.minga.node.config.NewFile;
import coop.minga.node.config.UserError;
import coop.minga.node.keys.PublicKeyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `minga key`.
@Command(
    name = "key",
    description = "Shows or changes this node's keys, or says that one was somebody else's.",
    mixinStandardHelpOptions = true,
    subcommands = {
      KeyCommand.Shown.class,
      KeyCommand.Rotate.class,
      KeyCommand.Compromised.class,
      KeyCommand.Send.class
    })
final class KeyCommand {
  private KeyCommand() {}

  /// A command that needs the root key's signature, wherever that key is.
  @Command
  abstract static class ByRoot extends Operator {
    @Mixin private RootOptions root = new RootOptions();

    @Option(
        names = "--request",
        paramLabel = "FILE",
        description = "Write what has to be signed here, to be taken to the root key.")
    private @Nullable Path request;

    /// Puts a question to the node; again with signatures, if it asks for them.
    final int askByRoot(JsonObject question, Told told) throws IOException {
      if (request != null) {
        NewFile.checkPlace("--request", request);
      }
      List<Signer> keys = root.signers();
      return talk(
          client -> {
            JsonObject answer = client.ask(question);
            Optional<RootRequest> asked = RootRequest.in(answer);
            return asked.isEmpty() || keys.isEmpty()
                ? answer
                : client.ask(asked.get().signed(keys).answered());
          },
          answer -> {
            Optional<RootRequest> asked = RootRequest.in(answer);
            return asked.isPresent() ? wayOf(asked.get()) : told.lines(answer);
          });
    }

    private List<String> wayOf(RootRequest asked) throws IOException {
      if (request == null) {
        throw new UserError(
            "--root-key, --pkcs11, --request",
            "the root key is not on the node, and nothing was changed.",
            "Name where it is, or write what has to be signed into a file: --request FILE.");
      }
      asked.write(request);
      return List.of(
          "Nothing is changed yet. What has to be signed is in %s.".formatted(request),
          "Where the root key is: minga root sign %s --root-key FILE".formatted(request));
    }
  }

  /// `minga key list`.
  @Command(
      name = "list",
      description = "Lists the public keys that this node has and had, the newest first.")
  static final class Shown extends Operator implements Callable<Integer> {
    @Override
    public Integer call() throws IOException {
      return ask(question("keys"), Shown::lines);
    }

    private static List<String> lines(JsonObject answer) {
      var table = new Table("change", "use", "is", "public key");
      for (JsonElement each : answer.getAsJsonArray("keys")) {
        JsonObject key = each.getAsJsonObject();
        table.row(
            key.get("change").getAsInt(),
            key.get("use").getAsString(),
            state(key),
            key.get("key").getAsString());
      }
      return table.lines();
    }

    private static String state(JsonObject key) {
      if (key.has("lostSince")) {
        return "lost since " + key.get("lostSince").getAsString();
      }
      return key.get("current").getAsBoolean() ? "in use" : "replaced";
    }
  }

  /// `minga key rotate`.
  @Command(
      name = "rotate",
      description = {
        "Makes new keys for ledger, cosignatures, entries and TLS, and says so by the root key.",
        "The old private keys are erased once every member holds the change, or after two days."
      })
  static final class Rotate extends ByRoot implements Callable<Integer> {
    @Option(
        names = "--root",
        description = "The organisation's root key instead: the members decide on it.")
    private boolean root;

    @Option(
        names = "--new-root",
        paramLabel = "FILE",
        description =
            "The public half of the new root key, which is kept off the node. With --root.")
    private @Nullable Path newRoot;

    @Override
    public Integer call() throws IOException {
      return root ? rotateRoot() : rotateKeys();
    }

    private int rotateRoot() throws IOException {
      JsonObject question = question("rotate-root");
      if (newRoot != null) {
        question.addProperty("newRoot", PublicKeyFile.read(newRoot).toString());
      }
      return askByRoot(question, answer -> List.of(ApproveCommand.line(answer)));
    }

    private int rotateKeys() throws IOException {
      return askByRoot(
          question("rotate-keys"),
          answer ->
              List.of(
                  "Said in the ledger: change %d of this node's keys."
                      .formatted(answer.get("serial").getAsInt())));
    }
  }

  /// `minga key compromised`.
  @Command(
      name = "compromised",
      description = {
        "Says that somebody else may have had a key; one that is in use is replaced at once.",
        "Uncertified entries by it that were witnessed later count for nothing."
      })
  static final class Compromised extends ByRoot implements Callable<Integer> {
    @Parameters(
        paramLabel = "KEY",
        description = {
          "ledger, mirror or entry, for the one in use; or the public key itself.",
          "After a change the one that was lost is no more in use: see minga key list."
        })
    private String key = "";

    @Option(
        names = "--since",
        paramLabel = "INSTANT",
        description = "From when on, like 2026-06-02T08:00:00Z. Default: now.")
    private @Nullable Instant since;

    @Override
    public Integer call() throws IOException {
      JsonObject question = question("compromised");
      question.addProperty("key", key);
      if (since != null) {
        question.addProperty("since", since.toString());
      }
      return askByRoot(
          question,
          answer ->
              List.of(
                  "Said in the ledger: the %s key of change %d, %s, is not to be trusted since %s."
                      .formatted(
                          answer.get("use").getAsString(),
                          answer.get("change").getAsInt(),
                          answer.get("key").getAsString(),
                          answer.get("lostSince").getAsString())));
    }
  }

  /// `minga key send`.
  @Command(
      name = "send",
      description = "Brings a request back to its node, signed where the root key is.")
  static final class Send extends Operator implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "What --request wrote, signed.")
    private Path file = Path.of("request");

    @Override
    public Integer call() throws IOException {
      RootRequest request =
          RootRequest.read(file)
              .orElseThrow(() ->
                  new UserError(
                      file.toString(),
                      "this is not what a node asks of a root key.",
                      "Give the file that --request wrote."));
      return ask(
          request.answered(),
          answer ->
              RootRequest.in(answer).isPresent()
                  ? List.of(
                      "Nothing is changed: a signature is still missing, or the node's keys have"
                          + " changed since. Ask again with --request.")
                  : plainly(answer));
    }
  }
}
