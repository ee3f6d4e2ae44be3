package coop.minga.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Which parts of the forecast's figures words ask for.
class ForecastBenchTest {
  @Test
  void whatIsLeftOutOfAWholeRunRunsWhenItIsNamed() {
    assertFalse(asked().parts().contains("waste-row"));
    assertEquals(List.of("waste-row", "gbm"), asked("--part=waste-row,gbm").parts());
  }

  @Test
  void theWatchIsJudgedWithAllElseAndTheImportComesLastAsItTakesTheMostMemory() {
    assertTrue(asked().parts().contains("watch"));
    assertEquals("import", asked().parts().getLast());
    assertEquals("cost", asked().parts().getFirst());
  }

  @Test
  void aPartThatThereIsNotIsRefusedWithThoseThatThereAre() {
    var refused = assertThrows(IllegalArgumentException.class, () -> asked("--part=bread"));
    assertTrue(String.valueOf(refused.getMessage()).contains("waste-row"), refused::toString);
  }

  private static ForecastBench asked(String... words) {
    return ForecastBench.of(Figures.of("forecast"), List.of(words), true);
  }
}
