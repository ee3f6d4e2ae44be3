package coop.minga.federation.surplus;

/// What openings show of a notice.
public sealed interface Uncovered {
  /// The whole offer.
  record Whole(Offer offer) implements Uncovered {}

  /// True as far as they go, and not all of it.
  record Part() implements Uncovered {}

  /// Not what was committed to, or not what is told in outline.
  ///
  /// @param why a plain sentence's end
  record Wrong(String why) implements Uncovered {}
}
