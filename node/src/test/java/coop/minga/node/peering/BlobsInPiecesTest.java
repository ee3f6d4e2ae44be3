package coop.minga.node.peering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.blob.BlobName;
import coop.minga.federation.blob.PieceTree;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.Pae;
import coop.minga.node.LiesIn;
import coop.minga.node.exchange.BlobShelf;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The bakery wants a vector that the kitchen and the larder hold, and asks the kitchen first.
class BlobsInPiecesTest {
  private static final int MOST_TRIES = 20;
  private static final int PIECE = PieceTree.PIECE_BYTES;
  private static final int PIECES = 6;
  private static final Bytes BLOB = randomBytes((PIECES - 1) * PIECE + 777);
  private static final PieceTree TREE = PieceTree.of(BLOB);
  private static final BlobName NAME = TREE.name();

  /// What a frame has beside its piece: the name, offset, size and three hashes, and their tags.
  private static final int BESIDE = 200;

  private static final MemberId LARDER = new MemberId("larder");

  private final Town town = new Town();
  private final Town.Keys larderKeys = Town.Keys.of(LARDER);

  @TempDir private Path root = Path.of("");

  @AfterEach
  void close() {
    town.close();
  }

  /// Has the blob, and notes where it was asked to read.
  private static class Holder implements BlobSource {
    final List<Integer> asked = new CopyOnWriteArrayList<>();

    @Override
    public Optional<BlobPart> read(MemberId asker, BlobName blob, int offset, int atMost) {
      asked.add(offset);
      return blob.equals(NAME) ? gives(offset) : Optional.empty();
    }

    Optional<BlobPart> gives(int offset) {
      return Optional.of(right(offset));
    }
  }

  private static BlobPart right(int offset) {
    return new BlobPart(BLOB.size(), content(offset), TREE.proof(offset / PIECE));
  }

  private static Bytes content(int offset) {
    return BLOB.slice(offset, Math.min(BLOB.size(), offset + PIECE));
  }

  @Test
  @LiesIn(FrameKind.BLOB_CHUNK)
  void ofAHolderThatAltersOnePieceTheNextIsAskedFromThereOnOnly() throws Exception {
    var liar =
        new Holder() {
          @Override
          Optional<BlobPart> gives(int offset) {
            return offset == PIECE ? Optional.of(altered(right(offset))) : super.gives(offset);
          }
        };
    assertTheNextIsAskedFrom(PIECE, Refusal.BLOB_WRONG, liar);
    assertEquals(List.of(0, PIECE), liar.asked, "the fetch ends at the piece that is wrong");
  }

  @Test
  void ofAHolderThatLosesTheBlobMeanwhileTheNextIsAskedFromThereOnOnly() throws Exception {
    var forgetful =
        new Holder() {
          @Override
          Optional<BlobPart> gives(int offset) {
            return offset == 3 * PIECE ? Optional.empty() : super.gives(offset);
          }
        };
    assertTheNextIsAskedFrom(3 * PIECE, Refusal.BLOB_ABSENT, forgetful);
  }

  @Test
  void ofAHolderThatStandsStillTheNextIsAskedFromThereOnOnly() throws Exception {
    var slow =
        new Holder() {
          @Override
          Optional<BlobPart> gives(int offset) {
            return offset == 2 * PIECE ? never() : super.gives(offset);
          }
        };
    var hasty =
        new PeeringSettings.Patience(
            Duration.ofSeconds(10),
            Duration.ofMillis(20),
            Duration.ofMillis(50),
            Duration.ofSeconds(60),
            Duration.ofSeconds(2),
            Duration.ofSeconds(1));
    var honest = new Holder();
    Peering kitchen = kitchen(0, slow);
    Peering larder = larder(honest);
    Peering bakery = bakery(kitchen.port(), larder.port(), hasty);
    // on a slow machine an honest piece may stall, too
    for (int tries = 0; !slow.asked.contains(2 * PIECE); tries++) {
      assertTrue(tries < MOST_TRIES, "every piece stalls");
      assertEquals(Refusal.BLOB_STALLED, why(bakery.fetch(Town.KITCHEN, NAME, BLOB.size())));
    }
    Optional<Bytes> had = Optional.empty();
    for (int tries = 0; had.isEmpty(); tries++) {
      assertTrue(tries < MOST_TRIES, "every piece stalls");
      try {
        had = Optional.of(get(bakery.fetch(LARDER, NAME, BLOB.size())));
      } catch (ExecutionException e) {
        assertEquals(Refusal.BLOB_STALLED, assertInstanceOf(BlobRefused.class, e.getCause()).why());
      }
    }
    assertEquals(BLOB, had.get());
    assertEquals(offsetsFrom(2 * PIECE), honest.asked.stream().distinct().toList());
  }

  @Test
  void ofAHolderThatLeavesTheRosterTheNextIsAskedFromThereOnOnly() throws Exception {
    var stuck = new CountDownLatch(1);
    Peering kitchen = kitchen(0, stuckAt(4 * PIECE, stuck));
    var honest = new Holder();
    Peering larder = larder(honest);
    Peering bakery = bakery(kitchen.port(), larder.port(), Town.QUICK);
    CompletableFuture<Bytes> fetch = bakery.fetch(Town.KITCHEN, NAME, BLOB.size());
    assertTrue(stuck.await(Listener.PATIENCE_SECONDS, TimeUnit.SECONDS));
    bakery.follow(List.of(larderKeys.record(larder.port())));
    assertEquals(Refusal.LEFT, why(fetch));
    assertEquals(BLOB, get(bakery.fetch(LARDER, NAME, BLOB.size())));
    assertEquals(offsetsFrom(4 * PIECE), honest.asked);
  }

  @Test
  void afterACutItGoesOnWhereItWas() throws Exception {
    var stuck = new CountDownLatch(1);
    Peering kitchen = kitchen(0, stuckAt(PIECE, stuck));
    int port = kitchen.port();
    Peering bakery = bakery(port, 0, Town.QUICK);
    CompletableFuture<Bytes> fetch = bakery.fetch(Town.KITCHEN, NAME, BLOB.size());
    assertTrue(stuck.await(Listener.PATIENCE_SECONDS, TimeUnit.SECONDS));
    kitchen.close();
    var again = new Holder();
    kitchen(port, again);
    assertEquals(BLOB, get(fetch));
    assertEquals(offsetsFrom(PIECE), again.asked);
  }

  @Test
  @LiesIn(FrameKind.BLOB_CHUNK)
  void whatIsWrongInTheFirstPieceEndsTheFetchThere() throws Exception {
    var other = new PieceTree(BLOB.size(), Collections.nCopies(PIECES, NAME.hash()));
    for (BlobPart lie :
        List.of(
            altered(right(0)),
            new BlobPart(BLOB.size(), content(0), TREE.proof(1)),
            new BlobPart(BLOB.size(), content(PIECE), TREE.proof(1)),
            new BlobPart(BLOB.size(), content(0), other.proof(0)),
            new BlobPart(BLOB.size(), content(0), List.of()),
            new BlobPart(BLOB.size() - 1, content(0), TREE.proof(0)),
            new BlobPart(PIECE, content(0), TREE.proof(0)),
            new BlobPart(0, Bytes.empty(), List.of()),
            new BlobPart(BLOB.size(), BLOB.slice(0, BLOB.size() / 10_000), TREE.proof(0)))) {
      assertEndsAtOnce(Refusal.BLOB_WRONG, lie);
    }
  }

  @Test
  @LiesIn(FrameKind.BLOB_CHUNK)
  void tenThousandTinyPiecesAreRefusedAtTheFirst() throws Exception {
    int tiny = BLOB.size() / 10_000;
    assertEndsAtOnce(
        Refusal.BLOB_WRONG, new BlobPart(BLOB.size(), BLOB.slice(0, tiny), TREE.proof(0)));
  }

  @Test
  @LiesIn(FrameKind.BLOB_CHUNK)
  void aBlobThatIsSaidToHaveAGibibyteIsRefusedAtItsFirstPiece() throws Exception {
    assertEndsAtOnce(Refusal.BLOB_TOO_LARGE, new BlobPart(1 << 30, content(0), TREE.proof(0)));
  }

  /// One that is as large as was agreed to, by what its holder says: its name says otherwise.
  @Test
  @LiesIn(FrameKind.BLOB_CHUNK)
  void aSizeThatIsNotTheBlobsIsRefusedAtItsFirstPiece() throws Exception {
    assertEndsAtOnce(
        Refusal.BLOB_WRONG, new BlobPart(BLOB.size() - 777, content(0), TREE.proof(0)));
  }

  @Test
  void blobsOfOnePieceOfAWholeOneAndOfAByteMoreAreFetched() throws Exception {
    var shelf = new BlobShelf(root);
    Peering kitchen = kitchen(0, shelf);
    Peering bakery = bakery(kitchen.port(), 0, Town.QUICK);
    for (int size : List.of(1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE)) {
      Bytes blob = randomBytes(size);
      BlobName name = shelf.keep(BlobName.Form.PIECES, blob);
      shelf.serve(name, Set.of(Town.BAKERY));
      assertEquals(blob, get(bakery.fetch(Town.KITCHEN, name, size)), size + " bytes");
    }
  }

  /// The kitchen serves it by the one name, and is asked by the other with the same hash.
  @Test
  @LiesIn(FrameKind.BLOB_REQUEST)
  void aNameOfOneFormAskedAsTheOtherIsNotThere() throws Exception {
    for (BlobName.Form form : BlobName.Form.values()) {
      var shelf = new BlobShelf(root.resolve(form.toString()));
      Peering kitchen = kitchen(0, shelf);
      Peering bakery = bakery(kitchen.port(), 0, Town.QUICK);
      BlobName served = shelf.keep(form, BLOB);
      shelf.serve(served, Set.of(Town.BAKERY));
      for (BlobName.Form other : BlobName.Form.values()) {
        BlobName asked = new BlobName(other, served.hash());
        CompletableFuture<Bytes> fetch = bakery.fetch(Town.KITCHEN, asked, BLOB.size());
        if (other == form) {
          assertEquals(BLOB, get(fetch));
        } else {
          assertEquals(Refusal.BLOB_ABSENT, why(fetch));
        }
      }
      bakery.close();
      kitchen.close();
    }
  }

  /// What is hashed for its name is a blob of its own, whose SHA-256 is that very hash.
  @Test
  void twoBlobsUnderOneHashLieApartAndEachIsFetchedByItsName() throws Exception {
    Bytes hashed = Pae.encode("minga/blob/v1", Pae.number(BLOB.size()), TREE.root(PIECES).value());
    var shelf = new BlobShelf(root);
    BlobName whole = shelf.keep(BlobName.Form.WHOLE, hashed);
    shelf.keep(BlobName.Form.PIECES, BLOB);
    assertEquals(NAME.hash(), whole.hash());
    Peering kitchen = kitchen(0, shelf);
    Peering bakery = bakery(kitchen.port(), 0, Town.QUICK);
    for (BlobName name : List.of(whole, NAME)) {
      shelf.serve(name, Set.of(Town.BAKERY));
    }
    CompletableFuture<Bytes> one = bakery.fetch(Town.KITCHEN, whole, BLOB.size());
    assertEquals(BLOB, get(bakery.fetch(Town.KITCHEN, NAME, BLOB.size())));
    assertEquals(hashed, get(one));
  }

  @Test
  void whoMayFetchABlobByOneNameMayNotByTheOther() throws Exception {
    var shelf = new BlobShelf(root);
    BlobName whole = shelf.keep(BlobName.Form.WHOLE, BLOB);
    shelf.keep(BlobName.Form.PIECES, BLOB);
    shelf.serve(whole, Set.of(Town.BAKERY));
    Peering kitchen = kitchen(0, shelf);
    Peering bakery = bakery(kitchen.port(), 0, Town.QUICK);
    assertEquals(Refusal.BLOB_ABSENT, why(bakery.fetch(Town.KITCHEN, NAME, BLOB.size())));
    shelf.serve(NAME, Set.of(Town.BAKERY));
    assertEquals(BLOB, get(bakery.fetch(Town.KITCHEN, NAME, BLOB.size())));
    shelf.forget(whole);
    assertEquals(Refusal.BLOB_ABSENT, why(bakery.fetch(Town.KITCHEN, whole, BLOB.size())));
    assertEquals(BLOB, get(bakery.fetch(Town.KITCHEN, NAME, BLOB.size())));
  }

  /// A node of before takes it for a SHA-256 of the whole; should it have something there, it is
  /// not what was asked for.
  @Test
  @LiesIn(FrameKind.BLOB_CHUNK)
  void aHolderThatDoesNotKnowPiecesIsTakenForNoHolder() throws Exception {
    BlobSource before =
        (asker, blob, offset, atMost) -> Optional.of(BlobPart.of(BLOB, offset, atMost));
    Peering kitchen = kitchen(0, before);
    Peering bakery = bakery(kitchen.port(), 0, Town.QUICK);
    assertEquals(Refusal.BLOB_WRONG, why(bakery.fetch(Town.KITCHEN, NAME, BLOB.size())));
  }

  @Test
  @LiesIn(FrameKind.BLOB_CHUNK)
  void aProofForABlobNamedByTheWholeIsRefused() throws Exception {
    Peering kitchen = kitchen(0, (asker, blob, offset, atMost) -> Optional.of(right(offset)));
    Peering bakery = bakery(kitchen.port(), 0, Town.QUICK);
    BlobName whole = BlobName.of(BlobName.Form.WHOLE, BLOB);
    assertEquals(Refusal.BLOB_WRONG, why(bakery.fetch(Town.KITCHEN, whole, BLOB.size())));
  }

  /// Before anybody has asked for it: the tree is made from what lies there.
  @Test
  void aHolderWhoseFileIsNoLongerWhatItsNameSaysHasNoneOfIt() throws Exception {
    var shelf = new BlobShelf(root);
    shelf.keep(BlobName.Form.PIECES, BLOB);
    shelf.serve(NAME, Set.of(Town.BAKERY));
    Files.write(root.resolve(NAME.toString()), altered(right(0)).content().toArray());
    Peering kitchen = kitchen(0, shelf);
    Peering bakery = bakery(kitchen.port(), 0, Town.QUICK);
    assertEquals(Refusal.BLOB_ABSENT, why(bakery.fetch(Town.KITCHEN, NAME, BLOB.size())));
  }

  private void assertTheNextIsAskedFrom(int offset, Refusal why, Holder first) throws Exception {
    var honest = new Holder();
    Peering kitchen = kitchen(0, first);
    Peering larder = larder(honest);
    Peering bakery = bakery(kitchen.port(), larder.port(), Town.QUICK);
    assertEquals(why, why(bakery.fetch(Town.KITCHEN, NAME, BLOB.size())));
    assertEquals(BLOB, get(bakery.fetch(LARDER, NAME, BLOB.size())));
    assertEquals(offsetsFrom(offset), honest.asked);
    Traffic came =
        Optional.ofNullable(bakery.traffic().get(LARDER))
            .flatMap(kinds -> Optional.ofNullable(kinds.get(FrameKind.BLOB_CHUNK)))
            .orElseThrow();
    int missing = BLOB.size() - offset;
    assertEquals(honest.asked.size(), came.framesIn());
    assertTrue(
        came.bytesIn() >= missing && came.bytesIn() <= missing + came.framesIn() * BESIDE,
        came.bytesIn() + " bytes came for " + missing);
  }

  private void assertEndsAtOnce(Refusal why, BlobPart lie) throws Exception {
    var liar =
        new Holder() {
          @Override
          Optional<BlobPart> gives(int offset) {
            return Optional.of(lie);
          }
        };
    Peering kitchen = kitchen(0, liar);
    Peering bakery = bakery(kitchen.port(), 0, Town.QUICK);
    assertEquals(why, why(bakery.fetch(Town.KITCHEN, NAME, BLOB.size())), () -> "of " + lie.size());
    assertEquals(List.of(0), liar.asked);
    bakery.close();
    kitchen.close();
  }

  private static Holder stuckAt(int stop, CountDownLatch stuck) {
    return new Holder() {
      @Override
      Optional<BlobPart> gives(int offset) {
        if (offset == stop) {
          stuck.countDown();
          return never();
        }
        return super.gives(offset);
      }
    };
  }

  private static List<Integer> offsetsFrom(int offset) {
    return IntStream.range(offset / PIECE, PIECES).mapToObj(index -> index * PIECE).toList();
  }

  private static BlobPart altered(BlobPart part) {
    byte[] content = part.content().toArray();
    content[5] ^= 1;
    return new BlobPart(part.size(), Bytes.of(content), part.proof());
  }

  private Peering kitchen(int port, BlobSource blobs) throws Exception {
    return town.start(town.kitchen.self(), Town.settings(port), blobs, town.bakery.record(0));
  }

  private Peering larder(BlobSource blobs) throws Exception {
    return town.start(larderKeys.self(), Town.settings(0), blobs, town.bakery.record(0));
  }

  private Peering bakery(int kitchenPort, int larderPort, PeeringSettings.Patience patience)
      throws Exception {
    return town.start(
        town.bakery.self(),
        Town.settings(0).with(patience),
        BlobSource.none(),
        town.kitchen.record(kitchenPort),
        larderKeys.record(larderPort));
  }

  private static Optional<BlobPart> never() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
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
    return Bytes.given(content);
  }
}
