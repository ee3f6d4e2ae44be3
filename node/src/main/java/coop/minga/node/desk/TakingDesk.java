package coop.minga.node.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.goods.Storage;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.negotiation.Bid;
import coop.minga.federation.negotiation.Bidder;
import coop.minga.federation.negotiation.Claim;
import coop.minga.federation.negotiation.Effect;
import coop.minga.federation.negotiation.Event;
import coop.minga.federation.negotiation.Party;
import coop.minga.federation.negotiation.PlateClock;
import coop.minga.federation.negotiation.Rulebook;
import coop.minga.federation.negotiation.Stake;
import coop.minga.federation.negotiation.Standing;
import coop.minga.federation.negotiation.Stated;
import coop.minga.federation.negotiation.Step;
import coop.minga.federation.negotiation.Take;
import coop.minga.federation.negotiation.Wants;
import coop.minga.federation.roster.RosterCertificate;
import coop.minga.federation.surplus.Delivered;
import coop.minga.federation.surplus.Halt;
import coop.minga.federation.surplus.Leg;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.PickedUp;
import coop.minga.federation.surplus.Received;
import coop.minga.federation.surplus.Withdraw;
import coop.minga.federation.wire.Said;
import coop.minga.node.config.NodeConfig;
import coop.minga.node.config.NodeConfig.Consent;
import coop.minga.node.exchange.Desk;
import coop.minga.node.exchange.Exchange;
import coop.minga.node.exchange.Recollection;
import coop.minga.node.exchange.Seen;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The taker's side of a node: one bidder a site, which wants what the kitchens need and have not
/// got.
///
/// The wants of a session are made when its bidding begins, from the needs of the day less what was
/// received, and do not change while it lasts.
public final class TakingDesk implements Desk {
  /// How long a lot is remembered after its window: whatever people may still say of it is said by
  /// then.
  static final Duration REMEMBERED = Duration.ofDays(30);

  /// Statements that are kept about lots of which no offer is here: it may be on its way. Of more
  /// the oldest go.
  static final int MAX_EARLY = 4096;

  private static final Duration BETWEEN_LOOKS = Duration.ofHours(1);

  private final Exchange exchange;
  private final OutlookDesk outlook;
  private final NodeConfig.Taker taker;
  private final NeedDesk needs;
  private final RecallDesk recalls;
  private final SettlementDesk settlements;
  private final Speech speech;
  private final Rulebook rules;

  /// What bidders of sites to come are folded from.
  private final List<Stated> heard = new ArrayList<>();

  private final LotWords words;
  private final SortedMap<String, Bidder> bidders = new TreeMap<>();
  private final Map<LotName, Offer> offers = new HashMap<>();

  /// Lots that this member might have had before anybody bids, by the needs with which it looked.
  private final Map<LotName, KitchenNeeds> lookedAtFirst = new HashMap<>();

  private Optional<Instant> wantedFor = Optional.empty();

  /// Offers of that session by which the wants were made.
  private int wantedOf;

  private Instant forgets = Instant.MIN;

  /// The desks that it asks.
  ///
  /// @param outlook what the morning showed
  /// @param needs what the kitchens need
  /// @param recalls what may not be eaten
  /// @param settlements whose bids count how much
  public record Asked(
      OutlookDesk outlook, NeedDesk needs, RecallDesk recalls, SettlementDesk settlements) {}

  /// A desk that has heard of nothing.
  public TakingDesk(
      Exchange exchange, Asked asked, NodeConfig.Taker taker, NodeConfig.Policy policy) {
    this(
        exchange,
        asked,
        taker,
        new LotWords(exchange, policy.bid(), new ShadowSeason(exchange, policy.shadowUntil())));
  }

  /// One of a node that never looks on.
  TakingDesk(Exchange exchange, Asked asked, NodeConfig.Taker taker, Consent policy) {
    this(exchange, asked, taker, new NodeConfig.Policy(Consent.ASK, policy));
  }

  private TakingDesk(Exchange exchange, Asked asked, NodeConfig.Taker taker, LotWords words) {
    this.exchange = exchange;
    this.needs = asked.needs();
    this.recalls = asked.recalls();
    this.outlook = asked.outlook();
    this.speech = new Speech(exchange);
    this.settlements = asked.settlements();
    this.rules = settlements.rules();
    this.taker = taker;
    this.words = words;
  }

  @Override
  public void recall(Recollection all) {
    all.book().forEach(speech::recall);
    all.ledgers().values().forEach(entries -> entries.forEach(this::remember));
    heard.clear();
    Folding.answers(all, exchange.self()).forEach(placed -> keep(placed.stated()));
    all.book().forEach(entry -> Speech.stated(entry).ifPresent(this::keep));
    all.told().forEach(entry -> Speech.stated(entry).ifPresent(this::keep));
    all.ledger(exchange.self()).forEach(entry -> Speech.stated(entry).ifPresent(this::keep));
    forget();
  }

  /// Statements that are remembered.
  int remembered() {
    return heard.size();
  }

  /// What is about no lot is for other desks.
  private void keep(Stated stated) {
    if (stated.lot().isPresent()) {
      heard.add(stated);
    }
  }

  /// Lots that are long over go, with all that was said of them.
  private void forget() {
    Instant before = exchange.now().minus(REMEMBERED);
    var over = new TreeSet<LotName>();
    offers.forEach((lot, offer) -> {
      if (offer.window().until().isBefore(before) && offer.closesAt().isBefore(before)) {
        over.add(lot);
      }
    });
    offers.keySet().removeAll(over);
    lookedAtFirst.keySet().removeAll(over);
    bidders.replaceAll((_, bidder) -> bidder.forgetting(over));
    heard.removeIf(stated -> stated.lot().filter(over::contains).isPresent());
    long early = heard.stream().filter(this::isEarly).count();
    for (var each = heard.iterator(); early > MAX_EARLY && each.hasNext(); ) {
      if (isEarly(each.next())) {
        each.remove();
        early--;
      }
    }
  }

  private boolean isEarly(Stated stated) {
    return stated.lot().filter(offers::containsKey).isEmpty();
  }

  /// What a frozen member offers is not heard of; what was agreed with it before is.
  @Override
  public void seen(Seen entry) {
    boolean frozen = isOffer(entry) && exchange.frozen().containsKey(entry.author());
    if (frozen || isRecalled(entry)) {
      return;
    }
    remember(entry);
    if (!entry.author().equals(exchange.self()) && !Folding.isAgreement(entry)) {
      hear(entry);
    }
  }

  @Override
  public void opened(Seen entry) {
    seen(entry);
  }

  @Override
  public void witnessed(Seen entry) {
    if (!entry.author().equals(exchange.self()) && Folding.isAgreement(entry)) {
      hear(entry);
    }
  }

  @Override
  public void told(Seen entry) {
    hear(entry);
  }

  /// Offers that name this roster may have come before it did.
  @Override
  public void rosterChanged(RosterCertificate certificate) {
    Optional<Hash> known = Optional.of(exchange.roster().hash());
    for (Stated stated : List.copyOf(heard)) {
      if (stated instanceof Stated.OfSurplus(_, _, Offer offer) && offer.roster().equals(known)) {
        tell(stated);
      }
    }
  }

  @Override
  public void met(MemberId peer) {
    for (String site : List.copyOf(bidders.keySet())) {
      perform(site, bidder(site).again(peer));
    }
  }

  @Override
  public void tick() {
    if (!exchange.now().isBefore(forgets)) {
      forgets = exchange.now().plus(BETWEEN_LOOKS);
      forget();
    }
    takeFirst();
    want();
    wantMore();
    for (String site : List.copyOf(bidders.keySet())) {
      Optional<Instant> wake = bidder(site).wakeAt();
      if (wake.filter(at -> !exchange.now().isBefore(at)).isPresent()) {
        passTime(site);
      }
    }
  }

  @Override
  public Optional<JsonObject> answer(String verb, JsonObject question) {
    return switch (verb) {
      case "receive" -> Optional.of(receive(question));
      case "bids" -> Optional.of(bids());
      case "bid" -> Optional.of(word(question));
      case "give-back" -> Optional.of(giveBack(question));
      case "not-available" -> Optional.of(missing(question));
      case "carrier" -> Optional.of(fetched(question));
      default -> Optional.empty();
    };
  }

  private static boolean isOffer(Seen entry) {
    return entry.said() instanceof Said.OfSurplus(Offer _)
        || entry.said() instanceof Said.OfSurplus(Notice _);
  }

  private boolean isRecalled(Seen entry) {
    return entry.said() instanceof Said.OfSurplus(Offer offer)
        && recalls.covering(offer.lot()).isPresent();
  }

  private void remember(Seen entry) {
    if (entry.said() instanceof Said.OfSurplus(Offer offer)) {
      offers.put(new LotName(entry.author(), offer.lot().name()), offer);
    }
  }

  private void hear(Seen entry) {
    Speech.stated(entry).ifPresent(this::hear);
  }

  private void hear(Stated stated) {
    keep(stated);
    tell(stated);
    if (stated instanceof Stated.OfSurplus(_, _, PickedUp says) && says.to().isPresent()) {
      List.copyOf(heard).stream()
          .filter(TakingDesk::isDelivery)
          .filter(delivery -> delivery.lot().equals(stated.lot()))
          .forEach(this::tell);
    }
  }

  /// A carrier's ledger may be read before that of whoever handed it over.
  private static boolean isDelivery(Stated stated) {
    return stated instanceof Stated.OfSurplus(_, _, Delivered _);
  }

  private void tell(Stated stated) {
    for (String site : List.copyOf(bidders.keySet())) {
      words
          .limited(stated, site)
          .ifPresent(
              may -> perform(site, on(site, new Event.Heard(exchange.now(), may, speech.seen()))));
    }
  }

  private void passTime(String site) {
    perform(site, on(site, new Event.TimePassed(exchange.now(), speech.seen())));
  }

  private void perform(String site, List<Effect> effects) {
    speech.perform(effects, event -> on(site, heardByAll(event)));
  }

  /// Own entries are for the start of another day, too.
  private Event heardByAll(Event event) {
    if (event instanceof Event.Heard own) {
      keep(own.stated());
    }
    return event;
  }

  private List<Effect> on(String site, Event event) {
    Step<Bidder> step = bidder(site).on(event);
    bidders.put(site, step.next());
    return step.effects();
  }

  private Bidder bidder(String site) {
    return Optional.ofNullable(bidders.get(site))
        .orElseThrow(() -> new IllegalArgumentException("no bidder for the site " + site));
  }

  /// Makes the wants of the next session, when its bidding begins and the day has been looked at.
  private void want() {
    Optional<Instant> closing = nextClosing();
    Optional<Outlook> seen = outlook.outlook();
    if (closing.isEmpty() || seen.isEmpty()) {
      return;
    }
    wantedFor = closing;
    List<Offer> session = session(closing.get());
    wantedOf = session.size();
    wants(seen.get(), session)
        .forEach((site, wants) -> {
          Bidder before = bidders.get(site);
          bidders.put(
              site,
              before != null
                  ? before.wanting(wants)
                  : folded(Bidder.of(new Party(exchange.self(), site), rules, wants)));
          passTime(site);
        });
  }

  /// An offer may be opened to this member when bidding has begun: it was on its way. Of a category
  /// of which there was none before, the sites now want what the kitchens need.
  private void wantMore() {
    List<Offer> session = wantedFor.map(this::session).orElse(List.of());
    Optional<Outlook> seen = outlook.outlook();
    if (session.size() == wantedOf || seen.isEmpty()) {
      return;
    }
    wantedOf = session.size();
    wants(seen.get(), session)
        .forEach((site, wants) -> {
          Bidder before = bidders.get(site);
          Bidder after = before == null ? null : before.alsoWanting(wants);
          if (after != null && after != before) {
            bidders.put(site, after);
            passTime(site);
          }
        });
  }

  private List<Offer> session(Instant closing) {
    return open().filter(offer -> offer.closesAt().equals(closing)).toList();
  }

  /// The first closing time after the one that wants were made for whose bidding has begun. A node
  /// that starts anew also takes up one that is over: what it was awarded there is still to be
  /// collected.
  private Optional<Instant> nextClosing() {
    return open()
        .filter(offer -> wantedFor.filter(last -> !offer.closesAt().isAfter(last)).isEmpty())
        .filter(offer -> !exchange.now().isBefore(rules.require(offer).bidFrom(offer)))
        .filter(offer ->
            bidders.isEmpty() || exchange.now().isBefore(rules.require(offer).hardClose(offer)))
        .map(Offer::closesAt)
        .min(Instant::compareTo);
  }

  /// What this member may have before anybody bids it takes by the needs of the day, if a person or
  /// the policy lets its node bid for it; one of its sites, once. Those who bid in a session go on
  /// with the wants of that.
  private void takeFirst() {
    Optional<Outlook> seen = outlook.outlook();
    if (seen.isEmpty()) {
      return;
    }
    for (var each : List.copyOf(offers.entrySet())) {
      LotName lot = each.getKey();
      if (mayTakeFirst(each.getValue())
          && words.mayBidSomewhere(lot)
          && !needs.ours(seen.get()).equals(lookedAtFirst.get(lot))
          && !isTaken(lot)) {
        takeFirst(lot, seen.get(), sites(seen.get(), List.of(each.getValue())).toList());
      }
    }
  }

  /// A lot is looked at once a site knows of it: its roster, or a word for that site, may come
  /// later; and again when other needs are stated.
  private void takeFirst(LotName lot, Outlook seen, List<Bidder> sites) {
    List<Bidder> able = sites.stream().filter(site -> site.stakes().containsKey(lot)).toList();
    if (able.isEmpty()) {
      return;
    }
    lookedAtFirst.put(lot, needs.ours(seen));
    able.stream()
        .flatMap(site -> site.takes(lot, exchange.now()).stream())
        .findFirst()
        .ifPresent(take -> hear(speech.say(take)));
  }

  private boolean isTaken(LotName lot) {
    return heard.stream()
        .anyMatch(stated ->
            stated instanceof Stated.OfNegotiation(_, var author, Take take)
                && author.equals(exchange.self())
                && take.lot().equals(lot));
  }

  /// Each site as it would be if it wanted what the day asks for of these offers.
  private Stream<Bidder> sites(Outlook seen, List<Offer> session) {
    return wants(seen, session).entrySet().stream()
        .map(each ->
            folded(Bidder.of(new Party(exchange.self(), each.getKey()), rules, each.getValue())));
  }

  private SortedMap<String, Wants> wants(Outlook seen, List<Offer> session) {
    ZoneId zone = exchange.roster().rules().time().zone();
    LocalDate today = exchange.now().atZone(zone).toLocalDate();
    var larder = new Larder(exchange.self(), zone, offers);
    return new Wishes(exchange.roster().rules(), taker)
        .of(
            new Wishes.Day(
                seen,
                needs.ours(seen),
                today,
                larder.received(heard, today),
                larder.atAStop(heard, today)),
            session);
  }

  /// Whether this member may have it before anybody bids, and still say so.
  private boolean mayTakeFirst(Offer offer) {
    return offer
        .said()
        .first()
        .filter(first -> first.taker().equals(exchange.self()))
        .filter(first -> !exchange.now().isAfter(first.until()))
        .isPresent();
  }

  /// The offers that this member may bid on.
  private Stream<Offer> open() {
    return offers.values().stream()
        .filter(offer ->
            rules.of(offer).filter(terms -> terms.takers().contains(exchange.self())).isPresent());
  }

  /// What was bid for is known whatever a person said since: bids bind.
  private Set<LotName> bidFor() {
    var lots = new TreeSet<LotName>();
    for (Stated stated : heard) {
      if (stated instanceof Stated.OfNegotiation(_, var author, Bid bid)
          && author.equals(exchange.self())) {
        lots.add(bid.lot());
      }
    }
    return lots;
  }

  private static boolean isBidFor(Stated stated, Set<LotName> bidFor) {
    return stated instanceof Stated.OfSurplus(_, var giver, Offer offer)
        && bidFor.contains(new LotName(giver, offer.lot().name()));
  }

  /// What carriers delivered comes last: what they were handed stands in others' ledgers.
  private List<Stated> inOrder() {
    return Stream.concat(
            heard.stream().filter(stated -> !isDelivery(stated)),
            heard.stream().filter(TakingDesk::isDelivery))
        .toList();
  }

  private Bidder folded(Bidder empty) {
    Set<LotName> bidFor = bidFor();
    Bidder bidder = empty;
    String site = empty.self().site();
    for (Stated stated : inOrder()) {
      Optional<Stated> may =
          isBidFor(stated, bidFor) ? Optional.of(stated) : words.limited(stated, site);
      bidder = may.isPresent() ? bidder.fold(may.get()) : bidder;
    }
    for (LotName lot : bidFor) {
      Optional<Integer> limit = words.limit(lot, site);
      bidder = limit.isPresent() ? bidder.limited(lot, limit.get()) : bidder;
    }
    return bidder;
  }

  private JsonObject receive(JsonObject question) {
    var lot =
        new LotName(new MemberId(Asking.text(question, "giver")), Asking.text(question, "lot"));
    String site = Asking.text(question, "site");
    var seen =
        new Bidder.Reading(
            question.get("units").getAsInt(),
            question.get("deciCelsius").getAsInt(),
            question.has("reason") ? question.get("reason").getAsString() : "");
    Bidder.Reading reading = allowed(lot, seen);
    Received received =
        Asking.allowed(
            bidder(site).receive(exchange.now(), lot, question.get("seq").getAsInt(), reading));
    hear(speech.say(received));
    var told = new JsonObject();
    told.addProperty("units", received.leg().units());
    told.addProperty("grams", received.leg().grams().value());
    told.addProperty("rejected", received.leg().rejectedUnits());
    told.addProperty("reason", received.leg().reason());
    return told;
  }

  /// What is recalled is shown and not taken, whatever the reading says.
  private Bidder.Reading allowed(LotName lot, Bidder.Reading reading) {
    boolean recalled =
        Optional.ofNullable(offers.get(lot))
            .flatMap(offer -> recalls.covering(offer.lot()))
            .isPresent();
    return recalled ? new Bidder.Reading(0, reading.deciCelsius(), "recalled") : reading;
  }

  /// A person says how much of a lot may be bid for, for one site or all: all, a part, or nothing.
  private JsonObject word(JsonObject question) {
    LotName lot = lot(question);
    Offer offer =
        Optional.ofNullable(offers.get(lot))
            .orElseThrow(
                () -> new IllegalArgumentException("no lot " + lot + " is open to this member"));
    int units = question.has("units") ? question.get("units").getAsInt() : offer.lot().units();
    String site = question.has("site") ? Asking.text(question, "site") : LotWords.ALL_SITES;
    requireSite(site);
    words.say(lot, offer, site, units);
    lookedAtFirst.remove(lot);
    for (Stated stated : List.copyOf(heard)) {
      if (stated instanceof Stated.OfSurplus(_, var giver, Offer one)
          && lot.equals(new LotName(giver, one.lot().name()))) {
        tell(stated);
      }
    }
    bidders.replaceAll((named, bidder) ->
        site.equals(LotWords.ALL_SITES) || site.equals(named)
            ? bidder.limited(lot, units)
            : bidder);
    return bids();
  }

  /// A word for a site that nobody bids for would bind nobody.
  private void requireSite(String site) {
    Set<String> known = sites();
    if (!site.equals(LotWords.ALL_SITES) && !known.contains(site)) {
      throw new IllegalArgumentException(
          "the sites table has no site "
              + site
              + "; "
              + (known.isEmpty() ? "it has none yet" : "say one of " + String.join(", ", known)));
    }
  }

  private Set<String> sites() {
    var known = new TreeSet<String>(bidders.keySet());
    outlook.outlook().stream()
        .flatMap(seen -> seen.sites().stream())
        .forEach(one -> known.add(one.site()));
    return known;
  }

  private JsonObject giveBack(JsonObject question) {
    LotName lot = lot(question);
    int seq = question.get("seq").getAsInt();
    String site = siteOf(lot, seq);
    hear(
        speech.say(
            Asking.allowed(
                bidder(site).giveBack(exchange.now(), lot, seq, Asking.text(question, "reason")))));
    return bids();
  }

  private JsonObject missing(JsonObject question) {
    LotName lot = lot(question);
    int seq = question.get("seq").getAsInt();
    String site = siteOf(lot, seq);
    hear(
        speech.say(
            Asking.allowed(
                bidder(site).missing(exchange.now(), lot, seq, Asking.text(question, "reason")))));
    return bids();
  }

  private JsonObject fetched(JsonObject question) {
    LotName lot = lot(question);
    int seq = question.get("seq").getAsInt();
    var carrier = new MemberId(Asking.text(question, "carrier"));
    if (!exchange.roster().contains(carrier)) {
      throw new IllegalArgumentException(
          "%s is no member, so nobody would sign that it took over %s; minga members lists them"
              .formatted(carrier, lot));
    }
    String site = siteOf(lot, seq);
    hear(speech.say(Asking.allowed(bidder(site).fetched(exchange.now(), lot, seq, carrier))));
    return bids();
  }

  private static LotName lot(JsonObject question) {
    return new LotName(new MemberId(Asking.text(question, "giver")), Asking.text(question, "lot"));
  }

  /// Which of this member's sites an award is for.
  private String siteOf(LotName lot, int seq) {
    return bidders.entrySet().stream()
        .filter(each -> each.getValue().claim(lot, seq).isPresent())
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "award " + seq + " of " + lot + " is to none of this member's sites"));
  }

  /// What of others' lots waits for a person of this member.
  List<Waiting> waiting() {
    var all = new ArrayList<Waiting>();
    offers.forEach((lot, offer) -> toSay(lot, offer).ifPresent(all::add));
    bidders.forEach((site, bidder) ->
        bidder
            .stakes()
            .values()
            .forEach(stake ->
                stake
                    .claims()
                    .values()
                    .forEach(claim -> toFetch(site, stake, claim).ifPresent(all::add))));
    return all;
  }

  private Optional<Waiting> toSay(LotName lot, Offer offer) {
    boolean first = mayTakeFirst(offer) && !isTaken(lot);
    Instant by =
        first
            ? offer.said().first().orElseThrow().until()
            : offer.closesAt().minus(LotWords.BEFORE_CLOSING);
    boolean waits =
        words.waitsFor(lot)
            && !lot.giver().equals(exchange.self())
            && exchange.now().isBefore(by)
            && recalls.fault(offer.lot()).isEmpty()
            && suitsASite(offer)
            && !isTakenBack(lot);
    return waits
        ? Optional.of(
            new Waiting(
                lot.toString(),
                "the kitchens",
                "say how much: minga bids %s --from %s --all, --part UNITS or --no"
                    .formatted(lot.lot(), lot.giver()),
                by,
                first ? "others bid for it" : "no bid"))
        : Optional.empty();
  }

  /// Whether some site of this member does not keep it out.
  private boolean suitsASite(Offer offer) {
    Set<String> sites = sites();
    return (sites.isEmpty()
            ? Stream.of(taker.avoids().everywhere())
            : sites.stream().map(taker.avoids()::at))
        .anyMatch(offer.lot().product()::suits);
  }

  /// Whether its giver took it back, or stopped it.
  private boolean isTakenBack(LotName lot) {
    return heard.stream()
        .filter(stated -> stated.lot().equals(Optional.of(lot)))
        .anyMatch(stated ->
            stated instanceof Stated.OfSurplus(_, var author, var says)
                && author.equals(lot.giver())
                && (says instanceof Withdraw || says instanceof Halt));
  }

  /// What was not fetched in time waits no more; what was is signed for also afterwards. What
  /// another fetches waits for it, until it says that it delivered.
  private Optional<Waiting> toFetch(String site, Stake stake, Claim claim) {
    boolean handed = claim.handed().isPresent();
    boolean late = !exchange.now().isBefore(claim.award().window().until());
    boolean others = claim.carrier().isPresent() && claim.delivered().isEmpty();
    if (claim.state() != Claim.State.ACCEPTED
        || others
        || stake.wordBy().isPresent()
        || (late && !handed)
        || recalls.fault(stake.offer().lot()).isPresent()) {
      return Optional.empty();
    }
    int seq = claim.award().seq();
    return Optional.of(
        new Waiting(
            stake.lot().toString(),
            site,
            handed
                ? "sign for it: minga handover %s --from %s --award %d --site %s --units %d --celsius C"
                    .formatted(
                        stake.lot().lot(),
                        stake.lot().giver(),
                        seq,
                        site,
                        claim.delivered().map(Leg::units).orElse(claim.units()))
                : "fetch %d units, from %s on"
                    .formatted(claim.units(), claim.award().window().from()),
            claim.award().window().until(),
            handed ? "debited as its giver says" : "counted as a no-show"));
  }

  private JsonObject bids() {
    var told = new JsonObject();
    var all = new JsonArray();
    bidders.forEach((site, bidder) ->
        bidder.stakes().values().stream()
            .filter(stake -> stake.seq() > 0 || !stake.claims().isEmpty() || stake.over())
            .forEach(stake -> all.add(told(site, bidder, stake))));
    told.add("bids", all);
    told.addProperty("wanting", wantedFor.isPresent());
    told.add("near", near());
    taker.vehicle().ifPresent(vehicle -> told.add("trips", trips(vehicle)));
    return told;
  }

  /// How full today's trips are.
  private JsonArray trips(NodeConfig.Vehicle vehicle) {
    LocalDate today = exchange.now().atZone(exchange.roster().rules().time().zone()).toLocalDate();
    var trips = new JsonArray();
    bidders.forEach((site, bidder) ->
        bidder
            .load(today, exchange.now())
            .ifPresent(full -> {
              var told = new JsonObject();
              told.addProperty("site", site);
              told.addProperty("grams", full.load().value());
              told.addProperty("mostGrams", vehicle.load().value());
              told.addProperty("chilledGrams", full.chilled().value());
              told.addProperty("mostChilledGrams", vehicle.chilled().value());
              told.addProperty("stops", full.stops());
              told.addProperty("mostStops", vehicle.stops());
              trips.add(told);
            }));
    return trips;
  }

  /// What is on offer now, with what a person said of it and until when one may, and until when
  /// this member may have it before anybody bids.
  private JsonArray near() {
    var near = new JsonArray();
    offers.forEach((lot, offer) -> {
      if (exchange.now().isBefore(offer.closesAt()) && !lot.giver().equals(exchange.self())) {
        JsonObject line = words.told(lot, offer);
        offer.said().firmBy().ifPresent(by -> line.addProperty("firmBy", by.toString()));
        line.addProperty("giver", lot.giver().name());
        if (!suitsASite(offer)) {
          line.addProperty("keptOut", taker.avoids().anywhere().text().replace(",", ", "));
        }
        clock(offer).ifPresent(clock -> count(line, clock));
        offer
            .said()
            .first()
            .filter(_ -> mayTakeFirst(offer) && !isTaken(lot))
            .ifPresent(first -> line.addProperty("firstUntil", first.until().toString()));
        near.add(line);
      }
    });
    return near;
  }

  /// By the nearest of this member's sites.
  private Optional<PlateClock> clock(Offer offer) {
    return outlook
        .outlook()
        .flatMap(seen -> new Wishes(exchange.roster().rules(), taker).clock(seen.sites(), offer));
  }

  private void count(JsonObject line, PlateClock clock) {
    line.addProperty("usefulUntil", clock.latest().toString());
    line.addProperty("useful", clock.words(exchange.now()));
  }

  private JsonObject told(String site, Bidder bidder, Stake stake) {
    var told = new JsonObject();
    bidder.whyNot(stake.lot()).ifPresent(why -> told.addProperty("why", why));
    told.addProperty("site", site);
    told.addProperty("giver", stake.lot().giver().name());
    told.addProperty("lot", stake.lot().lot());
    told.addProperty("bids", stake.seq());
    told.addProperty("over", stake.over());
    told.addProperty("waiting", stake.isWaiting());
    told.addProperty("standing", stake.standing().map(Standing::units).orElse(0));
    told.addProperty("ask", stake.standing().map(Standing::ask).orElse(0));
    var claims = new JsonArray();
    stake
        .claims()
        .values()
        .forEach(claim -> {
          JsonObject line = told(claim);
          if (claim.state() == Claim.State.OPEN || claim.state() == Claim.State.ACCEPTED) {
            count(line, bidder.clock(stake));
          }
          stake.wordBy().ifPresent(by -> waitsForWord(line, stake.lot().giver(), by));
          claims.add(line);
        });
    told.add("claims", claims);
    return told;
  }

  private void waitsForWord(JsonObject line, MemberId giver, Instant by) {
    line.addProperty("wordBy", by.toString());
    Optional.ofNullable(settlements.giving().expected(exchange.now()).get(giver))
        .ifPresent(of -> line.addProperty("percentThere", of.percentThere()));
  }

  private static JsonObject told(Claim claim) {
    var told = new JsonObject();
    told.addProperty("seq", claim.award().seq());
    told.addProperty("state", claim.state().name());
    told.addProperty("units", claim.units());
    told.addProperty("answerBy", claim.award().answerBy().toString());
    told.addProperty("from", claim.award().window().from().toString());
    told.addProperty("until", claim.award().window().until().toString());
    told.addProperty("handedOver", claim.handed().isPresent());
    claim.carrier().ifPresent(carrier -> told.addProperty("carrier", carrier.name()));
    claim.delivered().ifPresent(leg -> told.addProperty("delivered", leg.units()));
    return told;
  }

  /// Room for each storage class.
  static Map<Storage, Grams> room(NodeConfig.Taker taker) {
    return Map.of(
        Storage.AMBIENT, taker.ambient(),
        Storage.CHILLED, taker.chilled(),
        Storage.FROZEN, taker.frozen(),
        Storage.HOT, taker.hot());
  }
}
