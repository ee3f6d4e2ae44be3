package coop.minga.federation.surplus;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Why a giver gives a lot to a taker in no case. It is public once the lot is closed; one that is
/// found out later, for the sake of safety alone, at once.
public enum VetoReason {
  /// It could not be kept cold on the way.
  COLD_CHAIN,
  /// What came of food given before.
  SAFETY_RECORD,
  /// A law or a contract forbids it.
  LEGAL,
  /// Too far.
  DISTANCE,
  /// Something else.
  OTHER;

  /// Whether it is about who might fall ill: only such a reason is heard once a lot is open.
  public boolean isOfSafety() {
    return switch (this) {
      case COLD_CHAIN, SAFETY_RECORD -> true;
      case LEGAL, DISTANCE, OTHER -> false;
    };
  }

  /// As in `cold-chain`.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The reason of a word; absent if there is none.
  public static Optional<VetoReason> of(String word) {
    return Arrays.stream(values()).filter(reason -> reason.word().equals(word)).findFirst();
  }
}
