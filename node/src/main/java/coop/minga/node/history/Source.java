package coop.minga.node.history;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.node.config.UserError;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// A file that was read through once: it is whole, its form is known, and its content has this
/// hash.
///
/// gzip is known by its first bytes and not by its name, because browsers unpack downloads and
/// leave the name.
///
/// @param path where it is
/// @param content hash of the bytes after decompression
/// @param charset that its first bytes say, or the declared one
/// @param markBytes bytes of the byte order mark before the text
/// @param form in what it is written
/// @param shape what was seen of its lines
record Source(Path path, Hash content, Charset charset, int markBytes, Form form, LineCount shape) {
  /// What a file can be written in.
  enum Form {
    /// Lines of fields.
    CSV,
    /// Typed columns.
    PARQUET,
    /// UN/EDIFACT segments.
    EDIFACT
  }

  private static final int HEAD = 4096;
  private static final int GZIP = 0x1f8b;

  /// Reads the file through.
  ///
  /// @throws UserError if it is not whole, not text, or too large
  static Source examine(Path path, Mapping mapping, ImportLimits limits) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new UserError(path.toString(), "there is no such file.", "Check the name.");
    }
    MessageDigest digest = sha256();
    LineCount shape = new LineCount(mapping.delimiter());
    byte[] head;
    try (InputStream in = open(path, limits)) {
      head = in.readNBytes(HEAD);
      digest.update(head);
      shape.take(head, head.length);
      byte[] part = new byte[1 << 16];
      for (int read = in.read(part); read >= 0; read = in.read(part)) {
        digest.update(part, 0, read);
        shape.take(part, read);
      }
    }
    FirstBytes first = FirstBytes.of(head, mapping.encoding());
    first.refuseWhatIsNotText(path);
    return new Source(
        path,
        new Hash(Bytes.of(digest.digest())),
        first.charset(),
        first.markBytes(),
        first.form(),
        shape);
  }

  /// Its rows.
  ///
  /// @throws UserError if it has no header, or none that can be read
  Rows rows(ImportSettings settings) throws IOException {
    return switch (form) {
      case CSV -> CsvRows.open(this, settings);
      case PARQUET -> ParquetRows.open(this, settings);
      case EDIFACT -> MessageRows.open(this, settings);
    };
  }

  /// Its lines from the beginning, after the byte order mark.
  Lines lines(InputStream in, ImportLimits limits) throws IOException {
    in.skipNBytes(markBytes);
    return new Lines(in, name(), charset, limits.lineBytes());
  }

  String name() {
    return String.valueOf(path.getFileName());
  }

  /// The content, decompressed, up to the limit and whole, or a [UserError].
  static InputStream open(Path path, ImportLimits limits) throws IOException {
    BufferedInputStream raw = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
    raw.mark(2);
    int magic = raw.read() << 8 | raw.read();
    raw.reset();
    try {
      InputStream unpacked = magic == GZIP ? new GZIPInputStream(raw, 1 << 16) : raw;
      return new BufferedInputStream(new Whole(unpacked, path, limits.unpackedBytes()), 1 << 16);
    } catch (EOFException | ZipException problem) {
      raw.close();
      throw Whole.broken(path, problem);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException problem) {
      throw new IllegalStateException("every JDK has SHA-256", problem);
    }
  }

  /// Says in a sentence when the content is cut off, damaged or too much.
  private static final class Whole extends FilterInputStream {
    private final Path path;
    private final long limit;
    private long taken;

    Whole(InputStream in, Path path, long limit) {
      super(in);
      this.path = path;
      this.limit = limit;
    }

    static UserError broken(Path path, IOException problem) {
      return new UserError(
          path.toString(),
          problem instanceof EOFException
              ? "the gzip file ends early."
              : "the gzip file is damaged.",
          "It was cut off in copying, perhaps: copy or export it again. Nothing was imported.",
          problem);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      try {
        int read = super.read(into, from, length);
        taken += Math.max(0, read);
        if (taken > limit) {
          throw new UserError(
              path.toString(),
              "it holds more than " + limit + " bytes after decompression.",
              "Split it, a year a file.");
        }
        return read;
      } catch (EOFException | ZipException problem) {
        throw broken(path, problem);
      }
    }
  }
}
