package coop.minga.federation.surplus;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Why food goes no better way than it does.
public enum OutletReason {
  /// No member took it.
  NOBODY_TOOK_IT,
  /// It is not fit to be eaten by people any more.
  NOT_FIT,
  /// No animal may have it.
  NOT_FOR_ANIMALS,
  /// No better outlet is near, or has room.
  NONE_NEAR,
  /// A recall covers it.
  RECALLED;

  /// Whether food may go to an outlet for this reason: each says why the better ones are passed
  /// over, and no more.
  public boolean fits(Outlet outlet) {
    return switch (this) {
      case NOBODY_TOOK_IT -> outlet.isEaten() || outlet == Outlet.FEED;
      case NOT_FIT -> !outlet.isEaten();
      case NOT_FOR_ANIMALS, NONE_NEAR, RECALLED ->
          outlet == Outlet.DIGESTION || outlet == Outlet.COMPOST;
    };
  }

  /// As in `nobody-took-it`.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The reason of a word; absent if there is none.
  public static Optional<OutletReason> of(String word) {
    return Arrays.stream(values()).filter(reason -> reason.word().equals(word)).findFirst();
  }

  /// What goes to an outlet where nothing else is said.
  public static OutletReason usual(Outlet outlet) {
    return NOBODY_TOOK_IT.fits(outlet) ? NOBODY_TOOK_IT : NONE_NEAR;
  }
}
