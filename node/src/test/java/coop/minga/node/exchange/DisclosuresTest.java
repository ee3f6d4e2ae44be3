package coop.minga.node.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.disclosure.About;
import coop.minga.federation.disclosure.EntryOpening;
import coop.minga.federation.disclosure.FieldOpening;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.sim.Town;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.wire.DisclosureWire;
import coop.minga.federation.wire.Said;
import coop.minga.node.LiesIn;
import coop.minga.node.peering.FrameKind;
import coop.minga.node.peering.PeerFrame;
import coop.minga.node.storage.OpeningFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A shop offers soup; a kitchen is told what the notice hides.
class DisclosuresTest {
  private static final Hash FEDERATION = Hash.sha256(Bytes.utf8("federation"));
  private static final MemberId SHOP = new MemberId("shop");
  private static final MemberId KITCHEN = new MemberId("kitchen");
  private static final MemberId STRANGER = new MemberId("stranger");
  private static final Offer SOUP = Town.offer("soup", "dairy", 3);

  @TempDir private Path dir;
  private final SecureRandom random = new SecureRandom();
  private final List<PeerFrame> sent = new ArrayList<>();
  private final Outbox outbox = new Outbox((_, frame) -> sent.add(frame), () -> Set.of(KITCHEN));
  private Optional<Disclosures> shops = Optional.empty();
  private Optional<Disclosures> kitchens = Optional.empty();

  @BeforeEach
  void begin() throws IOException {
    shops = Optional.of(of(SHOP));
    kitchens = Optional.of(of(KITCHEN));
  }

  private Disclosures of(MemberId member) throws IOException {
    var terms = new Disclosures.Terms(FEDERATION, member, this::salt);
    return new Disclosures(terms, OpeningFiles.open(dir.resolve(member.name())));
  }

  private Disclosures shop() {
    return shops.orElseThrow();
  }

  private Disclosures kitchen() {
    return kitchens.orElseThrow();
  }

  private Bytes salt() {
    byte[] salt = new byte[32];
    random.nextBytes(salt);
    return Bytes.of(salt);
  }

  /// The shop's notice of soup, as the kitchen holds it.
  private Seen offered() throws IOException {
    Notice.Covered covered = shop().cover(SOUP);
    var id = new EntryId(Hash.sha256(Bytes.utf8("soup")));
    var entry = new Seen(id, SHOP, Tree.LEDGER, 0, new Said.OfSurplus(covered.notice()));
    shop().entered(entry, new EntryOpening(id, covered.openings()));
    shop().noticed(entry);
    return entry;
  }

  private Bytes told(Seen entry) {
    shop().tell(KITCHEN, entry.id());
    shop().flush(outbox);
    outbox.flush();
    return ((PeerFrame.Opening) sent.removeLast()).opening();
  }

  private static Optional<Seen> whole(Seen entry) {
    return Optional.of(new Seen(entry.id(), SHOP, Tree.LEDGER, 0, new Said.OfSurplus(SOUP)));
  }

  @Test
  void anOpeningCountsWhicheverOfTheTwoComesFirst() throws IOException {
    Seen entry = offered();
    Bytes opening = told(entry);
    assertEquals(Optional.empty(), kitchen().noticed(entry));
    assertEquals(whole(entry), kitchen().told(SHOP, opening));
    assertEquals(Optional.empty(), kitchen().told(SHOP, opening), "told once");
    Disclosures other = of(new MemberId("other"));
    assertEquals(Optional.empty(), other.told(SHOP, opening));
    assertEquals(whole(entry), other.noticed(entry));
  }

  @Test
  void whatWasOpenedIsThereAfterARestart() throws IOException {
    Seen entry = offered();
    kitchen().noticed(entry);
    kitchen().told(SHOP, told(entry));
    Recollection all = recollection(entry);
    Recollection recalled = of(KITCHEN).recall(all);
    assertEquals(whole(entry).stream().toList(), recalled.ledger(SHOP));
    assertEquals(List.of(entry), of(STRANGER).recall(all).ledger(SHOP), "and to nobody else");
  }

  private static Recollection recollection(Seen entry) {
    return new Recollection(
        new TreeMap<>(Map.of(SHOP, List.of(entry))), Map.of(), List.of(), List.of());
  }

  @Test
  void nobodyOpensAnothersNotice() throws IOException {
    Seen entry = offered();
    Bytes opening = told(entry);
    kitchen().noticed(entry);
    assertEquals(Optional.empty(), kitchen().told(STRANGER, opening));
    assertEquals(whole(entry), kitchen().told(SHOP, opening));
  }

  @Test
  void whatAStrangerSendsAheadIsNotInTheWay() throws IOException {
    Seen entry = offered();
    Bytes opening = told(entry);
    Bytes lie = lie(entry, opening);
    kitchen().told(STRANGER, lie);
    kitchen().told(SHOP, opening);
    assertEquals(whole(entry), kitchen().noticed(entry));
  }

  @Test
  @LiesIn(FrameKind.OPENING)
  void aWrongOpeningCountsForNothingAndTheRightOneAfterItCounts() throws IOException {
    Seen entry = offered();
    Bytes opening = told(entry);
    kitchen().noticed(entry);
    assertEquals(Optional.empty(), kitchen().told(SHOP, lie(entry, opening)));
    assertEquals(Optional.empty(), kitchen().told(SHOP, Bytes.utf8("nonsense")));
    assertEquals(whole(entry), kitchen().told(SHOP, opening));
  }

  private Bytes lie(Seen entry, Bytes opening) {
    EntryOpening right = DisclosureWire.decodeOpening(opening).orElseThrow();
    var about = new About(FEDERATION, STRANGER, "soup");
    List<FieldOpening> other = Notice.cover(about, SOUP, this::salt).openings();
    assertTrue(!other.equals(right.fields()));
    return DisclosureWire.encode(new EntryOpening(entry.id(), other));
  }

  @Test
  void openingsThatWaitAreBoundedForEachMember() throws IOException {
    Seen entry = offered();
    Bytes opening = told(entry);
    EntryOpening right = DisclosureWire.decodeOpening(opening).orElseThrow();
    kitchen().told(SHOP, opening);
    for (int i = 0; i < Disclosures.MAX_EARLY; i++) {
      var nothing = new EntryId(Hash.sha256(Bytes.utf8("nothing " + i)));
      kitchen().told(SHOP, DisclosureWire.encode(new EntryOpening(nothing, right.fields())));
    }
    assertEquals(Optional.empty(), kitchen().noticed(entry), "the oldest gave way");
  }

  @Test
  void whoComesBackIsToldWhatIsNotOver() throws IOException {
    Seen entry = offered();
    shop().met(KITCHEN, Town.START, _ -> true);
    shop().flush(outbox);
    outbox.flush();
    assertEquals(1, sent.size());
    shop().met(KITCHEN, SOUP.window().until().plus(Duration.ofHours(2)), _ -> true);
    shop().flush(outbox);
    outbox.flush();
    assertEquals(1, sent.size(), () -> "of yesterday: " + entry);
  }

  @Test
  void whatIsErasedIsOpenNoMore() throws IOException {
    Seen entry = offered();
    assertEquals(List.of(entry), shop().held());
    shop().erase(List.of(entry.id()), Town.START);
    assertEquals(List.of(), shop().held());
    assertEquals(List.of(entry), of(SHOP).recall(recollection(entry)).ledger(SHOP));
    assertEquals(1, shop().forgotten().size());
    shop().met(KITCHEN, Town.START, _ -> true);
    shop().flush(outbox);
    outbox.flush();
    assertEquals(List.of(), sent);
  }
}
