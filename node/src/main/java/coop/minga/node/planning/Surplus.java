package coop.minga.node.planning;

import java.util.List;

/// What will be left over at one organisation's sites.
///
/// @param lots those of which anything may be left, the one that must be offered first at the front
/// @param pastBest what lies there past the best-before printed on it, and may be offered if
///   somebody has looked
/// @param notes what was assumed, and which stock nothing can be said about, in sentences
public record Surplus(List<LeftOver> lots, List<LeftOver> pastBest, List<String> notes) {
  /// Copies.
  public Surplus {
    lots = List.copyOf(lots);
    pastBest = List.copyOf(pastBest);
    notes = List.copyOf(notes);
  }
}
