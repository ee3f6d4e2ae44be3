package coop.minga.node.command;

import coop.minga.node.planning.OrderLine;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// Orders as CSV (RFC 4180, UTF-8), one line an item that is to be ordered today, for a
/// wholesaler's page or the shop's own program. What can wait is not among what it is given.
final class OrderFile {
  /// The first line.
  static final List<String> COLUMNS =
      List.of("arrives", "site", "item", "name", "gtin", "units", "pack_size", "packs");

  private OrderFile() {}

  /// Writes those of which anything is ordered. The file has its name only when it is whole.
  ///
  /// @return how many lines
  static int write(Path file, List<Placing> orders) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".part");
    int written = 0;
    try (CsvWriter csv = CsvWriter.builder().build(unfinished)) {
      csv.writeRecord(COLUMNS);
      for (Placing order : orders) {
        if (order.units() > 0) {
          csv.writeRecord(record(order));
          written++;
        }
      }
    }
    Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    return written;
  }

  private static List<String> record(Placing order) {
    OrderLine line = order.line();
    return List.of(
        line.arrives().toString(),
        line.series().site(),
        line.series().item(),
        line.item().name(),
        line.item().gtin().orElse(""),
        Long.toString(order.units()),
        Long.toString(line.pack()),
        Long.toString(Math.ceilDiv(order.units(), line.pack())));
  }
}
