package coop.minga.node.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.negotiation.Elsewhere;
import coop.minga.federation.negotiation.GivingRecord;
import coop.minga.federation.negotiation.Hold;
import coop.minga.federation.negotiation.LotAuction;
import coop.minga.federation.negotiation.May;
import coop.minga.federation.negotiation.Promise;
import coop.minga.federation.negotiation.Rulebook;
import coop.minga.federation.negotiation.Terms;
import coop.minga.federation.roster.Rules;
import coop.minga.federation.surplus.Clauses;
import coop.minga.federation.surplus.FirstRefusal;
import coop.minga.federation.surplus.Lot;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.Outlet;
import coop.minga.federation.surplus.Parent;
import coop.minga.federation.surplus.Recall;
import coop.minga.federation.surplus.SurplusStatement;
import coop.minga.federation.surplus.VetoReason;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;
import coop.minga.node.config.NodeConfig;
import coop.minga.node.config.NodeConfig.Consent;
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
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The giver's side of a node: what it offers, by a person's yes or a standing policy, and its
/// stall.
public final class GivingDesk implements Desk {
  /// With a standing policy, surplus is offered this long before a closing time.
  public static final Duration POLICY_BEFORE_CLOSING = Duration.ofHours(2);

  /// Less than this is not offered by policy: it is not worth anybody's way.
  public static final long LEAST_GRAMS = 500;

  /// Where less of what was only expected was there, in per cent, nothing is expected by policy.
  public static final int LEAST_THERE_PERCENT = 50;

  /// That is judged by the words that were due in so many days.
  public static final int DAYS_OF_EXPECTING = 28;

  /// So long before it can be collected it is said how much is there of what was only expected,
  /// unless a person names another time.
  public static final Duration FIRMED_BEFORE = Duration.ofMinutes(15);

  /// A site of this member's has so long to say whether it takes what another would move to it.
  public static final Duration TO_ANSWER_A_SITE = Duration.ofHours(1);

  private static final long FIRST_MINUTES = 30;
  private static final long MOST_FIRST_MINUTES = Duration.ofDays(1).toMinutes();
  private static final String PART = "-part-";

  /// So much of a lot's name begins the names of its parts.
  private static final int LONGEST_OF_A_PART = 48;

  private static final JsonObject NOTHING_SAID = new JsonObject();
  private static final String ORGANISATION = "the organisation";
  private static final String BEGUN_ANEW = "this member's ledger was begun anew";

  private final Exchange exchange;
  private final OutlookDesk outlook;
  private final RecallDesk recalls;
  private final SettlementDesk settlements;
  private final Consent policy;
  private final NodeConfig.Wishes wishes;
  private final Grams expectUpTo;
  private final LotNames names;
  private final Rulebook rules;
  private final OwnStall stall;
  private final Unclaimed unclaimed;
  private final Moves moves;
  private final Noticed noticed;

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
    this.outlook = outlook;
    this.policy = policy.offer();
    this.wishes = policy.wishes();
    this.expectUpTo = policy.expectUpTo();
    this.names = LotNames.of(exchange);
    this.moves = new Moves(exchange);
    this.noticed = new Noticed(exchange);
    this.settlements = settlements;
    this.rules = settlements.rules();
    this.stall = new OwnStall(exchange, recalls, rules);
    this.unclaimed = new Unclaimed(exchange, stall, policy.leftOver());
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
    haltWhatIsRecalled();
    notice();
    if (policy == Consent.ALWAYS) {
      offerByPolicy();
    }
    if (expectUpTo.value() > 0) {
      expectByPolicy();
    }
    unclaimed.letGo();
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
        stall.say(allowed(stall.now().withdraw(exchange.now(), name, BEGUN_ANEW, stall.known())));
      }
    }
  }

  /// A recall waits for nobody: what it covers is stopped before anything else is said of it, also
  /// what nobody took and is still there. One that is dated a moment ahead is heeded when its time
  /// has come.
  private void haltWhatIsRecalled() {
    for (LotAuction lot : stall.lots()) {
      if (!lot.isStopped() && (!lot.isSettled() || unclaimed.isAnyOf(lot))) {
        Lot offered = lot.offer().offer().lot();
        recalls
            .covering(offered)
            .map(called ->
                stall.now().halt(exchange.now(), offered.name(), called.id(), stall.known()))
            .ifPresent(may -> stall.say(allowed(may)));
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

  private void offerByPolicy() {
    for (LeftOver lot : leftOvers()) {
      int units = Math.toIntExact(lot.promisable() - gone(lot));
      String name = nextName(lot, this::isOfAnEarlierDay);
      if (isOfferedByPolicy(lot)
          && moves.asked(names.of(lot)).isEmpty()
          && stall.lot(name).isEmpty()) {
        offer(name, lot, units)
            .filter(
                offer -> !exchange.now().isBefore(offer.closesAt().minus(POLICY_BEFORE_CLOSING)))
            .map(offer -> wishing(offer, NOTHING_SAID))
            .filter(offer -> stall.fault(offer).isEmpty())
            .ifPresent(stall::say);
      }
    }
  }

  /// What will probably be left is offered before the day's last closing time, when most is sold:
  /// by the time a person says how much is there, it can be seen.
  private void expectByPolicy() {
    for (LeftOver lot : leftOvers()) {
      String name = nextName(lot, this::isOfAnEarlierDay);
      if (isExpectedByPolicy(lot)
          && moves.asked(names.of(lot)).isEmpty()
          && stall.lot(name).isEmpty()) {
        offer(name, lot, expectable(lot))
            .filter(Offering.of(exchange)::isLastOfItsDay)
            .filter(
                offer -> !exchange.now().isBefore(offer.closesAt().minus(POLICY_BEFORE_CLOSING)))
            .map(offer -> expected(NOTHING_SAID, offer))
            .map(offer -> wishing(offer, NOTHING_SAID))
            .filter(offer -> stall.fault(offer).isEmpty())
            .ifPresent(stall::say);
      }
    }
  }

  private boolean isExpectedByPolicy(LeftOver lot) {
    return expectUpTo.value() > 0
        && rulesLeaveTimeForAWord()
        && expectable(lot) * lot.item().unitGrams() >= LEAST_GRAMS
        && isMostlyThere();
  }

  /// Rules may take bids for so long after the closing time that food is collected before anybody
  /// could say how much of it is there.
  private boolean rulesLeaveTimeForAWord() {
    Duration bids = exchange.roster().rules().auction().hardClose();
    return bids.plus(Terms.HOLD).plus(Terms.LEAST_FIRMING).compareTo(Offering.BEFORE_WINDOW) <= 0;
  }

  /// Units of a lot that may be expected by policy: what is left three times in four, within what
  /// may still be expected on this day.
  private int expectable(LeftOver lot) {
    LocalDate today = today();
    long expected =
        stall.lots().stream()
            .map(offered -> offered.offer().offer())
            .filter(offer -> offer.said().firmBy().isPresent())
            .filter(offer -> offer.openedAt().atZone(zone()).toLocalDate().equals(today))
            .mapToLong(offer -> offer.lot().grams(offer.lot().units()).value())
            .sum();
    long room = Math.max(0, expectUpTo.value() - expected) / lot.item().unitGrams();
    return Math.toIntExact(Math.clamp(lot.promisable() - gone(lot), 0L, room));
  }

  /// Who expects too much breaks no rule; its node leaves off by itself, until that is long ago.
  private boolean isMostlyThere() {
    return tooLittleThere().isEmpty();
  }

  /// Per cent of what was expected of late that was there, if that was too little.
  private Optional<Long> tooLittleThere() {
    Instant now = exchange.now();
    return Optional.ofNullable(
            settlements
                .giving()
                .expected(now.minus(Duration.ofDays(DAYS_OF_EXPECTING)), now)
                .get(exchange.self()))
        .map(GivingRecord.Expected::percentThere)
        .filter(percent -> percent < LEAST_THERE_PERCENT);
  }

  private LocalDate today() {
    return exchange.now().atZone(zone()).toLocalDate();
  }

  private List<LeftOver> leftOvers() {
    return outlook.outlook().map(Outlook::leftOvers).orElse(List.of());
  }

  private Optional<Offer> offer(String name, LeftOver lot, int units) {
    Optional<Site> site = outlook.outlook().flatMap(seen -> seen.site(lot.series().site()));
    return site.flatMap(
            found -> Offering.of(exchange).offer(name, lot, found, units, exchange.now()))
        .map(offer ->
            offer
                .settled(settlements.epoch())
                .under(exchange.roster().hash())
                .saying(Clauses.PLAIN))
        .map(this::priced);
  }

  /// Opened at what its like cleared for of late, by this member's own count.
  private Offer priced(Offer offer) {
    return offer.opening(
        rules.givenBy(exchange.self()).of(offer).map(terms -> terms.opening(offer)).orElse(0));
  }

  /// The name of a lot's next offer: the lot's own, with a number from the second time on. No name
  /// is used twice, since an entry that names a lot must mean one offer.
  private String nextName(LeftOver lot, Predicate<LotAuction> over) {
    int time = 1;
    while (isOver(names.of(lot, time), over)) {
      time++;
    }
    return names.of(lot, time);
  }

  /// An offer that can be told no more was over when what it hides was erased.
  private boolean isOver(String name, Predicate<LotAuction> over) {
    Optional<LotAuction> offered = stall.lot(name);
    return offered.map(over::test).orElseGet(() -> stall.isTaken(name));
  }

  /// Whether a person may offer the rest of a lot anew: the offer was taken back, or what is left
  /// of the lot was foreseen since.
  private boolean isOver(LotAuction offered) {
    return offered.stage() instanceof LotAuction.Stage.Withdrawn || isOfAnEarlierDay(offered);
  }

  /// Whether an offer came to its end before the day that was looked at. What was given away since
  /// is still in the numbers of that morning.
  private boolean isOfAnEarlierDay(LotAuction offered) {
    ZoneId zone = zone();
    LocalDate opened = offered.offer().offer().openedAt().atZone(zone).toLocalDate();
    return offered.isSettled()
        && outlook.outlook().filter(seen -> opened.isBefore(seen.morning())).isPresent();
  }

  /// Offers a part of what was collected: the same food with the same date, from one's own site.
  private JsonObject offerPart(JsonObject question) {
    var whole = new LotName(new MemberId(text(question, "giver")), text(question, "lot"));
    var parent = new Parent(whole, question.get("award").getAsInt());
    Lot lot =
        stall
            .whole(whole)
            .orElseThrow(
                () -> new IllegalArgumentException("no lot " + whole + " is open to this member"));
    Site site = hub(text(question, "site"));
    var part =
        new Lot(
            nextPart(whole),
            site.site(),
            Offering.place(site.place().orElseThrow()),
            lot.product(),
            lot.date(),
            question.get("units").getAsInt(),
            lot.unitGrams());
    Offer offer =
        Offering.of(exchange)
            .offer(part, exchange.now())
            .map(plain ->
                plain
                    .settled(settlements.epoch())
                    .under(exchange.roster().hash())
                    .saying(Clauses.PLAIN.partOf(parent)))
            .map(this::priced)
            .map(plain -> wishing(plain, NOTHING_SAID))
            .orElseThrow(
                () -> new IllegalArgumentException("no closing time leaves time to eat " + whole));
    stall
        .partFault(offer)
        .ifPresent(fault -> {
          throw new IllegalArgumentException(fault);
        });
    return offer(offer);
  }

  private Site hub(String named) {
    return outlook
        .outlook()
        .flatMap(seen -> seen.site(named))
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
    String name = text(question, "lot");
    LeftOver lot = foreseen(name);
    int gone = gone(lot);
    moves
        .asked(name)
        .ifPresent(open -> {
          throw new IllegalArgumentException(
              "%s may take it until %s, before it is offered to members"
                  .formatted(open.to(), local(open.until())));
        });
    boolean expected = question.has("expected") && question.get("expected").getAsBoolean();
    long usual = (expected ? lot.promisable() : lot.left().middle()) - gone;
    long most = (expected ? lot.promisable() : lot.stock()) - gone;
    int units = question.has("units") ? question.get("units").getAsInt() : (int) usual;
    if (units < 1 || units > most) {
      throw new IllegalArgumentException(
          expected
              ? "of %s %d units are left three times in four; only so many can be expected, not %d"
                  .formatted(name, most, units)
              : "of " + name + " between 1 and " + most + " units can be offered, not " + units);
    }
    Offer offer =
        offer(nextName(lot, this::isOver), lot, units)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "no closing time leaves time to eat " + name + ", or its site has no place"));
    Offer firm = firstTo(question, offer);
    Offer said = expected ? expected(question, firm) : firm;
    return offer(wishing(said, question));
  }

  private LeftOver foreseen(String name) {
    return leftOvers().stream()
        .filter(each -> names.of(each).equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no surplus is foreseen under the name " + name));
  }

  // ---- Between own sites

  /// Units of it that left since it was counted: another site has taken them, or it was said what
  /// became of them. They are still in the numbers, also on the mornings after, until it is counted
  /// again.
  private int gone(LeftOver lot) {
    Instant counted = morningOf(lot.counted());
    return moves.moved(names.of(lot), counted) + elsewhere(lot, counted);
  }

  /// What was sold after all is taken off by the sales themselves.
  private int elsewhere(LeftOver lot, Instant since) {
    int units = 0;
    Optional<String> name = Optional.of(names.of(lot));
    while (name.filter(stall::isTaken).isPresent()) {
      units +=
          name.flatMap(stall::lot).stream()
              .flatMap(offered -> offered.elsewhere().stream())
              .filter(says -> !says.at().isBefore(since) && says.way().outlet() != Outlet.SOLD)
              .mapToInt(Elsewhere::units)
              .sum();
      name = name.flatMap(LotNames::next);
    }
    return units;
  }

  private Instant morning() {
    return outlook.outlook().map(seen -> morningOf(seen.morning())).orElse(Instant.MIN);
  }

  private Instant morningOf(LocalDate day) {
    return day.atTime(WatchDesk.MORNING).atZone(zone()).toInstant();
  }

  /// A site asks another of this member's whether it takes some, before members are asked.
  private JsonObject move(JsonObject question) {
    String name = text(question, "lot");
    LeftOver lot = foreseen(name);
    String to = text(question, "to");
    boolean known = outlook.outlook().filter(seen -> seen.site(to).isPresent()).isPresent();
    if (!known || to.equals(lot.series().site())) {
      throw new IllegalArgumentException(
          "the sites table has no other site " + to + " to which " + name + " could be moved");
    }
    boolean offered = stall.lot(nextName(lot, this::isOver)).isPresent();
    long most = lot.stock() - gone(lot);
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
    return moves
        .ask(new Moves.Move(name, lot.series().site(), to, units, now, until, Optional.empty()))
        .told();
  }

  /// Silence moves nothing, and leaves time to offer it to members.
  private Instant silentUntil(LeftOver lot, String to) {
    Instant now = exchange.now();
    Instant usual = now.plus(TO_ANSWER_A_SITE);
    Instant last =
        Offering.of(exchange)
            .last(lot.mark(), now)
            .filter(now::isBefore)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "no closing time would leave time to eat %s if %s said nothing"
                        .formatted(names.of(lot), to)));
    return usual.isBefore(last) ? usual : last;
  }

  private void requireNotRecalled(LeftOver lot) {
    recalled(lot)
        .ifPresent(fault -> {
          throw new IllegalArgumentException(fault);
        });
  }

  private Optional<String> recalled(LeftOver lot) {
    return recalls.fault(Offering.product(lot), lot.mark());
  }

  /// The other site says how much it takes.
  private JsonObject takeOver(JsonObject question) {
    String name = text(question, "lot");
    leftOvers().stream()
        .filter(lot -> names.of(lot).equals(name))
        .forEach(this::requireNotRecalled);
    return moves.take(name, question.get("units").getAsInt()).told();
  }

  /// The same offer, which one taker may have before anybody bids.
  private Offer firstTo(JsonObject question, Offer offer) {
    if (!question.has("first")) {
      return offer;
    }
    if (!settlements.giving().mayNameFirst(exchange.self(), Long.MAX_VALUE, exchange.now())) {
      throw new IllegalArgumentException(
          "more than half of what you offered in %d days was first offered to one taker; offer something to all"
              .formatted(GivingRecord.DAYS));
    }
    long minutes =
        question.has("firstMinutes") ? question.get("firstMinutes").getAsLong() : FIRST_MINUTES;
    if (minutes < 1 || minutes > MOST_FIRST_MINUTES) {
      throw new IllegalArgumentException(
          "one taker may have it first for 1 to " + MOST_FIRST_MINUTES + " minutes");
    }
    var taker = new MemberId(text(question, "first"));
    Instant until = offer.openedAt().plus(Duration.ofMinutes(minutes));
    return offer.saying(offer.said().firstTo(new FirstRefusal(taker, until)));
  }

  /// The same offer of what will probably be left over: how much of it there is is said later.
  private Offer expected(JsonObject question, Offer offer) {
    Instant by = question.has("firmBy") ? firmBy(text(question, "firmBy"), offer) : usually(offer);
    if (by.isBefore(offer.closesAt()) || by.isAfter(offer.window().from())) {
      throw new IllegalArgumentException(
          "how much is there is said after bidding ends, at %s, and before it can be collected, from %s; not at %s"
              .formatted(local(offer.closesAt()), local(offer.window().from()), local(by)));
    }
    return offer.saying(offer.said().expected(by));
  }

  private Instant usually(Offer offer) {
    Instant usual = offer.window().from().minus(FIRMED_BEFORE);
    Instant first = rules.of(offer).orElseThrow().firmFrom(offer);
    return first.isAfter(usual) ? first : usual;
  }

  private Instant firmBy(String said, Offer offer) {
    ZoneId zone = zone();
    try {
      return offer
          .closesAt()
          .atZone(zone)
          .toLocalDate()
          .atTime(LocalTime.parse(said))
          .atZone(zone)
          .toInstant();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("\"" + said + "\" is no time of day like 18:30", e);
    }
  }

  private LocalTime local(Instant at) {
    return at.atZone(zone()).toLocalTime();
  }

  private ZoneId zone() {
    return exchange.roster().rules().time().zone();
  }

  private Offer wishing(Offer offer, JsonObject question) {
    return offer.wishing(new SaidWishes(question, wishes).of(offer, rules(offer), exchange.salt()));
  }

  private Rules rules(Offer offer) {
    return rules.of(offer).orElseThrow().rules();
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

  /// A person has looked: so many units are there of what was only expected. What a crash left due
  /// comes before.
  private JsonObject firmUp(JsonObject question) {
    String name = text(question, "lot");
    stall.passTime();
    int units = question.get("units").getAsInt();
    stall.say(allowed(stall.now().firmUp(exchange.now(), name, units)));
    return told(stall.lot(name).orElseThrow());
  }

  private JsonObject withdraw(JsonObject question) {
    var may =
        stall
            .now()
            .withdraw(
                exchange.now(), text(question, "lot"), text(question, "reason"), stall.known());
    stall.say(allowed(may));
    return told(stall.lot(text(question, "lot")).orElseThrow());
  }

  private JsonObject hold(JsonObject question) {
    String name = text(question, "lot");
    int minutes = question.has("minutes") ? question.get("minutes").getAsInt() : Hold.MOST_MINUTES;
    stall.say(allowed(stall.now().hold(exchange.now(), name, minutes, text(question, "reason"))));
    return told(stall.lot(name).orElseThrow());
  }

  /// A person has learnt that a taker would endanger who eats it. What a crash left due comes
  /// before.
  private JsonObject ruleOut(JsonObject question) {
    String name = text(question, "lot");
    String reason = text(question, "reason");
    stall.passTime();
    var taker = new MemberId(text(question, "taker"));
    VetoReason why =
        VetoReason.of(reason)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "no taker is ruled out for \"%s\", but for cold-chain or safety-record"
                        .formatted(reason)));
    stall.say(allowed(stall.now().ruleOut(exchange.now(), name, taker, why, stall.known())));
    return told(stall.lot(name).orElseThrow());
  }

  /// A person says what becomes of what no member took. What a crash left due comes before, and a
  /// recall.
  private JsonObject outlet(JsonObject question) {
    haltWhatIsRecalled();
    stall.passTime();
    unclaimed.outlet(question);
    return told(stall.lot(text(question, "lot")).orElseThrow());
  }

  private JsonObject handOver(JsonObject question) {
    String name = text(question, "lot");
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
    stall.say(allowed(may));
    return told(stall.lot(name).orElseThrow());
  }

  static <S> S allowed(May<S> may) {
    return switch (may) {
      case May.Say<S>(var statement) -> statement;
      case May.Not<S>(var why) -> throw new IllegalArgumentException(why);
    };
  }

  static String text(JsonObject question, String key) {
    if (!question.has(key)) {
      throw new IllegalArgumentException("the question lacks \"" + key + "\"");
    }
    return question.get(key).getAsString();
  }

  // ---- What waits for a person

  /// What of this member's lots waits for a person.
  List<Waiting> waiting() {
    var all = new ArrayList<Waiting>();
    leftOvers().forEach(lot -> draft(lot).ifPresent(all::add));
    moves
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

  /// Notes once a morning what it foresees and nobody offers.
  private void notice() {
    Instant morning = morning();
    if (outlook.outlook().isPresent() && !noticed.knows(morning)) {
      noticed.foreseen(
          morning, leftOvers().stream().filter(this::isUnoffered).map(names::of).toList());
    }
  }

  /// What is foreseen and not offered. The shop is asked, and the organisation from half of the
  /// time on that was left on the first morning that saw it.
  private Optional<Waiting> draft(LeftOver lot) {
    Instant until = lot.lastUsefulOffer();
    return isDraft(lot)
        ? Optional.of(
            new Waiting(
                names.of(lot),
                exchange.now().isBefore(halfWay(lot)) ? lot.series().site() : ORGANISATION,
                "offer it: minga offer " + names.of(lot),
                until,
                silence(lot)))
        : Optional.empty();
  }

  private String silence(LeftOver lot) {
    if (isOfferedByPolicy(lot)) {
      return "your node offers it";
    }
    if (isExpectedByPolicy(lot)) {
      return "your node offers it as expected";
    }
    return tooLittleThere()
        .filter(_ -> expectUpTo.value() > 0)
        .map(percent ->
            "not offered; your node expects nothing: of what it expected in %d days %d %% was there"
                .formatted(DAYS_OF_EXPECTING, percent))
        .orElse("not offered");
  }

  private boolean isDraft(LeftOver lot) {
    return isUnoffered(lot) && moves.asked(names.of(lot)).isEmpty();
  }

  private boolean isUnoffered(LeftOver lot) {
    return exchange.now().isBefore(lot.lastUsefulOffer())
        && lot.left().middle() > gone(lot)
        && recalled(lot).isEmpty()
        && stall.lot(nextName(lot, this::isOver)).isEmpty();
  }

  /// What is foreseen and not offered, and what of it the shop let wait for half of the time;
  /// absent while nothing is foreseen yet.
  public Optional<Unoffered> unoffered() {
    return outlook
        .outlook()
        .map(seen -> {
          List<LeftOver> all = seen.leftOvers().stream().filter(this::isUnoffered).toList();
          return new Unoffered(
              all.stream().map(names::of).collect(Collectors.toSet()),
              all.stream().filter(this::isLate).map(lot -> draft(lot, seen.morning())).toList());
        });
  }

  private boolean isLate(LeftOver lot) {
    return !exchange.now().isBefore(halfWay(lot))
        && isDraft(lot)
        && !isOfferedByPolicy(lot)
        && !isExpectedByPolicy(lot);
  }

  private Draft draft(LeftOver lot, LocalDate morning) {
    long units = lot.left().middle() - gone(lot);
    return new Draft(
        names.of(lot),
        lot.series().site(),
        lot.item().name(),
        lot.item().category(),
        units,
        units * lot.item().unitGrams(),
        morning,
        noticed(lot),
        lot.lastUsefulOffer());
  }

  private Instant halfWay(LeftOver lot) {
    return Draft.halfWay(noticed(lot), lot.lastUsefulOffer());
  }

  private Instant noticed(LeftOver lot) {
    return noticed.since(names.of(lot)).orElseGet(this::morning);
  }

  private boolean isOfferedByPolicy(LeftOver lot) {
    long units = lot.promisable() - gone(lot);
    return policy == Consent.ALWAYS && units > 0 && units * lot.item().unitGrams() >= LEAST_GRAMS;
  }

  private List<Waiting> waiting(LotAuction lot) {
    Lot offered = lot.offer().offer().lot();
    var all = new ArrayList<Waiting>();
    unclaimed.waiting(lot).ifPresent(all::add);
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
                "hand over: minga handover %s --award %d --units %d --celsius C"
                    .formatted(offered.name(), promise.award().seq(), promise.units()),
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
    told.add("moves", moves.told(morning()));
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
    told.addProperty("opened", offer.openedAt().toString());
    told.addProperty("closes", offer.closesAt().toString());
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
    told.addProperty("unclaimed", unclaimed.units(lot));
    told.add("elsewhere", Unclaimed.told(lot));
    lot.heldUntil().ifPresent(at -> told.addProperty("awardsFrom", time(at)));
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
    lot.awards().forEach(promise -> awards.add(told(lot, promise)));
    told.add("awards", awards);
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
