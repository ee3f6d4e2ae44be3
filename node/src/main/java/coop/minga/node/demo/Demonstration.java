package coop.minga.node.demo;

import com.google.gson.JsonObject;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.negotiation.Terms;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A whole federation on this machine for one day: it learns at night, foresees in the morning,
/// offers in the afternoon, bids, hands over, and is audited.
///
/// Everything is done by the nodes. This class lets time pass, stands in for the people at the
/// doors, and tells what happened.
public final class Demonstration {
  /// Model epochs in the night.
  public static final int EPOCHS = 3;

  private static final LocalTime CLOSING = LocalTime.of(16, 0);
  private static final Duration LOOK_AROUND = Duration.ofMinutes(2);
  private static final Duration START = Duration.ofMinutes(3);
  private static final Duration NIGHT = Duration.ofMinutes(2);
  private static final Duration LOOK = Duration.ofMinutes(1);
  private static final Duration SESSION = Duration.ofMinutes(2);
  private static final int GLANCES_AT_REST = 4;
  private static final long GLANCE_MILLIS = 400;
  private static final long LEARNING_RATE = 10_000;
  private static final long BIDDING_RATE = 30_000;
  private static final long QUICK_RATE = 60_000;
  private static final int CHILLED_READING = 41;
  private static final int AMBIENT_READING = 180;

  private final Stage stage;
  private final Teller teller;
  private final Ledgerbook ledgerbook;

  /// What a demonstration is played on.
  ///
  /// @param yes asks the person for the one key; returns when it was pressed, or at once
  public record Stage(Town town, Premises premises, Nodes nodes, PrintWriter out, Runnable yes) {}

  /// What it came to.
  ///
  /// @param story every sentence
  /// @param day the figures
  /// @param clock simulated time at the end
  public record Outcome(List<StoryLine> story, DayFigures day, Instant clock) {}

  /// Nothing happens yet.
  public Demonstration(Stage stage) {
    this.stage = stage;
    this.teller = new Teller(stage.out(), Town.ZONE);
    this.ledgerbook = new Ledgerbook(stage.nodes());
  }

  /// Plays the day.
  public Outcome play() throws IOException, InterruptedException {
    meet();
    teller.elapsed();
    learn();
    teller.elapsed();
    foresee();
    JsonObject shop = tellTheShop();
    JsonObject followed = offer(shop);
    bid();
    teller.elapsed();
    Handovers handovers = new Handovers(stage, teller, ledgerbook);
    tellTheTakers(followed);
    collect(handovers);
    teller.elapsed();
    DayFigures day = new DayFigures.Counter(stage, ledgerbook).count(handovers.missed());
    teller.part("The honest table");
    day.table().forEach(teller::say);
    letTheAuditorIn();
    return new Outcome(teller.lines(), day, now());
  }

  /// Every shop opens its lots to the auditor, and enters that it did.
  private void letTheAuditorIn() throws IOException, InterruptedException {
    for (MemberId member : retailers()) {
      stage.nodes().ask(member, AuditTrail.opening());
    }
    stage
        .nodes()
        .await(
            "the last entries to be witnessed",
            stage.nodes().members(),
            new Nodes.Wanted("status", told -> told.get("held").equals(told.get("witnessed"))),
            SESSION);
  }

  private Instant now() {
    return stage.premises().clock().instant();
  }

  private Instant at(LocalTime time) {
    return stage.town().morning().atTime(time).atZone(Town.ZONE).toInstant();
  }

  private void jump(LocalTime time, long rate) {
    stage.premises().clock().jump(at(time), rate);
  }

  /// Lets time go on until an instant, at a rate.
  private void runUntil(Instant until, long rate) throws InterruptedException {
    stage.premises().clock().run(rate);
    TimeUnit.MILLISECONDS.sleep(stage.premises().clock().realUntil(until).toMillis());
  }

  private List<MemberId> retailers() {
    return stage.town().retailers().stream().map(TownMember::id).toList();
  }

  private void meet() throws IOException, InterruptedException {
    int others = stage.nodes().members().size() - 1;
    stage
        .nodes()
        .await(
            "meeting all others",
            stage.nodes().members(),
            new Nodes.Wanted("status", told -> told.getAsJsonArray("reached").size() == others),
            START);
    teller.say(
        (others + 1)
            + " nodes, a process each, have met over mutual TLS; every one mirrors every"
            + " other's ledger.");
  }

  private void learn() throws IOException, InterruptedException {
    teller.part("The night: learning together");
    jump(LocalTime.of(3, 0), LEARNING_RATE);
    for (int epoch = 1; epoch <= EPOCHS; epoch++) {
      int wanted = epoch;
      stage
          .nodes()
          .await(
              "epoch " + epoch,
              stage.nodes().members(),
              new Nodes.Wanted("rounds", told -> told.get("ended").getAsInt() >= wanted),
              NIGHT);
      tellEpoch(epoch);
      teller.elapsed();
    }
    stage
        .nodes()
        .await(
            "trying the common model",
            retailers(),
            new Nodes.Wanted("rounds", told -> told.has("helped")),
            NIGHT);
    tellTheTrial();
  }

  /// Whether it helped is each shop's own business; it tells its operator, and here we are all of
  /// them.
  private void tellTheTrial() throws IOException {
    int shops = 0;
    int using = 0;
    for (MemberId shop : retailers()) {
      shops++;
      JsonObject told = stage.nodes().ask(shop, "rounds");
      using += told.has("uses") && !told.get("uses").getAsString().equals("own") ? 1 : 0;
    }
    teller.tell(
        now(),
        "everybody",
        String.format(
            Locale.ROOT,
            "Each of the %d shops tuned the last one to its own sales, trained one of its own, and"
                + " tried how much of each forecasts best on days set aside for that; %d use"
                + " something of the common one.",
            shops,
            using),
        List.of());
  }

  private void tellEpoch(int epoch) throws IOException {
    MemberId first = stage.nodes().members().getFirst();
    for (JsonObject told : Nodes.each(stage.nodes().ask(first, "rounds"), "epochs")) {
      if (told.get("epoch").getAsInt() == epoch) {
        List<String> results = ledgerbook.find(first, "RESULT", "", 0);
        teller.tell(
            now(),
            "everybody",
            told.has("model")
                ? String.format(
                    Locale.ROOT,
                    "Epoch %d: %d masked updates, one sum; all %d members computed the same model"
                        + " %s.",
                    epoch,
                    told.getAsJsonArray("members").size(),
                    stage.nodes().members().size(),
                    told.get("model").getAsString().substring(0, 12))
                : "Epoch " + epoch + ": no result (" + told.get("nothing").getAsString() + ").",
            results.isEmpty() ? List.of() : List.of(results.getLast()));
      }
    }
  }

  private void foresee() throws IOException, InterruptedException {
    teller.part("The morning: looking ahead");
    jump(LocalTime.of(6, 0), 1000);
    stage
        .nodes()
        .await(
            "looking ahead",
            stage.nodes().members(),
            new Nodes.Wanted("outlook", told -> told.get("ready").getAsBoolean()),
            LOOK);
    tellTheMorning();
    tellTheNeeds();
  }

  /// Every kitchen says what it needs: a taker's table becomes entries, which all can read.
  private void tellTheNeeds() throws IOException {
    for (TownMember kitchen : stage.town().members()) {
      if (kitchen.social()) {
        tellTheNeeds(kitchen);
      }
    }
  }

  private void tellTheNeeds(TownMember kitchen) throws IOException {
    List<JsonObject> stated =
        Nodes.each(stage.nodes().ask(kitchen.id(), "publish-needs"), "stated");
    int today = stage.town().morning().getDayOfWeek().getValue() - 1;
    long grams =
        stated.stream()
            .mapToLong(need -> need.getAsJsonArray("grams").get(today).getAsLong())
            .sum();
    teller.tell(
        now(),
        kitchen.id().name(),
        "%s says what it needs: %s today, of %d categories. Everybody can read it."
            .formatted(kitchen.displayName(), new Grams(grams), stated.size()),
        List.of());
  }

  private void tellTheMorning() throws IOException {
    int orders = 0;
    int lots = 0;
    long grams = 0;
    for (MemberId shop : retailers()) {
      JsonObject outlook = stage.nodes().ask(shop, "outlook");
      for (JsonObject order : Nodes.each(outlook, "orders")) {
        orders += order.get("units").getAsLong() > 0 ? 1 : 0;
      }
      for (JsonObject lot : Nodes.each(outlook, "surplus")) {
        lots += lot.get("grams").getAsLong() > 0 ? 1 : 0;
        grams += lot.get("grams").getAsLong();
      }
    }
    teller.tell(
        now(),
        "everybody",
        String.format(
            Locale.ROOT,
            "The %d shops know what to order for tomorrow (%d lines) and of which of their lots"
                + " something will be left: %d, about %s together. Each knows only its own.",
            retailers().size(),
            orders,
            lots,
            new Grams(grams)),
        List.of());
  }

  /// The followed lot as its shop sees it.
  private JsonObject tellTheShop() throws IOException {
    jump(LocalTime.of(14, 0), 1000);
    Followed followed = stage.town().followed();
    JsonObject outlook = stage.nodes().ask(followed.giver(), "outlook");
    JsonObject lot =
        Nodes.each(outlook, "surplus").stream()
            .filter(each -> isFollowed(each, followed))
            .findFirst()
            .orElseThrow(
                () -> new IOException("the followed lot is not foreseen as surplus: " + followed));
    teller.part("The afternoon: one lot, by name");
    teller.tell(now(), followed.giver().name(), shopSentence(followed, lot), List.of());
    tellTheOrders(followed, Nodes.each(outlook, "orders"));
    return lot;
  }

  /// Tomorrow's order of the followed item, of which there is too much, and the shop's largest.
  private void tellTheOrders(Followed followed, List<JsonObject> orders) {
    List<JsonObject> here =
        orders.stream()
            .filter(order -> order.get("site").getAsString().equals(followed.site()))
            .toList();
    here.stream()
        .filter(order -> order.get("item").getAsString().equals(followed.item()))
        .findFirst()
        .ifPresent(order -> tellTheOrder(followed, order));
    here.stream()
        .filter(order -> !order.get("item").getAsString().equals(followed.item()))
        .max(Comparator.comparingLong(order -> order.get("units").getAsLong()))
        .filter(order -> order.get("units").getAsLong() > 0)
        .ifPresent(order -> tellTheOrder(followed, order));
  }

  private void tellTheOrder(Followed followed, JsonObject order) {
    long units = order.get("units").getAsLong();
    teller.tell(
        now(),
        followed.giver().name(),
        "Tomorrow's order of "
            + order.get("name").getAsString()
            + ": "
            + (units == 0 ? "none" : units)
            + ". "
            + order.get("why").getAsString(),
        List.of());
  }

  private static boolean isFollowed(JsonObject lot, Followed followed) {
    return lot.get("site").getAsString().equals(followed.site())
        && lot.get("item").getAsString().equals(followed.item())
        && lot.get("stockLot").getAsString().equalsIgnoreCase(followed.lot());
  }

  private String shopSentence(Followed followed, JsonObject lot) {
    JsonObject sells = lot.getAsJsonObject("sells");
    JsonObject left = lot.getAsJsonObject("left");
    return String.format(
        Locale.ROOT,
        "%s has %d units of %s, %s %s. It expects to sell %d (%d-%d) by then. Left over about %d:"
            + " %s, %d meals. Last useful offer %s.",
        stage.town().member(followed.giver()).orElseThrow().displayName(),
        lot.get("stock").getAsLong(),
        lot.get("name").getAsString(),
        lot.get("dateKind").getAsString().toLowerCase(Locale.ROOT).replace('_', '-'),
        Teller.day(LocalDate.parse(lot.get("date").getAsString())),
        sells.get("middle").getAsLong(),
        sells.get("low").getAsLong(),
        sells.get("high").getAsLong(),
        left.get("middle").getAsLong(),
        new Grams(lot.get("grams").getAsLong()),
        lot.get("meals").getAsLong(),
        teller.time(Instant.parse(lot.get("lastUsefulOffer").getAsString())));
  }

  private JsonObject offer(JsonObject lot) throws IOException {
    stage.yes().run();
    JsonObject question = Nodes.question("offer");
    question.addProperty("lot", lot.get("lot").getAsString());
    MemberId giver = stage.town().followed().giver();
    JsonObject offered = stage.nodes().ask(giver, question);
    teller.tell(
        now(),
        giver.name(),
        String.format(
            Locale.ROOT,
            "Yes. %d units are set aside and offered. What left the building: %d bytes: category,"
                + " storage, date, when to collect, the weight to the next 5 kg and the place to"
                + " about 5 km. Item, units, weight and place went to the takers alone; no sales.",
            offered.get("units").getAsLong(),
            offered.get("entryBytes").getAsLong()),
        List.of(offered.get("entry").getAsString()));
    return offered;
  }

  /// Offers by policy, bids, closes, awards, answers.
  private void bid() throws IOException, InterruptedException {
    allHold();
    Instant closes = at(CLOSING);
    jump(LocalTime.from(closes.minus(Terms.BIDDING).atZone(Town.ZONE)), BIDDING_RATE);
    runUntil(closes.minus(Terms.BIDDING).plus(LOOK_AROUND), BIDDING_RATE);
    settle();
    stage.premises().clock().jump(closes.minus(Duration.ofSeconds(30)), BIDDING_RATE);
    stage
        .nodes()
        .await("the close", retailers(), new Nodes.Wanted("lots", Session::allClosed), SESSION);
    stage
        .nodes()
        .await(
            "answers to awards",
            retailers(),
            new Nodes.Wanted("lots", Session::allAnswered),
            SESSION);
  }

  /// Waits until every node holds the same: whatever was offered has come to everybody.
  private void allHold() throws IOException, InterruptedException {
    long end = System.nanoTime() + LOOK.toNanos();
    var frontiers = new HashSet<String>();
    do {
      TimeUnit.MILLISECONDS.sleep(GLANCE_MILLIS);
      frontiers.clear();
      for (MemberId member : stage.nodes().members()) {
        frontiers.add(stage.nodes().ask(member, "status").get("frontier").getAsString());
      }
    } while (frontiers.size() > 1 && System.nanoTime() < end);
  }

  /// Waits until no taker has anything to wait for and nobody has bid for a while.
  private void settle() throws IOException, InterruptedException {
    long end = System.nanoTime() + SESSION.toNanos();
    long before = -1;
    int still = 0;
    while (still < GLANCES_AT_REST && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(GLANCE_MILLIS);
      long bids = 0;
      boolean quiet = true;
      for (TownMember taker : stage.town().takers()) {
        JsonObject told = stage.nodes().ask(taker.id(), "bids");
        quiet &= Session.isQuiet(told);
        bids += Session.bids(told);
      }
      still = quiet && bids == before ? still + 1 : 0;
      before = bids;
    }
  }

  private void tellTheTakers(JsonObject offered) throws IOException {
    teller.part("The takers");
    MemberId giver = stage.town().followed().giver();
    String name = offered.get("lot").getAsString();
    JsonObject lot = Session.lot(stage.nodes().ask(giver, "lots"), name).orElseThrow();
    List<JsonObject> awards = Nodes.each(lot, "awards");
    for (JsonObject award : awards) {
      MemberId taker = new MemberId(award.get("taker").getAsString());
      teller.tell(
          now(),
          giver.name(),
          String.format(
              Locale.ROOT,
              "%s gets %d of the %d, to be collected %s to %s: by the bids, nobody's need of %s,"
                  + " less the way, was worth more.",
              nameOf(taker),
              award.get("awarded").getAsLong(),
              lot.get("units").getAsLong(),
              teller.time(Instant.parse(award.get("from").getAsString())),
              teller.time(Instant.parse(award.get("until").getAsString())),
              awards.size() == 1 ? "it" : "these"),
          ledgerbook.find(giver, "AWARD", name, award.get("seq").getAsInt()));
    }
    whyNotMe(giver, name, lot);
  }

  /// For one taker that bid for the followed lot, or else another, and got nothing or less.
  private void whyNotMe(MemberId giver, String name, JsonObject lot) throws IOException {
    for (TownMember taker : stage.town().takers()) {
      Optional<JsonObject> stake =
          Nodes.each(stage.nodes().ask(taker.id(), "bids"), "bids").stream()
              .filter(each -> each.get("lot").getAsString().equals(name))
              .filter(each -> each.get("claims").getAsJsonArray().isEmpty())
              .findFirst();
      if (stake.isPresent()) {
        teller.tell(
            now(),
            taker.id().name(),
            String.format(
                Locale.ROOT,
                "Why not %s? It bid %d times, and was outbid. The lot closed at %d points a kg; to"
                    + " get a unit it would have had to bid %d, and what it still lacks of %s, less"
                    + " the way, is not worth that to it.",
                taker.displayName(),
                stake.get().get("bids").getAsInt(),
                lot.get("clearingPoints").getAsInt(),
                stake.get().get("ask").getAsInt(),
                lot.get("category").getAsString()),
            ledgerbook.find(giver, "CLOSE", name, 0));
        return;
      }
    }
    teller.tell(now(), giver.name(), "Everybody who asked for this lot got some of it.", List.of());
  }

  private String nameOf(MemberId member) {
    return stage.town().member(member).map(TownMember::displayName).orElse(member.name());
  }

  private void collect(Handovers handovers) throws IOException, InterruptedException {
    teller.part("The doors");
    jump(LocalTime.of(16, 50), 1000);
    handovers.collectAll(true);
    teller.part("A failure");
    handovers.tellTheMissed();
    jump(LocalTime.of(19, 14), BIDDING_RATE);
    stage
        .nodes()
        .await(
            "no-shows to be entered",
            retailers(),
            new Nodes.Wanted("lots", Session::noneAccepted),
            SESSION);
    stage
        .nodes()
        .await(
            "the standby's answer",
            retailers(),
            new Nodes.Wanted("lots", Session::allAnswered),
            SESSION);
    stage.premises().clock().run(1000);
    handovers.collectStandby();
    jump(LocalTime.of(23, 30), QUICK_RATE);
    stage
        .nodes()
        .await(
            "everything to be settled",
            retailers(),
            new Nodes.Wanted("lots", Session::allSettled),
            SESSION);
    stage.premises().clock().run(1000);
  }

  /// The reading at a door, in tenths of a degree.
  static int reading(JsonObject lot) {
    return lot.get("storage").getAsString().equals("AMBIENT") ? AMBIENT_READING : CHILLED_READING;
  }
}
