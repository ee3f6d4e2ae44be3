package coop.minga.federation.wire;

/// Why a payload of a known kind counts for nothing.
public enum VoidReason {
  /// The bytes are not a message of that kind.
  NOT_A_MESSAGE,
  /// A part of it is out of its range.
  OUT_OF_RANGE,
  /// Written again it would be other bytes: fields in another order, unknown ones, trailing bytes.
  NOT_CANONICAL
}
