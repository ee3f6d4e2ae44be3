package coop.minga.federation.wire;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.ledger.InclusionProof;

/// An entry of a member's book that it told somebody, with the proof that it stands there.
///
/// @param frame the entry's bytes
/// @param proof where it stands
/// @param bookNote the signed checkpoint that the proof leads to, as it was told
public record ToldEntry(Bytes frame, InclusionProof proof, Bytes bookNote) {}
