package coop.minga.bench;

import coop.minga.federation.learning.Poison;
import java.util.Optional;

/// Who does harm.
///
/// @param poison of what kind; absent: nobody
/// @param poisoners how many, the first of the members
record Harm(Optional<Poison> poison, int poisoners) {
  static final Harm NONE = new Harm(Optional.empty(), 0);

  /// What a member does.
  Optional<Poison> of(int member) {
    return poison.filter(_ -> member < poisoners);
  }
}
