package coop.minga.node.command;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import coop.minga.federation.audit.Comparison;
import coop.minga.federation.audit.SplitView;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.ledger.Exposed;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;
import coop.minga.node.bundle.BundleFile;
import coop.minga.node.config.NewFile;
import coop.minga.node.keys.StrictVerifier;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `minga audit diff`: two auditors lay their bundles beside each other.
@Command(
    name = "diff",
    description = {
      "Says whether two bundles of one federation show one history of every ledger and book.",
      "Exit code 0: one history. 3: two, or a bundle that is not as it was signed."
    },
    mixinStandardHelpOptions = true)
final class AuditDiffCommand implements Callable<Integer> {
  private static final int NOT_ONE = 3;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "ONE", description = "A bundle.")
  private Path one = Path.of("one.zip");

  @Parameters(index = "1", paramLabel = "OTHER", description = "Another of the same federation.")
  private Path other = Path.of("other.zip");

  @Option(
      names = "--evidence",
      paramLabel = "DIRECTORY",
      description = {
        "Writes there, of each tree that has two histories, both signed checkpoints,",
        "and what they prove of whom: a node enters that by `minga evidence FILE`."
      })
  private @Nullable Path evidence;

  @Option(names = "--json", description = "Prints one JSON document and nothing else.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Comparison.Result result =
        new Comparison(new StrictVerifier()).of(BundleFile.read(one), BundleFile.read(other));
    PrintWriter text = spec.commandLine().getOut();
    if (json) {
      new GsonBuilder().setPrettyPrinting().create().toJson(document(result), text);
      text.println();
    } else {
      print(result, text);
    }
    if (evidence != null) {
      Files.createDirectories(evidence);
      for (SplitView split : result.splits()) {
        write(evidence, split);
      }
    }
    return result.agrees() ? 0 : NOT_ONE;
  }

  private static void print(Comparison.Result result, PrintWriter text) {
    text.println(result.sentence());
    result.splits().forEach(split -> text.printf("  - %s.%n", split.sentence()));
    result.longer().forEach(longer -> text.printf("  note: %s.%n", longer));
  }

  /// Two signed notes and the two entries: nothing more is needed to prove it to a third.
  private static void write(Path directory, SplitView split) throws IOException {
    String name = split.tree().toString().replace('/', '-');
    write(directory.resolve(name + "-one"), split.one());
    write(directory.resolve(name + "-other"), split.other());
    for (Exposed exposed : split.proven()) {
      Bytes statement = Statements.encode(new Said.OfLedger(exposed));
      NewFile.write(
          "--evidence",
          directory.resolve(name + "-by-" + exposed.member() + ".evidence"),
          statement);
    }
  }

  private static void write(Path file, SplitView.View view) throws IOException {
    NewFile.write("--evidence", Path.of(file + ".checkpoint"), view.note().encode());
    NewFile.write("--evidence", Path.of(file + ".entry"), view.entry());
  }

  private static JsonObject document(Comparison.Result result) {
    var document = new JsonObject();
    document.addProperty("agrees", result.agrees());
    document.addProperty("sentence", result.sentence());
    document.addProperty("same", result.same());
    var splits = new JsonArray();
    result.splits().forEach(split -> splits.add(document(split)));
    document.add("splits", splits);
    var longer = new JsonArray();
    result.longer().forEach(longer::add);
    document.add("longer", longer);
    return document;
  }

  private static JsonObject document(SplitView split) {
    var told = new JsonObject();
    told.addProperty("tree", split.tree().toString());
    told.addProperty("from", split.from());
    told.addProperty("sentence", split.sentence());
    var twoFaced = new JsonArray();
    split.twoFaced().forEach(member -> twoFaced.add(member.name()));
    told.add("cosignedBoth", twoFaced);
    var proven = new JsonArray();
    split.proven().forEach(each -> proven.add(each.member().name()));
    told.add("proven", proven);
    return told;
  }
}
