package coop.minga.node.demo;

import coop.minga.federation.goods.DateMark;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The tables of a member as the CSV files that every node imports: UTF-8, commas, decimal points,
/// ISO dates, a line feed after each row. A table without rows has no file.
final class TownFiles {
  private TownFiles() {}

  /// Writes one member's tables into its directory.
  static void write(TownTables tables, Path directory) throws IOException {
    Files.createDirectories(directory);
    write(
        directory.resolve("sales.csv"),
        List.of("date", "site", "item", "qty", "unit", "price", "promo", "stockout"),
        tables.sales().stream().map(TownFiles::sale));
    write(
        directory.resolve("stock.csv"),
        List.of("date", "site", "item", "lot", "qty", "unit", "date_kind", "date_mark"),
        tables.stock().stream().map(TownFiles::stock));
    write(
        directory.resolve("items.csv"),
        List.of(
            "item",
            "gtin",
            "name",
            "category",
            "pack_size",
            "unit_weight_g",
            "storage",
            "shelf_life_days"),
        tables.items().stream().map(TownFiles::item));
    write(
        directory.resolve("sites.csv"),
        List.of("site", "name", "lat", "lon", "open_days", "kind"),
        tables.sites().stream().map(TownFiles::site));
    write(
        directory.resolve("needs.csv"),
        List.of("site", "category", "mon", "tue", "wed", "thu", "fri", "sat", "sun"),
        tables.needs().stream().map(TownFiles::need));
  }

  private static void write(Path file, List<String> header, Stream<List<String>> rows)
      throws IOException {
    List<List<String>> all = rows.toList();
    if (all.isEmpty()) {
      return;
    }
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(file)) {
      csv.writeRecord(header);
      all.forEach(csv::writeRecord);
    }
  }

  private static List<String> sale(TownSale sale) {
    return List.of(
        sale.date().toString(),
        sale.site(),
        sale.item(),
        sale.quantity().toPlainString(),
        "unit",
        sale.price().map(BigDecimal::toPlainString).orElse(""),
        Boolean.toString(sale.promo()),
        sale.soldOut().map(Object::toString).orElse(""));
  }

  private static List<String> stock(TownStock stock) {
    return List.of(
        stock.date().toString(),
        stock.site(),
        stock.item(),
        stock.lot(),
        Integer.toString(stock.units()),
        "unit",
        dateKind(stock.mark().kind()),
        stock.mark().date().toString());
  }

  private static List<String> item(TownItem item) {
    return List.of(
        item.item(),
        item.gtin(),
        item.name(),
        item.category(),
        Integer.toString(item.packSize()),
        Integer.toString(item.unitGrams()),
        item.storage().name().toLowerCase(Locale.ROOT),
        Integer.toString(item.shelfLifeDays()));
  }

  private static List<String> site(TownSite site) {
    return List.of(
        site.site(),
        site.name(),
        degrees(site.place().latitude()),
        degrees(site.place().longitude()),
        site.openDaysText(),
        site.kind());
  }

  private static List<String> need(TownNeed need) {
    return Stream.concat(
            Stream.of(need.site(), need.category()),
            need.gramsPerWeekday().stream().map(Object::toString))
        .toList();
  }

  private static String dateKind(DateMark.Kind kind) {
    return switch (kind) {
      case USE_BY -> "use-by";
      case BEST_BEFORE -> "best-before";
    };
  }

  private static String degrees(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }
}
