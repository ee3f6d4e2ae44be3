package coop.minga.node.monitor;

import coop.minga.node.history.SeriesKey;
import java.time.LocalDate;

/// Something that a series did.
///
/// @param series which
/// @param form in which way it left its routine
/// @param since the day on which it began
/// @param seen the last day that was known when it was noticed
/// @param chances how probable each form was then; of an odd day, that it was odd, or the first of
///   a step or slope
/// @param usual units that would have been usual on the day `seen`
/// @param now units sold on an odd day; else those that are usual on such a day from now on
public record Noticed(
    SeriesKey series,
    Form form,
    LocalDate since,
    LocalDate seen,
    Chances chances,
    double usual,
    double now) {
  /// By how much more is sold than was usual, as a fraction; below 0 for less.
  public double change() {
    return usual > 0 ? now / usual - 1 : now > 0 ? 1 : 0;
  }

  /// Whether more is sold.
  public boolean isMore() {
    return now > usual;
  }
}
