package coop.minga.node.command;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.TlogProof;
import coop.minga.node.config.NewFile;
import coop.minga.node.config.UserError;
import coop.minga.node.proving.HeldOnDisk;
import coop.minga.node.proving.PublishedLedger;
import coop.minga.node.proving.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `minga log prove`.
@Command(
    name = "prove",
    description = {
      "Writes one file that proves one entry to anybody who has the ledger's policy.",
      "Exit code 3: the ledger on this disk is not what was signed, or too few have cosigned yet."
    })
final class LogProveCommand extends LogReading implements Callable<Integer> {
  private static final int NOT_VERIFIED = 3;

  @Option(names = "--dir", required = true, description = "The node's directory.")
  private Path dir = Path.of("node");

  @Option(names = "--author", description = "Whose ledger; the node's own unless said.")
  private Optional<String> author = Optional.empty();

  @Option(names = "--index", required = true, description = "Which entry, from 0.")
  private long index;

  @Option(names = "--out", description = "The file to write; AUTHOR-INDEX.tlog-proof unless said.")
  private Optional<Path> out = Optional.empty();

  @Option(names = "--policy-out", description = "A file to write the ledger's policy to.")
  private Optional<Path> policyOut = Optional.empty();

  @Override
  public Integer call() throws IOException {
    HeldOnDisk held = open(dir);
    MemberId owner = author.isPresent() ? owner(dir, held, author.get()) : held.owners().getFirst();
    Path file = out.orElse(Path.of(owner + "-" + index + ".tlog-proof"));
    NewFile.check("--out", file);
    policyOut.ifPresent(policy -> NewFile.check("--policy-out", policy));
    PublishedLedger ledger = held.witnessedPart(owner);
    Verdict verdict = ledger.verify();
    if (!verdict.verified()) {
      err().println(verdict.text());
      return NOT_VERIFIED;
    }
    TlogProof proof =
        ledger
            .prove(index)
            .orElseThrow(() ->
                new UserError(
                    "--index",
                    "There is no entry " + index + " in " + owner + "'s ledger.",
                    "See minga log show --dir " + dir + " --author " + owner + "."));
    NewFile.write("--out", file, proof.encode());
    if (policyOut.isPresent()) {
      NewFile.write("--policy-out", policyOut.get(), held.policy(owner).encode());
    }
    err()
        .println(file + ": " + Files.size(file) + " bytes. Anybody with the policy can verify it:");
    err().println("minga log verify --proof " + file + " --policy POLICY");
    return 0;
  }
}
