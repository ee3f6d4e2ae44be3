package coop.minga.federation.learning;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// One epoch as a node knows it beforehand: its own view, which no message can change.
///
/// @param federation the charter's hash
/// @param self this node's member
/// @param epoch 1, 2, ...
/// @param cohort who trains, as drawn
/// @param encoding how updates become integers
/// @param base the version to train from: the latest of this node's [Lineage]
/// @param seed the [Lineage]'s
/// @param times when the epoch is, and how long this node waits
public record RoundPlan(
    Hash federation,
    MemberId self,
    long epoch,
    Cohort cohort,
    Encoding encoding,
    ModelVersion base,
    Hash seed,
    Times times) {

  /// Checks that the model is the encoding's.
  public RoundPlan {
    if (base.parameters().size() != encoding.dimension()) {
      throw new IllegalArgumentException(
          "the base has "
              + base.parameters().size()
              + " parameters and not "
              + encoding.dimension());
    }
    if (epoch <= base.epoch()) {
      throw new IllegalArgumentException("epoch " + epoch + " is not after its base's");
    }
  }

  /// The same epoch in another of its cohorts.
  RoundPlan in(Cohort other) {
    return new RoundPlan(federation, self, epoch, other, encoding, base, seed, times);
  }

  /// Whether this node's own update is to be summed.
  public boolean trains() {
    return cohort.members().contains(self);
  }

  Terms terms() {
    int vectorBytes = encoding.packedBytes(cohort.members().size());
    return new Terms(federation, epoch, cohort, base.hash(), encoding.hash(), vectorBytes);
  }

  RingCodec codec() {
    return new RingCodec(encoding, cohort.members().size());
  }

  /// When an epoch is, and how long this node waits, each wait from when it saw what it waits on:
  /// so a clock that is wrong by minutes changes nothing but when the epoch begins and ends.
  ///
  /// @param startsAt no proposal before it
  /// @param endsAt whoever has no result by then says so
  /// @param advertise for everyone to advertise, from the proposal
  /// @param train for everyone to train and mask
  /// @param grace for a silent coordinator before the next steps in, and for what was dealt to come
  /// @param sum for the shares to come back
  public record Times(
      Instant startsAt,
      Instant endsAt,
      Duration advertise,
      Duration train,
      Duration grace,
      Duration sum) {
    /// How many coordinators may be silent before a step is given up.
    static final int TURNS = 3;

    /// Checks that the times are positive and that one attempt fits in.
    public Times {
      for (Duration duration : List.of(advertise, train, grace, sum)) {
        if (duration.isNegative() || duration.isZero()) {
          throw new IllegalArgumentException("a step of an epoch takes some time");
        }
      }
      if (startsAt.plus(attempt(advertise, train, grace, sum)).isAfter(endsAt)) {
        throw new IllegalArgumentException("an epoch is at least as long as one attempt");
      }
    }

    /// The longest that an attempt may take whose coordinators speak in time.
    public static Duration attempt(
        Duration advertise, Duration train, Duration grace, Duration sum) {
      return advertise.plus(grace).plus(train).plus(sum);
    }

    /// How long all coordinators together may be silent.
    Duration patience() {
      return grace.multipliedBy(TURNS);
    }
  }
}
