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
/// @param times when the epoch is, and how long its steps take
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

  /// Whether this node's own update is to be summed.
  public boolean trains() {
    return cohort.members().contains(self);
  }

  /// When an epoch is, and how long its steps take.
  ///
  /// @param startsAt no proposal before it
  /// @param endsAt whoever has no result by then says so
  /// @param advertise for everyone to advertise a key
  /// @param train for everyone to train, mask and hand the vector over
  /// @param grace for a silent coordinator, and for the next to wait before it steps in
  /// @param sum for everyone to fetch the vectors and sum them
  public record Times(
      Instant startsAt,
      Instant endsAt,
      Duration advertise,
      Duration train,
      Duration grace,
      Duration sum) {
    /// Checks that the times are positive and that one attempt fits in.
    public Times {
      for (Duration duration : List.of(advertise, train, grace, sum)) {
        if (duration.isNegative() || duration.isZero()) {
          throw new IllegalArgumentException("a step of an epoch takes some time");
        }
      }
      if (startsAt.plus(advertise).plus(train).plus(grace).plus(sum).isAfter(endsAt)) {
        throw new IllegalArgumentException("an epoch is at least as long as one attempt");
      }
    }

    /// The deadlines of an attempt proposed at an instant, in whole milliseconds.
    LearningStatement.Deadlines from(Instant proposed) {
      Instant advertiseBy = Instant.ofEpochMilli(proposed.toEpochMilli()).plus(advertise);
      Instant maskedBy = advertiseBy.plus(train);
      Instant freezeBy = maskedBy.plus(grace);
      return new LearningStatement.Deadlines(advertiseBy, maskedBy, freezeBy, freezeBy.plus(sum));
    }
  }
}
