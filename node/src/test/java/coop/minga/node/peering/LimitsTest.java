package coop.minga.node.peering;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Each limit holds at its value and refuses one more.
class LimitsTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Bytes NOTE = Bytes.utf8("note");

  @Test
  void aFrameTakesWhatItsRulesAllowAndNotOneMore() {
    edge(PeerFrame.MAX_ENTRY_BYTES, n -> entries(1, n));
    edge(PeerFrame.MAX_ENTRIES, n -> entries(n, 1));
    edge(PeerFrame.MAX_ENTRIES_BYTES / 8, n -> entries(8, n));
    edge(PeerFrame.MAX_NOTE_BYTES, n -> new PeerFrame.Cosignature("o", 1, zeros(n)));
    edge(PeerFrame.MAX_ORIGIN_BYTES, n -> new PeerFrame.Want("o".repeat(n), 0, 1));
    edge(PeerFrame.MAX_REASON_CHARACTERS, n -> new PeerFrame.Goodbye("x".repeat(n)));
    edge(PeerFrame.MAX_ORIGINS, n -> frontier(n, 1));
    edge(PeerFrame.MAX_FRONTIER_BYTES / 64, n -> frontier(64, n));
    edge(
        PeerFrame.MAX_PROOF_HASHES,
        n ->
            new PeerFrame.Told(NOTE, 0, 1, Collections.nCopies(n, Hash.sha256(new byte[0])), NOTE));
  }

  @Test
  void theLargestFrontierFitsIntoAMessageAndAQueue() {
    PeerFrame largest =
        frontier(PeerFrame.MAX_ORIGINS, PeerFrame.MAX_FRONTIER_BYTES / PeerFrame.MAX_ORIGINS);
    int size = FrameWire.encode(largest).getSerializedSize();
    assertTrue(size <= PeeringSettings.Limits.USUAL.messageBytes(), "bytes " + size);
    assertTrue(size <= PeeringSettings.Limits.USUAL.queueBytes(), "bytes " + size);
  }

  @Test
  void aQueueThatOverflowsIsEmptyAndTakesAgain() {
    var limits = PeeringSettings.Limits.USUAL;
    var byFrames = new SendQueue(limits);
    for (int i = 0; i < limits.queueFrames(); i++) {
      assertTrue(byFrames.offer(queued(1)));
    }
    assertFalse(byFrames.offer(queued(1)));
    assertTrue(byFrames.isEmpty());
    var byBytes = new SendQueue(limits);
    assertTrue(byBytes.offer(queued(limits.queueBytes() - 1)));
    assertTrue(byBytes.offer(queued(1)));
    assertFalse(byBytes.offer(queued(1)));
    assertTrue(byBytes.offer(queued(limits.queueBytes())));
  }

  @Test
  void aMeterLetsABurstThroughAndThenTheRate() {
    var meter = new Meter(PeeringSettings.Limits.USUAL, 0);
    assertEquals(0, meter.charge(2000, 1, 0));
    assertEquals(SECOND / 200, meter.charge(1, 1, 0));
    assertEquals(0, meter.charge(1, 1, SECOND));
    assertEquals(2 * SECOND / 200, meter.charge(200, 1, SECOND));
  }

  @Test
  void entriesThatWereAskedForDoNotCountUpToALimit() {
    var meter = new Meter(PeeringSettings.Limits.USUAL, 0);
    meter.grant(Long.MAX_VALUE);
    meter.grant(Long.MAX_VALUE);
    assertEquals(0, meter.charge((int) Meter.MAX_CREDIT, 1, 0));
    assertEquals(0, meter.charge(2000, 1, 0));
    assertEquals(SECOND / 200, meter.charge(0, 1, 0));
  }

  @Test
  void bytesAreMeteredWhateverTheyAre() {
    int rate = PeeringSettings.Limits.USUAL.bytesPerSecond();
    var meter = new Meter(PeeringSettings.Limits.USUAL, 0);
    meter.grant(10);
    assertEquals(0, meter.charge(1, 2 * rate, 0));
    assertEquals(SECOND, meter.charge(1, rate, 0));
  }

  @Test
  void waitsBetweenDialsGrowToTheirBoundAndAreDrawnFromZero() {
    var patience = PeeringSettings.Patience.USUAL;
    Backoff backoff = Backoff.fresh(patience);
    assertEquals(Duration.ofSeconds(1), backoff.bound());
    backoff = backoff.afterFailure();
    assertEquals(Duration.ofMillis(1600), backoff.bound());
    for (int i = 0; i < 100; i++) {
      backoff = backoff.afterFailure();
    }
    assertEquals(patience.longestRetry(), backoff.bound());
    long seed = 7;
    var random = new Random(seed);
    for (int i = 0; i < 1000; i++) {
      Duration wait = backoff.draw(random);
      assertTrue(!wait.isNegative() && wait.compareTo(backoff.bound()) <= 0, "seed " + seed);
    }
  }

  @Test
  void aFaultCostsTwoMinutesThenTwiceAsLongUpToABan() {
    List<Long> minutes =
        IntStream.rangeClosed(1, 8)
            .mapToObj(faults -> Standings.cooldown(faults).toMinutes())
            .toList();
    assertEquals(List.of(2L, 4L, 8L, 16L, 32L, 60L, 60L, 720L), minutes);
    var standings = new Standings();
    assertTrue(standings.remaining(Town.BAKERY, 0).isZero());
    standings.fault(Town.BAKERY, 0);
    assertEquals(Duration.ofMinutes(2), standings.remaining(Town.BAKERY, 0));
    assertTrue(standings.remaining(Town.BAKERY, Duration.ofMinutes(2).toNanos()).isZero());
    assertTrue(standings.remaining(Town.KITCHEN, 0).isZero());
    long muchLater = Standings.BAN.toNanos() + 1;
    standings.fault(Town.BAKERY, muchLater);
    assertEquals(Duration.ofMinutes(2), standings.remaining(Town.BAKERY, muchLater));
  }

  @Test
  void settingsWithoutAnyRoomAreRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> new PeeringSettings.Limits(1, 1, 1, 1, 1, 0));
  }

  private interface OfSize {
    PeerFrame make(int size);
  }

  private static void edge(int most, OfSize frame) {
    assertDoesNotThrow(() -> frame.make(most));
    assertThrows(
        IllegalArgumentException.class, () -> frame.make(most + 1), "one more than " + most);
  }

  private static PeerFrame entries(int count, int size) {
    return new PeerFrame.Entries("o", 0, Collections.nCopies(count, zeros(size)), NOTE);
  }

  private static PeerFrame frontier(int origins, int noteBytes) {
    var one = new PeerFrame.OriginFrontier("o".repeat(200), 1, zeros(noteBytes));
    return new PeerFrame.Frontier(true, Collections.nCopies(origins, one));
  }

  private static SendQueue.Queued queued(int size) {
    return new SendQueue.Queued(FrameKind.PING, zeros(size));
  }

  private static Bytes zeros(int size) {
    return Bytes.of(new byte[size]);
  }
}
