package coop.minga.node.proving;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.ledger.Parsed;
import coop.minga.federation.ledger.Policy;
import coop.minga.federation.ledger.TlogProof;
import java.util.Optional;

/// One entry's proof as a file (C2SP `tlog-proof`), judged by a policy.
public final class ProofFile {
  private static final String PROOF = "the proof";

  private ProofFile() {}

  /// Verifies a proof.
  ///
  /// @param entry the entry; absent if the proof is to bring it
  /// @param latestSeconds a cosignature's time above it is refused
  public static Verdict verify(
      Bytes file,
      Optional<Bytes> entry,
      Policy policy,
      SignatureVerifier verifier,
      long latestSeconds) {
    return switch (TlogProof.parse(file)) {
      case Parsed.Bad<TlogProof>(var why) -> Verdict.refused(PROOF, why);
      case Parsed.Good<TlogProof>(var proof) ->
          entry
              .or(proof::extra)
              .map(leaf -> verdict(proof, proof.check(leaf, policy, latestSeconds, verifier)))
              .orElseGet(
                  () -> new Verdict.Refused(Reason.MISSING, "the proof does not bring its entry"));
    };
  }

  private static Verdict verdict(TlogProof proof, TlogProof.Verdict found) {
    return switch (found) {
      case TlogProof.Verdict.BadCheckpoint(var why) -> Verdict.refused("its checkpoint", why);
      case TlogProof.Verdict.NotIncluded _ ->
          new Verdict.Refused(
              Reason.PROOF,
              "the path does not lead from entry "
                  + proof.proof().index()
                  + " to the root that was signed");
      case TlogProof.Verdict.NotWitnessed(_, var by) ->
          new Verdict.Refused(
              Reason.QUORUM,
              "only " + PublishedLedger.mirrors(by.size()) + " cosigned, which is no quorum");
      case TlogProof.Verdict.Proven(var checkpoint, var by) ->
          new Verdict.Verified(
              checkpoint,
              by.size(),
              "Verified: this is entry %,d of %s, signed by its owner and cosigned by %s."
                  .formatted(
                      proof.proof().index(),
                      checkpoint.origin(),
                      PublishedLedger.mirrors(by.size())));
    };
  }
}
