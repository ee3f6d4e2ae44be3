package coop.minga.node.history;

import coop.minga.node.config.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.Optional;

/// The lines of a file, one at a time, in memory for one line.
///
/// Lines end with LF, CR LF or CR; the last needs no end. They are cut before they are decoded, so
/// that bytes which are not text are found on their own line.
final class Lines {
  private static final int END = -1;

  /// @param number counted from 1
  /// @param tooLong it went past the limit, and the text is only its beginning
  record Line(long number, String text, boolean tooLong) {
    boolean blank() {
      return text.isBlank() && !tooLong;
    }
  }

  private final InputStream in;
  private final String file;
  private final CharsetDecoder decoder;

  /// Bytes of a code unit: 2 for UTF-16, else 1.
  private final int width;

  private final ByteOrder order;
  private final byte[] line;
  private long number;
  private boolean afterReturn;

  Lines(InputStream in, String file, Charset charset, int limitBytes) {
    this.in = in;
    this.file = file;
    decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    width = charset.name().startsWith("UTF-16") ? 2 : 1;
    order = charset.name().equals("UTF-16LE") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    line = new byte[limitBytes];
  }

  /// The next line, or absent at the end.
  ///
  /// @throws UserError if its bytes are not text of the declared encoding
  Optional<Line> next() throws IOException {
    int length = 0;
    boolean any = false;
    boolean tooLong = false;
    for (int unit = read(); unit != END; unit = read()) {
      if (unit == '\n' && afterReturn && !any) {
        afterReturn = false;
        continue;
      }
      any = true;
      afterReturn = unit == '\r';
      if (unit == '\n' || unit == '\r') {
        return Optional.of(line(length, tooLong));
      }
      if (length + width > line.length) {
        tooLong = true;
      } else {
        length = put(unit, length);
      }
    }
    return any ? Optional.of(line(length, tooLong)) : Optional.empty();
  }

  private int read() throws IOException {
    int first = in.read();
    if (width == 1 || first == END) {
      return first;
    }
    int second = in.read();
    if (second == END) {
      throw new UserError(
          file,
          "it is declared as UTF-16 and ends in the middle of a character.",
          "It was cut off in copying, perhaps: export it again.");
    }
    return order == ByteOrder.LITTLE_ENDIAN ? second << 8 | first : first << 8 | second;
  }

  private int put(int unit, int at) {
    if (width == 1) {
      line[at] = (byte) unit;
      return at + 1;
    }
    line[order == ByteOrder.LITTLE_ENDIAN ? at : at + 1] = (byte) unit;
    line[order == ByteOrder.LITTLE_ENDIAN ? at + 1 : at] = (byte) (unit >> 8);
    return at + 2;
  }

  private Line line(int length, boolean tooLong) {
    number++;
    if (tooLong) {
      return new Line(number, "", true);
    }
    try {
      String text = decoder.decode(ByteBuffer.wrap(line, 0, length)).toString();
      return new Line(number, text, false);
    } catch (CharacterCodingException problem) {
      throw new UserError(
          file + " line " + number,
          "its bytes are not " + decoder.charset().name() + " text.",
          "An older till or spreadsheet writes another encoding: set encoding = "
              + (decoder.charset().name().equals("UTF-8") ? "\"windows-1252\"" : "\"utf-8\"")
              + " in its mapping, or export it as UTF-8.",
          problem);
    }
  }
}
