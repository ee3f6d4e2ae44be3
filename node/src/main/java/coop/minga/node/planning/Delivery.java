package coop.minga.node.planning;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// How one item comes to one site next.
///
/// @param cover the days that it must last for
/// @param limits what can be ordered
/// @param lifeDays days that it can be sold, the day of its arrival included
/// @param aim by what the order is judged
/// @param assumed what no file told, and what is on order, in sentences
public record Delivery(Cover cover, Limits limits, int lifeDays, Aim aim, List<String> assumed) {
  /// What can be ordered: nothing, or so many whole packs.
  ///
  /// @param pack units in one
  /// @param least the fewest units of an order
  /// @param shelf units that the shelf holds; absent if that is no matter
  public record Limits(long pack, long least, OptionalLong shelf) {
    /// Checks.
    public Limits {
      if (pack < 1 || least < 0) {
        throw new IllegalArgumentException("a pack is at least 1 unit: " + pack + ", " + least);
      }
    }
  }

  /// Checks and copies.
  public Delivery {
    assumed = List.copyOf(assumed);
    if (lifeDays < 1) {
      throw new IllegalArgumentException("food keeps at least a day, not " + lifeDays);
    }
  }

  /// With more that is to be said of it.
  Delivery noting(List<String> sentences) {
    return sentences.isEmpty()
        ? this
        : new Delivery(
            cover,
            limits,
            lifeDays,
            aim,
            Stream.concat(assumed.stream(), sentences.stream()).toList());
  }

  /// Days of the cover on which what comes can still be sold.
  int reach() {
    return Math.min(cover.days(), lifeDays);
  }
}
