package coop.minga.node.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import coop.minga.federation.blob.BlobName;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.Encoding;
import coop.minga.federation.learning.LearningStatement;
import coop.minga.federation.learning.LearningStatement.Advert;
import coop.minga.federation.learning.LearningStatement.Propose;
import coop.minga.federation.learning.ModelVersion;
import coop.minga.federation.learning.Parameters;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.roster.Applied;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.RosterChain;
import coop.minga.federation.roster.RosterChange;
import coop.minga.federation.roster.SomeCharter;
import coop.minga.federation.wire.RosterWire;
import coop.minga.federation.wire.Said;
import coop.minga.node.config.NodeConfig;
import coop.minga.node.exchange.BlobShelf;
import coop.minga.node.exchange.Recollection;
import coop.minga.node.exchange.Seen;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Eight shops learn together, and one of them is put into quarantine on the evening of an epoch:
/// some hear of it before the epoch begins, and some after.
class AShopThatHeardLateTest {
  private static final String[] EIGHT = {
    "almacen", "botica", "carniceria", "despensa", "emporio", "feria", "granja", "huerto"
  };
  private static final String[] NINE =
      Stream.concat(Stream.of(EIGHT), Stream.of("imprenta")).toArray(String[]::new);
  private static final MemberId QUARANTINED = new MemberId("huerto");
  private static final Instant NOON = Instant.parse("2026-11-26T15:00:00Z");
  private static final Bytes NAUGHT = Bytes.utf8("");

  private final Roster eight = Roster.of(SomeCharter.signed(EIGHT), SeededKey.VERIFIER);
  private static final MemberId NINTH = new MemberId("imprenta");

  /// Nine of whom the ninth does not learn, and all nine.
  private final Roster nine = Roster.of(SomeCharter.signed(NINE), SeededKey.VERIFIER);

  private final RosterChain late =
      RosterChain.of(nine).plus(after(nine, new RosterChange.Quarantine(NINTH)));
  private final Roster all = after(late.current(), new RosterChange.Trust(NINTH));

  private final Roster seven = after(eight, new RosterChange.Quarantine(QUARANTINED));
  private final RosterChain before = RosterChain.of(eight);
  private final RosterChain since = before.plus(seven);

  @TempDir private Path root = Path.of("");

  /// A shop with what it has entered.
  private record Desk(Counter counter, LearningDesk learning, List<Said> handed) {
    /// It hears what it entered, as it does once that is durable.
    void settle() {
      while (handed.size() < counter.entered.size()) {
        Said said = counter.entered.get(handed.size());
        handed.add(said);
        learning.seen(Counter.heard(counter.self(), said));
      }
    }

    void hears(Desk other) {
      for (Said said : List.copyOf(other.counter().entered)) {
        learning.seen(Counter.heard(other.counter().self(), said));
      }
      learning.tick();
      settle();
    }

    List<Integer> sizes() {
      return said(Advert.class).stream()
          .map(advert -> advert.commitments().ownMask().shares().size())
          .toList();
    }

    <T extends LearningStatement> List<T> said(Class<T> kind) {
      return counter.entered.stream()
          .map(said -> said instanceof Said.OfLearning(var says) ? says : null)
          .filter(kind::isInstance)
          .map(kind::cast)
          .toList();
    }

    void passes(Duration time) {
      counter.now = counter.now.plus(time);
      learning.tick();
      settle();
    }

    boolean thinksThatItIsOf(MemberId member) {
      String kept = counter.remembered("learning/everyone/1").orElseThrow().toUtf8();
      return List.of(kept.split(" ", -1)).contains(member.name());
    }

    JsonObject rounds() {
      return learning.answer("rounds", new JsonObject()).orElseThrow();
    }
  }

  @Test
  void itGoesOverToTheNewRosterWhileItHasSaidNothing() throws IOException {
    Desk coordinator = coordinator(since);
    Desk late = other(coordinator, before);
    late.hears(coordinator);
    assertEquals(List.of(), late.sizes(), "who was named was drawn by no roster known here");
    late.counter().chain = since;
    late.passes(Duration.ofSeconds(1));
    assertEquals(List.of(7), late.sizes());
  }

  @Test
  void itFollowsWhomEnoughOthersLearnWithThoughItKnowsBetter() throws IOException {
    Desk coordinator = coordinator(before);
    List<Desk> others = followers(coordinator, before, 6);
    Desk ahead = other(coordinator, since);
    ahead.hears(coordinator);
    assertEquals(List.of(), ahead.sizes(), "a roster in force before is not followed for one word");
    others.subList(0, 4).forEach(ahead::hears);
    assertEquals(List.of(), ahead.sizes(), "nor for five of eight");
    ahead.hears(others.get(4));
    assertEquals(List.of(8), ahead.sizes());
    assertEquals("[]", faults(ahead), "nobody erred");
  }

  @Test
  void itFollowsThemHoweverMuchWasDecidedSinceAboutWhoTrainsNot() throws IOException {
    RosterChain later = since;
    for (int i = 0; i < 5; i++) {
      Roster asleep = after(later.current(), new RosterChange.Dormant(QUARANTINED));
      later = later.plus(asleep).plus(after(asleep, new RosterChange.Wake(QUARANTINED)));
    }
    assertEquals(seven.training(), later.current().training());
    Desk coordinator = coordinator(before);
    Desk ahead = other(coordinator, later);
    ahead.hears(coordinator);
    followers(coordinator, before, 6).subList(0, 5).forEach(ahead::hears);
    assertEquals(List.of(8), ahead.sizes());
  }

  @Test
  void aCohortThatNoRosterGivesIsFollowedByNobody() throws IOException {
    Desk coordinator = coordinator(before);
    List<Desk> others = followers(coordinator, before, 6);
    Desk shop = other(coordinator, since);
    List<MemberId> six = eight.training().stream().skip(2).toList();
    Propose made = coordinator.said(Propose.class).getFirst();
    var forged = new Propose(1, 1, six, made.base(), made.config());
    shop.learning().seen(Counter.heard(six.getFirst(), new Said.OfLearning(forged)));
    for (Desk each : others) {
      each.said(Advert.class)
          .forEach(advert ->
              shop.learning()
                  .seen(Counter.heard(each.counter().self(), new Said.OfLearning(advert))));
    }
    shop.passes(Duration.ofSeconds(1));
    assertEquals(List.of(), shop.sizes());
  }

  @Test
  void whoProposedWhatNoRosterGivesIsNamedInAnEpochThatSucceeds() throws IOException {
    List<Desk> desks = new ArrayList<>(List.of(coordinator(before)));
    MemberId first = desks.getFirst().counter().self();
    for (MemberId member : eight.training()) {
      if (!member.equals(first)) {
        desks.add(desk(member, before, "other"));
      }
    }
    Desk liar = desks.getLast();
    Desk shop = desks.get(1);
    Propose made = desks.getFirst().said(Propose.class).getFirst();
    List<MemberId> six = eight.training().stream().skip(2).toList();
    liar.counter().enter(new Said.OfLearning(new Propose(1, 1, six, made.base(), made.config())));
    talk(desks, Duration.ofMinutes(90));
    JsonObject epoch = shop.rounds().getAsJsonArray("epochs").get(0).getAsJsonObject();
    assertTrue(epoch.has("model"), epoch::toString);
    assertEquals(1, epoch.getAsJsonArray("faults").size(), epoch::toString);
    assertTrue(
        epoch.getAsJsonArray("faults").get(0).getAsString().startsWith(liar.counter().self() + ":"),
        epoch::toString);
  }

  /// Each minute they hear what the others have said since.
  private static void talk(List<Desk> desks, Duration time) {
    int[] told = new int[desks.size()];
    for (long minute = 0; minute < time.toMinutes(); minute++) {
      for (int i = 0; i < desks.size(); i++) {
        Desk speaker = desks.get(i);
        List<Desk> others = new ArrayList<>(desks);
        others.remove(i);
        List<Said> entered = List.copyOf(speaker.counter().entered);
        for (Said said : entered.subList(told[i], entered.size())) {
          others.forEach(
              desk -> desk.learning().seen(Counter.heard(speaker.counter().self(), said)));
        }
        told[i] = entered.size();
      }
      desks.forEach(desk -> desk.passes(Duration.ofMinutes(1)));
    }
  }

  @Test
  void whoHasGivenItsWordUnderOneRosterDoesNotTakeItBackForTheNewest() throws IOException {
    Desk coordinator = coordinator(before);
    Desk shop = other(coordinator, before);
    shop.hears(coordinator);
    assertEquals(List.of(8), shop.sizes());
    shop.counter().chain = since;
    shop.passes(Duration.ofSeconds(1));
    assertEquals(List.of(8), shop.sizes());
    assertTrue(shop.rounds().get("open").getAsBoolean());
  }

  @Test
  void whoIsHeardThroughOthersOnlyIsNotAway() throws IOException {
    Desk shop = other(coordinator(before), before);
    shop.passes(Duration.ZERO);
    shop.passes(Duration.ofSeconds(30));
    for (MemberId member : eight.training()) {
      shop.learning()
          .seen(Counter.heard(member, new Said.OfLearning(new LearningStatement.Abandon(9, 1))));
    }
    shop.passes(Duration.ofSeconds(40));
    assertEquals(List.of(), shop.said(Propose.class), "another's turn");
    shop.passes(Duration.ofSeconds(30));
    assertEquals(1, shop.said(Propose.class).size(), "nobody was heard for a minute");
  }

  /// One goes into quarantine and another comes out of it: as many learn as before. A shop that
  /// knows it already has begun with those when it hears of six of eight who do not know it.
  @Test
  void advertsOfAsManyOthersAreNotTakenForTheNewCohorts() throws IOException {
    RosterChain swapped = late.plus(all).plus(after(all, new RosterChange.Quarantine(QUARANTINED)));
    Desk coordinator = coordinator(late);
    List<Desk> others = followers(coordinator, late, 6);
    Desk ahead = other(coordinator, swapped);
    Propose made = coordinator.said(Propose.class).getFirst();
    List<MemberId> since = swapped.current().training().stream().sorted().toList();
    assertEquals(made.members().size(), since.size());
    ahead
        .learning()
        .seen(
            Counter.heard(
                NINTH, new Said.OfLearning(new Propose(1, 1, since, made.base(), made.config()))));
    ahead.passes(Duration.ofSeconds(1));
    assertEquals(List.of(8), ahead.sizes(), "it has begun with the new cohort");
    ahead.hears(coordinator);
    others.forEach(ahead::hears);
    assertTrue(ahead.thinksThatItIsOf(QUARANTINED), "they learn without the new one");
    assertFalse(ahead.thinksThatItIsOf(NINTH));
    assertEquals("[]", faults(ahead), "nobody erred");
  }

  @Test
  void itSaysOfWhomAnOpenEpochWaitsForWhat() throws IOException {
    Desk coordinator = coordinator(before);
    List<Desk> others = followers(coordinator, before, 6);
    Desk shop = other(coordinator, before);
    shop.passes(Duration.ZERO);
    assertEquals("a proposal", awaited(shop).get("what").getAsString());
    shop.hears(coordinator);
    others.subList(0, 4).forEach(shop::hears);
    assertEquals("the keys", awaited(shop).get("what").getAsString());
    Set<MemberId> missing = new TreeSet<>(eight.training());
    missing.remove(shop.counter().self());
    missing.remove(coordinator.counter().self());
    others.subList(0, 4).forEach(desk -> missing.remove(desk.counter().self()));
    List<String> named =
        awaited(shop).getAsJsonArray("members").asList().stream()
            .map(JsonElement::getAsString)
            .toList();
    assertEquals(missing.stream().map(MemberId::name).toList(), named);
    shop.passes(Duration.ofDays(1));
    assertFalse(shop.rounds().has("waits-for"));
  }

  private static JsonObject awaited(Desk desk) {
    return desk.rounds().getAsJsonObject("waits-for");
  }

  @Test
  void itSaysHowManyMustAnswerAndHowManyMayLie() throws IOException {
    JsonObject told = other(coordinator(before), before).rounds();
    assertEquals(8, told.get("drawn").getAsInt());
    assertEquals(6, told.get("needed").getAsInt());
    assertEquals(3, told.get("may-lie").getAsInt());
  }

  @Test
  void anAdvertByWhoHasGoneOnToALaterEpochChangesNotOfWhomThisOneWas() throws IOException {
    for (boolean hasGoneOn : List.of(false, true)) {
      Desk coordinator = coordinator(before);
      List<Desk> others = followers(coordinator, before, 6);
      Desk shop = other(coordinator, before);
      List<Desk> heard = others.subList(0, 3);
      shop.hears(coordinator);
      heard.forEach(shop::hears);
      shop.passes(Duration.ofDays(1));
      assertEquals(1, shop.rounds().get("ended").getAsLong());
      assertFalse(shop.thinksThatItIsOf(QUARANTINED), "five of eight took part, this shop too");
      MemberId last = others.getLast().counter().self();
      if (hasGoneOn) {
        var says = new LearningStatement.Abandon(2, 1);
        shop.learning().seen(Counter.heard(last, new Said.OfLearning(says)));
      }
      shop.hears(others.getLast());
      assertEquals(!hasGoneOn, shop.thinksThatItIsOf(QUARANTINED));
    }
  }

  @Test
  void noSingleWordOpensAnEpochOutsideTheNight() throws IOException {
    Desk coordinator = coordinator(before);
    List<Desk> others = followers(coordinator, before, 6);
    Desk shop = other(coordinator, before);
    shop.counter().now = NOON.minus(Duration.ofHours(12));
    shop.learning()
        .seen(Counter.heard(QUARANTINED, new Said.OfLearning(new LearningStatement.Abandon(1, 1))));
    shop.hears(coordinator);
    others.subList(0, 4).forEach(shop::hears);
    assertFalse(shop.rounds().get("open").getAsBoolean(), "one proposes, and five of eight follow");
    shop.hears(others.get(4));
    assertTrue(shop.rounds().get("open").getAsBoolean());
  }

  /// Six learned before three more did. Four of the six open an epoch by that roster while it is
  /// not long ago; once eight others were drawn since, they are four of nine.
  @Test
  void aRosterOfLongAgoOpensNoEpoch() throws IOException {
    List<MemberId> late = List.of(QUARANTINED, NINTH, new MemberId("granja"));
    RosterChain six = RosterChain.of(nine);
    for (MemberId member : late) {
      six = six.plus(after(six.current(), new RosterChange.Quarantine(member)));
    }
    RosterChain soon = six;
    for (MemberId member : late) {
      soon = soon.plus(after(soon.current(), new RosterChange.Trust(member)));
    }
    RosterChain longAfter = soon;
    for (MemberId member : six.current().training().stream().limit(5).toList()) {
      Roster without = after(longAfter.current(), new RosterChange.Quarantine(member));
      longAfter = longAfter.plus(without).plus(after(without, new RosterChange.Trust(member)));
    }
    List<Desk> four = four(six);
    assertTrue(isOpenedBy(four, desk(NINTH, soon, "soon")));
    assertFalse(isOpenedBy(four, desk(NINTH, longAfter, "long after")));
  }

  /// Whoever of six speaks first, and three who take part.
  private List<Desk> four(RosterChain six) throws IOException {
    var all = new ArrayList<Desk>();
    for (MemberId member : six.current().training()) {
      Desk desk = desk(member, six, "founder");
      desk.passes(Duration.ZERO);
      all.add(desk.said(Propose.class).isEmpty() ? all.size() : 0, desk);
    }
    assertFalse(all.getFirst().said(Propose.class).isEmpty());
    all.subList(1, 4).forEach(desk -> desk.hears(all.getFirst()));
    return List.copyOf(all.subList(0, 4));
  }

  private static boolean isOpenedBy(List<Desk> desks, Desk shop) {
    shop.counter().now = NOON.minus(Duration.ofHours(12));
    desks.forEach(shop::hears);
    return shop.rounds().get("open").getAsBoolean();
  }

  @Test
  void noSingleWordOpensMoreEpochsThanItWantsInANight() throws IOException {
    List<Desk> desks = everybody();
    Desk coordinator = desks.getFirst();
    Desk shop = desks.get(1);
    talk(desks, Duration.ofMinutes(90));
    assertEquals(1, shop.rounds().get("ended").getAsLong());
    Propose made = coordinator.said(Propose.class).getFirst();
    var another = new Propose(2, 1, made.members(), made.base(), made.config());
    Said says = new Said.OfLearning(another);
    shop.learning().seen(Counter.heard(coordinator.counter().self(), says));
    shop.passes(Duration.ofMinutes(1));
    assertFalse(shop.rounds().get("open").getAsBoolean());
  }

  /// Its line was down for two nights and what came of them is two days old; then it starts again.
  @Test
  void whoHeardNothingForTwoNightsHasTheVersionsOfBothAfterAStart() throws IOException {
    List<Desk> desks = everybody();
    Desk shop = desks.remove(1);
    shop.passes(Duration.ZERO);
    for (int night = 1; night <= 2; night++) {
      talk(desks, Duration.ofMinutes(90));
      desks.forEach(desk -> desk.passes(Duration.ofMinutes(22 * 60 + 30)));
      shop.passes(LearningDesk.NIGHT);
      assertEquals(night, shop.rounds().get("ended").getAsLong(), "with nothing");
      shop.passes(Duration.ofDays(1).minus(LearningDesk.NIGHT));
    }
    assertEquals(0, shop.rounds().get("epoch").getAsLong());
    shop.counter().now = NOON.plus(Duration.ofDays(4)).minus(Duration.ofHours(2));
    Desk again = desk(shop.counter(), "other-" + shop.counter().self());
    again.learning().recall(all(desks, shop));
    again.passes(Duration.ZERO);
    assertEquals(2, desks.getFirst().rounds().get("epoch").getAsLong());
    assertEquals(desks.getFirst().rounds().get("versions"), again.rounds().get("versions"));
  }

  @Test
  void whoHearsAtLastWhatCameOfTwoNightsNeedNotStartAgain() throws IOException {
    List<Desk> desks = everybody();
    Desk shop = desks.remove(1);
    shop.passes(Duration.ZERO);
    for (int night = 1; night <= 2; night++) {
      talk(desks, Duration.ofMinutes(90));
      desks.forEach(desk -> desk.passes(Duration.ofMinutes(22 * 60 + 30)));
      shop.passes(LearningDesk.NIGHT);
      shop.passes(Duration.ofDays(1).minus(LearningDesk.NIGHT));
    }
    shop.counter().now = NOON.plus(Duration.ofDays(4)).minus(Duration.ofHours(2));
    desks.forEach(shop::hears);
    shop.passes(Duration.ofSeconds(1));
    assertEquals(desks.getFirst().rounds().get("versions"), shop.rounds().get("versions"));
  }

  /// Its epoch ended before nodes took note of vectors; somebody who was not drawn names one.
  @Test
  void whatAStrangerCallsItsVectorIsNotThrownAway() throws IOException {
    Desk shop = desk(new MemberId("almacen"), late, "other");
    shop.passes(Duration.ZERO);
    shop.passes(Duration.ofDays(1));
    assertEquals(1, shop.rounds().get("ended").getAsLong());
    shop.counter().disremember("learning/vectors/1");
    var blobs = new BlobShelf(root.resolve("blobs"));
    var stranger = new Desk(new Counter(NOON, NINTH, late), shop.learning(), List.of());
    var member = new Desk(new Counter(NOON, QUARANTINED, late), shop.learning(), List.of());
    for (Desk each : List.of(stranger, member)) {
      Bytes blob = Bytes.utf8("called a vector by " + each.counter().self());
      BlobName name = blobs.keep(BlobName.Form.WHOLE, blob);
      each.counter()
          .enter(
              new Said.OfLearning(
                  new LearningStatement.Masked(1, 1, name.hash(), name, blob.size(), List.of())));
    }
    Desk again = desk(shop.counter(), "other-almacen");
    again.learning().recall(all(List.of(stranger, member), shop));
    again.passes(OldVectors.KEPT.plusHours(3));
    assertTrue(blobs.find(whole("called a vector by " + NINTH)).isPresent());
    assertTrue(blobs.find(whole("called a vector by " + QUARANTINED)).isEmpty());
  }

  private static BlobName whole(String blob) {
    return BlobName.of(BlobName.Form.WHOLE, Bytes.utf8(blob));
  }

  private static Recollection all(List<Desk> desks, Desk own) {
    var ledgers = new TreeMap<MemberId, List<Seen>>();
    for (Desk desk : Stream.concat(desks.stream(), Stream.of(own)).toList()) {
      MemberId author = desk.counter().self();
      ledgers.put(
          author,
          desk.counter().entered.stream().map(said -> Counter.heard(author, said)).toList());
    }
    return new Recollection(ledgers, Map.of(), List.of(), List.of());
  }

  /// It stopped after the making and before the naming, and was updated before it started again.
  @Test
  void aVectorMadeBeforeVectorsWereNamedInPiecesIsGivenAgainUnderItsNewName() throws IOException {
    List<Desk> desks = everybody();
    Desk shop = desks.get(1);
    var blobs = new BlobShelf(root.resolve("blobs"));
    Bytes made = Bytes.utf8("the one vector of this attempt");
    BlobName before = blobs.keep(BlobName.Form.WHOLE, made);
    shop.counter().remember("learning/vector/1/1", before.hash().value());
    talk(desks, Duration.ofMinutes(90));
    assertEquals(
        BlobName.of(BlobName.Form.PIECES, made),
        shop.said(LearningStatement.Masked.class).getFirst().blob());
  }

  @Test
  void maskedVectorsAreThrownAwayThirtyDaysAfterTheirEpoch() throws IOException {
    List<Desk> desks = everybody();
    Desk shop = desks.get(1);
    var blobs = new BlobShelf(root.resolve("blobs"));
    Bytes paper = Bytes.utf8("a roster's certificate");
    BlobName named = blobs.keep(BlobName.Form.WHOLE, paper);
    desks
        .getLast()
        .counter()
        .enter(
            new Said.OfLearning(
                new LearningStatement.Masked(1, 1, named.hash(), named, paper.size(), List.of())));
    talk(desks, Duration.ofMinutes(90));
    List<BlobName> vectors =
        desks.stream()
            .flatMap(desk -> desk.said(LearningStatement.Masked.class).stream())
            .map(LearningStatement.Masked::blob)
            .filter(blob -> !blob.equals(named))
            .toList();
    assertEquals(7, vectors.size(), "the liar has said its word");
    vectors.forEach(vector -> assertEquals(BlobName.Form.PIECES, vector.form()));
    assertEquals(1, shop.rounds().get("ended").getAsLong());
    shop.passes(OldVectors.KEPT.minusHours(2));
    vectors.forEach(vector -> assertTrue(blobs.find(vector).isPresent(), "who was away fetches"));
    shop.passes(Duration.ofHours(3));
    vectors.forEach(vector -> assertTrue(blobs.find(vector).isEmpty()));
    assertEquals(Optional.of(paper), blobs.find(named), "one of them said that it is its vector");
    assertTrue(shop.counter().remembered("learning/vectors/1").isEmpty());
  }

  /// All eight, who speaks first before the others.
  private List<Desk> everybody() throws IOException {
    Desk coordinator = coordinator(before);
    var desks = new ArrayList<>(List.of(coordinator, other(coordinator, before)));
    for (MemberId member : eight.training()) {
      if (desks.stream().noneMatch(desk -> desk.counter().self().equals(member))) {
        desks.add(desk(member, before, "follower"));
      }
    }
    return desks;
  }

  private static String faults(Desk desk) {
    desk.passes(Duration.ofDays(1));
    return desk.rounds().getAsJsonArray("epochs").get(0).getAsJsonObject().get("faults").toString();
  }

  /// Whoever is drawn to speak first.
  private Desk coordinator(RosterChain chain) throws IOException {
    for (MemberId member : seven.training()) {
      Desk desk = desk(member, chain, "first");
      desk.learning().tick();
      desk.settle();
      if (!desk.said(Propose.class).isEmpty()) {
        return desk;
      }
    }
    throw new IllegalStateException("nobody speaks first");
  }

  private List<Desk> followers(Desk coordinator, RosterChain chain, int count) throws IOException {
    List<Desk> followers = new ArrayList<>();
    for (MemberId member : eight.training().reversed()) {
      if (followers.size() < count && !member.equals(coordinator.counter().self())) {
        Desk desk = desk(member, chain, "follower");
        desk.hears(coordinator);
        followers.add(desk);
      }
    }
    return followers;
  }

  private Desk other(Desk coordinator, RosterChain chain) throws IOException {
    return desk(
        seven.training().stream()
            .filter(member -> !member.equals(coordinator.counter().self()))
            .findFirst()
            .orElseThrow(),
        chain,
        "other");
  }

  private Desk desk(MemberId self, RosterChain chain, String as) throws IOException {
    return desk(new Counter(NOON, self, chain), as + "-" + self);
  }

  private Desk desk(Counter counter, String where) throws IOException {
    Path home = root.resolve(where);
    var learning =
        new NodeConfig.Learning(
            true,
            LocalTime.of(12, 0),
            1,
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            new NodeConfig.Models(NodeConfig.Model.ROW64, NodeConfig.Model.ROW64),
            new NodeConfig.Privacy(0, NodeConfig.Hidden.ORGANISATION, 0));
    var parts =
        new LearningDesk.Parts(
            learning,
            new OneNumber(),
            new BlobShelf(root.resolve("blobs")),
            new AttemptSecrets(home.resolve("secrets"), new SecureRandom()),
            new ModelShelf(home.resolve("models")));
    return new Desk(
        counter, new LearningDesk(counter, parts), new ArrayList<>(List.copyOf(counter.entered)));
  }

  private static Roster after(Roster roster, RosterChange change) {
    return ((Applied.Next) roster.apply(RosterWire.written(change), SeededKey.VERIFIER)).next();
  }

  /// Trains a model of one number.
  private static final class OneNumber implements Trainer {
    @Override
    public Encoding encoding() {
      return new Encoding(Hash.sha256(NAUGHT), 1, 1_000_000, 9, 1, 0);
    }

    @Override
    public ModelVersion seeded(Hash federation) {
      return ModelVersion.of(0, Parameters.of(new float[1]));
    }

    @Override
    public Optional<Update> train(ModelVersion base, long epoch) {
      return Optional.of(new Update(Parameters.of(new float[] {.5f}), 1));
    }

    @Override
    public Adoption adopt(ModelVersion version) {
      return new Adoption(false, Optional.empty(), "Nothing is forecast here.");
    }
  }
}
