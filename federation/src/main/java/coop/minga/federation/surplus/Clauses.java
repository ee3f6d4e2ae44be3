package coop.minga.federation.surplus;

import java.time.Instant;
import java.util.Optional;

/// What an offer says beside its lot and its times; every member sees it. Offers of before version
/// 4 say nothing of the kind and are [#PLAIN].
///
/// @param firmness whether the food is there
/// @param purpose what it is offered for
/// @param parent what it is a part of; absent if it was not split off
/// @param first who may have it before anybody bids; absent if nobody
public record Clauses(
    Firmness firmness, Purpose purpose, Optional<Parent> parent, Optional<FirstRefusal> first) {
  /// Set aside, to be given away, whole, to whoever bids.
  public static final Clauses PLAIN =
      new Clauses(new Firmness.Firm(), Purpose.DONATION, Optional.empty(), Optional.empty());

  /// The same of food that is only expected to be there.
  public Clauses expected(Instant firmBy) {
    return new Clauses(new Firmness.Expected(firmBy), purpose, parent, first);
  }

  /// The same for another purpose.
  public Clauses meant(Purpose other) {
    return new Clauses(firmness, other, parent, first);
  }

  /// The same of a part of something.
  public Clauses partOf(Parent whole) {
    return new Clauses(firmness, purpose, Optional.of(whole), first);
  }

  /// The same with somebody who may have it before anybody bids.
  public Clauses firstTo(FirstRefusal somebody) {
    return new Clauses(firmness, purpose, parent, Optional.of(somebody));
  }

  /// By when the giver says how much there is; absent if it is set aside.
  public Optional<Instant> firmBy() {
    return switch (firmness) {
      case Firmness.Firm _ -> Optional.empty();
      case Firmness.Expected(var by) -> Optional.of(by);
    };
  }

  /// That the times of an offer leave room for these.
  ///
  /// @throws IllegalArgumentException if they do not
  void requireWithin(Instant openedAt, Instant closesAt, Window window) {
    if (firmBy().filter(by -> by.isBefore(closesAt) || by.isAfter(window.from())).isPresent()) {
      throw new IllegalArgumentException(
          "expected food is firmed up after the closing time and before it can be collected");
    }
    if (first
        .filter(f -> !f.until().isAfter(openedAt) || !f.until().isBefore(closesAt))
        .isPresent()) {
      throw new IllegalArgumentException("a first refusal ends while its lot is open");
    }
  }
}
