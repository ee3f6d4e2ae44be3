package coop.minga.federation.identity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// A part of others is the same bytes, whether it was copied or is a view.
final class BytesTest {
  private static final byte[] WHOLE = {-1, 0, 1, 2, 3, 127, -128, 9};

  @Test
  void aViewSaysInAllWhatACopySays() {
    Bytes whole = Bytes.of(WHOLE);
    for (int from = 0; from <= WHOLE.length; from++) {
      for (int to = from; to <= WHOLE.length; to++) {
        Bytes copy = whole.slice(from, to);
        Bytes view = whole.view(from, to);
        assertEquals(copy, view);
        assertEquals(copy.hashCode(), view.hashCode());
        assertEquals(0, copy.compareTo(view));
        assertEquals(copy.toString(), view.toString());
        assertEquals(copy.toUtf8(), view.toUtf8());
        assertArrayEquals(Arrays.copyOfRange(WHOLE, from, to), view.toArray());
        assertEquals(Hash.sha256(copy), Hash.sha256(view));
        assertEquals(to - from, view.toBuffer().remaining());
        assertEquals(copy.plus(whole), view.plus(whole));
        assertEquals(whole.plus(copy), whole.plus(view));
        for (int i = 0; i < view.size(); i++) {
          assertEquals(WHOLE[from + i] & 0xff, view.at(i));
          assertEquals(copy.slice(i, copy.size()), view.view(i, view.size()));
        }
      }
    }
    assertNotEquals(whole.view(0, 2), whole.view(1, 3));
  }

  @Test
  void nobodySeesBeyondAView() {
    Bytes view = Bytes.of(WHOLE).view(2, 5);
    for (int outside : new int[] {-1, 4, 5, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      assertThrows(IndexOutOfBoundsException.class, () -> view.at(outside));
      assertThrows(IndexOutOfBoundsException.class, () -> view.slice(0, outside));
      assertThrows(IndexOutOfBoundsException.class, () -> view.view(outside, 3));
    }
    byte[] mine = view.toArray();
    mine[0] = 99;
    assertEquals(1, view.at(0), "a copy is the caller's own");
  }
}
