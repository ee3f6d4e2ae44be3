package coop.minga.node.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the almacen keeps of an epoch's vectors, and what lies beside them.
class OldVectorsTest {
  private static final Bytes VECTOR = Bytes.utf8("a masked vector");
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
    assertEquals(Optional.of(VECTOR), shelf().find(Hash.sha256(VECTOR)));
    passes(Duration.ofHours(4), 2);
    assertEquals(Optional.empty(), shelf().find(Hash.sha256(VECTOR)));
  }

  @Test
  void aVectorFetchedAfterItsEpochHadEndedIsThrownAwayToo() throws IOException {
    passes(Duration.ofHours(3), 1);
    keeps(1, VECTOR);
    passes(LONGER, 1);
    assertEquals(Optional.empty(), shelf().find(Hash.sha256(VECTOR)));
  }

  @Test
  void oneFetchedWhenTheOthersOfItsEpochAreGoneGoesWithTheNextOnes() throws IOException {
    passes(LONGER, 1);
    keeps(1, VECTOR);
    old().ended(2);
    passes(LONGER, 2);
    assertEquals(Optional.empty(), shelf().find(Hash.sha256(VECTOR)));
  }

  /// A liar names it as its vector before this shop has it.
  @Test
  void aRostersCertificateThatWasFetchedForAVectorStays() throws IOException {
    Bytes certificate = RosterWire.encode(certificate());
    keeps(1, certificate);
    keeps(1, VECTOR);
    passes(LONGER, 1);
    assertEquals(Optional.empty(), shelf().find(Hash.sha256(VECTOR)));
    assertEquals(Optional.of(certificate), shelf().find(Hash.sha256(certificate)));
  }

  private RosterCertificate certificate() {
    var change = RosterWire.written(new RosterChange.Dormant(new MemberId("tia")));
    Hash parent = counter.roster().hash();
    var ballot =
        new Ballot(Subject.ROSTER, parent, Ballot.nameOf(change.written()), 1, counter.now());
    return new RosterCertificate(
        parent, change, ballot, new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
  }

  private void keeps(long epoch, Bytes blob) throws IOException {
    old().keeps(epoch, Hash.sha256(blob));
    shelf().keep(blob);
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
