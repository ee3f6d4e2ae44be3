package coop.minga.federation.disclosure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.surplus.HiddenField;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What can be said of openings has one form, and shows of what is hidden no more than it says.
class WhatIsStatedOfOpeningsTest {
  private static final Instant MONDAY = Instant.parse("2026-11-23T00:00:00Z");
  private static final Instant SUNDAY = Instant.parse("2026-11-29T00:00:00Z");
  private static final Bytes SALT = Hash.sha256(Bytes.utf8("salt")).value();
  private static final EntryId ONE = new EntryId(Hash.sha256(Bytes.utf8("one")));
  private static final EntryId OTHER = new EntryId(Hash.sha256(Bytes.utf8("other")));
  private static final List<EntryId> RISING = List.of(ONE, OTHER).stream().sorted().toList();
  private static final Opened.To TIA = new Opened.Members(List.of(new MemberId("tia")));

  private static Opened opened(List<EntryId> entries, List<String> fields) {
    return new Opened(entries, fields, TIA, MONDAY);
  }

  private static void refused(List<String> fields) {
    assertThrows(IllegalArgumentException.class, () -> opened(List.of(ONE), fields), "" + fields);
  }

  private static FieldOpening field(String name) {
    return new FieldOpening(name, SALT, Bytes.utf8("eight kilos"));
  }

  @Test
  void fieldsStandThereOnceEachInOrderByWordsOfTheirOwn() {
    assertEquals(List.of("grams", "units"), opened(RISING, List.of("grams", "units")).fields());
    refused(List.of());
    refused(List.of("units", "grams"));
    refused(List.of("units", "units"));
    refused(List.of("Units"));
    refused(List.of("a field"));
    assertThrows(IllegalArgumentException.class, () -> field("Units"));
    assertEquals("units", field("units").field());
  }

  @Test
  void asManyFieldsAsTheLimitAreStatedAndNotOneMore() {
    List<String> all =
        IntStream.rangeClosed(0, Fields.MAX)
            .mapToObj(number -> "f" + (char) ('a' + number / 26) + (char) ('a' + number % 26))
            .toList();
    opened(RISING, all.subList(0, Fields.MAX));
    refused(all);
  }

  @Test
  void entriesAndMembersStandThereOnceEachInOrder() {
    List<String> units = List.of("units");
    assertThrows(IllegalArgumentException.class, () -> opened(RISING.reversed(), units));
    assertThrows(IllegalArgumentException.class, () -> opened(List.of(ONE, ONE), units));
    assertThrows(IllegalArgumentException.class, () -> opened(List.of(), units));
    List<MemberId> wrong = List.of(new MemberId("tia"), new MemberId("almacen"));
    assertThrows(IllegalArgumentException.class, () -> new Opened.Members(wrong));
  }

  @Test
  void aScopeEndsBeforeItsEnd() {
    var scope = new Scope(MONDAY, SUNDAY, HiddenField.NAMES);
    assertTrue(scope.covers(MONDAY) && scope.covers(SUNDAY.minusSeconds(1)));
    assertFalse(scope.covers(SUNDAY) || scope.covers(MONDAY.minusSeconds(1)));
    assertThrows(
        IllegalArgumentException.class, () -> new Scope(SUNDAY, SUNDAY, HiddenField.NAMES));
  }

  @Test
  void ofAnOpeningOnlyWhatIsMeantIsGiven() {
    var whole = new EntryOpening(ONE, List.of(field("grams"), field("units")));
    var kept = new ArrayList<String>();
    whole
        .only(Set.of("units"))
        .ifPresent(some -> some.fields().forEach(each -> kept.add(each.field())));
    assertEquals(List.of("units"), kept);
    assertEquals(Optional.empty(), whole.only(Set.of("place")));
  }

  @Test
  void noLogShowsWhatIsHidden() {
    assertEquals("FieldOpening[units]", field("units").toString());
    assertEquals(SALT.toHex(), new AuditorKey(SALT).toString());
  }
}
