package coop.minga.node.peering;

/// The kinds of message that traffic is counted by.
public enum FrameKind {
  /// Who speaks.
  HELLO,
  /// What is held of each ledger.
  FRONTIER,
  /// A range asked for.
  WANT,
  /// Ledger entries.
  ENTRIES,
  /// A mirror's signature.
  COSIGNATURE,
  /// A book entry for the one it concerns.
  TOLD,
  /// Which rosters are known.
  ROSTERS,
  /// What opens hidden fields, for one whom they concern.
  OPENING,
  /// Still there?
  PING,
  /// Still here.
  PONG,
  /// The end.
  GOODBYE,
  /// A blob asked for, or said not to be there.
  BLOB_REQUEST,
  /// A piece of a blob.
  BLOB_CHUNK,
  /// Of a later version than ours; skipped.
  UNKNOWN
}
