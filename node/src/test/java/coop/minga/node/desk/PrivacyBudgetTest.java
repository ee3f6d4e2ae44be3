package coop.minga.node.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.learning.Privacy;
import coop.minga.federation.learning.Unit;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrivacyBudgetTest {
  private static final Optional<Privacy.Cost> EPOCH =
      Optional.of(Privacy.Cost.ofOrganisation(1 / (2 * 16.0)));

  private final Notebook disk = new Notebook();

  @Test
  void theStopIsHardAndOutlivesACrash() {
    PrivacyBudget budget = started();
    int epochs = Privacy.epochsWithin(EPOCH.get().organisation(), 4, PrivacyBudget.DELTA);
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
    assertEquals(once, Privacy.epsilon(EPOCH.get().organisation(), PrivacyBudget.DELTA));
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

  @Test
  void whoChangesTheUnitHasSpentInTheNewOneWhatItSpentBefore() {
    disk.remember("learning/charged/1", Bytes.utf8("0.01"));
    started().charge(2, Optional.of(new Privacy.Cost(.5, .03)));
    JsonObject organisation = started().told(EPOCH);
    JsonObject weeks = started(new Unit.SiteWeek(1, 9)).told(EPOCH);
    double ofOrganisations = Privacy.epsilon(.51, PrivacyBudget.DELTA);
    double ofWeeks = Privacy.epsilon(4 * .01 + .03, PrivacyBudget.DELTA);
    assertEquals(ofOrganisations, organisation.get("epsilon-spent").getAsDouble(), 1e-12);
    assertEquals(ofWeeks, organisation.get("epsilon-spent-of-other-unit").getAsDouble(), 1e-12);
    assertEquals(ofWeeks, weeks.get("epsilon-spent").getAsDouble(), 1e-12);
    assertEquals(ofOrganisations, weeks.get("epsilon-spent-of-other-unit").getAsDouble(), 1e-12);
    assertTrue(weeks.get("unit").getAsString().contains("one site sold in one week"));
  }

  @Test
  void theStopIsOfTheUnitThatIsChosen() {
    var cost = Optional.of(new Privacy.Cost(2, .01));
    assertFalse(started().allows(1, cost));
    assertTrue(started(new Unit.SiteWeek(1, 9)).allows(1, cost));
  }

  private PrivacyBudget started() {
    return started(new Unit.Organisation());
  }

  private PrivacyBudget started(Unit unit) {
    var budget = new PrivacyBudget(disk, 4, unit);
    budget.recall(1_000);
    return budget;
  }
}
