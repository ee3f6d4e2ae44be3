package coop.minga.node.storage;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Origin;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the node must remember across restarts beside its ledgers: what it signed last, what it
/// cosigned last, and a small table for each feature (SQLite, WAL, synchronous=FULL).
///
/// Whatever a method stores is durable when it returns. For one thread.
public final class StateDatabase implements LastSigned, AutoCloseable {
  /// The longest key of a feature's table, in characters.
  public static final int MAX_KEY = 256;

  /// The longest value of a feature's table, in bytes.
  public static final int MAX_VALUE = 1024 * 1024;

  /// SQLITE_OPEN_READONLY.
  private static final String READ_ONLY = "1";

  private static final String[] SCHEMA = {
    """
    CREATE TABLE IF NOT EXISTS signed (
      origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL) STRICT
    """,
    """
    CREATE TABLE IF NOT EXISTS cosigned (
      origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL,
      seconds INTEGER NOT NULL) STRICT
    """,
    """
    CREATE TABLE IF NOT EXISTS kept (
      feature TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL,
      PRIMARY KEY (feature, key)) STRICT, WITHOUT ROWID
    """,
  };

  private final Connection connection;

  private StateDatabase(Connection connection) {
    this.connection = connection;
  }

  /// Opens the database, and makes it if there is none.
  public static StateDatabase open(Path file) throws IOException {
    try {
      Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
      try (var statement = connection.createStatement()) {
        statement.execute("PRAGMA journal_mode = WAL");
        statement.execute("PRAGMA synchronous = FULL");
        statement.execute("PRAGMA busy_timeout = 5000");
        for (String table : SCHEMA) {
          statement.execute(table);
        }
      }
      connection.setAutoCommit(false);
      return new StateDatabase(connection);
    } catch (SQLException e) {
      throw new IOException(file + ": the state database cannot be opened: " + e.getMessage(), e);
    }
  }

  /// Opens the database of a node that may be running, for reading alone.
  public static StateDatabase reading(Path file) throws IOException {
    var settings = new Properties();
    settings.setProperty("open_mode", READ_ONLY);
    settings.setProperty("busy_timeout", "5000");
    try {
      Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file, settings);
      connection.setAutoCommit(false);
      return new StateDatabase(connection);
    } catch (SQLException e) {
      throw new IOException(file + ": the state database cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public Optional<Checkpoint> lastSigned(Origin origin) throws IOException {
    return inTransaction(() -> readSigned(origin));
  }

  @Override
  public Swap swapSigned(Optional<Checkpoint> predecessor, Checkpoint next) throws IOException {
    return inTransaction(() -> {
      Optional<Checkpoint> last = readSigned(next.origin());
      if (!last.equals(predecessor)) {
        return Swap.NOT_THE_PREDECESSOR;
      }
      Swap order = last.map(before -> order(before, next)).orElse(Swap.DONE);
      if (order.done()) {
        write(
            "INSERT OR REPLACE INTO signed (origin, size, root) VALUES (?, ?, ?)",
            next.origin().text(),
            next.size(),
            next.root().value().toArray());
      }
      return order;
    });
  }

  /// What was cosigned last of a ledger; absent if nothing was.
  public Optional<Cosigned> lastCosigned(Origin origin) throws IOException {
    return inTransaction(() -> readCosigned(origin));
  }

  /// Checks that a cosignature takes nothing back, and remembers it, in one step. To be called
  /// before cosigning; that the entries are held and extend what was is the mirror's to know.
  public Swap swapCosigned(Cosigned next) throws IOException {
    return swapCosigned(List.of(next)).getFirst();
  }

  /// The same of several, one after the other, durable together.
  ///
  /// @return what came of each
  public List<Swap> swapCosigned(List<Cosigned> all) throws IOException {
    return inTransaction(() -> {
      var swaps = new ArrayList<Swap>();
      for (Cosigned next : all) {
        swaps.add(swap(next));
      }
      return swaps;
    });
  }

  private Swap swap(Cosigned next) throws SQLException {
    Swap order =
        readCosigned(next.checkpoint().origin())
            .map(before -> order(before, next))
            .orElse(Swap.DONE);
    if (order.done()) {
      write(
          "INSERT OR REPLACE INTO cosigned (origin, size, root, seconds) VALUES (?, ?, ?, ?)",
          next.checkpoint().origin().text(),
          next.checkpoint().size(),
          next.checkpoint().root().value().toArray(),
          next.seconds());
    }
    return order;
  }

  /// One value of a feature's table.
  public Optional<Bytes> get(String feature, String key) throws IOException {
    return inTransaction(() ->
        read(
            "SELECT value FROM kept WHERE feature = ? AND key = ?",
            row -> Bytes.of(row.getBytes(1)),
            feature,
            key));
  }

  /// A feature's whole table, by key.
  public SortedMap<String, Bytes> all(String feature) throws IOException {
    return inTransaction(() -> {
      var found = new TreeMap<String, Bytes>();
      try (var query = prepare("SELECT key, value FROM kept WHERE feature = ?", feature);
          ResultSet row = query.executeQuery()) {
        while (row.next()) {
          found.put(row.getString(1), Bytes.of(row.getBytes(2)));
        }
      }
      return found;
    });
  }

  /// Stores one value.
  public void put(String feature, String key, Bytes value) throws IOException {
    change(feature, Map.of(key, Optional.of(value)));
  }

  /// Forgets one value.
  public void remove(String feature, String key) throws IOException {
    change(feature, Map.of(key, Optional.empty()));
  }

  /// Stores some values and forgets others, all or none.
  ///
  /// @param changes by key; absent to forget it
  public void change(String feature, Map<String, Optional<Bytes>> changes) throws IOException {
    changes.forEach(StateDatabase::requireFits);
    inTransaction(() -> {
      for (var change : changes.entrySet()) {
        if (change.getValue().isPresent()) {
          write(
              "INSERT OR REPLACE INTO kept (feature, key, value) VALUES (?, ?, ?)",
              feature,
              change.getKey(),
              change.getValue().get().toArray());
        } else {
          write("DELETE FROM kept WHERE feature = ? AND key = ?", feature, change.getKey());
        }
      }
      return changes.size();
    });
  }

  @Override
  public void close() throws IOException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IOException("the state database cannot be closed: " + e.getMessage(), e);
    }
  }

  private static Swap order(Checkpoint before, Checkpoint next) {
    if (next.size() < before.size()) {
      return Swap.GOES_BACK;
    }
    return next.size() == before.size() && !next.root().equals(before.root())
        ? Swap.FORKS
        : Swap.DONE;
  }

  private static Swap order(Cosigned before, Cosigned next) {
    return next.seconds() < before.seconds()
        ? Swap.GOES_BACK
        : order(before.checkpoint(), next.checkpoint());
  }

  private Optional<Checkpoint> readSigned(Origin origin) throws SQLException {
    return read(
        "SELECT size, root FROM signed WHERE origin = ?",
        row -> checkpoint(origin, row),
        origin.text());
  }

  private Optional<Cosigned> readCosigned(Origin origin) throws SQLException {
    return read(
        "SELECT size, root, seconds FROM cosigned WHERE origin = ?",
        row -> new Cosigned(checkpoint(origin, row), row.getLong(3)),
        origin.text());
  }

  private static Checkpoint checkpoint(Origin origin, ResultSet row) throws SQLException {
    return new Checkpoint(origin, row.getLong(1), new Hash(Bytes.of(row.getBytes(2))));
  }

  private static void requireFits(String key, Optional<Bytes> value) {
    if (key.length() > MAX_KEY || value.filter(bytes -> bytes.size() > MAX_VALUE).isPresent()) {
      throw new IllegalArgumentException(
          "a key has at most " + MAX_KEY + " characters, a value " + MAX_VALUE + " bytes: " + key);
    }
  }

  private interface Work<T> {
    T run() throws SQLException;
  }

  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> T inTransaction(Work<T> work) throws IOException {
    try {
      T result = work.run();
      connection.commit();
      return result;
    } catch (SQLException e) {
      rollBack(e);
      throw new IOException("the state database failed: " + e.getMessage(), e);
    }
  }

  private void rollBack(SQLException cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private <T> Optional<T> read(String sql, RowReader<T> reader, Object... values)
      throws SQLException {
    try (var query = prepare(sql, values);
        ResultSet row = query.executeQuery()) {
      return row.next() ? Optional.of(reader.read(row)) : Optional.empty();
    }
  }

  private void write(String sql, Object... values) throws SQLException {
    try (var update = prepare(sql, values)) {
      update.executeUpdate();
    }
  }

  private PreparedStatement prepare(String sql, Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }
}
