package coop.minga.federation.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.minga.federation.identity.Bytes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Entries behind one another, and what is left of them when bytes are missing.
class EntryBundleTest {
  private static final Bytes SHORT = Bytes.utf8("a pot of soup");
  private static final Bytes LONG = Bytes.of(new byte[515]);
  private static final List<Bytes> ENTRIES = List.of(SHORT, LONG, Bytes.empty(), SHORT);
  private static final Bytes BUNDLE = EntryBundle.encode(ENTRIES);

  @Test
  void eachStandsAfterItsLength() {
    assertEquals(
        Bytes.hex("0001780000"), EntryBundle.encode(List.of(Bytes.utf8("x"), SHORT.slice(0, 0))));
    assertEquals(Bytes.hex("0203"), EntryBundle.encode(List.of(LONG)).slice(0, 2));
    assertEquals(Bytes.empty(), EntryBundle.encode(List.of()));
  }

  @Test
  void whatWasWrittenIsRead() {
    assertEquals(Optional.of(ENTRIES), EntryBundle.decode(BUNDLE));
    assertEquals(ENTRIES, EntryBundle.wholeEntries(BUNDLE));
    assertEquals(ENTRIES, EntryBundle.views(BUNDLE));
    assertEquals(Optional.of(List.of()), EntryBundle.decode(Bytes.empty()));
  }

  @Test
  void whereverItIsCutTheWholeEntriesBeforeAreLeft() {
    for (int size = 0; size < BUNDLE.size(); size++) {
      Bytes cut = BUNDLE.slice(0, size);
      List<Bytes> whole = EntryBundle.wholeEntries(cut);
      assertEquals(ENTRIES.subList(0, whole.size()), whole);
      assertEquals(whole, EntryBundle.views(cut));
      Bytes used = EntryBundle.encode(whole);
      Optional<List<Bytes>> all = used.size() == size ? Optional.of(whole) : Optional.empty();
      assertEquals(all, EntryBundle.decode(cut), "cut after " + size + " bytes");
    }
  }
}
