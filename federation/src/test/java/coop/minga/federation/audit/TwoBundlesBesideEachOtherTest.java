package coop.minga.federation.audit;

import static coop.minga.federation.audit.Valley.BOTICA;
import static coop.minga.federation.audit.Valley.TALLER;
import static coop.minga.federation.audit.Valley.TIA;
import static coop.minga.federation.audit.Valley.TIAS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.judgement.EvidenceJudge;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Exposed;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.SomeCharter;
import coop.minga.federation.wire.BundleWire;
import coop.minga.federation.wire.Decoded;
import coop.minga.federation.wire.EntryWire;
import coop.minga.federation.wire.Manifest;
import coop.minga.federation.wire.RosterWire;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// A member that shows one history to one auditor and another to the next.
class TwoBundlesBesideEachOtherTest {
  private final Valley valley = new Valley();

  private static Comparison.Result compare(Bytes one, Bytes other) {
    return new Comparison(SeededKey.VERIFIER).of(one, other);
  }

  @Test
  void theSameBundleTwiceIsOneHistory() {
    Comparison.Result result = compare(valley.file(), valley.file());
    assertTrue(result.agrees());
    assertEquals(List.of(), result.longer());
    assertEquals(6, result.same(), "four ledgers, two books");
    assertTrue(result.sentence().startsWith("One history: 6 trees"), result.sentence());
  }

  @Test
  void aHistoryThatGoesOnIsNoOther() {
    Bytes longer = with(copy(valley.of(TIAS), Optional.of(3)));
    Comparison.Result result =
        compare(with(copy(valley.of(TIAS).subList(0, 1), Optional.of(3))), longer);
    assertTrue(result.agrees(), result.toString());
    assertEquals(1, result.longer().size());
    assertTrue(result.longer().getFirst().startsWith("tia/ledger has 1 entries in the first"));
  }

  @Test
  void twoHistoriesArePointedAtEvenIfEachBundleIsSound() {
    Bytes first = with(copy(ending("one"), Optional.of(3)));
    Bytes second = with(copy(ending("other"), Optional.of(3)));
    assertTrue(Valley.audit(first).verified(), "each is sound by itself");
    assertTrue(Valley.audit(second).verified(), "each is sound by itself");
    Comparison.Result result = compare(first, second);
    assertFalse(result.agrees());
    SplitView split = result.splits().getFirst();
    assertEquals(TIAS, split.tree());
    assertEquals(valley.of(TIAS).size(), split.from());
    assertEquals(List.of(Valley.ALMACEN, BOTICA, TALLER), split.twoFaced());
    assertTrue(
        result
            .sentence()
            .startsWith(
                "TWO histories: tia signed two histories of tia/ledger, which part at entry"),
        result.sentence());
    assertTrue(result.sentence().endsWith("; almacen, botica, taller cosigned both."));
  }

  @Test
  void whatTheyShowIsProvenOfTheOwnerAndOfEachThatCosignedBoth() {
    SplitView split =
        compare(
                with(copy(ending("one"), Optional.of(2))),
                with(copy(ending("other"), Optional.of(3))))
            .splits()
            .getFirst();
    assertEquals(
        List.of(TIA, Valley.ALMACEN, BOTICA),
        split.proven().stream().map(Exposed::member).toList());
    var judge = new EvidenceJudge(valley.roster, SeededKey.VERIFIER);
    for (Exposed exposed : split.proven()) {
      Said says = new Said.OfLedger(exposed);
      var read =
          Statements.decode(Kind.EVIDENCE.code(), Statements.VERSION, Statements.encode(says));
      assertEquals(new Decoded.Known(says), read);
      assertEquals(Optional.empty(), judge.fault(exposed));
    }
  }

  @Test
  void aForkThatNobodyWitnessedIsOneToo() {
    Bytes second = with(copy(ending("other"), Optional.empty()));
    Comparison.Result result = compare(with(copy(ending("one"), Optional.of(3))), second);
    assertEquals(1, result.splits().size(), result.toString());
    SplitView split = result.splits().getFirst();
    assertTrue(
        split.sentence().contains(" witnessed by almacen, botica, taller"), split.sentence());
    assertFalse(split.sentence().contains("cosigned both"), split.sentence());
    assertEquals(List.of(), split.twoFaced());
    assertEquals(List.of(TIA), split.proven().stream().map(Exposed::member).toList());
  }

  @Test
  void aBundleThatWasChangedIsNotCompared() {
    byte[] changed = valley.file().toArray();
    changed[changed.length / 2] ^= 1;
    Comparison.Result result = compare(valley.file(), Bytes.of(changed));
    assertFalse(result.agrees());
    assertTrue(
        result.sentence().startsWith("Not compared: the second bundle is not as it was signed: "),
        result.sentence());
  }

  @Test
  void entriesThatTheirOwnerDidNotSignForSplitNothing() {
    var copy = copy(ending("one"), Optional.of(3));
    var forged = new Bundle.Copy(copy.witnessed(), copy.signed(), ending("other"));
    Comparison.Result result = compare(with(copy), with(forged));
    assertTrue(result.agrees(), result.toString());
    assertEquals(5, result.same(), "tia's ledger is not compared");
  }

  @Test
  void entriesBehindWhatTheirOwnerSignedForAreNotCompared() {
    var more =
        new Bundle.Copy(
            copy(valley.of(TIAS), Optional.of(3)).witnessed(), Optional.empty(), ending("one"));
    Comparison.Result result = compare(with(copy(valley.of(TIAS), Optional.of(3))), with(more));
    assertTrue(result.agrees(), result.toString());
    assertEquals(List.of(), result.longer());
    assertEquals(5, result.same(), "tia's ledger is not compared");
  }

  @Test
  void bundlesOfTwoFederationsAreNotCompared() {
    Bundle all = valley.bundle();
    var other =
        new Bundle(
            RosterWire.encode(SomeCharter.signed("almacen", "botica", "tia", "tuna")),
            all.ledgers(),
            all.books(),
            all.told(),
            all.evidence());
    Comparison.Result result = compare(valley.file(), Valley.file(other));
    assertFalse(result.agrees());
    assertEquals("Not compared: they are of two federations.", result.sentence());
  }

  @Test
  void aBundleWithAPartThatNoBundleHasIsNotCompared() {
    var parts = new TreeMap<>(BundleForm.read(valley.file()).parts());
    parts.put("notes/hello", Bytes.utf8("hello"));
    var manifest =
        new Manifest(
            valley.roster.federationId(), Valley.ALMACEN, Valley.MADE, Bundle.listed(parts));
    parts.put(Bundle.MANIFEST, BundleWire.encode(manifest.sign(SomeCharter.ledgerKey(0))));
    Comparison.Result result = compare(BundleForm.write(parts), valley.file());
    assertEquals(
        "Not compared: the first bundle is not as it was signed: notes/hello is not a part of a"
            + " bundle.",
        result.sentence());
  }

  @Test
  void whatIsNoMembersIsNotCompared() {
    var zorro = new MemberId("zorro");
    SignedNote note =
        Checkpoint.of(valley.roster.origin(zorro, Tree.LEDGER), Valley.frontier(ending("one")))
            .sign(SomeCharter.ledgerKey(9));
    var zorros = new Bundle.Copy(Optional.empty(), Optional.of(note.encode()), ending("one"));
    Bytes one = Valley.file(Valley.with(valley.bundle(), zorro, zorros));
    Comparison.Result result = compare(one, one);
    assertTrue(result.agrees());
    assertEquals(6, result.same());
  }

  @Test
  void aForkOfTwoSizesIsProvenWhicheverIsGivenFirst() {
    var longer = new ArrayList<>(ending("other"));
    longer.add(valley.of(Valley.TALLERS).getFirst());
    Bytes small = with(copy(ending("one"), Optional.of(3)));
    Bytes large = with(copy(longer, Optional.of(3)));
    for (Comparison.Result result : List.of(compare(small, large), compare(large, small))) {
      SplitView split = result.splits().getFirst();
      assertEquals(valley.of(TIAS).size(), split.from());
      assertEquals(
          List.of(TIA, Valley.ALMACEN, BOTICA, TALLER),
          split.proven().stream().map(Exposed::member).toList());
    }
  }

  @Test
  void whoWitnessedWhatBothHaveHasNotWitnessedTwoHistories() {
    SignedNote common = valley.witnessed(TIAS, valley.of(TIAS), 3);
    List<Bytes> files =
        List.of("one", "other").stream()
            .map(end ->
                with(
                    new Bundle.Copy(
                        Optional.of(common.encode()),
                        Optional.of(valley.signed(TIAS, ending(end)).encode()),
                        ending(end))))
            .toList();
    SplitView split = compare(files.getFirst(), files.getLast()).splits().getFirst();
    assertEquals(List.of(), split.twoFaced());
    assertEquals(List.of(TIA), split.proven().stream().map(Exposed::member).toList());
    assertTrue(!split.sentence().contains("witnessed by"), split.sentence());
  }

  @Test
  void whatTwoGenerationsSayProvesNothingByItself() {
    Origin next = valley.roster.origin(TIA, Tree.LEDGER).in(1);
    SignedNote note =
        Checkpoint.of(next, Valley.frontier(ending("other"))).sign(SomeCharter.ledgerKey(3));
    Bytes second =
        with(new Bundle.Copy(Optional.empty(), Optional.of(note.encode()), ending("other")));
    SplitView split =
        compare(with(copy(ending("one"), Optional.of(3))), second).splits().getFirst();
    assertEquals(List.of(), split.proven());
  }

  /// Tia's ledger with one more entry, of a kind that nobody knows yet.
  private List<Bytes> ending(String end) {
    var frames = new ArrayList<>(valley.of(TIAS));
    frames.add(EntryWire.encode(valley.hand.entry(TIA, Tree.LEDGER, 999, Bytes.utf8(end))));
    return frames;
  }

  private Bundle.Copy copy(List<Bytes> frames, Optional<Integer> cosignatures) {
    return new Bundle.Copy(
        cosignatures.map(many -> valley.witnessed(TIAS, frames, many).encode()),
        cosignatures.isPresent()
            ? Optional.empty()
            : Optional.of(valley.signed(TIAS, frames).encode()),
        frames);
  }

  private Bytes with(Bundle.Copy copy) {
    return Valley.file(Valley.with(valley.bundle(), TIA, copy));
  }
}
