package coop.minga.federation.disclosure;

import coop.minga.federation.ledger.EntryId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What opens fields of one entry.
///
/// @param entry whose
/// @param fields at least one, each field once, by name
public record EntryOpening(EntryId entry, List<FieldOpening> fields) {
  /// Copies and checks the names.
  public EntryOpening {
    fields = List.copyOf(fields);
    Fields.require(fields.stream().map(FieldOpening::field).toList());
  }

  /// Only these fields; absent if none of them is opened here.
  public Optional<EntryOpening> only(Set<String> wanted) {
    var names = new HashSet<>(wanted);
    List<FieldOpening> kept = fields.stream().filter(f -> names.contains(f.field())).toList();
    return kept.isEmpty() ? Optional.empty() : Optional.of(new EntryOpening(entry, kept));
  }
}
