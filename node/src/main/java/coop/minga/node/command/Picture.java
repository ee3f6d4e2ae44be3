package coop.minga.node.command;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.util.ArrayList;
import java.util.List;

/// A text as a QR code (ISO/IEC 18004) in characters, two rows of squares a line.
///
/// Light squares are drawn, dark ones left out, with a light border of [#BORDER]: on a dark
/// terminal it looks as it does on paper, and on a light one as its negative, which phones read as
/// well.
final class Picture {
  /// Light squares around it.
  static final int BORDER = 2;

  private static final String BOTH = "█";
  private static final String UPPER = "▀";
  private static final String LOWER = "▄";
  private static final String NONE = " ";

  private Picture() {}

  /// The lines.
  ///
  /// @throws IllegalArgumentException if the text is longer than a QR code can hold, 2,953 bytes
  static List<String> of(String text) {
    try {
      ByteMatrix squares = Encoder.encode(text, ErrorCorrectionLevel.L).getMatrix();
      var lines = new ArrayList<String>();
      for (int y = -BORDER; y < squares.getHeight() + BORDER; y += 2) {
        lines.add(line(squares, y));
      }
      return lines;
    } catch (WriterException e) {
      throw new IllegalArgumentException("too long for a picture: " + text.length(), e);
    }
  }

  private static String line(ByteMatrix squares, int y) {
    var line = new StringBuilder();
    for (int x = -BORDER; x < squares.getWidth() + BORDER; x++) {
      boolean upper = isLight(squares, x, y);
      boolean lower = isLight(squares, x, y + 1);
      line.append(upper ? lower ? BOTH : UPPER : lower ? LOWER : NONE);
    }
    return line.toString();
  }

  private static boolean isLight(ByteMatrix squares, int x, int y) {
    boolean inside = x >= 0 && y >= 0 && x < squares.getWidth() && y < squares.getHeight();
    return !inside || squares.get(x, y) == 0;
  }
}
