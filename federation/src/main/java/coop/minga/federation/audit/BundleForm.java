package coop.minga.federation.audit;

import coop.minga.federation.identity.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/// Named parts as a zip, in the one form that there is for them: sorted by name, stored and not
/// compressed (two zlibs compress alike only by chance), all dated 1 January 1980, without
/// comments, extra fields, data descriptors, directories or zip64.
///
/// Any unzip opens it. This reader takes no zip but the one that [#write] gives for the same parts:
/// it compares with that, byte by byte, all that stands around them. What it read are views of the
/// file, so that a large one is in memory once. Source: PKWARE, APPNOTE.TXT 6.3.10, sections 4.3.7,
/// 4.3.12 and 4.3.16.
public final class BundleForm {
  /// Bytes that a bundle may have.
  public static final int MAX_BYTES = 256 * 1024 * 1024;

  /// Parts that a bundle may have.
  public static final int MAX_PARTS = 16_384;

  /// Bytes that one part may have.
  public static final int MAX_PART_BYTES = 32 * 1024 * 1024;

  /// Steps that a part's name may have.
  public static final int MAX_DEPTH = 6;

  /// Characters that a part's name may have.
  public static final int MAX_NAME = 80;

  /// No dots, no empty steps, no capitals: nothing that one file system takes for another's name.
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9-]+(/[a-z0-9-]+){0,%d}".formatted(MAX_DEPTH - 1));

  private static final int LOCAL = 0x04034b50;
  private static final int DIRECTORY = 0x02014b50;
  private static final int END = 0x06054b50;
  private static final int LOCAL_BYTES = 30;
  private static final int DIRECTORY_BYTES = 46;
  private static final int END_BYTES = 22;
  private static final short VERSION = 10;
  private static final short FIRST_DAY = 0x21;
  private static final String HEADER = "the header of ";
  private static final int METHOD_AT = 8;
  private static final int CHECKSUM_AT = 14;
  private static final int SIZE_AT = 18;
  private static final int NAME_AT = 26;
  private static final int ATTRIBUTES_AT = 38;
  private static final int PLACE_AT = 42;

  private BundleForm() {}

  /// What came of reading a file.
  ///
  /// @param parts as far as they could be read, by name
  /// @param fault why this is not a bundle's form; absent if it is
  public record Read(SortedMap<String, Bytes> parts, Optional<Fault> fault) {
    /// Copies.
    public Read {
      parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
    }
  }

  /// The first thing by which a file is not in the form.
  ///
  /// @param place the part, or what of it
  /// @param why a plain sentence's end
  public record Fault(String place, String why) {}

  /// Whether a text may name a part.
  public static boolean isName(String name) {
    return name.length() <= MAX_NAME && NAME.matcher(name).matches();
  }

  /// What a bundle cannot hold.
  public static final class DoesNotFit extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    DoesNotFit(String why) {
      super(why);
    }
  }

  /// Writes parts.
  ///
  /// @throws DoesNotFit if they are too many, too large or badly named
  public static Bytes write(SortedMap<String, Bytes> parts) {
    parts.forEach((name, content) -> requireFits(name, content));
    long bytes = END_BYTES;
    for (var part : parts.entrySet()) {
      int names = 2 * part.getKey().length();
      bytes += LOCAL_BYTES + DIRECTORY_BYTES + names + part.getValue().size();
    }
    if (parts.size() > MAX_PARTS || bytes > MAX_BYTES) {
      throw new DoesNotFit(
          "%d parts, %d bytes; a bundle has at most %d parts, %d bytes"
              .formatted(parts.size(), bytes, MAX_PARTS, MAX_BYTES));
    }
    return Bytes.given(written(parts, Math.toIntExact(bytes)));
  }

  /// Reads a bundle: strictly, see above.
  public static Read read(Bytes file) {
    if (file.size() > MAX_BYTES) {
      return new Read(
          Collections.emptySortedMap(),
          Optional.of(new Fault("the file", "is longer than " + MAX_BYTES + " bytes")));
    }
    return new Reader(file).read();
  }

  /// Where the content of a part begins in the file; absent if there is no such part.
  public static Optional<Integer> offsetOf(SortedMap<String, Bytes> parts, String name) {
    if (!parts.containsKey(name)) {
      return Optional.empty();
    }
    int at = LOCAL_BYTES + name.length();
    for (var before : parts.headMap(name).entrySet()) {
      at += LOCAL_BYTES + before.getKey().length() + before.getValue().size();
    }
    return Optional.of(at);
  }

  private static void requireFits(String name, Bytes content) {
    if (!isName(name) || content.size() > MAX_PART_BYTES) {
      throw new DoesNotFit(
          "a part of %d bytes by the name %s; one has at most %d bytes"
              .formatted(content.size(), name, MAX_PART_BYTES));
    }
  }

  private static byte[] written(SortedMap<String, Bytes> parts, int size) {
    byte[] file = new byte[size];
    ByteBuffer to = ByteBuffer.wrap(file);
    var directory = new ByteArrayOutputStream();
    parts.forEach((name, content) -> {
      directory.writeBytes(Frame.line(name, content, to.position()));
      to.put(Frame.header(name, content)).put(content.toBuffer());
    });
    int at = to.position();
    to.put(directory.toByteArray()).put(Frame.end(parts.size(), directory.size(), at));
    return file;
  }

  /// What stands around the parts.
  private static final class Frame {
    private Frame() {}

    static byte[] header(String name, Bytes content) {
      byte[] header = new byte[LOCAL_BYTES + name.length()];
      ByteBuffer to = little(header).putInt(LOCAL).putShort(VERSION);
      common(to, name, content).put(Bytes.utf8(name).toArray());
      return header;
    }

    static byte[] line(String name, Bytes content, int headerAt) {
      byte[] line = new byte[DIRECTORY_BYTES + name.length()];
      ByteBuffer to = little(line).putInt(DIRECTORY).putShort(VERSION).putShort(VERSION);
      common(to, name, content)
          .putShort((short) 0)
          .putShort((short) 0)
          .putShort((short) 0)
          .putInt(0)
          .putInt(headerAt)
          .put(Bytes.utf8(name).toArray());
      return line;
    }

    /// Flags, method, time, date, checksum, both sizes, length of name and of extra fields.
    private static ByteBuffer common(ByteBuffer to, String name, Bytes content) {
      var checksum = new CRC32();
      checksum.update(content.toBuffer());
      return to.putShort((short) 0)
          .putShort((short) 0)
          .putShort((short) 0)
          .putShort(FIRST_DAY)
          .putInt((int) checksum.getValue())
          .putInt(content.size())
          .putInt(content.size())
          .putShort((short) name.length())
          .putShort((short) 0);
    }

    static byte[] end(int count, int directoryBytes, int directoryAt) {
      byte[] end = new byte[END_BYTES];
      little(end)
          .putInt(END)
          .putInt(0)
          .putShort((short) count)
          .putShort((short) count)
          .putInt(directoryBytes)
          .putInt(directoryAt)
          .putShort((short) 0);
      return end;
    }

    private static ByteBuffer little(byte[] bytes) {
      return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  /// Reads the parts one after the other, then compares what stands around them.
  private static final class Reader {
    private final Bytes file;
    private final ByteBuffer in;
    private final TreeMap<String, Bytes> parts = new TreeMap<>();
    private int at;

    Reader(Bytes file) {
      this.file = file;
      this.in = file.toBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    Read read() {
      while (at + LOCAL_BYTES <= file.size() && in.getInt(at) == LOCAL) {
        Optional<Fault> fault = part();
        if (fault.isPresent()) {
          return new Read(parts, fault);
        }
      }
      return new Read(parts, compare());
    }

    private Optional<Fault> part() {
      int size = in.getInt(at + SIZE_AT);
      int nameLength = Short.toUnsignedInt(in.getShort(at + NAME_AT));
      String place = "part " + (parts.size() + 1);
      if (nameLength > MAX_NAME || at + LOCAL_BYTES + nameLength > file.size()) {
        return Optional.of(new Fault(place, "has a name that is too long"));
      }
      int contentAt = at + LOCAL_BYTES + nameLength;
      String name = file.view(at + LOCAL_BYTES, contentAt).toUtf8();
      if (in.getShort(at + METHOD_AT) != 0) {
        return Optional.of(
            new Fault(placed(place, name), "is compressed; a bundle's parts are not"));
      }
      Optional<String> why = fault(name, size, file.size() - contentAt);
      if (why.isPresent()) {
        return why.map(reason -> new Fault(placed(place, name), reason));
      }
      at = contentAt + size;
      parts.put(name, file.view(contentAt, at));
      return Optional.empty();
    }

    /// A name may itself be what was changed, so its number is told, too.
    private static String placed(String number, String name) {
      return isName(name) ? number + " by the name " + name : number;
    }

    private Optional<String> fault(String name, int size, int left) {
      if (!isName(name)) {
        return Optional.of("has a name that no part of a bundle has");
      }
      if (!parts.isEmpty() && parts.lastKey().compareTo(name) >= 0) {
        return Optional.of("is there twice, or not in its place by name");
      }
      if (parts.size() == MAX_PARTS) {
        return Optional.of("is one part too many: a bundle has at most " + MAX_PARTS);
      }
      if (size < 0 || size > MAX_PART_BYTES) {
        return Optional.of("is said to be longer than " + MAX_PART_BYTES + " bytes");
      }
      return size > left ? Optional.of("is cut off") : Optional.empty();
    }

    /// The parts stand where they were read, so that only what is around them can differ.
    private Optional<Fault> compare() {
      var directory = new ArrayList<Stretch>();
      int from = 0;
      int directoryBytes = 0;
      for (var part : parts.entrySet()) {
        String name = part.getKey();
        byte[] line = Frame.line(name, part.getValue(), from);
        directory.add(new Stretch("the directory's line on " + name, line, true));
        directoryBytes += line.length;
        byte[] header = Frame.header(name, part.getValue());
        int differs = mismatch(from, header);
        if (differs >= CHECKSUM_AT && differs < SIZE_AT) {
          return Optional.of(new Fault(name, "does not have its checksum"));
        }
        if (differs >= 0) {
          return Optional.of(differing(HEADER + name, from + differs));
        }
        from += header.length + part.getValue().size();
      }
      byte[] end = Frame.end(parts.size(), directoryBytes, from);
      directory.add(new Stretch("the zip's end record", end, false));
      for (Stretch stretch : directory) {
        int differs = mismatch(from, stretch.bytes());
        if (differs >= 0) {
          return Optional.of(
              trick(stretch, from).orElse(differing(stretch.place(), from + differs)));
        }
        from += stretch.bytes().length;
      }
      return from == file.size()
          ? Optional.empty()
          : Optional.of(differing("what comes after the zip's end", from));
    }

    /// Where the file differs from what it must have from a place on; negative if it does not.
    private int mismatch(int from, byte[] expected) {
      int there = Math.min(expected.length, file.size() - from);
      return in.slice(from, there).mismatch(ByteBuffer.wrap(expected));
    }

    /// What a directory's line makes of its part, if that is more than another spelling.
    private Optional<Fault> trick(Stretch line, int from) {
      if (!line.isLine() || from + line.bytes().length > file.size()) {
        return Optional.empty();
      }
      ByteBuffer right = Frame.little(line.bytes());
      if (in.getInt(from + PLACE_AT) != right.getInt(PLACE_AT)) {
        return Optional.of(new Fault(line.place(), "says that the part begins elsewhere"));
      }
      return in.getInt(from + ATTRIBUTES_AT) == 0
          ? Optional.empty()
          : Optional.of(
              new Fault(line.place(), "makes a link of it, or something else than a part"));
    }

    private static Fault differing(String place, int at) {
      return new Fault(place, "is not in the one form that a bundle has, at byte " + at);
    }

    /// What must stand behind the parts.
    @SuppressWarnings("ArrayRecordComponent") // compared byte by byte, and with no other stretch
    private record Stretch(String place, byte[] bytes, boolean isLine) {}
  }
}
