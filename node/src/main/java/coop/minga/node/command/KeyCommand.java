package coop.minga.node.command;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `minga key`.
@Command(
    name = "key",
    description = "Changes this node's keys, or says that one was somebody else's.",
    mixinStandardHelpOptions = true,
    subcommands = {KeyCommand.Rotate.class, KeyCommand.Compromised.class})
final class KeyCommand {
  private KeyCommand() {}

  /// `minga key rotate`.
  @Command(
      name = "rotate",
      description = {
        "Makes new keys for ledger, cosignatures, entries and TLS, and says so by the root key.",
        "The old private keys are erased once every member holds the change, or after two days."
      })
  static final class Rotate extends Operator implements Callable<Integer> {
    @Option(
        names = "--root",
        description = "The organisation's root key instead: the members decide on it.")
    private boolean root;

    @Override
    public Integer call() throws IOException {
      return root
          ? ask(question("rotate-root"), answer -> List.of(ApproveCommand.line(answer)))
          : ask(
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
  static final class Compromised extends Operator implements Callable<Integer> {
    @Parameters(
        paramLabel = "KEY",
        description = "ledger, mirror or entry, for the one in use; or a public key in hex.")
    private String key = "";

    @Option(
        names = "--since",
        paramLabel = "INSTANT",
        description = "From when on, like 2026-06-02T08:00:00Z. Default: now.")
    private @Nullable String since;

    @Override
    public Integer call() throws IOException {
      JsonObject question = question("compromised");
      question.addProperty("key", key);
      if (since != null) {
        question.addProperty("since", since);
      }
      return ask(
          question,
          answer ->
              List.of(
                  "Said in the ledger: %s is not to be trusted since %s."
                      .formatted(
                          answer.get("key").getAsString(), answer.get("since").getAsString())));
    }
  }
}
