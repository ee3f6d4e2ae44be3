package coop.minga.node.proving;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.ledger.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Something to verify, and what every verifier must say of it.
///
/// @param name of its directory
/// @param policy the policy file
/// @param what a ledger, or a proof
/// @param reason why it must be refused; absent if it must be verified
record Case(String name, Bytes policy, What what, Optional<Reason> reason) {
  /// What is to be verified.
  sealed interface What {
    /// A ledger's files.
    ///
    /// @param index an entry to prove besides
    /// @param earlier a checkpoint that the ledger must extend
    record Ledger(SomeLedger files, Optional<Long> index, Optional<Bytes> earlier)
        implements What {}

    /// A proof.
    ///
    /// @param entry the entry; absent if the proof brings it
    record Proof(Bytes file, Optional<Bytes> entry) implements What {}
  }

  static Case honest(String name, SomeLedger ledger) {
    return new Case(name, honestPolicy(), ledger(ledger), Optional.empty());
  }

  static Case attack(Reason reason, String name, SomeLedger ledger) {
    return new Case(name, honestPolicy(), ledger(ledger), Optional.of(reason));
  }

  static Case since(Optional<Reason> reason, String name, SomeLedger ledger, Bytes earlier) {
    var what = new What.Ledger(ledger, Optional.empty(), Optional.of(earlier));
    return new Case(name, honestPolicy(), what, reason);
  }

  static Case proof(Optional<Reason> reason, String name, String file, Optional<Bytes> entry) {
    return new Case(name, honestPolicy(), new What.Proof(Bytes.utf8(file), entry), reason);
  }

  static Bytes honestPolicy() {
    return SomeLedger.policy().encode();
  }

  static What ledger(SomeLedger ledger) {
    return new What.Ledger(ledger, Optional.empty(), Optional.empty());
  }

  Case under(Bytes otherPolicy) {
    return new Case(name, otherPolicy, what, reason);
  }

  Case proving(long index) {
    var ledger = (What.Ledger) what;
    var more = new What.Ledger(ledger.files(), Optional.of(index), ledger.earlier());
    return new Case(name, policy, more, reason);
  }

  /// What our own verifier says.
  Verdict verdict(SignatureVerifier verifier) throws IOException {
    return switch (Policy.read(policy)) {
      case Policy.Read.Bad(_, var why) -> new Verdict.Refused(Reason.POLICY, why.sentence());
      case Policy.Read.Good(var read) -> verdict(read, verifier);
    };
  }

  private Verdict verdict(Policy read, SignatureVerifier verifier) throws IOException {
    return switch (what) {
      case What.Proof(var file, var entry) ->
          ProofFile.verify(file, entry, read, verifier, SomeLedger.LATEST);
      case What.Ledger(var files, var index, var earlier) -> {
        var ledger = new PublishedLedger(files, read, verifier, SomeLedger.LATEST);
        Verdict verdict = earlier.isPresent() ? ledger.verifySince(earlier.get()) : ledger.verify();
        boolean lacks = verdict.verified() && index.isPresent() && !proves(ledger, index.get());
        yield lacks ? new Verdict.Refused(Reason.INDEX, "there is no such entry") : verdict;
      }
    };
  }

  private static boolean proves(PublishedLedger ledger, long index) throws IOException {
    return ledger.prove(index).isPresent();
  }

  /// Writes its files, and gives the arguments by which another verifier is asked, relative to the
  /// directory above.
  List<String> write(Path above) throws IOException {
    Path directory = Files.createDirectories(above.resolve(name));
    Files.write(directory.resolve("policy"), policy.toArray());
    var arguments = new ArrayList<>(List.of("-policy", name + "/policy"));
    arguments.addAll(SomeLedger.notAfter());
    switch (what) {
      case What.Proof(var file, var entry) -> {
        file(directory, "a.tlog-proof", file);
        arguments.addAll(List.of("-proof", name + "/a.tlog-proof"));
        if (entry.isPresent()) {
          file(directory, "entry", entry.get());
          arguments.addAll(List.of("-entry", name + "/entry"));
        }
      }
      case What.Ledger(var files, var index, var earlier) -> {
        files.write(Files.createDirectories(directory.resolve("ledger")));
        arguments.addAll(List.of("-dir", name + "/ledger"));
        index.ifPresent(at -> arguments.addAll(List.of("-index", at.toString())));
        if (earlier.isPresent()) {
          file(directory, "earlier", earlier.get());
          arguments.addAll(List.of("-old", name + "/earlier"));
        }
      }
    }
    return arguments;
  }

  private static void file(Path directory, String name, Bytes content) throws IOException {
    Files.write(directory.resolve(name), content.toArray());
  }

  @Override
  public String toString() {
    return name;
  }
}
