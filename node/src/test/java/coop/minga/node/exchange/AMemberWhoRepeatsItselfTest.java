package coop.minga.node.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.surplus.Withdraw;
import coop.minga.federation.wire.Said;
import coop.minga.node.Await;
import coop.minga.node.peering.PeerFrame;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The almacen shows its ledger over and over, and botica, which mirrors it, does what is new.
class AMemberWhoRepeatsItselfTest {
  private static final MemberId ALMACEN = new MemberId("almacen");

  @TempDir Path root;
  private Village village;
  private List<Bytes> ledger;

  @BeforeEach
  void settle() throws IOException {
    village = new Village(root, "almacen", "botica", "coop", "dama", "edu");
    ledger = IntStream.range(0, 9).mapToObj(i -> village.frame("almacen", withdraw(i))).toList();
    village.start("botica");
    village.meet("botica", "almacen");
  }

  @AfterEach
  void stop() throws IOException {
    village.close();
  }

  @Test
  void itsWordIsGivenAgainToWhoAsksForItAndNotToWhoOnlyShowsIt() throws Exception {
    says(village.entries("almacen", 0, upTo(5)));
    Await.until("the word", this::words, List.of(5L)::equals);
    says(new PeerFrame.Frontier(true, shows(5).origins()));
    village.held("botica"); // its answer comes when all before it is done
    says(new PeerFrame.Entries(village.origin("almacen"), 5, List.of(), signed(5).encode()));
    Await.until("the word once more", this::words, List.of(5L, 5L)::equals);
    says(village.entries("almacen", 5, upTo(7)));
    Await.until("the next", this::words, words -> words.contains(7L));
    assertEquals(List.of(5L, 5L, 7L), words());
  }

  @Test
  void itsWordIsGivenAgainInTheNextSession() {
    says(village.entries("almacen", 0, upTo(5)));
    Await.until("the word", this::words, List.of(5L)::equals);
    village.meet("botica", "almacen");
    says(shows(5));
    Await.until("the word once more", this::words, List.of(5L, 5L)::equals);
  }

  @Test
  void ofManyWordsAboutWhatAQuorumHoldsTheNewestCounts() {
    says(village.entries("almacen", 0, ledger));
    for (int size = 1; size <= ledger.size(); size++) {
      says(village.frontier("almacen", size, witnessed(size)));
    }
    Await.until(
        "all to be witnessed",
        () -> village.witnessed("botica").get(ALMACEN),
        Long.valueOf(ledger.size())::equals);
  }

  @Test
  void whatItSaysOfItselfWaitsForNoOthersWord() {
    says(village.entries("almacen", 0, ledger));
    village.say("coop", "botica", village.frontier("almacen", 9, witnessed(9)));
    says(shows(5));
    Await.until(
        "all to be witnessed",
        () -> village.witnessed("botica").get(ALMACEN),
        Long.valueOf(ledger.size())::equals);
  }

  private static Said withdraw(int number) {
    Instant until = Instant.parse("2026-01-01T00:00:00Z");
    return new Said.OfSurplus(new Withdraw("lot-" + number, "sold", 0, until));
  }

  private void says(PeerFrame frame) {
    village.say("almacen", "botica", frame);
  }

  private PeerFrame.Frontier shows(int size) {
    return village.frontier("almacen", size, signed(size));
  }

  private List<Bytes> upTo(int size) {
    return ledger.subList(0, size);
  }

  private SignedNote signed(int size) {
    return village.note("almacen", upTo(size));
  }

  private SignedNote witnessed(int size) {
    SignedNote note = signed(size);
    for (String mirror : List.of("coop", "dama", "edu")) {
      note = village.cosigned(note, mirror, 1000);
    }
    return note;
  }

  /// The sizes of the almacen's ledger that botica cosigned, each time that it did.
  private List<Long> words() {
    var sizes = new ArrayList<Long>();
    for (Village.Sent sent : village.sent()) {
      if (sent.frame() instanceof PeerFrame.Cosignature word && sent.to().equals(ALMACEN)) {
        sizes.add(word.size());
      }
    }
    return sizes;
  }
}
