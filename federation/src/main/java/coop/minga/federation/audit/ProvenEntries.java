package coop.minga.federation.audit;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.judgement.Fault;
import coop.minga.federation.judgement.Ruling;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Parsed;
import coop.minga.federation.ledger.TlogProof;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.ledger.Witnesses.Standing;
import java.util.Map;
import java.util.Optional;

/// Whether single entries stand where their `.tlog-proof`s say, and are their author's.
///
/// Where the ledger is here, too, the proof must be of that tree; where it is not, it must be
/// witnessed by a quorum of the newest roster that its owner is on.
final class ProvenEntries {
  private final Roll roll;
  private final Findings findings;

  ProvenEntries(Roll roll, Findings findings) {
    this.roll = roll;
    this.findings = findings;
  }

  /// Checks one.
  ///
  /// @param index by which it is listed
  void check(MemberId owner, long index, Bytes file, Map<TreeName, CheckedTree> trees) {
    var name = new TreeName(owner, Tree.LEDGER);
    Optional<String> why =
        switch (TlogProof.parse(file)) {
          case Parsed.Bad<TlogProof>(var bad) -> Optional.of(bad.sentence());
          case Parsed.Good<TlogProof>(var proof) ->
              fault(name, index, proof, Optional.ofNullable(trees.get(name)));
        };
    why.ifPresent(sentence -> findings.add(new Finding.BadProof(name, index, sentence)));
  }

  private Optional<String> fault(
      TreeName name, long index, TlogProof proof, Optional<CheckedTree> tree) {
    if (proof.proof().index() != index) {
      return Optional.of("the proof is of entry " + proof.proof().index());
    }
    if (proof.extra().isEmpty()) {
      return Optional.of("the proof does not bring its entry");
    }
    Optional<Checkpoint> signed = roll.open(name, proof.note()).found();
    if (signed.isEmpty()) {
      return Optional.of("its owner has not signed the checkpoint");
    }
    if (!proof.leads(proof.extra().get(), signed.get()).holds()) {
      return Optional.of("the path does not lead to the root that was signed");
    }
    Optional<Fault> fault = fault(name, index, proof.extra().get(), signed.get());
    if (fault.isPresent()) {
      return Optional.of("it " + fault.get().words());
    }
    return tree.isPresent()
        ? differs(tree.get(), signed.get())
        : unwitnessed(name, proof, signed.get());
  }

  /// An entry of a later generation stands under a checkpoint of one.
  private Optional<Fault> fault(TreeName name, long index, Bytes frame, Checkpoint signed) {
    return switch (roll.anywhere(name).judge(index, frame)) {
      case Ruling.Void(Fault.OtherGeneration(var its)) when its <= signed.origin().generation() ->
          Optional.empty();
      case Ruling.Void(var why) -> Optional.of(why);
      case Ruling.Known _, Ruling.Unknown _ -> Optional.empty();
    };
  }

  private static Optional<String> differs(CheckedTree tree, Checkpoint signed) {
    boolean its =
        signed.size() <= tree.hashes().size()
            && tree.hashes().root(signed.size()).equals(signed.root());
    return its ? Optional.empty() : Optional.of("it is of another ledger than the one here");
  }

  private Optional<String> unwitnessed(TreeName name, TlogProof proof, Checkpoint signed) {
    boolean witnessed =
        roll.last(name.owner())
            .map(roll::directory)
            .map(directory ->
                directory.judge(
                    signed.origin(), proof.note(), roll.latestSeconds(), roll.verifier()))
            .filter(Standing.Witnessed.class::isInstance)
            .isPresent();
    return witnessed ? Optional.empty() : Optional.of("too few have witnessed the checkpoint");
  }
}
