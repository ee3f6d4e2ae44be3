package coop.minga.bench;

import coop.minga.federation.identity.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// A store that others build ledgers on: each group of entries is durable when `append` returns.
interface Store extends AutoCloseable {
  void append(List<Bytes> group) throws IOException;

  @Override
  void close() throws IOException;

  /// SQLite: a row an entry, a transaction a group, WAL, synchronous=FULL.
  static Store sqlite(Path file) throws IOException {
    try {
      Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
      try (var setup = connection.createStatement()) {
        setup.execute("PRAGMA journal_mode = WAL");
        setup.execute("PRAGMA synchronous = FULL");
        setup.execute("CREATE TABLE entries (position INTEGER PRIMARY KEY, frame BLOB NOT NULL)");
      }
      connection.setAutoCommit(false);
      return new Sqlite(
          connection, connection.prepareStatement("INSERT INTO entries (frame) VALUES (?)"));
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  /// RocksDB as it comes: a key an entry, a batch a group, its log synced.
  static Store rocksdb(Path directory) throws IOException {
    try (Options options = new Options().setCreateIfMissing(true)) {
      return new Rocks(RocksDB.open(options, directory.toString()));
    } catch (RocksDBException e) {
      throw new IOException(e);
    }
  }

  /// The first.
  record Sqlite(Connection connection, PreparedStatement insert) implements Store {
    @Override
    public void append(List<Bytes> group) throws IOException {
      try {
        for (Bytes frame : group) {
          insert.setBytes(1, frame.toArray());
          insert.executeUpdate();
        }
        connection.commit();
      } catch (SQLException e) {
        throw new IOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      try {
        connection.close();
      } catch (SQLException e) {
        throw new IOException(e);
      }
    }
  }

  /// The second.
  final class Rocks implements Store {
    private final RocksDB database;
    private final WriteOptions durably = new WriteOptions().setSync(true);
    private long position;

    Rocks(RocksDB database) {
      this.database = database;
    }

    @Override
    public void append(List<Bytes> group) throws IOException {
      try (var batch = new WriteBatch()) {
        for (Bytes frame : group) {
          batch.put(ByteBuffer.allocate(Long.BYTES).putLong(position++).array(), frame.toArray());
        }
        database.write(durably, batch);
      } catch (RocksDBException e) {
        throw new IOException(e);
      }
    }

    @Override
    public void close() {
      durably.close();
      database.close();
    }
  }
}
