package coop.minga.node.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import java.util.List;
import org.junit.jupiter.api.Test;

/// An invite on the screen is read by another's eye.
class PictureTest {
  @Test
  void whatIsDrawnIsReadBackAsItWas() throws Exception {
    String text = "minga1." + "Ab-_9".repeat(60);
    assertEquals(text, new Decoder().decode(squares(Picture.of(text))).getText());
  }

  @Test
  void anInviteFitsAnOrdinaryTerminal() {
    List<String> lines = Picture.of("minga1." + "x".repeat(400));
    assertTrue(lines.size() <= 40 && lines.getFirst().length() <= 80, lines.size() + " lines");
  }

  @Test
  void whatIsTooLongIsNotDrawn() {
    assertThrows(IllegalArgumentException.class, () -> Picture.of("x".repeat(2_954)));
  }

  /// The dark squares, as a camera would find them.
  private static BitMatrix squares(List<String> lines) {
    int size = lines.getFirst().length() - 2 * Picture.BORDER;
    var squares = new BitMatrix(size);
    for (int y = 0; y < size; y++) {
      String line = lines.get((y + Picture.BORDER) / 2);
      boolean upper = (y + Picture.BORDER) % 2 == 0;
      for (int x = 0; x < size; x++) {
        char drawn = line.charAt(x + Picture.BORDER);
        boolean light = drawn == '█' || drawn == (upper ? '▀' : '▄');
        if (!light) {
          squares.set(x, y);
        }
      }
    }
    return squares;
  }
}
