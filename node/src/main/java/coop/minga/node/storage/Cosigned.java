package coop.minga.node.storage;

import coop.minga.federation.ledger.Checkpoint;

/// What this node cosigned last of a ledger.
///
/// @param checkpoint of which tree, how large, which root
/// @param seconds the time in the cosignature
public record Cosigned(Checkpoint checkpoint, long seconds) {}
