package coop.minga.node.history;

import coop.minga.node.config.UserError;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Rows of a Parquet file, read by a DuckDB of its own.
///
/// A column that has a type is written as the mapping says dates and numbers are, so that whatever
/// was declared of the text columns holds for them too: 1.5 is never taken for fifteen.
final class ParquetRows implements Rows {
  private static final String NUMBERS =
      "(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL).*";
  private static final String DAYS = "(DATE|TIMESTAMP).*";

  private enum Written {
    DAY,
    NUMBER,
    TEXT
  }

  private final Database database;
  private final Database.Cursor cursor;
  private final Mapping mapping;
  private final Header header;
  private final List<Written> columns;
  private long number;

  private ParquetRows(
      Database database, Database.Cursor cursor, Header header, List<Written> columns) {
    this.database = database;
    this.cursor = cursor;
    this.header = header;
    this.columns = columns;
    mapping = header.mapping();
  }

  private record Column(String name, String type) {
    Written written() {
      if (type.matches(DAYS)) {
        return Written.DAY;
      }
      return type.matches(NUMBERS) ? Written.NUMBER : Written.TEXT;
    }

    String asText() {
      String quoted = '"' + name.replace("\"", "\"\"") + '"';
      return written() == Written.DAY
          ? "CAST(CAST(" + quoted + " AS DATE) AS VARCHAR)"
          : "CAST(" + quoted + " AS VARCHAR)";
    }
  }

  /// @throws UserError if it is damaged, or has more columns than are read
  static ParquetRows open(Source source, ImportSettings settings) throws IOException {
    Database database = Database.inMemory();
    try {
      String file = "read_parquet('" + source.path().toString().replace("'", "''") + "')";
      List<Column> found =
          database.list(
              "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM " + file + ")",
              row -> new Column(row.getString(1), row.getString(2)));
      Header header =
          Header.named(
              source.name(),
              found.stream().map(Column::name).toList(),
              settings.mapping(),
              settings.limits());
      String asked = String.join(", ", found.stream().map(Column::asText).toList());
      Database.Cursor cursor = database.cursor("SELECT " + asked + " FROM " + file);
      return new ParquetRows(
          database, cursor, header, found.stream().map(Column::written).toList());
    } catch (java.io.UncheckedIOException problem) {
      database.close();
      throw damaged(source.name(), problem);
    } catch (RuntimeException problem) {
      database.close();
      throw problem;
    }
  }

  private static UserError damaged(String name, Exception problem) {
    return new UserError(
        name,
        "it is no whole Parquet file.",
        "It was cut off in copying, perhaps: copy or export it again. Nothing was imported.",
        problem);
  }

  @Override
  public Header header() {
    return header;
  }

  @Override
  public Optional<Row> next() throws IOException {
    List<String> fields;
    try {
      if (!cursor.next()) {
        return Optional.empty();
      }
      fields = fields(cursor.row());
    } catch (SQLException problem) {
      throw damaged(header.file(), problem);
    }
    number++;
    Cells cells = new Cells(header, mapping, fields);
    return Optional.of(new Row(number, String.join(",", fields), () -> cells));
  }

  private List<String> fields(ResultSet row) throws SQLException {
    List<String> fields = new ArrayList<>();
    for (int column = 0; column < columns.size(); column++) {
      String text = Objects.requireNonNullElse(row.getString(column + 1), "").strip();
      fields.add(
          switch (columns.get(column)) {
            case DAY -> mapping.dates().rewritten(text);
            case NUMBER -> mapping.decimalComma() ? plain(text).replace('.', ',') : plain(text);
            case TEXT -> text;
          });
    }
    return fields;
  }

  /// Without powers of ten, which in text are what a spreadsheet shortened, and here are exact.
  private static String plain(String text) {
    return text.matches("-?[0-9.]+e[+-][0-9]+") ? new BigDecimal(text).toPlainString() : text;
  }

  @Override
  public void close() {
    cursor.close();
    database.close();
  }
}
