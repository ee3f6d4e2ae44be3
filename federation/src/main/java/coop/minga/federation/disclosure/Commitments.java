package coop.minga.federation.disclosure;

import static java.util.stream.Collectors.toMap;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// All the fields that one entry states and does not show, side by side: one can be opened without
/// another.
///
/// @param byField by the field's name, at most 32
public record Commitments(SortedMap<String, Commitment> byField) {
  /// Copies and checks the names.
  public Commitments {
    byField = Collections.unmodifiableSortedMap(new TreeMap<>(byField));
    Fields.require(List.copyOf(byField.keySet()));
  }

  /// Commits to every field.
  ///
  /// @param openings one a field
  public static Commitments to(About about, List<FieldOpening> openings) {
    return new Commitments(
        openings.stream()
            .collect(
                toMap(
                    FieldOpening::field,
                    opening -> Commitment.to(about, opening),
                    (one, other) -> {
                      throw new IllegalArgumentException("one field twice: " + one + ", " + other);
                    },
                    TreeMap::new)));
  }

  /// The fields' names, rising.
  public Set<String> fields() {
    return byField.keySet();
  }

  /// Why these do not open fields of this entry, in a plain sentence's end; absent if they do. Not
  /// all fields need be among them.
  public Optional<String> fault(About about, List<FieldOpening> openings) {
    var seen = new HashSet<String>();
    for (FieldOpening opening : openings) {
      Commitment commitment = byField.get(opening.field());
      if (commitment == null) {
        return Optional.of("it has no hidden field \"" + opening.field() + "\"");
      }
      if (!seen.add(opening.field())) {
        return Optional.of("its field \"" + opening.field() + "\" is opened twice");
      }
      if (!commitment.isOpenedBy(about, opening)) {
        return Optional.of("its field \"" + opening.field() + "\" is opened by something else");
      }
    }
    return Optional.empty();
  }
}
