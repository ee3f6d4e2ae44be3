package coop.minga.node.demo;

import coop.minga.node.config.UserError;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// A sales file of several organisations: CSV in UTF-8 with a header, commas or semicolons, plain
/// or gzip. It is read once, row by row; its first fault ends it with a [UserError] that names the
/// line.
final class SalesFile {
  /// The most rows that are held: about 300 MB.
  static final int MAX_ROWS = 2_000_000;

  private static final int GZIP_MAGIC = 0x1f8b;
  private static final int PEEKED_CHARACTERS = 8_192;

  private final Map<String, List<TownSale>> byOrganisation;
  private final List<String> silentOn;

  private SalesFile(Map<String, List<TownSale>> byOrganisation, List<String> silentOn) {
    this.byOrganisation = byOrganisation;
    this.silentOn = silentOn;
  }

  /// Reads the whole file.
  ///
  /// @throws IOException if the disk fails
  static SalesFile read(Path path) throws IOException {
    String name = String.valueOf(path.getFileName());
    try (Reader reader = open(path);
        CsvReader<CsvRecord> csv = csv(reader)) {
      return rows(name, csv.iterator());
    } catch (NoSuchFileException e) {
      throw new UserError(path.toString(), "there is no such file.", "Check its name.", e);
    } catch (CsvParseException e) {
      throw unreadable(name, e);
    } catch (UncheckedIOException e) {
      throw told(name, Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw told(name, e);
    }
  }

  /// What is the file's fault as a [UserError], what is the disk's as it was.
  private static IOException told(String name, IOException fault) {
    return switch (fault) {
      case CharacterCodingException e -> throw unreadable(name, e);
      case ZipException e -> throw unreadable(name, e);
      case EOFException e -> throw unreadable(name, e);
      case IOException e -> e;
    };
  }

  /// Rows of too few or too many fields are let through: [SalesColumns] tells what is wrong with
  /// them.
  private static CsvReader<CsvRecord> csv(Reader reader) throws IOException {
    return CsvReader.builder()
        .fieldSeparator(separator(reader))
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .ofCsvRecord(reader);
  }

  /// The sales of each organisation in the order of the file.
  Map<String, List<TownSale>> byOrganisation() {
    return byOrganisation;
  }

  /// What the file does not say, in words.
  List<String> silentOn() {
    return silentOn;
  }

  private static SalesFile rows(String name, Iterator<CsvRecord> records) {
    if (!records.hasNext()) {
      throw new UserError(name, "it is empty.", "Give a CSV file with a header and rows.");
    }
    SalesColumns columns = new SalesColumns(name, records.next());
    Map<String, List<TownSale>> sales = new TreeMap<>();
    Map<Object, Object> shared = new HashMap<>();
    for (int count = 0; records.hasNext(); count++) {
      if (count == MAX_ROWS) {
        throw new UserError(
            name, "it has more than " + MAX_ROWS + " rows.", "Leave out its oldest days.");
      }
      SalesColumns.Row row = columns.read(records.next());
      sales
          .computeIfAbsent(row.organisation(), _ -> new ArrayList<>())
          .add(sharing(shared, row.sale()));
    }
    return new SalesFile(sales, columns.silentOn());
  }

  /// The same sale with one object for all equal dates, sites and items.
  private static TownSale sharing(Map<Object, Object> shared, TownSale sale) {
    return new TownSale(
        shared(shared, sale.date()),
        shared(shared, sale.site()),
        shared(shared, sale.item()),
        sale.quantity(),
        sale.price(),
        sale.promo(),
        sale.soldOut());
  }

  @SuppressWarnings("unchecked") // the value of a key is an equal object of its own class
  private static <T> T shared(Map<Object, Object> shared, T value) {
    return (T) shared.computeIfAbsent(value, same -> same);
  }

  private static Reader open(Path path) throws IOException {
    InputStream raw = new BufferedInputStream(Files.newInputStream(path));
    try {
      raw.mark(2);
      int magic = raw.read() << 8 | raw.read();
      raw.reset();
      InputStream plain = magic == GZIP_MAGIC ? new GZIPInputStream(raw) : raw;
      return new BufferedReader(
          new InputStreamReader(plain, StandardCharsets.UTF_8.newDecoder()), PEEKED_CHARACTERS * 2);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  /// A semicolon if the first line has one and no comma.
  private static char separator(Reader reader) throws IOException {
    reader.mark(PEEKED_CHARACTERS);
    char separator = ',';
    for (int i = 0, c = reader.read(); i < PEEKED_CHARACTERS - 1 && c > '\n'; i++) {
      if (c == ',') {
        separator = ',';
        break;
      }
      separator = c == ';' ? ';' : separator;
      c = reader.read();
    }
    reader.reset();
    return separator;
  }

  private static UserError unreadable(String name, Exception cause) {
    return new UserError(
        name,
        "it is not CSV text in UTF-8, plain or gzip.",
        "Export it again as CSV with UTF-8 encoding.",
        cause);
  }
}
