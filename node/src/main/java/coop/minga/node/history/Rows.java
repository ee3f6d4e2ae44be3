package coop.minga.node.history;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The rows of a file one after the other, in memory for one row, whatever it is written in.
sealed interface Rows extends Closeable permits CsvRows, ParquetRows, MessageRows {
  /// A row.
  ///
  /// @param number its line in the file; in Parquet its row, in EDIFACT its segment, from 1
  /// @param text as it stands in the file, for the reject file
  /// @param cut how its values are had
  record Row(long number, String text, Cut cut) {}

  /// Cuts a row into its values.
  interface Cut {
    Cells cells() throws BadRow;
  }

  /// Which of its columns is which of ours.
  Header header();

  /// The next row with anything on it, or absent at the end.
  Optional<Row> next() throws IOException;

  /// What was found in the file and not read, in sentences without their full stop; known at the
  /// end.
  default List<String> notes() {
    return List.of();
  }
}
