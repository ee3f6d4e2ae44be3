package coop.minga.node.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.learning.Privacy;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrivacyBudgetTest {
  private static final Optional<Double> EPOCH = Optional.of(1 / (2 * 16.0));

  private final Notebook disk = new Notebook();

  @Test
  void theStopIsHardAndOutlivesACrash() {
    PrivacyBudget budget = started();
    int epochs = Privacy.epochsWithin(EPOCH.get(), 4, PrivacyBudget.DELTA);
    assertTrue(epochs > 3, epochs + " epochs");
    for (long epoch = 1; epoch <= epochs; epoch++) {
      budget = started();
      assertTrue(budget.allows(epoch, EPOCH), "epoch " + epoch);
      budget.charge(epoch, EPOCH);
    }
    assertFalse(budget.allows(epochs + 1L, EPOCH));
    assertFalse(started().allows(epochs + 1L, EPOCH), "after a crash");
    assertTrue(started().allows(epochs, EPOCH), "what is paid for may go on");
    assertTrue(started().told(EPOCH).get("promise").getAsString().contains("spent"));
    assertEquals(0, started().told(EPOCH).get("epochs-left").getAsInt());
  }

  @Test
  void anEpochIsChargedOnce() {
    PrivacyBudget budget = started();
    budget.charge(1, EPOCH);
    double once = budget.told(EPOCH).get("epsilon-spent").getAsDouble();
    budget.charge(1, EPOCH);
    assertEquals(once, budget.told(EPOCH).get("epsilon-spent").getAsDouble());
    assertEquals(once, Privacy.epsilon(EPOCH.get(), PrivacyBudget.DELTA));
    PrivacyBudget again = started();
    again.charge(1, EPOCH);
    assertEquals(once, again.told(EPOCH).get("epsilon-spent").getAsDouble());
  }

  @Test
  void anEpochWithoutNoiseIsCoveredByNoEpsilonAndSaysSo() {
    PrivacyBudget budget = started();
    budget.charge(1, Optional.empty());
    assertFalse(budget.told(Optional.empty()).has("epsilon-spent"));
    assertEquals(1, started().told(EPOCH).get("epochs-without-noise").getAsInt());
    assertTrue(started().told(EPOCH).get("promise").getAsString().contains("no epsilon"));
  }

  private PrivacyBudget started() {
    var budget = new PrivacyBudget(disk, 4);
    budget.recall(1_000);
    return budget;
  }
}
