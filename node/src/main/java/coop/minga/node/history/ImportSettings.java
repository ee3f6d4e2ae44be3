package coop.minga.node.history;

import java.time.LocalDate;
import java.util.Optional;

/// How files are to be imported.
///
/// @param mapping how they are written
/// @param as which table they are, before what the mapping and the columns say
/// @param latest the last day that can have happened; a later one is a mistyped year
/// @param limits how much is taken
public record ImportSettings(
    Mapping mapping, Optional<TableKind> as, Optional<LocalDate> latest, ImportLimits limits) {
  /// By a mapping, the table told by the columns, any day, and the usual limits.
  public static ImportSettings by(Mapping mapping) {
    return new ImportSettings(mapping, Optional.empty(), Optional.empty(), ImportLimits.DEFAULT);
  }

  /// These, with the table said.
  public ImportSettings as(TableKind kind) {
    return new ImportSettings(mapping, Optional.of(kind), latest, limits);
  }

  /// These, refusing days after that one.
  public ImportSettings until(LocalDate day) {
    return new ImportSettings(mapping, as, Optional.of(day), limits);
  }

  /// These, with other limits.
  public ImportSettings within(ImportLimits other) {
    return new ImportSettings(mapping, as, latest, other);
  }
}
