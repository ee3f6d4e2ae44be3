package coop.minga.node.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.minga.federation.blob.BlobName;
import coop.minga.federation.decision.Ballot;
import coop.minga.federation.decision.Subject;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.roster.RosterCertificate;
import coop.minga.federation.roster.RosterChange;
import coop.minga.federation.wire.RosterWire;
import coop.minga.node.exchange.BlobShelf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the almacen keeps of an epoch's vectors, and what lies beside them.
class OldVectorsTest {
  private static final Bytes VECTOR = Bytes.utf8("a masked vector");
  private static final BlobName NAME = BlobName.of(BlobName.Form.PIECES, VECTOR);
  private static final Duration LONGER = OldVectors.KEPT.plusHours(2);

  private final Counter counter = new Counter(Instant.parse("2026-11-26T15:00:00Z"));

  @TempDir private Path root = Path.of("");

  @BeforeEach
  void theEpochEnds() throws IOException {
    old().ended(1);
  }

  @Test
  void aVectorOfItsOwnThatItNeverEnteredIsThrownAwayToo() throws IOException {
    keeps(2, VECTOR);
    old().ended(2);
    passes(OldVectors.KEPT.minusHours(2), 2);
    assertEquals(Optional.of(VECTOR), shelf().find(NAME));
    passes(Duration.ofHours(4), 2);
    assertEquals(Optional.empty(), shelf().find(NAME));
  }

  @Test
  void aVectorFetchedAfterItsEpochHadEndedIsThrownAwayToo() throws IOException {
    passes(Duration.ofHours(3), 1);
    keeps(1, VECTOR);
    passes(LONGER, 1);
    assertEquals(Optional.empty(), shelf().find(NAME));
  }

  @Test
  void oneFetchedWhenTheOthersOfItsEpochAreGoneGoesWithTheNextOnes() throws IOException {
    passes(LONGER, 1);
    keeps(1, VECTOR);
    old().ended(2);
    passes(LONGER, 2);
    assertEquals(Optional.empty(), shelf().find(NAME));
  }

  /// A liar names it as its vector before this shop has it.
  @Test
  void aRostersCertificateThatWasFetchedForAVectorStays() throws IOException {
    Bytes certificate = RosterWire.encode(certificate());
    keeps(1, BlobName.Form.WHOLE, certificate);
    keeps(1, VECTOR);
    passes(LONGER, 1);
    assertEquals(Optional.empty(), shelf().find(NAME));
    assertEquals(
        Optional.of(certificate), shelf().find(BlobName.of(BlobName.Form.WHOLE, certificate)));
  }

  private RosterCertificate certificate() {
    var change = RosterWire.written(new RosterChange.Dormant(new MemberId("tia")));
    Hash parent = counter.roster().hash();
    var ballot =
        new Ballot(Subject.ROSTER, parent, Ballot.nameOf(change.written()), 1, counter.now());
    return new RosterCertificate(
        parent, change, ballot, new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
  }

  /// As nodes of before kept it, and noted it.
  @Test
  void aVectorNamedByTheWholeIsServedAndThrownAwayToo() throws IOException {
    BlobName name = BlobName.of(BlobName.Form.WHOLE, VECTOR);
    counter.remember(
        "learning/vectors/2", Bytes.utf8("2026-11-26T15:00:00Z " + name.hash().toString()));
    keeps(2, VECTOR);
    Files.write(root.resolve(name.hash().toString()), VECTOR.toArray());
    old().ended(2);
    BlobShelf shelf = shelf();
    new OldVectors(counter, shelf).serve(2);
    MemberId anybody = counter.roster().members().firstKey();
    for (BlobName each : List.of(name, NAME)) {
      assertEquals(VECTOR, shelf.read(anybody, each, 0, 100).orElseThrow().content());
    }
    passes(LONGER, 2);
    for (BlobName each : List.of(name, NAME)) {
      assertEquals(Optional.empty(), shelf().find(each));
    }
  }

  private void keeps(long epoch, Bytes vector) throws IOException {
    keeps(epoch, BlobName.Form.PIECES, vector);
  }

  private void keeps(long epoch, BlobName.Form form, Bytes blob) throws IOException {
    old().keeps(epoch, BlobName.of(form, blob));
    shelf().keep(form, blob);
  }

  private void passes(Duration time, long last) throws IOException {
    counter.now = counter.now.plus(time);
    old().throwAway(last);
  }

  /// As after a start.
  private OldVectors old() throws IOException {
    return new OldVectors(counter, shelf());
  }

  private BlobShelf shelf() throws IOException {
    return new BlobShelf(root);
  }
}
