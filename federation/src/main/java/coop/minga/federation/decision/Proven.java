package coop.minga.federation.decision;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.ledger.Entry;
import coop.minga.federation.ledger.InclusionProof;
import coop.minga.federation.ledger.SignedNote;

/// Something said towards a decision, with what shows that it stands in a witnessed ledger.
///
/// `wire.DecisionWire` alone makes one, so that entry and statement are what the frame reads to.
///
/// @param frame the leaf of the ledger
/// @param entry the same, read
/// @param says what it says
/// @param proof where it stands
/// @param note the checkpoint that the proof leads to, with its cosignatures
public record Proven(
    Bytes frame, Entry entry, DecisionStatement says, InclusionProof proof, SignedNote note) {
  /// Where it stands.
  public Place place() {
    return new Place(entry.header().author(), proof.index(), entry.id());
  }
}
