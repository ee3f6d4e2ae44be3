package coop.minga.node.history;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What became of one file: every row of it was imported, rejected or left out.
///
/// @param file its name
/// @param kind which table it is
/// @param outcome whether anything was kept
/// @param count its rows
/// @param rejectFile every rejected row with its reason and cure, where any was and it was kept
/// @param firstRejects the first few, for the screen
/// @param notes what was mended, assumed or not read
public record ImportReport(
    String file,
    TableKind kind,
    Outcome outcome,
    Count count,
    Optional<Path> rejectFile,
    List<Reject> firstRejects,
    List<String> notes) {
  /// Whether anything was kept.
  public enum Outcome {
    /// The rows are durable.
    IMPORTED,
    /// The same content was imported before by the same mapping; nothing was done.
    ALREADY_THERE,
    /// Only looked at.
    PREVIEWED,
    /// No row could be imported.
    NOTHING_FIT
  }

  /// Rows. `rows = imported + rejected + leftOut`.
  ///
  /// @param rows lines with anything on them, without the header
  /// @param imported rows that count
  /// @param rejected rows with a fault
  /// @param leftOut rows of others, by the mapping's choice
  /// @param summed imported rows that were added to another of the same day, site and item
  /// @param replaced rows of earlier files that gave way
  public record Count(
      long rows, long imported, long rejected, long leftOut, long summed, long replaced) {}

  /// Copies the lists.
  public ImportReport {
    firstRejects = List.copyOf(firstRejects);
    notes = List.copyOf(notes);
  }
}
