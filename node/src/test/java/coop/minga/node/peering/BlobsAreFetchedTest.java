package coop.minga.node.peering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.minga.federation.blob.BlobName;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.node.LiesIn;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Blobs named by their SHA-256, as rosters' certificates are.
class BlobsAreFetchedTest {
  private static final int CHUNK = BlobStream.CHUNK_BYTES;
  private static final Bytes BLOB = randomBytes(2 * CHUNK + 777);
  private static final BlobName NAME = BlobName.of(BlobName.Form.WHOLE, BLOB);

  private final Town town = new Town();

  @AfterEach
  void close() {
    town.close();
  }

  @Test
  void eitherSideFetchesFromTheOtherWhoeverDialled() throws Exception {
    Peering kitchen = kitchen(0, only(BLOB));
    Bytes ofTheBakery = randomBytes(CHUNK);
    Peering bakery = bakery(kitchen.port(), only(ofTheBakery));
    town.awaitSession();
    assertEquals(BLOB, get(bakery.fetch(Town.KITCHEN, NAME, BLOB.size())));
    BlobName other = BlobName.of(BlobName.Form.WHOLE, ofTheBakery);
    assertEquals(ofTheBakery, get(kitchen.fetch(Town.BAKERY, other, CHUNK)));
  }

  @Test
  void aBlobOfNoBytesIsFetchedToo() throws Exception {
    Peering kitchen = kitchen(0, only(Bytes.empty()));
    Peering bakery = bakery(kitchen.port(), BlobSource.none());
    BlobName empty = BlobName.of(BlobName.Form.WHOLE, Bytes.empty());
    assertEquals(Bytes.empty(), get(bakery.fetch(Town.KITCHEN, empty, 0)));
  }

  @Test
  void afterACutItGoesOnWhereItWas() throws Exception {
    var stuck = new CountDownLatch(1);
    Peering kitchen =
        kitchen(
            0,
            (asker, blob, offset, atMost) -> {
              if (offset == CHUNK) {
                stuck.countDown();
                return never();
              }
              return only(BLOB).read(asker, blob, offset, atMost);
            });
    int port = kitchen.port();
    Peering bakery = bakery(port, BlobSource.none());
    CompletableFuture<Bytes> fetch = bakery.fetch(Town.KITCHEN, NAME, BLOB.size());
    stuck.await(Listener.PATIENCE_SECONDS, TimeUnit.SECONDS);
    kitchen.close();
    var asked = new CopyOnWriteArrayList<Integer>();
    kitchen(
        port,
        (asker, blob, offset, atMost) -> {
          asked.add(offset);
          return only(BLOB).read(asker, blob, offset, atMost);
        });
    assertEquals(BLOB, get(fetch));
    assertEquals(List.of(CHUNK, 2 * CHUNK), asked);
  }

  @Test
  @LiesIn(FrameKind.BLOB_CHUNK)
  void oneWrongByteIsRefused() throws Exception {
    byte[] changed = BLOB.toArray();
    changed[CHUNK + 5] ^= 1;
    Peering kitchen =
        kitchen(
            0,
            (asker, blob, offset, atMost) ->
                Optional.of(BlobPart.of(Bytes.of(changed), offset, atMost)));
    assertFails(Refusal.BLOB_WRONG, bakery(kitchen.port(), BlobSource.none()), BLOB.size());
  }

  @Test
  @LiesIn(FrameKind.BLOB_CHUNK)
  void aBlobThatIsSuddenlyOfAnotherSizeIsRefused() throws Exception {
    Peering kitchen =
        kitchen(
            0,
            (asker, blob, offset, atMost) ->
                Optional.of(new BlobPart(BLOB.size() - offset / CHUNK, BLOB.slice(0, CHUNK))));
    assertFails(Refusal.BLOB_WRONG, bakery(kitchen.port(), BlobSource.none()), BLOB.size());
  }

  @Test
  @LiesIn(FrameKind.BLOB_CHUNK)
  void aPieceThatBringsNothingIsRefused() throws Exception {
    Peering kitchen =
        kitchen(
            0,
            (asker, blob, offset, atMost) -> Optional.of(new BlobPart(BLOB.size(), Bytes.empty())));
    assertFails(Refusal.BLOB_WRONG, bakery(kitchen.port(), BlobSource.none()), BLOB.size());
  }

  @Test
  @LiesIn(FrameKind.BLOB_CHUNK)
  void oneByteMoreThanAgreedIsRefused() throws Exception {
    Peering kitchen = kitchen(0, only(BLOB));
    Peering bakery = bakery(kitchen.port(), BlobSource.none());
    assertFails(Refusal.BLOB_TOO_LARGE, bakery, BLOB.size() - 1);
  }

  @Test
  @LiesIn(FrameKind.BLOB_CHUNK)
  void aBlobThatIsSaidToHaveAGibibyteIsRefusedAtItsFirstPiece() throws Exception {
    var asked = new CopyOnWriteArrayList<Integer>();
    Peering kitchen =
        kitchen(
            0,
            (asker, blob, offset, atMost) -> {
              asked.add(offset);
              return Optional.of(new BlobPart(1 << 30, BLOB.slice(0, CHUNK)));
            });
    assertFails(Refusal.BLOB_TOO_LARGE, bakery(kitchen.port(), BlobSource.none()), BLOB.size());
    assertEquals(List.of(0), asked);
  }

  @Test
  @LiesIn(FrameKind.BLOB_CHUNK)
  void tenThousandTinyPiecesAreRefusedAtTheFirst() throws Exception {
    var asked = new CopyOnWriteArrayList<Integer>();
    Peering kitchen =
        kitchen(
            0,
            (asker, blob, offset, atMost) -> {
              asked.add(offset);
              return Optional.of(BlobPart.of(BLOB, offset, BLOB.size() / 10_000));
            });
    assertFails(Refusal.BLOB_WRONG, bakery(kitchen.port(), BlobSource.none()), BLOB.size());
    assertEquals(List.of(0), asked);
  }

  @Test
  void aBlobThatIsNotThereOrCannotBeReadIsAbsent() throws Exception {
    Peering kitchen = kitchen(0, BlobSource.none());
    Peering bakery =
        bakery(
            kitchen.port(),
            (asker, blob, offset, atMost) -> {
              throw new IOException("the disk is gone");
            });
    assertFails(Refusal.BLOB_ABSENT, bakery, BLOB.size());
    var failed = kitchen.fetch(Town.BAKERY, NAME, BLOB.size());
    assertEquals(Refusal.BLOB_ABSENT, why(failed));
  }

  @Test
  void aFetchThatStandsStillIsGivenUp() throws Exception {
    var hasty =
        new PeeringSettings.Patience(
            Duration.ofSeconds(10),
            Duration.ofMillis(20),
            Duration.ofMillis(50),
            Duration.ofSeconds(60),
            Duration.ofMillis(200),
            Duration.ofSeconds(1));
    Peering bakery =
        town.start(
            town.bakery.self(),
            Town.settings(0).with(hasty),
            BlobSource.none(),
            town.kitchen.record(0));
    assertFails(Refusal.BLOB_STALLED, bakery, BLOB.size());
  }

  @Test
  void aSeventeenthFetchAtOnceIsRefusedAndTheSameBlobIsFetchedOnce() throws Exception {
    Peering bakery =
        town.start(town.bakery.self(), Town.settings(0), BlobSource.none(), town.kitchen.record(0));
    for (int i : IntStream.range(0, Fetches.MAX_AT_ONCE).toArray()) {
      BlobName name = BlobName.whole(Hash.sha256(new byte[] {(byte) i}));
      var _ = bakery.fetch(Town.KITCHEN, name, 1);
      var _ = bakery.fetch(Town.KITCHEN, name, 1);
    }
    assertFails(Refusal.BLOB_TOO_MANY, bakery, BLOB.size());
  }

  @Test
  void fetchesFailWhenTheNodeClosesAndNeverForAStranger() throws Exception {
    Peering bakery =
        town.start(town.bakery.self(), Town.settings(0), BlobSource.none(), town.kitchen.record(0));
    CompletableFuture<Bytes> fetch = bakery.fetch(Town.KITCHEN, NAME, 1);
    bakery.close();
    assertEquals(Refusal.LEFT, why(fetch));
    MemberId stranger = new MemberId("acorn");
    assertEquals(Refusal.NOT_IN_ROSTER, why(bakery.fetch(stranger, NAME, 1)));
  }

  private Peering kitchen(int port, BlobSource blobs) throws Exception {
    return town.start(town.kitchen.self(), Town.settings(port), blobs, town.bakery.record(0));
  }

  private Peering bakery(int kitchenPort, BlobSource blobs) throws Exception {
    return town.start(
        town.bakery.self(), Town.settings(0), blobs, town.kitchen.record(kitchenPort));
  }

  private static BlobSource only(Bytes content) {
    BlobName name = BlobName.of(BlobName.Form.WHOLE, content);
    return (asker, blob, offset, atMost) ->
        blob.equals(name) ? Optional.of(BlobPart.of(content, offset, atMost)) : Optional.empty();
  }

  private static Optional<BlobPart> never() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }

  private static void assertFails(Refusal why, Peering bakery, int maxBytes) throws Exception {
    assertEquals(why, why(bakery.fetch(Town.KITCHEN, NAME, maxBytes)));
  }

  private static Refusal why(CompletableFuture<Bytes> fetch) {
    var failed = assertThrows(ExecutionException.class, () -> get(fetch));
    return assertInstanceOf(BlobRefused.class, failed.getCause()).why();
  }

  private static Bytes get(CompletableFuture<Bytes> fetch) throws Exception {
    return fetch.get(Listener.PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private static Bytes randomBytes(int size) {
    byte[] content = new byte[size];
    new Random(42).nextBytes(content);
    return Bytes.of(content);
  }
}
