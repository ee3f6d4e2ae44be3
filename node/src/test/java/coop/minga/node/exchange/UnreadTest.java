package coop.minga.node.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Entry;
import coop.minga.federation.ledger.Frontier;
import coop.minga.federation.ledger.MerkleTree;
import coop.minga.federation.ledger.Mirror;
import coop.minga.federation.ledger.MirrorStep;
import coop.minga.federation.ledger.NoteKey;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.SomeTree;
import coop.minga.federation.ledger.Tree;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A newcomer is given the second generation of almacen's ledger, in pieces, by botica and by tia,
/// who sends others.
class UnreadTest {
  private static final MemberId BOTICA = new MemberId("botica");
  private static final MemberId TIA = new MemberId("tia");
  private static final Origin ORIGIN =
      new Origin("0123456789abcdef", new MemberId("almacen"), Tree.LEDGER).in(1);
  private static final SeededKey OLD = new SeededKey(1);
  private static final SeededKey NEW = new SeededKey(2);
  private static final int SIZE = 6;

  private final Mirror nothing = by(OLD);

  private final Unread unread = new Unread();

  @Test
  void whatIsSignedByAKeyThatStandsInItIsTakenOnceAllOfItIsHere() {
    assertEquals(4, gap(BOTICA, 0, truth(0, 4)).want());
    assertEquals(4, gap(BOTICA, 5, truth(5, 6)).want(), "one is missing");
    MirrorStep.Extended all = extended(BOTICA, 3, truth(3, 6));
    assertEquals(truth(0, 6), all.fresh());
    assertEquals(SIZE, all.checkpoint().size());
  }

  @Test
  void whoSendsOtherEntriesSpoilsOnlyItsOwn() {
    assertEquals(1, gap(TIA, 0, List.of(Bytes.utf8("junk"))).want());
    assertEquals(4, gap(BOTICA, 0, truth(0, 4)).want());
    var refused = assertInstanceOf(MirrorStep.Refused.class, offer(TIA, 1, truth(1, 6)));
    assertInstanceOf(MirrorStep.Reason.OtherRoot.class, refused.reason());
    assertEquals(truth(0, 6), extended(BOTICA, 4, truth(4, 6)).fresh());
  }

  @Test
  void whoSendsMostGivesWayWhoeverSendsLast() {
    List<Bytes> junk = nearlyAll();
    assertInstanceOf(
        MirrorStep.Gap.class, unread.offer(TIA, junk(0, junk), nothing, UnreadTest::read));
    assertEquals(4, gap(BOTICA, 0, truth(0, 4)).want());
    assertEquals(0, gap(TIA, junk.size(), truth(0, 1)).want(), "what it sent is forgotten");

    unread.offer(TIA, junk(0, junk.subList(1, junk.size())), nothing, UnreadTest::read);
    var step =
        unread.offer(TIA, junk(junk.size() - 1, junk.subList(0, 2)), nothing, UnreadTest::read);
    var refused = assertInstanceOf(MirrorStep.Refused.class, step);
    assertInstanceOf(MirrorStep.Reason.TooMuchWaiting.class, refused.reason());
    assertEquals(truth(0, 6), extended(BOTICA, 4, truth(4, 6)).fresh(), "botica's was kept");
  }

  /// As much as there is room for, but for less than one entry.
  private static List<Bytes> nearlyAll() {
    Bytes large = Bytes.given(new byte[Entry.MAX_FRAME]);
    int room = Mirror.MAX_WAITING_BYTES;
    int each = Entry.MAX_FRAME + 64;
    Bytes rest = Bytes.given(new byte[room % each - 65]);
    return Stream.concat(Stream.generate(() -> large).limit(room / each), Stream.of(rest)).toList();
  }

  private static Unread.Offered junk(long from, List<Bytes> frames) {
    return new Unread.Offered(from, frames, note(Integer.MAX_VALUE, NEW));
  }

  private MirrorStep.Gap gap(MemberId peer, long from, List<Bytes> frames) {
    return assertInstanceOf(MirrorStep.Gap.class, offer(peer, from, frames));
  }

  private MirrorStep.Extended extended(MemberId peer, long from, List<Bytes> frames) {
    return assertInstanceOf(MirrorStep.Extended.class, offer(peer, from, frames));
  }

  private MirrorStep offer(MemberId peer, long from, List<Bytes> frames) {
    return unread.offer(
        peer, new Unread.Offered(from, frames, note(SIZE, NEW)), nothing, UnreadTest::read);
  }

  /// The last entry says which key is the owner's.
  private static Mirror read(List<Bytes> entries) {
    return by(entries.getLast().equals(entry(SIZE - 1)) ? NEW : OLD);
  }

  private static Mirror by(SeededKey key) {
    return Mirror.resume(
        new Mirror.Ports(
            NoteKey.ofLedger(ORIGIN, key.publicKey()), SeededKey.VERIFIER, new SomeTree()),
        Frontier.EMPTY,
        Optional.empty());
  }

  private static SignedNote note(long size, SeededKey key) {
    Frontier all =
        Frontier.EMPTY.append(truth(0, SIZE).stream().map(MerkleTree::leafHash).toList());
    return new Checkpoint(ORIGIN, size, all.root()).sign(key);
  }

  private static List<Bytes> truth(int from, int until) {
    return IntStream.range(from, until).mapToObj(UnreadTest::entry).toList();
  }

  private static Bytes entry(int index) {
    return Bytes.utf8("entry " + index);
  }
}
