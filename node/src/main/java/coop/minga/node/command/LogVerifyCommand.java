package coop.minga.node.command;

import com.google.gson.JsonObject;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Policy;
import coop.minga.node.config.GivenFile;
import coop.minga.node.config.UserError;
import coop.minga.node.keys.StrictVerifier;
import coop.minga.node.proving.HeldOnDisk;
import coop.minga.node.proving.LedgerAddress;
import coop.minga.node.proving.LedgerDirectory;
import coop.minga.node.proving.ProofFile;
import coop.minga.node.proving.PublishedLedger;
import coop.minga.node.proving.StaticFiles;
import coop.minga.node.proving.Verdict;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `minga log verify`.
@Command(
    name = "verify",
    description = {
      "Says whether ledgers are what their owners signed and enough mirrors hold.",
      "Of a node: its own ledger and its mirrors, offline. Else one ledger or proof, by a policy.",
      "Exit code 0: verified. 3: not verified."
    })
final class LogVerifyCommand extends LogReading implements Callable<Integer> {
  private static final int NOT_VERIFIED = 3;

  @ArgGroup(multiplicity = "1")
  private What what = new What();

  @Option(names = "--policy", description = "By this policy file (C2SP tlog-policy).")
  private Optional<Path> policy = Optional.empty();

  @Option(names = "--since", description = "It must extend this earlier checkpoint, a file.")
  private Optional<Path> since = Optional.empty();

  @Option(names = "--entry", description = "The proven entry, a file, if the proof has it not.")
  private Optional<Path> entry = Optional.empty();

  @Option(
      names = "--not-after",
      paramLabel = "TIME",
      description = {
        "A mirror's word of a later time is refused, as 2026-11-24T18:00:00Z.",
        "Without it: later than an hour from now, by this machine's clock."
      })
  private Instant notAfter = latest();

  /// What is to be verified.
  static final class What {
    @Option(names = "--dir", description = "A node's directory.")
    private Optional<Path> dir = Optional.empty();

    @Option(names = "--ledger", description = "A directory with one ledger's files.")
    private Optional<Path> ledger = Optional.empty();

    @Option(names = "--url", description = "Where one ledger's files are served.")
    private Optional<URI> url = Optional.empty();

    @Option(names = "--proof", description = "A .tlog-proof file.")
    private Optional<Path> proof = Optional.empty();
  }

  @Override
  public Integer call() throws IOException {
    boolean ledger = what.ledger.isPresent() || what.url.isPresent();
    goesWith("--since", since, ledger, "--ledger or --url");
    goesWith("--entry", entry, what.proof.isPresent(), "--proof");
    goesWith("--policy", policy, what.dir.isEmpty(), "--ledger, --url or --proof");
    return what.dir.isPresent() ? ofNode(what.dir.get()) : told("", one()) ? 0 : NOT_VERIFIED;
  }

  /// Refuses what is given and would be looked at by nobody.
  private static void goesWith(
      String option, Optional<Path> given, boolean isLookedAt, String others) {
    if (given.isPresent() && !isLookedAt) {
      throw new UserError(
          option, "Nothing is verified by this here.", "It goes with " + others + ".");
    }
  }

  private Verdict one() throws IOException {
    Policy by = policy();
    if (what.proof.isPresent()) {
      Optional<Bytes> leaf = entry.isPresent() ? Optional.of(bytes(entry.get())) : Optional.empty();
      return ProofFile.verify(
          bytes(what.proof.get()), leaf, by, new StrictVerifier(), notAfter.getEpochSecond());
    }
    StaticFiles files =
        what.url.isPresent()
            ? new LedgerAddress(web(what.url.get()))
            : new LedgerDirectory(there(what.ledger.orElseThrow()));
    var published = new PublishedLedger(files, by, new StrictVerifier(), notAfter.getEpochSecond());
    return since.isPresent() ? published.verifySince(bytes(since.get())) : published.verify();
  }

  private static Path there(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new UserError(
          "--ledger",
          "There is no directory " + directory + ".",
          "Name the one that has the ledger's checkpoint and its tiles.");
    }
    return directory;
  }

  private static URI web(URI url) {
    boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    boolean plain = url.getRawQuery() == null && url.getRawFragment() == null;
    if (!web || url.getHost() == null || !plain) {
      throw new UserError(
          "--url",
          "\"" + url + "\" is no address of the web.",
          "Write it as http://shop.example/ID/shop/ledger.");
    }
    return url;
  }

  /// Every ledger on the node's disk. What its owner alone has signed so far is sound, too.
  private int ofNode(Path dir) throws IOException {
    HeldOnDisk held = open(dir, notAfter);
    boolean all = true;
    for (MemberId owner : held.owners()) {
      if (held.exists(owner)) {
        Verdict verdict = held.verify(owner);
        String beside = "Known to be witnessed: %,d. ".formatted(held.witnessed(owner));
        all &= told(verdict.verified() ? beside : owner + ": ", verdict);
      }
    }
    return all ? 0 : NOT_VERIFIED;
  }

  private boolean told(String beside, Verdict verdict) {
    if (json()) {
      out().println(json(verdict));
    } else {
      String text = verdict.verified() ? verdict.text() + " " + beside : beside + verdict.text();
      out().println(text.strip());
    }
    out().flush();
    return verdict.verified();
  }

  private static JsonObject json(Verdict verdict) {
    var document = new JsonObject();
    document.addProperty("verified", verdict.verified());
    switch (verdict) {
      case Verdict.Verified(var checkpoint, int cosignatures, _) -> {
        document.addProperty("origin", checkpoint.origin().text());
        document.addProperty("size", checkpoint.size());
        document.addProperty("root", checkpoint.root().toString());
        document.addProperty("cosignatures", cosignatures);
      }
      case Verdict.Refused(var reason, _) -> document.addProperty("reason", reason.code());
    }
    document.addProperty("sentence", verdict.text());
    return document;
  }

  private Policy policy() throws IOException {
    Path file =
        policy.orElseThrow(() ->
            new UserError(
                "--policy",
                "A ledger or a proof by itself does not say whose word counts.",
                "Give the policy file; a node keeps its own beside its ledger."));
    return switch (Policy.read(bytes(file))) {
      case Policy.Read.Good(var read) -> read;
      case Policy.Read.Bad(int line, var why) ->
          throw new UserError(
              file + (line > 0 ? " line " + line : ""),
              "This is not a policy: " + why.sentence() + ".",
              "Ask for it again.");
    };
  }

  private static Bytes bytes(Path file) throws IOException {
    return GivenFile.read(file, StaticFiles.MAX_BYTES, "Give another.");
  }
}
