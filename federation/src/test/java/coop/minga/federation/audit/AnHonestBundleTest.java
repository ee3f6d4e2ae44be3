package coop.minga.federation.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.negotiation.Award;
import coop.minga.federation.surplus.Received;
import coop.minga.federation.wire.Said;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

class AnHonestBundleTest {
  private final Valley valley = new Valley();

  @Test
  void itIsUntamperedAndEveryAwardIsRecomputed() {
    Report report = valley.audit();
    assertEquals(List.of(), report.findings());
    assertTrue(report.verified());
    Counts.Deals deals = report.counts().deals();
    assertTrue(deals.awards() >= 2, report.sentence());
    assertEquals(deals.awards(), deals.recomputed());
    long received =
        Stream.of(Valley.TALLERS, Valley.TIAS)
            .flatMap(takers ->
                IntStream.range(0, valley.of(takers).size())
                    .mapToObj(index -> valley.said(takers, index)))
            .filter(said -> said instanceof Said.OfSurplus(Received _))
            .count();
    assertTrue(received >= 2, report.sentence());
    assertEquals(received, deals.handovers());
    long entries = report.counts().entries().ledgers();
    long books = report.counts().entries().books() + report.counts().entries().told();
    assertEquals(
        "Untampered up to 25 Nov 2026 17:00 in America/Santiago, by a simulated clock: "
            + entries
            + " entries of 4 members, each witnessed by 4 of 4, and "
            + books
            + " of their books; all "
            + deals.awards()
            + " awards recomputed, same.",
        report.sentence());
  }

  @Test
  void theSameBytesGiveTheSameReport() {
    assertEquals(valley.file(), new Valley().file());
    assertEquals(valley.audit(), valley.audit());
  }

  @Test
  void whatTheAuditorWasGivenBesideTheBundleOpensLots() {
    var demands =
        new Demands(
            Optional.empty(), Collections.emptySortedMap(), valley.bundle().openings(), true);
    Bytes closed = Valley.file(valley.bundle().opening(new TreeMap<>()));
    Report report = new Auditor(SeededKey.VERIFIER, demands).audit(closed);
    assertEquals(List.of(), report.findings());
    assertEquals(report.counts().deals().awards(), report.counts().deals().recomputed());
  }

  @Test
  void withoutReplayItSaysSo() {
    Report report =
        new Auditor(SeededKey.VERIFIER, new Demands(Optional.empty(), false)).audit(valley.file());
    assertTrue(report.verified());
    assertTrue(report.sentence().endsWith("; nothing was replayed."), report.sentence());
    assertEquals(0, report.counts().deals().recomputed());
  }

  @Test
  void theFederationOnPaperIsComparedWithTheCharter() {
    var right = new Demands(Optional.of(valley.roster.federationId()), true);
    assertTrue(new Auditor(SeededKey.VERIFIER, right).audit(valley.file()).verified());
    var wrong = new Demands(Optional.of(Hash.sha256(Bytes.utf8("another"))), true);
    Report report = new Auditor(SeededKey.VERIFIER, wrong).audit(valley.file());
    assertTrue(
        report.sentence().startsWith("NOT verified: this is a bundle of federation "),
        report.sentence());
  }

  @Test
  void anyUnzipOpensIt() throws IOException {
    var names = new ArrayList<String>();
    try (var zip = new ZipInputStream(new ByteArrayInputStream(valley.file().toArray()))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        names.add(entry.getName());
        zip.readAllBytes();
      }
    }
    assertTrue(names.contains("ledger/almacen/entries/000000000"), names.toString());
    assertTrue(names.contains("manifest"), names.toString());
  }

  @Test
  void aGiverWhoseBookIsMissingIsNotReplayedAndThatIsSaid() {
    Bundle all = valley.bundle();
    var books = new TreeMap<>(all.books());
    books.remove(Valley.ALMACEN);
    Report report =
        Valley.audit(
            new Bundle(all.charter(), all.ledgers(), books, all.told(), all.evidence())
                .opening(all.openings()));
    assertTrue(report.verified(), report.findings().toString());
    assertTrue(
        report.findings().stream().anyMatch(Finding.NotReplayed.class::isInstance),
        report.findings().toString());
    assertTrue(report.sentence().contains(" of "), report.sentence());
    assertTrue(report.counts().deals().recomputed() < report.counts().deals().awards());
  }

  @Test
  void whatNoQuorumHoldsYetIsCountedApart() {
    var frames = new ArrayList<>(valley.ledger(Valley.TIA, 3).frames());
    Bytes witnessed = valley.witnessed(Valley.TIAS, frames.subList(0, 1), 3).encode();
    Bytes signed = valley.signed(Valley.TIAS, frames).encode();
    var copy = new Bundle.Copy(Optional.of(witnessed), Optional.of(signed), frames);
    Report report = Valley.audit(Valley.with(valley.bundle(), Valley.TIA, copy));
    assertTrue(report.verified(), report.findings().toString());
    assertEquals(frames.size() - 1, report.counts().entries().unwitnessed());
    assertTrue(report.sentence().contains(", all but " + (frames.size() - 1) + " witnessed by"));
  }

  @Test
  void anEntryIsFoundInTheFile() {
    Bytes file = valley.file();
    int award = valley.find(Valley.ALMACENS, Award.class);
    int offset = Bundle.offsetOf(file, Valley.ALMACENS, award).orElseThrow();
    Bytes frame = valley.of(Valley.ALMACENS).get(award);
    assertEquals(frame, file.slice(offset, offset + frame.size()));
  }
}
