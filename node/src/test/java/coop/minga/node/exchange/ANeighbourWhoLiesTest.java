package coop.minga.node.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import coop.minga.federation.blob.BlobName;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.ledger.Cosignature;
import coop.minga.federation.ledger.NoteSignature;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.negotiation.Bid;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Withdraw;
import coop.minga.federation.wire.Said;
import coop.minga.node.Await;
import coop.minga.node.LiesIn;
import coop.minga.node.peering.BlobPart;
import coop.minga.node.peering.BlobRefused;
import coop.minga.node.peering.FrameKind;
import coop.minga.node.peering.PeerFrame;
import coop.minga.node.peering.PeerFrame.OriginFrontier;
import coop.minga.node.peering.Refusal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// Botica has a session with the almacen, well-formed frames, and lies in each of them. Taller and
/// tia are honest; what the almacen holds of them, and they of it, is what botica would spoil.
class ANeighbourWhoLiesTest {
  private static final long NOW = Almacen.NOON.getEpochSecond();

  @TempDir Path root;
  private Almacen almacen;
  private Neighbour botica;
  private Neighbour taller;
  private Neighbour tia;

  @BeforeEach
  void meet() throws Exception {
    almacen = new Almacen(root);
    botica = almacen.neighbour("botica");
    taller = almacen.neighbour("taller");
    tia = almacen.neighbour("tia");
    for (Neighbour each : List.of(botica, taller, tia)) {
      almacen.meets(each);
    }
  }

  @AfterEach
  void close() throws Exception {
    almacen.close();
  }

  private static Said entry(int number) {
    return new Said.OfSurplus(new Withdraw("lot-" + number, "sold after all", 0, Almacen.NOON));
  }

  private static Said bid(int seq) {
    return new Said.OfNegotiation(
        new Bid(
            new LotName(Almacen.ID, "yoghurt"),
            seq,
            "kitchen",
            4,
            10,
            Almacen.NOON.plusSeconds(7200),
            0,
            new Bid.Reach(10, 60),
            Almacen.NOON));
  }

  private void entersInItsLedger(Neighbour who, int count) {
    IntStream.range(0, count).forEach(i -> who.ledger.add(who.frame(entry(i))));
  }

  // ---- FRONTIER

  private static PeerFrame.Frontier frontier(String origin, long size, SignedNote note) {
    return new PeerFrame.Frontier(true, List.of(new OriginFrontier(origin, size, note.encode())));
  }

  @Test
  @LiesIn(FrameKind.FRONTIER)
  void aSizeThatNobodySignedIsNotAskedFor() throws Exception {
    entersInItsLedger(taller, 2);
    SignedNote note = taller.signs(Tree.LEDGER, taller.ledger);
    assertEquals(
        List.of(new PeerFrame.Want(taller.origin(Tree.LEDGER), 0, 2)),
        almacen.hears(botica, frontier(taller.origin(Tree.LEDGER), 1_000_000, note)));
  }

  @Test
  @LiesIn(FrameKind.FRONTIER)
  void anothersLedgerCannotBeMadeLongerThanItsOwnerSigned() throws Exception {
    entersInItsLedger(botica, 3);
    SignedNote byBotica = botica.signs(Tree.LEDGER, botica.ledger);
    String text = byBotica.text().replace(botica.origin(Tree.LEDGER), taller.origin(Tree.LEDGER));
    var forged = new SignedNote(text, byBotica.signatures());
    assertEquals(List.of(), almacen.hears(botica, frontier(taller.origin(Tree.LEDGER), 3, forged)));
  }

  @Test
  @LiesIn(FrameKind.ROSTERS)
  void aRosterThatNoCertificateShowsIsNotTaken() throws Exception {
    Hash madeUp = Hash.sha256(Bytes.utf8("a roster of its own"));
    assertEquals(
        List.of(), almacen.hears(botica, new PeerFrame.Rosters(1, madeUp, List.of(madeUp))));
    assertEquals(
        List.of(), almacen.hears(botica, new PeerFrame.Rosters(1_000_000, madeUp, List.of())));
  }

  @Test
  @LiesIn(FrameKind.FRONTIER)
  void aQuorumThatOneMirrorMadeUpAloneIsNone() throws Exception {
    entersInItsLedger(botica, 1);
    almacen.hears(botica, botica.pushes(0));
    SignedNote alone = botica.signs(Tree.LEDGER, botica.ledger);
    NoteSignature ofTaller = taller.cosigns(alone, NOW).line();
    byte[] copied = ofTaller.signature().toArray();
    copied[copied.length - 1] ^= 1;
    var forged =
        alone
            .with(almacen.neighbour("tia").cosigns(alone, NOW).line())
            .with(new NoteSignature(ofTaller.name(), ofTaller.keyId(), Bytes.of(copied)));
    almacen.hears(botica, frontier(botica.origin(Tree.LEDGER), 1, forged));
    assertEquals(0, almacen.witnessed(botica.id));
    assertEquals(List.of(), almacen.notes.witnessed);
    SignedNote true_ =
        alone.with(tia.cosigns(alone, NOW).line()).with(taller.cosigns(alone, NOW).line());
    almacen.hears(tia, frontier(botica.origin(Tree.LEDGER), 1, true_));
    assertEquals(1, almacen.witnessed(botica.id));
  }

  @Test
  @LiesIn(FrameKind.FRONTIER)
  void whatItSaysOfOurOwnLedgerDoesNotStopUsUnlessWeSignedIt() throws Exception {
    String ours = almacen.neighbour("almacen").origin(Tree.LEDGER);
    entersInItsLedger(botica, 9);
    SignedNote byBotica = botica.signs(Tree.LEDGER, botica.ledger);
    var forged =
        new SignedNote(
            byBotica.text().replace(botica.origin(Tree.LEDGER), ours), byBotica.signatures());
    assertEquals(List.of(), almacen.hears(botica, frontier(ours, 9, forged)));
    assertEquals(3, almacen.enters(entry(1)).size(), "it still enters, and pushes to all three");
  }

  @Test
  @LiesIn(FrameKind.FRONTIER)
  void aLedgerOfNobodyIsNotHeardOf() throws Exception {
    String stranger = botica.origin(Tree.LEDGER).replace("botica", "stranger");
    entersInItsLedger(botica, 1);
    SignedNote note = botica.signs(Tree.LEDGER, botica.ledger);
    assertEquals(List.of(), almacen.hears(botica, frontier(stranger, 1, note)));
    assertEquals(List.of(), almacen.hears(botica, frontier("no origin", 1, note)));
  }

  // ---- WANT

  @Test
  @LiesIn(FrameKind.WANT)
  void whoWantsBeyondTheEndGetsWhatIsThere() throws Exception {
    almacen.enters(entry(1), entry(2));
    String ours = almacen.neighbour("almacen").origin(Tree.LEDGER);
    List<PeerFrame> all = almacen.hears(botica, new PeerFrame.Want(ours, 1, Long.MAX_VALUE));
    assertEquals(1, assertInstanceOf(PeerFrame.Entries.class, all.getFirst()).frames().size());
    assertEquals(1, all.size());
    assertEquals(List.of(), almacen.hears(botica, new PeerFrame.Want(ours, 2, 3)));
    assertEquals(
        List.of(),
        almacen.hears(botica, new PeerFrame.Want(ours, Long.MAX_VALUE - 1, Long.MAX_VALUE)));
  }

  @Test
  @LiesIn(FrameKind.WANT)
  void noOneWantGetsMoreThanAMessage() throws Exception {
    int many = PeerFrame.MAX_ENTRIES + 44;
    almacen.enters(IntStream.range(0, many).mapToObj(i -> entry(i)).toArray(Said[]::new));
    String ours = almacen.neighbour("almacen").origin(Tree.LEDGER);
    List<PeerFrame> got = almacen.hears(botica, new PeerFrame.Want(ours, 0, many));
    assertEquals(1, got.size());
    var entries = assertInstanceOf(PeerFrame.Entries.class, got.getFirst());
    assertTrue(entries.frames().size() <= PeerFrame.MAX_ENTRIES);
  }

  @Test
  @LiesIn(FrameKind.WANT)
  void booksAndStrangersLedgersAreNotGiven() throws Exception {
    String book = almacen.neighbour("almacen").origin(Tree.BOOK);
    String stranger = botica.origin(Tree.LEDGER).replace("botica", "stranger");
    for (String origin : List.of(book, stranger, "no origin")) {
      assertEquals(List.of(), almacen.hears(botica, new PeerFrame.Want(origin, 0, 9)), origin);
    }
  }

  // ---- ENTRIES

  @Test
  @LiesIn(FrameKind.ENTRIES)
  void entriesOfAnotherThatItAlteredAreRefusedAndTheTrueOnesTaken() throws Exception {
    entersInItsLedger(taller, 3);
    SignedNote note = taller.signs(Tree.LEDGER, taller.ledger);
    var altered = new ArrayList<Bytes>(taller.ledger);
    altered.set(1, botica.frame(entry(77)));
    assertEquals(List.of(), almacen.hears(botica, taller.pushes(0, altered, note)));
    assertEquals(0, almacen.held(taller));
    assertEquals(List.of(), almacen.notes.seen);
    almacen.hears(botica, taller.pushes(0));
    assertEquals(3, almacen.held(taller));
    assertEquals(3, almacen.notes.seen.size());
  }

  @Test
  @LiesIn(FrameKind.ENTRIES)
  void anothersLedgerCannotBeWrittenInItsName() throws Exception {
    entersInItsLedger(botica, 2);
    SignedNote byBotica = botica.signs(Tree.LEDGER, botica.ledger);
    assertEquals(List.of(), almacen.hears(botica, taller.pushes(0, botica.ledger, byBotica)));
    assertEquals(0, almacen.held(taller));
  }

  @Test
  @LiesIn(FrameKind.ENTRIES)
  void ourOwnLedgerIsNotWrittenByAnybodyElse() throws Exception {
    Neighbour us = almacen.neighbour("almacen");
    almacen.enters(entry(1));
    Hash before = almacen.holds();
    entersInItsLedger(botica, 4);
    SignedNote byBotica = botica.signs(Tree.LEDGER, botica.ledger);
    assertEquals(List.of(), almacen.hears(botica, us.pushes(1, botica.ledger, byBotica)));
    assertEquals(before, almacen.holds());
  }

  @Test
  @LiesIn(FrameKind.ENTRIES)
  void entriesOfOthersInItsOwnLedgerAreKeptCosignedAndSayNothing() throws Exception {
    botica.ledger.add(botica.frame(entry(1)));
    botica.ledger.add(taller.frame(entry(2)));
    botica.ledger.add(botica.frame(bid(1)));
    botica.ledger.add(botica.frame(bid(1), Tree.LEDGER));
    botica.ledger.add(Bytes.utf8("no entry at all"));
    botica.ledger.add(botica.ledger.getFirst());
    List<PeerFrame> answer = almacen.hears(botica, botica.pushes(0));
    assertEquals(6, almacen.held(botica));
    assertInstanceOf(PeerFrame.Cosignature.class, answer.getFirst());
    assertEquals(
        1, almacen.notes.seen.size(), "only the first is its author's, at its first place");
    assertEquals(entry(1), almacen.notes.seen.getFirst().said());
  }

  @Test
  @LiesIn(FrameKind.ENTRIES)
  void whoSignsTwoHistoriesIsCosignedNoMoreNotEvenAfterARestart() throws Exception {
    entersInItsLedger(botica, 2);
    assertEquals(1, almacen.hears(botica, botica.pushes(0)).size());
    List<Bytes> other = List.of(botica.frame(entry(1)), botica.frame(entry(2)));
    SignedNote otherNote = botica.signs(Tree.LEDGER, other);
    List<PeerFrame> answers = almacen.hears(botica, botica.pushes(0, other, otherNote));
    assertEquals(List.of(), words(answers));
    assertTrue(
        answers.stream().anyMatch(answer -> answer instanceof PeerFrame.Entries),
        "the evidence is entered and pushed");
    entersInItsLedger(botica, 1);
    assertEquals(List.of(), words(almacen.hears(botica, botica.pushes(2))));
    assertEquals(3, almacen.held(botica), "what it signed first is still kept");
    almacen.restarts();
    entersInItsLedger(botica, 1);
    assertEquals(List.of(), words(almacen.hears(botica, botica.pushes(3))));
    entersInItsLedger(taller, 1);
    assertEquals(1, words(almacen.hears(taller, taller.pushes(0))).size(), "others are");
  }

  private static List<PeerFrame> words(List<PeerFrame> answers) {
    return answers.stream().filter(answer -> answer instanceof PeerFrame.Cosignature).toList();
  }

  @Test
  @LiesIn(FrameKind.ENTRIES)
  void entriesBehindAGapAreAskedForAndNotBelieved() throws Exception {
    entersInItsLedger(botica, 5);
    assertEquals(
        List.of(new PeerFrame.Want(botica.origin(Tree.LEDGER), 0, 5)),
        almacen.hears(botica, botica.pushes(3)));
    assertEquals(0, almacen.held(botica));
    assertEquals(List.of(), almacen.notes.seen);
  }

  // ---- COSIGNATURE

  private PeerFrame.Cosignature cosigning(long size, Cosignature word) {
    return new PeerFrame.Cosignature(
        almacen.neighbour("almacen").origin(Tree.LEDGER),
        size,
        Bytes.utf8(word.line().line() + "\n"));
  }

  private SignedNote ownNote(int size) throws Exception {
    var pushed =
        almacen.enters(IntStream.range(0, size).mapToObj(i -> entry(i)).toArray(Said[]::new));
    Bytes note = assertInstanceOf(PeerFrame.Entries.class, pushed.getFirst()).note();
    return SignedNote.parse(note).found().orElseThrow();
  }

  @Test
  @LiesIn(FrameKind.COSIGNATURE)
  void nobodyCosignsInAnothersName() throws Exception {
    SignedNote note = ownNote(1);
    almacen.hears(botica, cosigning(1, botica.cosigns(note, NOW)));
    NoteSignature tallers = taller.cosigns(note, NOW).line();
    Bytes boticas = botica.cosigns(note, NOW).line().signature();
    var forged = new Cosignature(new NoteSignature(tallers.name(), tallers.keyId(), boticas), NOW);
    almacen.hears(botica, cosigning(1, forged));
    assertEquals(0, almacen.witnessed(Almacen.ID));
    almacen.hears(botica, cosigning(1, taller.cosigns(note, NOW)));
    assertEquals(1, almacen.witnessed(Almacen.ID));
    assertEquals(1, almacen.notes.witnessed.size());
  }

  @Test
  @LiesIn(FrameKind.COSIGNATURE)
  void twoWordsOfOneMirrorAreOne() throws Exception {
    SignedNote note = ownNote(1);
    almacen.hears(
        botica,
        cosigning(1, botica.cosigns(note, NOW)),
        cosigning(1, botica.cosigns(note, NOW + 1)),
        cosigning(1, botica.cosigns(note, NOW + 2)));
    assertEquals(0, almacen.witnessed(Almacen.ID));
  }

  @Test
  @LiesIn(FrameKind.COSIGNATURE)
  void aWordOnAnotherTreeOrSizeDoesNotCount() throws Exception {
    SignedNote note = ownNote(2);
    entersInItsLedger(botica, 2);
    SignedNote other = botica.signs(Tree.LEDGER, botica.ledger);
    almacen.hears(taller, cosigning(2, taller.cosigns(note, NOW)));
    almacen.hears(
        botica,
        cosigning(2, botica.cosigns(other, NOW)),
        cosigning(1, botica.cosigns(note, NOW)),
        cosigning(9, botica.cosigns(note, NOW)),
        new PeerFrame.Cosignature(
            botica.origin(Tree.LEDGER),
            2,
            Bytes.utf8(botica.cosigns(note, NOW).line().line() + "\n")),
        new PeerFrame.Cosignature(
            almacen.neighbour("almacen").origin(Tree.LEDGER), 2, Bytes.hex("fffe00")));
    assertEquals(0, almacen.witnessed(Almacen.ID));
  }

  /// Everybody else refuses a note with a cosignature from the future, so that one liar's word in
  /// it would take the others' away.
  @Test
  @LiesIn(FrameKind.COSIGNATURE)
  void aWordFromTheFutureDoesNotSpoilTheOthers() throws Exception {
    SignedNote note = ownNote(1);
    long future = NOW + Replication.MAX_AHEAD_SECONDS + 1;
    almacen.hears(botica, cosigning(1, botica.cosigns(note, future)));
    almacen.hears(taller, cosigning(1, taller.cosigns(note, NOW)));
    assertEquals(0, almacen.witnessed(Almacen.ID));
    almacen.hears(tia, cosigning(1, tia.cosigns(note, NOW)));
    assertEquals(1, almacen.witnessed(Almacen.ID));
  }

  // ---- TOLD

  private void notesInItsBook(Neighbour who, int count) {
    IntStream.range(0, count).forEach(i -> who.book.add(who.frame(bid(i + 1))));
  }

  private void nothingIsTold(PeerFrame.Told told) throws Exception {
    assertEquals(List.of(), almacen.hears(botica, told));
    assertEquals(List.of(), almacen.notes.told);
    assertEquals(List.of(), almacen.notes.toldAgain);
  }

  @Test
  @LiesIn(FrameKind.TOLD)
  void whatIsProvenByAnotherEntrysProofIsNotHeard() throws Exception {
    notesInItsBook(botica, 4);
    PeerFrame.Told third = botica.tells(2);
    nothingIsTold(
        new PeerFrame.Told(
            botica.book.get(1), 2, third.treeSize(), third.proof(), third.bookNote()));
    nothingIsTold(
        new PeerFrame.Told(third.frame(), 1, third.treeSize(), third.proof(), third.bookNote()));
    nothingIsTold(new PeerFrame.Told(third.frame(), 2, 3, third.proof(), third.bookNote()));
    nothingIsTold(
        new PeerFrame.Told(
            third.frame(),
            2,
            4,
            Collections.nCopies(PeerFrame.MAX_PROOF_HASHES, Hash.sha256(new byte[0])),
            third.bookNote()));
    almacen.hears(botica, third);
    assertEquals(1, almacen.notes.told.size(), "the true proof is taken");
  }

  @Test
  @LiesIn(FrameKind.TOLD)
  void aTreeThatIsNoBookOfItsOwnProvesNothing() throws Exception {
    notesInItsBook(taller, 2);
    nothingIsTold(taller.tells(0));
    nothingIsTold(Neighbour.told(taller.book, 0, botica.signs(Tree.LEDGER, taller.book)));
  }

  @Test
  @LiesIn(FrameKind.TOLD)
  void anothersWordsInItsBookAreNotHeard() throws Exception {
    botica.book.add(taller.frame(bid(1)));
    botica.book.add(botica.frame(entry(1)));
    botica.book.add(botica.frame(entry(1), Tree.BOOK));
    botica.book.add(Bytes.utf8("no entry at all"));
    for (int i = 0; i < botica.book.size(); i++) {
      nothingIsTold(botica.tells(i));
    }
  }

  @Test
  @LiesIn(FrameKind.TOLD)
  void whoTellsOneThingOverAndOverIsHeardNowAndThen() throws Exception {
    notesInItsBook(botica, 1);
    for (int i = 0; i < 100; i++) {
      almacen.hears(botica, botica.tells(0));
    }
    assertEquals(1, almacen.notes.told.size());
    assertEquals(1, almacen.notes.toldAgain.size());
    almacen.passes(Conversations.BETWEEN_COPIES);
    almacen.hears(botica, botica.tells(0), botica.tells(0));
    assertEquals(2, almacen.notes.toldAgain.size(), "who missed an answer asks again, and gets it");
    assertEquals(1, almacen.notes.told.size());
  }

  @Test
  @LiesIn(FrameKind.TOLD)
  void copiesOfMoreThingsThanALimitAreDropped() throws Exception {
    int many = Conversations.MAX_COPIES + 1;
    notesInItsBook(botica, many);
    SignedNote note = botica.signs(Tree.BOOK, botica.book);
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < many; i++) {
        almacen.hears(botica, Neighbour.told(botica.book, i, note));
      }
    }
    assertEquals(many, almacen.notes.told.size());
    assertEquals(Conversations.MAX_COPIES, almacen.notes.toldAgain.size());
  }

  @Test
  @LiesIn(FrameKind.TOLD)
  void whatWasToldBeforeARestartIsKnownAfterIt() throws Exception {
    notesInItsBook(botica, 1);
    almacen.hears(botica, botica.tells(0));
    almacen.restarts();
    almacen.hears(botica, botica.tells(0));
    assertEquals(1, almacen.notes.told.size());
    assertEquals(1, almacen.notes.toldAgain.size());
  }

  // ---- PING, PONG

  @Test
  @LiesIn({FrameKind.PING, FrameKind.PONG})
  void aFloodOfPingsGetsPongsAndOneFrontier() throws Exception {
    almacen.enters(entry(1));
    var flood = new ArrayList<PeerFrame>();
    for (int i = 0; i < 500; i++) {
      flood.add(new PeerFrame.Ping(Hash.sha256(new byte[] {(byte) i})));
      flood.add(new PeerFrame.Pong(Hash.sha256(new byte[] {(byte) i})));
    }
    List<PeerFrame> answers = new ArrayList<>();
    for (int again = 0; again < 3; again++) {
      answers.addAll(almacen.hears(botica, flood.toArray(PeerFrame[]::new)));
      Await.pause(Differences.STANDS_STILL);
    }
    assertEquals(1500, answers.stream().filter(PeerFrame.Pong.class::isInstance).count());
    assertEquals(1, answers.stream().filter(PeerFrame.Frontier.class::isInstance).count());
    almacen.passes(Replication.BETWEEN_FRONTIERS);
    var ping = new PeerFrame.Ping(Hash.sha256(new byte[] {1}));
    almacen.hears(botica, new PeerFrame.Ping(almacen.holds()));
    assertEquals(1, almacen.hears(botica, ping).size(), "a new difference may be on its way");
    Await.pause(Differences.STANDS_STILL);
    assertEquals(2, almacen.hears(botica, ping).size(), "a difference is still mended");
    assertEquals(1, almacen.hears(taller, ping).size(), "another's may be on its way yet");
    Await.pause(Differences.STANDS_STILL);
    assertEquals(2, almacen.hears(taller, ping).size(), "and is mended when it stays");
  }

  @Test
  @LiesIn(FrameKind.PING)
  void whoClaimsToHoldTheSameIsToldNothing() throws Exception {
    almacen.enters(entry(1));
    assertEquals(
        List.of(new PeerFrame.Pong(almacen.holds())),
        almacen.hears(botica, new PeerFrame.Ping(almacen.holds())));
  }

  // ---- BLOB_REQUEST

  @Test
  @LiesIn(FrameKind.BLOB_REQUEST)
  void aVectorForTheCoordinatorIsGivenToNobodyElse() throws Exception {
    var shelf = new BlobShelf(root.resolve("vectors"));
    Bytes vector = Bytes.utf8("masked");
    BlobName name = shelf.keep(BlobName.Form.WHOLE, vector);
    assertTrue(shelf.read(taller.id, name, 0, 100).isEmpty(), "to nobody before it is served");
    shelf.serve(name, Set.of(taller.id));
    assertTrue(shelf.read(botica.id, name, 0, 100).isEmpty());
    assertEquals(vector, shelf.read(taller.id, name, 0, 100).orElseThrow().content());
    BlobPart beyond = shelf.read(taller.id, name, 4711, 100).orElseThrow();
    assertEquals(0, beyond.content().size());
  }

  // ---- BLOB_CHUNK

  @Test
  @LiesIn(FrameKind.BLOB_CHUNK)
  void whoSendsWhatANameDoesNotNameIsNamedInTheLog() throws Exception {
    BlobName name = BlobName.of(BlobName.Form.PIECES, Bytes.utf8("masked"));
    List<String> said = new ArrayList<>();
    for (Refusal why :
        List.of(
            Refusal.BLOB_WRONG,
            Refusal.BLOB_TOO_LARGE,
            Refusal.BLOB_ABSENT,
            Refusal.BLOB_STALLED,
            Refusal.LEFT)) {
      almacen.fetched = _ -> CompletableFuture.failedFuture(new BlobRefused(why));
      said.addAll(saidInTheLog(() -> assertFalse(almacen.fetches(botica.id, name))));
    }
    assertEquals(
        List.of(
            "WARN event=wrong-blob from=botica blob=" + name + " why=blob-wrong",
            "WARN event=wrong-blob from=botica blob=" + name + " why=blob-too-large"),
        said,
        "that one has it not, or is slow, or leaves may have any reason");
    almacen.fetched = _ -> CompletableFuture.completedFuture(Bytes.utf8("masked"));
    assertEquals(List.of(), saidInTheLog(() -> assertTrue(almacen.fetches(taller.id, name))));
  }

  private static List<String> saidInTheLog(Executable what) {
    var log = (Logger) LoggerFactory.getLogger("coop.minga.exchange");
    var heard = new ListAppender<ILoggingEvent>();
    heard.start();
    log.addAppender(heard);
    try {
      what.execute();
    } catch (Throwable e) {
      throw new AssertionError(e);
    } finally {
      log.detachAppender(heard);
    }
    return heard.list.stream()
        .map(event -> event.getLevel() + " " + event.getFormattedMessage())
        .filter(line -> line.contains("event=wrong-blob"))
        .toList();
  }
}
