package coop.minga.federation.alert;

import coop.minga.federation.goods.Checks;
import java.time.Duration;
import java.time.Instant;

/// How long each level of a member has to mend something before the next one is told. Each level
/// set its own time; what is left until the plate bounds it.
///
/// @param noticed when the shop was told
/// @param shop the shop's time
/// @param organisation the organisation's, after the shop's
public record Recovery(Instant noticed, Duration shop, Duration organisation) {
  private static final int THIRD = 3;

  /// The longest time of one level.
  public static final Duration LONGEST = Duration.ofDays(28);

  /// Checks the times.
  public Recovery {
    Checks.instant("a time", noticed);
    Checks.range("a recovery time", shop.toMillis(), 0, LONGEST.toMillis());
    Checks.range("a recovery time", organisation.toMillis(), 0, LONGEST.toMillis());
  }

  /// The times that the levels set, cut so that the shop has at most a third of what is left until
  /// the plate, and the organisation a third of the rest.
  public static Recovery of(Wanted wanted, Instant noticed, Instant plateBy) {
    Duration left = Duration.between(noticed, plateBy);
    Duration shop = shorter(wanted.shop(), left.dividedBy(THIRD));
    Duration organisation = shorter(wanted.organisation(), left.minus(shop).dividedBy(THIRD));
    return new Recovery(noticed, shop, organisation);
  }

  /// What the levels would take if food kept for ever.
  public record Wanted(Duration shop, Duration organisation) {}

  /// When the organisation is told what the shop has not mended.
  public Instant organisationAt() {
    return noticed.plus(shop);
  }

  /// When peers are told what the organisation has not mended.
  public Instant peersAt() {
    return organisationAt().plus(organisation);
  }

  private static Duration shorter(Duration one, Duration other) {
    Duration least = one.compareTo(other) < 0 ? one : other;
    return Duration.ofMillis(Math.max(0, least.toMillis()));
  }
}
