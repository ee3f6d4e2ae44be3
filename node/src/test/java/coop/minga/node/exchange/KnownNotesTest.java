package coop.minga.node.exchange;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import org.junit.jupiter.api.Test;

class KnownNotesTest {
  private final KnownNotes known = new KnownNotes();

  @Test
  void theNewestAreRemembered() {
    for (int i = 0; i <= KnownNotes.MOST; i++) {
      known.add(note(i), 1);
    }
    assertFalse(known.has(note(0), 1));
    for (int i = 1; i <= KnownNotes.MOST; i++) {
      assertTrue(known.has(note(i), 1));
    }
  }

  @Test
  void whatWasFoundByOtherKeysCountsForNothing() {
    known.add(note(0), 1);
    assertFalse(known.has(note(0), 2));
    known.add(note(1), 2);
    assertFalse(known.has(note(0), 2));
    assertTrue(known.has(note(1), 2));
  }

  private static Hash note(int number) {
    return Hash.sha256(Bytes.utf8("note " + number));
  }
}
