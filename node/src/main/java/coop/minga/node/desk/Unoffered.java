package coop.minga.node.desk;

import java.util.List;
import java.util.Set;

/// What will be left over and is not offered.
///
/// @param lots names of all of it, also of what another site is asked for or a policy will offer
/// @param late what the shop let wait for half of the time
public record Unoffered(Set<String> lots, List<Draft> late) {
  /// Copies.
  public Unoffered {
    lots = Set.copyOf(lots);
    late = List.copyOf(late);
  }
}
