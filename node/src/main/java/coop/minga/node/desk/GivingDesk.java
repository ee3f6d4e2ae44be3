package coop.minga.node.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import coop.minga.federation.goods.Allergens;
import coop.minga.federation.goods.DateMark;
import coop.minga.federation.goods.Storage;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.negotiation.Hold;
import coop.minga.federation.negotiation.LotAuction;
import coop.minga.federation.negotiation.PlateClock;
import coop.minga.federation.negotiation.Promise;
import coop.minga.federation.surplus.Lot;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.Parent;
import coop.minga.federation.surplus.Recall;
import coop.minga.federation.surplus.SurplusStatement;
import coop.minga.federation.surplus.VetoReason;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;
import coop.minga.node.config.NodeConfig;
import coop.minga.node.exchange.Desk;
import coop.minga.node.exchange.Exchange;
import coop.minga.node.exchange.Recollection;
import coop.minga.node.exchange.Seen;
import coop.minga.node.history.Site;
import coop.minga.node.planning.LeftOver;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The giver's side of a node: what it offers, by a person's yes or a standing policy, and its
/// stall.
public final class GivingDesk implements Desk {
  /// A site of this member's has so long to say whether it takes what another would move to it.
  public static final Duration TO_ANSWER_A_SITE = Duration.ofHours(1);

  private static final String PART = "-part-";

  /// So much of a lot's name begins the names of its parts.
  private static final int LONGEST_OF_A_PART = 48;

  private static final String BEGUN_ANEW = "this member's ledger was begun anew";

  private final Exchange exchange;
  private final RecallDesk recalls;
  private final OwnStall stall;
  private final OtherOutlets otherOutlets;
  private final LeftOvers leftOvers;
  private final OfferMaker offers;
  private final StandingPolicy policy;
  private final Drafts drafts;

  /// Whether time has passed since the start: what a crash left due comes then.
  private boolean begun;

  /// Whether the ledger has just been begun anew: bids may be lost, and nobody could say for whom a
  /// lot should close.
  private boolean begunAnew;

  /// A desk with nothing on offer.
  public GivingDesk(
      Exchange exchange,
      OutlookDesk outlook,
      RecallDesk recalls,
      SettlementDesk settlements,
      NodeConfig.Policy policy) {
    this.exchange = exchange;
    this.recalls = recalls;
    this.stall = new OwnStall(exchange, recalls, settlements.rules());
    this.otherOutlets = new OtherOutlets(exchange, stall, policy.leftOver());
    this.leftOvers = new LeftOvers(exchange, outlook, recalls, stall);
    this.offers = new OfferMaker(exchange, outlook, settlements, policy.wishes());
    this.policy =
        new StandingPolicy(exchange, new OfferKit(stall, leftOvers, offers), settlements, policy);
    this.drafts = new Drafts(exchange, leftOvers, this.policy);
  }

  @Override
  public void recall(Recollection all) {
    stall.recall(all);
    List<Seen> own = all.ledger(exchange.self());
    begunAnew = !own.isEmpty() && Folding.succeeds(own.getLast());
  }

  @Override
  public void opened(Seen entry) {
    stall.collect(entry);
  }

  @Override
  public void seen(Seen entry) {
    if (entry.author().equals(exchange.self())) {
      stall.spend(entry);
    }
    stall.collect(entry);
    if (!entry.author().equals(exchange.self()) && !Folding.isAgreement(entry)) {
      stall.hear(entry);
    }
    if (entry.said() instanceof Said.OfSurplus(Recall _)) {
      haltWhatIsRecalled();
    }
  }

  @Override
  public void witnessed(Seen entry) {
    if (!entry.author().equals(exchange.self()) && Folding.isAgreement(entry)) {
      stall.hear(entry);
    }
  }

  /// Bids are told; those of a member that is frozen are not heard, as if they had not come.
  @Override
  public void told(Seen entry) {
    if (!exchange.frozen().containsKey(entry.author())) {
      stall.hear(entry);
    }
  }

  @Override
  public void toldAgain(Seen entry) {
    stall.hear(entry);
  }

  @Override
  public void met(MemberId peer) {
    stall.tellAgain(peer);
  }

  @Override
  public void tick() {
    if (begunAnew) {
      begunAnew = false;
      takeBackWhatIsOpen();
    }
    if (!begun) {
      otherOutlets.toTheFreezer();
    }
    haltWhatIsRecalled();
    drafts.notice();
    policy.tick();
    otherOutlets.letGo();
    if (!begun || stall.isDue()) {
      begun = true;
      stall.passTime();
    }
  }

  @Override
  public Optional<JsonObject> answer(String verb, JsonObject question) {
    return switch (verb) {
      case "offer" -> Optional.of(offer(question));
      case "offer-part" -> Optional.of(offerPart(question));
      case "freeze" -> Optional.of(freeze(question));
      case "firm-up" -> Optional.of(firmUp(question));
      case "move" -> Optional.of(move(question));
      case "take-over" -> Optional.of(takeOver(question));
      case "withdraw" -> Optional.of(withdraw(question));
      case "hold" -> Optional.of(hold(question));
      case "rule-out" -> Optional.of(ruleOut(question));
      case "outlet" -> Optional.of(outlet(question));
      case "handover" -> Optional.of(handOver(question));
      case "lots" -> Optional.of(lots());
      default -> Optional.empty();
    };
  }

  private void takeBackWhatIsOpen() {
    for (LotAuction lot : stall.lots()) {
      if (lot.stage() instanceof LotAuction.Stage.Open) {
        String name = lot.offer().offer().lot().name();
        stall.say(
            Asking.allowed(stall.now().withdraw(exchange.now(), name, BEGUN_ANEW, stall.known())));
      }
    }
  }

  /// A recall waits for nobody: what it covers is stopped before anything else is said of it, also
  /// what nobody took and is still there. One that is dated a moment ahead is heeded when its time
  /// has come.
  private void haltWhatIsRecalled() {
    for (LotAuction lot : stall.lots()) {
      if (!lot.isStopped() && (!lot.isSettled() || otherOutlets.isAnyOf(lot))) {
        Lot offered = lot.offer().offer().lot();
        recalls
            .covering(offered)
            .map(called ->
                stall.now().halt(exchange.now(), offered.name(), called.id(), stall.known()))
            .ifPresent(may -> stall.say(Asking.allowed(may)));
      }
    }
  }

  // ---- What was opened, and may be forgotten

  /// Whether nothing of an offer of this member's, nor of those that close with it, is still to
  /// come.
  boolean isOver(Notice notice) {
    return stall.isOver(notice.closesAt());
  }

  /// Forgets lots whose openings are erased.
  void forget(Set<String> lots) {
    stall.forget(lots);
  }

  // ---- Offers

  /// Offers a part of what was collected: the same food with the same date, from one's own site.
  private JsonObject offerPart(JsonObject question) {
    var whole =
        new LotName(new MemberId(Asking.text(question, "giver")), Asking.text(question, "lot"));
    var parent = new Parent(whole, question.get("award").getAsInt());
    Lot lot =
        stall
            .whole(whole)
            .orElseThrow(
                () -> new IllegalArgumentException("no lot " + whole + " is open to this member"));
    Site site = hub(Asking.text(question, "site"));
    var part =
        new Lot(
            nextPart(whole),
            site.site(),
            Offering.place(site.place().orElseThrow()),
            lot.product(),
            lot.date(),
            question.get("units").getAsInt(),
            lot.unitGrams());
    boolean freezes = question.has("freeze") && question.get("freeze").getAsBoolean();
    return offerPart(freezes ? frozen(part) : part, parent);
  }

  private JsonObject offerPart(Lot part, Parent parent) {
    Offer offer =
        offers
            .part(part, parent)
            .orElseThrow(
                () -> new IllegalArgumentException("nothing leaves time to eat " + parent.lot()));
    stall
        .partFault(offer)
        .ifPresent(fault -> {
          throw new IllegalArgumentException(fault);
        });
    return offer(offer);
  }

  private Lot frozen(Lot fresh) {
    return new Lot(
        fresh.name(),
        fresh.site(),
        fresh.place(),
        fresh.product().kept(Storage.FROZEN),
        fresh.date().frozen(offers.frozenUntil()),
        fresh.units(),
        fresh.unitGrams());
  }

  /// Freezes what nobody took of a lot of its own, and offers it as another lot. The one has gone
  /// to the freezer: nothing is left of it of which it is not said what becomes of it.
  private JsonObject freeze(JsonObject question) {
    String name = Asking.text(question, "lot");
    LotAuction own =
        stall
            .lot(name)
            .orElseThrow(() -> new IllegalArgumentException("lot " + name + " was not offered"));
    Lot lot = own.offer().offer().lot();
    int most = otherOutlets.left(name);
    int units = question.has("units") ? question.get("units").getAsInt() : most;
    if (units < 1 || units > most) {
      throw new IllegalArgumentException(
          "of lot %s nobody took %d units, which can be frozen, not %d"
              .formatted(name, most, units));
    }
    var part =
        new Lot(
            nextPart(own.name()),
            lot.site(),
            lot.place(),
            lot.product(),
            lot.date(),
            units,
            lot.unitGrams());
    JsonObject told = offerPart(frozen(part), new Parent(own.name(), Parent.OWN));
    otherOutlets.toTheFreezer();
    return told;
  }

  private Site hub(String named) {
    return leftOvers
        .site(named)
        .filter(site -> site.place().isPresent())
        .orElseThrow(() ->
            new IllegalArgumentException("the sites table has no site " + named + " with a place"));
  }

  private String nextPart(LotName whole) {
    int time = 1;
    String begin = whole.lot().substring(0, Math.min(whole.lot().length(), LONGEST_OF_A_PART));
    while (stall.isTaken(begin + PART + time)) {
      time++;
    }
    return begin + PART + time;
  }

  private JsonObject offer(JsonObject question) {
    String name = Asking.text(question, "lot");
    LeftOver lot = declared(checked(leftOvers.offerable(name), question), question);
    leftOvers
        .moves()
        .asked(name)
        .ifPresent(open -> {
          throw new IllegalArgumentException(
              "%s may take it until %s, before it is offered to members"
                  .formatted(open.to(), local(open.until())));
        });
    boolean expected = question.has("expected") && question.get("expected").getAsBoolean();
    long usual = expected ? leftOvers.promisable(lot) : leftOvers.usual(lot);
    long most = expected ? leftOvers.promisable(lot) : leftOvers.stock(lot);
    Optional<Integer> unclaimed = leftOvers.unclaimedToday(lot);
    long cap = unclaimed.map(Integer::longValue).orElse(most);
    int units =
        question.has("units") ? question.get("units").getAsInt() : (int) Math.min(usual, cap);
    if (unclaimed.isPresent() && leftOvers.isOfferedOftenEnough(lot)) {
      throw new IllegalArgumentException(
          "%s was offered again %d times today, the most; say what becomes of it: minga offer %s --outlet feed=WHERE"
              .formatted(name, OwnStall.MOST_REOFFERS, name));
    }
    if (unclaimed.isPresent() && units > cap) {
      throw new IllegalArgumentException(
          "of %s nobody took %d units, which can be offered again today, not %d"
              .formatted(name, cap, units));
    }
    if (units < 1 || units > most) {
      throw new IllegalArgumentException(
          expected
              ? "of %s %d units are left three times in four; only so many can be expected, not %d"
                  .formatted(name, most, units)
              : "of " + name + " between 1 and " + most + " units can be offered, not " + units);
    }
    Offer offer =
        offers
            .offer(leftOvers.nextName(lot), lot, units)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "nothing leaves time to eat " + name + ", or its site has no place"));
    Offer firm = offers.firstTo(question, offer);
    Offer said = expected ? offers.expected(question, firm) : firm;
    return offer(offers.wishing(said, question));
  }

  /// A person may say that food may still be eaten after the day that it is best before.
  private LeftOver checked(LeftOver lot, JsonObject question) {
    DateMark mark = lot.mark();
    ZoneId zone = exchange.roster().rules().time().zone();
    if (!question.has("checked") && !exchange.now().isBefore(mark.endOfUse(zone))) {
      throw new IllegalArgumentException(
          "%s was best before %s; if one of you has looked, say until when it may be eaten: --checked DATE"
              .formatted(leftOvers.nameOf(lot), mark.date()));
    }
    return question.has("checked") ? lot.checked(day(Asking.text(question, "checked"))) : lot;
  }

  /// A person may say what is in it, also otherwise than the table of items.
  private static LeftOver declared(LeftOver lot, JsonObject question) {
    return question.has("contains")
        ? lot.containing(Allergens.listed(Asking.text(question, "contains")))
        : lot;
  }

  private static LocalDate day(String said) {
    try {
      return LocalDate.parse(said);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("\"" + said + "\" is not a day, as in 2026-11-24", e);
    }
  }

  private JsonObject offer(Offer offer) {
    stall
        .fault(offer)
        .ifPresent(fault -> {
          throw new IllegalArgumentException(fault);
        });
    stall.say(offer);
    return told(stall.lot(offer.lot().name()).orElseThrow());
  }

  private LocalTime local(Instant at) {
    return at.atZone(exchange.roster().rules().time().zone()).toLocalTime();
  }

  // ---- Between own sites

  /// A site asks another of this member's whether it takes some, before members are asked.
  private JsonObject move(JsonObject question) {
    String name = Asking.text(question, "lot");
    LeftOver lot = leftOvers.named(name);
    String to = Asking.text(question, "to");
    if (leftOvers.site(to).isEmpty() || to.equals(lot.series().site())) {
      throw new IllegalArgumentException(
          "the sites table has no other site " + to + " to which " + name + " could be moved");
    }
    boolean offered = leftOvers.isOffered(lot);
    long most = leftOvers.stock(lot);
    int units =
        question.has("units")
            ? question.get("units").getAsInt()
            : Math.toIntExact(Math.min(most, lot.left().middle()));
    if (offered || units < 1 || units > most) {
      throw new IllegalArgumentException(
          offered
              ? name + " is offered to members; take that back before"
              : "of %s between 1 and %d units can be moved, not %d".formatted(name, most, units));
    }
    requireNotRecalled(lot);
    Instant now = exchange.now();
    Instant until = silentUntil(lot, to);
    return leftOvers
        .moves()
        .ask(new Moves.Move(name, lot.series().site(), to, units, now, until, Optional.empty()))
        .told();
  }

  /// Silence moves nothing, and leaves time to offer it to members.
  private Instant silentUntil(LeftOver lot, String to) {
    Instant now = exchange.now();
    Instant usual = now.plus(TO_ANSWER_A_SITE);
    Instant last = Offering.of(exchange).last(lot.mark());
    if (!now.isBefore(last)) {
      throw new IllegalArgumentException(
          "nothing would leave time to eat %s if %s said nothing"
              .formatted(leftOvers.nameOf(lot), to));
    }
    return usual.isBefore(last) ? usual : last;
  }

  private void requireNotRecalled(LeftOver lot) {
    leftOvers
        .recalled(lot)
        .ifPresent(fault -> {
          throw new IllegalArgumentException(fault);
        });
  }

  /// The other site says how much it takes.
  private JsonObject takeOver(JsonObject question) {
    String name = Asking.text(question, "lot");
    leftOvers.all().stream()
        .filter(lot -> leftOvers.nameOf(lot).equals(name))
        .forEach(this::requireNotRecalled);
    return leftOvers.moves().take(name, question.get("units").getAsInt()).told();
  }

  // ---- What people say of an offer

  /// A person has looked: so many units are there of what was only expected. What a crash left due
  /// comes before.
  private JsonObject firmUp(JsonObject question) {
    String name = Asking.text(question, "lot");
    stall.passTime();
    int units = question.get("units").getAsInt();
    stall.say(Asking.allowed(stall.now().firmUp(exchange.now(), name, units)));
    return told(stall.lot(name).orElseThrow());
  }

  private JsonObject withdraw(JsonObject question) {
    var may =
        stall
            .now()
            .withdraw(
                exchange.now(),
                Asking.text(question, "lot"),
                Asking.text(question, "reason"),
                stall.known());
    stall.say(Asking.allowed(may));
    return told(stall.lot(Asking.text(question, "lot")).orElseThrow());
  }

  private JsonObject hold(JsonObject question) {
    String name = Asking.text(question, "lot");
    int minutes = question.has("minutes") ? question.get("minutes").getAsInt() : Hold.MOST_MINUTES;
    stall.say(
        Asking.allowed(
            stall.now().hold(exchange.now(), name, minutes, Asking.text(question, "reason"))));
    return told(stall.lot(name).orElseThrow());
  }

  /// A person has learnt that a taker would endanger who eats it. What a crash left due comes
  /// before.
  private JsonObject ruleOut(JsonObject question) {
    String name = Asking.text(question, "lot");
    String reason = Asking.text(question, "reason");
    stall.passTime();
    var taker = new MemberId(Asking.text(question, "taker"));
    VetoReason why =
        VetoReason.of(reason)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "no taker is ruled out for \"%s\", but for cold-chain or safety-record"
                        .formatted(reason)));
    stall.say(Asking.allowed(stall.now().ruleOut(exchange.now(), name, taker, why, stall.known())));
    return told(stall.lot(name).orElseThrow());
  }

  /// A person says what becomes of what no member took. What a crash left due comes before, and a
  /// recall.
  private JsonObject outlet(JsonObject question) {
    haltWhatIsRecalled();
    stall.passTime();
    otherOutlets.outlet(question);
    return told(stall.lot(Asking.text(question, "lot")).orElseThrow());
  }

  private JsonObject handOver(JsonObject question) {
    String name = Asking.text(question, "lot");
    stall
        .lot(name)
        .flatMap(lot -> recalls.fault(lot.offer().offer().lot()))
        .ifPresent(fault -> {
          throw new IllegalArgumentException(fault);
        });
    var may =
        stall
            .now()
            .pickUp(
                exchange.now(),
                name,
                question.get("seq").getAsInt(),
                question.get("units").getAsInt(),
                question.get("deciCelsius").getAsInt());
    stall.say(Asking.allowed(may));
    return told(stall.lot(name).orElseThrow());
  }

  // ---- What waits for a person

  /// What of this member's lots waits for a person.
  List<Waiting> waiting() {
    var all = new ArrayList<>(drafts.waiting());
    leftOvers
        .moves()
        .open()
        .forEach(move ->
            all.add(
                new Waiting(
                    move.lot(),
                    move.to(),
                    "%s would move %d units: minga offer %s --take UNITS"
                        .formatted(move.from(), move.units(), move.lot()),
                    move.until(),
                    "not moved")));
    stall.lots().forEach(lot -> all.addAll(waiting(lot)));
    return all;
  }

  /// What is foreseen and not offered, and what of it the shop let wait for half of the time;
  /// absent while nothing is foreseen yet.
  public Optional<Unoffered> unoffered() {
    return drafts.unoffered();
  }

  private List<Waiting> waiting(LotAuction lot) {
    Lot offered = lot.offer().offer().lot();
    var all = new ArrayList<Waiting>();
    otherOutlets.waiting(lot).ifPresent(all::add);
    lot.wordBy()
        .filter(_ -> lot.heldUntil().filter(exchange.now()::isBefore).isEmpty())
        .ifPresent(by ->
            all.add(
                new Waiting(
                    offered.name(),
                    offered.site(),
                    "say how much is there: minga offer " + offered.name() + " --there UNITS",
                    by,
                    "taken back, and counted")));
    lot.heldUntil()
        .filter(_ -> lot.mayBeTakenBack(exchange.now()))
        .ifPresent(at ->
            all.add(
                new Waiting(
                    offered.name(),
                    offered.site(),
                    "take it back: minga offer " + offered.name() + " --withdraw REASON",
                    at,
                    "awarded as computed")));
    for (Promise promise : lot.wordBy().isPresent() ? List.<Promise>of() : lot.awards()) {
      if (promise.state() == Promise.State.ACCEPTED) {
        all.add(
            new Waiting(
                offered.name(),
                offered.site(),
                "hand over%s: minga handover %s --award %d --units %d --celsius C"
                    .formatted(
                        promise.carried().map(to -> " to " + to.carrier()).orElse(""),
                        offered.name(),
                        promise.award().seq(),
                        promise.units()),
                promise.award().window().until(),
                "counted as a no-show"));
      }
    }
    return all;
  }

  // ---- What an operator is told

  private JsonObject lots() {
    var told = new JsonObject();
    var all = new JsonArray();
    stall.lots().forEach(lot -> all.add(told(lot)));
    told.add("lots", all);
    told.add("moves", leftOvers.moves().told(leftOvers.morning()));
    return told;
  }

  /// Bytes that every member gets of it.
  private int entryBytes(LotAuction lot) {
    SurplusStatement shown =
        exchange
            .notice(lot.offer().id())
            .<SurplusStatement>map(notice -> notice)
            .orElse(lot.offer().offer());
    return Statements.encode(new Said.OfSurplus(shown)).size();
  }

  private JsonObject told(LotAuction lot) {
    var told = new JsonObject();
    Offer offer = lot.offer().offer();
    told.addProperty("lot", offer.lot().name());
    told.addProperty("entry", lot.offer().id().toString());
    told.addProperty("entryBytes", entryBytes(lot));
    told.addProperty("item", offer.lot().product().item());
    told.addProperty("category", offer.lot().product().category());
    told.addProperty("storage", offer.lot().product().storage().name());
    told.addProperty("site", offer.lot().site());
    told.addProperty("latitudeE6", offer.lot().place().latitudeE6());
    told.addProperty("longitudeE6", offer.lot().place().longitudeE6());
    told.addProperty("units", offer.lot().units());
    told.addProperty("unitGrams", offer.lot().unitGrams());
    told.addProperty("dateKind", offer.lot().date().kind().name());
    told.addProperty("date", offer.lot().date().date().toString());
    offer
        .lot()
        .date()
        .checkedUntil()
        .ifPresent(until -> told.addProperty("checkedUntil", until.toString()));
    offer
        .lot()
        .date()
        .frozenUntil()
        .ifPresent(until -> told.addProperty("frozenUntil", until.toString()));
    offer
        .lot()
        .product()
        .contains()
        .ifPresent(declared -> told.addProperty("contains", declared.text()));
    told.addProperty("opened", offer.openedAt().toString());
    told.addProperty("closes", offer.closesAt().toString());
    told.addProperty("urgent", Offering.of(exchange).isUrgent(offer));
    told.addProperty("openingPoints", offer.openingPoints());
    told.addProperty("until", offer.window().until().toString());
    told.addProperty("settled", lot.isSettled());
    told.addProperty("expired", lot.expiredUnits());
    told.addProperty("held", lot.heldUnits());
    offer
        .said()
        .first()
        .ifPresent(first -> {
          told.addProperty("first", first.taker().name());
          told.addProperty("firstUntil", time(first.until()));
        });
    offer.said().firmBy().ifPresent(by -> told.addProperty("firmBy", time(by)));
    lot.wordBy().ifPresent(by -> told.addProperty("wordBy", time(by)));
    lot.there().ifPresent(units -> told.addProperty("there", units));
    told.addProperty("preferred", offer.wished().bonuses().size());
    told.addProperty("excluded", offer.wished().vetoes().size());
    var ruledOut = new JsonArray();
    lot.ruledOut().stream().sorted().forEach(taker -> ruledOut.add(taker.name()));
    told.add("ruledOut", ruledOut);
    told.addProperty("unclaimed", otherOutlets.units(lot));
    told.addProperty("again", otherOutlets.again(lot).isPresent());
    told.add("elsewhere", OtherOutlets.told(lot));
    lot.heldUntil().ifPresent(at -> told.addProperty("awardsFrom", time(at)));
    if (!lot.isSettled() || otherOutlets.isAnyOf(lot)) {
      PlateClock clock =
          lot.clock().orElseGet(() -> Offering.of(exchange).clock(offer.lot().date()));
      told.addProperty("usefulUntil", time(clock.latest()));
      told.addProperty("useful", clock.words(exchange.now()));
    }
    switch (lot.stage()) {
      case LotAuction.Stage.Open _ -> told.addProperty("stage", "open");
      case LotAuction.Stage.Withdrawn _ -> told.addProperty("stage", "withdrawn");
      case LotAuction.Stage.Closed(var id, var close) -> {
        told.addProperty("stage", "closed");
        told.addProperty("close", id.toString());
        told.addProperty("clearingPoints", close.clearingPoints());
      }
    }
    var awards = new JsonArray();
    lot.awards().forEach(promise -> awards.add(awarded(lot, promise)));
    told.add("awards", awards);
    return told;
  }

  private JsonObject awarded(LotAuction lot, Promise promise) {
    JsonObject told = told(lot, promise);
    if (promise.state() == Promise.State.OPEN || promise.state() == Promise.State.ACCEPTED) {
      PlateClock clock = lot.clock(promise.award().taker());
      told.addProperty("usefulUntil", time(clock.latest()));
      told.addProperty("useful", clock.words(exchange.now()));
    }
    return told;
  }

  private static JsonObject told(LotAuction lot, Promise promise) {
    var told = new JsonObject();
    told.addProperty("again", isReoffer(lot, promise) && !lot.isFirst(promise.award()));
    told.addProperty("first", lot.isFirst(promise.award()));
    told.addProperty("seq", promise.award().seq());
    told.addProperty("taker", promise.award().taker().member().name());
    told.addProperty("site", promise.award().taker().site());
    told.addProperty("awarded", promise.award().units());
    told.addProperty("units", promise.units());
    told.addProperty("state", promise.state().name());
    told.addProperty("answerBy", time(promise.award().answerBy()));
    told.addProperty("at", time(promise.award().at()));
    told.addProperty("from", time(promise.award().window().from()));
    told.addProperty("until", time(promise.award().window().until()));
    told.addProperty("grams", promise.grams().value());
    told.addProperty("moved", promise.moved().toString());
    promise.carried().ifPresent(to -> told.addProperty("carrier", to.carrier().name()));
    return told;
  }

  /// Whether the units had been awarded before: what freed them is not the close.
  private static boolean isReoffer(LotAuction lot, Promise promise) {
    return lot.stage() instanceof LotAuction.Stage.Closed(var id, _)
        && !promise.award().because().equals(id);
  }

  private static String time(Instant at) {
    return at.toString();
  }
}
