package coop.minga.node.history;

import coop.minga.node.config.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/// One DuckDB file and the one connection to it. A failure of the file is an
/// [UncheckedIOException]. Used by one thread at a time.
final class Database implements AutoCloseable {
  /// DuckDB's own memory; what is larger it spills beside its file.
  static final String MEMORY_LIMIT = "256MB";

  /// Threads of its own.
  static final String THREADS = "1";

  private final Connection connection;

  private Database(Connection connection) {
    this.connection = connection;
  }

  /// Opens or creates the file.
  ///
  /// @throws UserError if another process has it open
  static Database open(Path file) throws IOException {
    Files.createDirectories(Objects.requireNonNull(file.toAbsolutePath().getParent()));
    Properties settings = new Properties();
    settings.setProperty("memory_limit", MEMORY_LIMIT);
    settings.setProperty("threads", THREADS);
    settings.setProperty("jdbc_stream_results", "true");
    // DuckDB would fetch extensions from its makers' server when a query seems to want one.
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    settings.setProperty("temp_directory", file.toAbsolutePath() + ".spill");
    try {
      return new Database(DriverManager.getConnection("jdbc:duckdb:" + file, settings));
    } catch (SQLException problem) {
      throw notOpened(file, problem);
    }
  }

  /// One that is in memory only, for reading a file that is not the history.
  static Database inMemory() throws IOException {
    Properties settings = new Properties();
    settings.setProperty("memory_limit", MEMORY_LIMIT);
    settings.setProperty("threads", THREADS);
    settings.setProperty("jdbc_stream_results", "true");
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    try {
      return new Database(DriverManager.getConnection("jdbc:duckdb:", settings));
    } catch (SQLException problem) {
      throw new IOException("DuckDB cannot be started: " + problem.getMessage(), problem);
    }
  }

  private static RuntimeException notOpened(Path file, SQLException problem) throws IOException {
    String words = String.valueOf(problem.getMessage());
    if (words.contains("lock")) {
      return new UserError(
          file.toString(),
          "another process has this history open.",
          "Let it finish, or stop it, and try again.",
          problem);
    }
    throw new IOException(file + ": the history cannot be opened: " + words, problem);
  }

  /// Reads one row.
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /// All rows that a query gives.
  <T> List<T> list(String sql, RowReader<T> reader, Object... values) {
    List<T> all = new ArrayList<>();
    each(sql, row -> all.add(reader.read(row)), values);
    return all;
  }

  /// Takes one row after the other, so that they are never all in memory.
  interface RowTaker {
    void take(ResultSet row) throws SQLException;
  }

  /// Gives each row of a query to the taker, which must not query in between.
  void each(String sql, RowTaker taker, Object... values) {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      bind(query, values);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          taker.take(rows);
        }
      }
    } catch (SQLException problem) {
      throw failed(problem);
    }
  }

  /// The rows of a query, fetched by whoever reads them; closed by it too.
  Cursor cursor(String sql) {
    try {
      Statement statement = connection.createStatement();
      return new Cursor(statement, statement.executeQuery(sql));
    } catch (SQLException problem) {
      throw failed(problem);
    }
  }

  /// A query under way.
  static final class Cursor implements AutoCloseable {
    private final Statement statement;
    private final ResultSet rows;

    private Cursor(Statement statement, ResultSet rows) {
      this.statement = statement;
      this.rows = rows;
    }

    boolean next() throws SQLException {
      return rows.next();
    }

    ResultSet row() {
      return rows;
    }

    @Override
    public void close() {
      try {
        statement.close();
      } catch (SQLException problem) {
        throw failed(problem);
      }
    }
  }

  /// Changes rows.
  ///
  /// @return how many
  long change(String sql, Object... values) {
    try (PreparedStatement change = connection.prepareStatement(sql)) {
      bind(change, values);
      return change.executeLargeUpdate();
    } catch (SQLException problem) {
      throw failed(problem);
    }
  }

  /// Runs one statement that has no parameters.
  void run(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException problem) {
      throw failed(problem);
    }
  }

  /// Rows of a table.
  long count(String table) {
    return list("SELECT count(*) FROM " + table, row -> row.getLong(1)).getFirst();
  }

  /// The fast way into a table, part of the transaction that is open.
  DuckDBAppender appender(String table) {
    try {
      return connection.unwrap(DuckDBConnection.class).createAppender(table);
    } catch (SQLException problem) {
      throw failed(problem);
    }
  }

  static UncheckedIOException failed(SQLException problem) {
    return new UncheckedIOException(
        new IOException("the history: " + problem.getMessage(), problem));
  }

  private static void bind(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException problem) {
      throw failed(problem);
    }
  }
}
