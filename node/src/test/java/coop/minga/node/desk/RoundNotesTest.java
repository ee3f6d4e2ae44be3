package coop.minga.node.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import coop.minga.node.forecast.MemberModel;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a node tells of past nights it tells after a restart too, and no more than it must keep.
class RoundNotesTest {
  private final Notebook disk = new Notebook();

  @Test
  void aNodeThatStartsAgainTellsOfTheLastEpochsOnly() {
    RoundNotes before = notes();
    for (long epoch = 1; epoch <= RoundNotes.KEPT + 5; epoch++) {
      before.keep(epoch, epoch(epoch));
    }
    RoundNotes after = notes();
    assertEquals(RoundNotes.KEPT, after.upTo(RoundNotes.KEPT + 5).size());
    assertEquals(epoch(6), after.upTo(RoundNotes.KEPT + 5).get(0));
    assertEquals(Optional.empty(), after.of(5), "another epoch has its place");
    assertEquals(RoundNotes.KEPT, disk.size());
  }

  @Test
  void whatTryingAVersionCameToIsToldAfterARestart() {
    assertEquals(Optional.empty(), notes().tried());
    notes().tried(8, new Trainer.Adoption(true, Optional.of(MemberModel.Uses.BOTH), "Better."));
    JsonObject told = notes().tried().orElseThrow();
    assertEquals("both", told.get("uses").getAsString());
    assertEquals("Better.", told.get("adoption").getAsString());
  }

  @Test
  void whatAPersonKeepsStaysKeptAfterARestart() {
    assertFalse(notes().isHeld());
    notes().hold(true);
    assertTrue(notes().isHeld());
    notes().hold(false);
    assertFalse(notes().isHeld());
  }

  @Test
  void goingBackIsToldInThePlaceOfWhatWasTried() {
    notes().tried(8, new Trainer.Adoption(true, Optional.of(MemberModel.Uses.BOTH), "Better."));
    notes().wentBack(RoundNotes.Back.IN_USE, Optional.of(MemberModel.Uses.OWN));
    JsonObject told = notes().tried().orElseThrow();
    assertTrue(told.get("adoption").getAsString().contains("in use again"));
    assertEquals("own", told.get("uses").getAsString());
    assertEquals(Set.of(), notes().triedAfter(8).keySet());
  }

  @Test
  void trainingAloneIsToldInThePlaceOfWhatWasTriedAndOfNoVersion() {
    notes().tried(8, new Trainer.Adoption(true, Optional.of(MemberModel.Uses.BOTH), "Better."));
    notes().trainedAlone(new Trainer.Adoption(true, Optional.of(MemberModel.Uses.OWN), "Alone."));
    JsonObject told = notes().tried().orElseThrow();
    assertEquals("own", told.get("uses").getAsString());
    assertEquals("Alone.", told.get("adoption").getAsString());
    assertFalse(told.get("helped").getAsBoolean());
    assertEquals(Set.of(), notes().triedAfter(8).keySet());
  }

  @Test
  void thatAVersionHelpedIsToldOfItsOwnNightOnly() {
    notes().tried(8, new Trainer.Adoption(true, Optional.of(MemberModel.Uses.BOTH), "Better."));
    assertEquals(Set.of("helped", "uses"), notes().triedAfter(8).keySet());
    assertEquals(Set.of(), notes().triedAfter(4).keySet());
    assertEquals(Set.of(), notes().triedAfter(12).keySet());
  }

  private static JsonObject epoch(long number) {
    var told = new JsonObject();
    told.addProperty("epoch", number);
    return told;
  }

  private RoundNotes notes() {
    return new RoundNotes(disk);
  }
}
