package coop.minga.node.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NormalTest {
  @Test
  void theShareIsThatOfTheTables() {
    assertEquals(.5, Normal.share(0), 1e-7);
    assertEquals(.975, Normal.share(1.959964), 1e-6);
    assertEquals(.1, Normal.share(-1.281552), 1e-6);
  }

  @Test
  void theDeviateIsWhereTheShareIs() {
    for (double share = .001; share < 1; share += .0173) {
      assertEquals(share, Normal.share(Normal.deviate(share)), 1e-9);
    }
    assertEquals(0, Normal.deviate(.5), 1e-6);
  }
}
