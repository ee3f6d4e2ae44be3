package coop.minga.node.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.negotiation.Bidder;
import coop.minga.federation.negotiation.Close;
import coop.minga.federation.negotiation.Expire;
import coop.minga.federation.negotiation.Party;
import coop.minga.federation.negotiation.Rulebook;
import coop.minga.federation.negotiation.Shadow;
import coop.minga.federation.negotiation.Stated;
import coop.minga.federation.surplus.Lot;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Offer;
import coop.minga.node.config.NodeConfig;
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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// What this member would have got and given of late, had its node bid and offered by itself: for
/// one that looks on first.
///
/// Of what it would have got, others' ledgers and its own needs tell: lots that are over are gone
/// through again with what its kitchens need on that weekday ([Shadow]). Of what it would have
/// given, its own mornings tell: what was foreseen and nobody offered in half of the time is kept
/// for as long.
public final class ShadowDesk implements Desk {
  /// How far back it tells.
  static final int DAYS = 14;

  /// Lots of others that are kept; of more the first to close go.
  static final int MOST_LOTS = 4096;

  private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

  private final Exchange exchange;
  private final Asked asked;
  private final NodeConfig.Taker taker;
  private final ShadowSeason season;
  private final Foregone foregone;

  /// What others offered, by name.
  private final SortedMap<LotName, Known> lots = new TreeMap<>();

  /// Of those the ones on which bidding is over.
  private final Map<LotName, Ended> ended = new HashMap<>();

  private Instant looks = Instant.MIN;

  /// The desks that it asks.
  ///
  /// @param outlook what the morning showed
  /// @param needs what the kitchens need
  /// @param rules by which lots are given away
  /// @param unoffered what is foreseen and nobody offers
  public record Asked(
      OutlookDesk outlook,
      NeedDesk needs,
      Rulebook rules,
      Supplier<Optional<Unoffered>> unoffered) {}

  /// A lot of another's.
  ///
  /// @param opened the whole offer, if this member may see it
  private record Known(String category, Instant closesAt, Optional<Stated.OfSurplus> opened) {
    Optional<Offer> offer() {
      return opened.map(stated -> (Offer) stated.says());
    }
  }

  /// How bidding on a lot ended.
  ///
  /// @param close its giver's entry
  /// @param leftUnits that expired for no other reason: nobody bid for them
  private record Ended(EntryId close, int clearingPoints, int leftUnits) {
    Ended leaving(int more) {
      return new Ended(close, clearingPoints, Math.min(Lot.MAX_UNITS, leftUnits + more));
    }
  }

  /// A desk that has heard of nothing.
  ///
  /// @param until the last day on which the node looks on; absent if it does not
  public ShadowDesk(
      Exchange exchange, Asked asked, NodeConfig.Taker taker, Optional<LocalDate> until) {
    this.exchange = exchange;
    this.asked = asked;
    this.taker = taker;
    this.season = new ShadowSeason(exchange, until);
    this.foregone = new Foregone(exchange);
  }

  // ---- What is heard

  @Override
  public void recall(Recollection all) {
    all.ledgers().values().forEach(entries -> entries.forEach(this::hear));
    forget();
  }

  @Override
  public void seen(Seen entry) {
    hear(entry);
  }

  @Override
  public void opened(Seen entry) {
    hear(entry);
  }

  private void hear(Seen entry) {
    if (!entry.author().equals(exchange.self())) {
      Speech.stated(entry).ifPresent(this::hear);
    }
  }

  private void hear(Stated stated) {
    switch (stated) {
      case Stated.OfSurplus(_, var giver, Notice notice) ->
          lots.putIfAbsent(
              new LotName(giver, notice.outline().lot()),
              new Known(notice.outline().category(), notice.closesAt(), Optional.empty()));
      case Stated.OfSurplus(var id, var giver, Offer offer) ->
          lots.put(
              new LotName(giver, offer.lot().name()),
              new Known(
                  offer.lot().product().category(),
                  offer.closesAt(),
                  Optional.of(new Stated.OfSurplus(id, giver, offer))));
      case Stated.OfNegotiation(var id, var giver, Close close) -> {
        var name = new LotName(giver, close.lot());
        if (lots.containsKey(name)) {
          ended.putIfAbsent(name, new Ended(id, close.clearingPoints(), 0));
        }
      }
      case Stated.OfNegotiation(_, var giver, Expire expire) ->
          ended.computeIfPresent(
              new LotName(giver, expire.lot()),
              (_, end) -> end.close().equals(expire.because()) ? end.leaving(expire.units()) : end);
      default -> {}
    }
  }

  /// Once a minute: what is not offered is noted, and what is too long ago forgotten.
  @Override
  public void tick() {
    if (exchange.now().isBefore(looks)) {
      return;
    }
    looks = exchange.now().plus(BETWEEN_LOOKS);
    asked.unoffered().get().ifPresent(now -> foregone.note(now.late(), first()));
    forget();
  }

  /// The first day that is told of.
  private LocalDate first() {
    return season.today().minusDays(DAYS);
  }

  private void forget() {
    lots.values().removeIf(lot -> day(lot.closesAt()).isBefore(first()));
    while (lots.size() > MOST_LOTS) {
      lots.remove(
          lots.entrySet().stream()
              .min(Map.Entry.comparingByValue((a, b) -> a.closesAt().compareTo(b.closesAt())))
              .orElseThrow()
              .getKey());
    }
    ended.keySet().retainAll(lots.keySet());
  }

  private LocalDate day(Instant at) {
    return at.atZone(zone()).toLocalDate();
  }

  private ZoneId zone() {
    return exchange.roster().rules().time().zone();
  }

  // ---- What is told

  @Override
  public Optional<JsonObject> answer(String verb, JsonObject question) {
    return verb.equals("shadow") ? Optional.of(told()) : Optional.empty();
  }

  private JsonObject told() {
    var told = new JsonObject();
    told.addProperty("looksOn", season.isOn());
    season.until().ifPresent(last -> told.addProperty("until", last.toString()));
    told.addProperty("days", DAYS);
    told.addProperty("ready", asked.outlook().outlook().isPresent());
    var got = new JsonArray();
    asked.outlook().outlook().ifPresent(seen -> got(seen).forEach(got::add));
    told.add("got", got);
    var gave = new JsonArray();
    foregone.since(first()).forEach(lot -> gave.add(told(lot)));
    told.add("gave", gave);
    return told;
  }

  /// What each day's lots would have come to, the first day first.
  private List<JsonObject> got(Outlook seen) {
    var days = new TreeMap<LocalDate, List<LotName>>();
    lots.forEach((name, lot) -> {
      if (ended.containsKey(name) && lot.offer().filter(this::mayBid).isPresent()) {
        days.computeIfAbsent(day(lot.closesAt()), _ -> new ArrayList<>()).add(name);
      }
    });
    return days.entrySet().stream()
        .flatMap(day -> got(seen, day.getKey(), day.getValue()))
        .toList();
  }

  private boolean mayBid(Offer offer) {
    return asked
        .rules()
        .of(offer)
        .filter(terms -> terms.takers().contains(exchange.self()))
        .isPresent();
  }

  private Stream<JsonObject> got(Outlook seen, LocalDate day, List<LotName> names) {
    var ends = new TreeMap<LotName, Shadow.Ended>();
    names.forEach(name -> {
      Ended end = ended(name);
      ends.put(name, new Shadow.Ended(end.leftUnits(), end.clearingPoints()));
    });
    var wished = new Wishes(exchange.roster().rules(), taker);
    var today = new Wishes.Day(seen, asked.needs().ours(seen), day, Map.of(), Optional.empty());
    List<Offer> offers = names.stream().map(this::offer).toList();
    return wished.of(today, offers).entrySet().stream()
        .flatMap(site -> {
          Bidder bidder =
              Bidder.of(new Party(exchange.self(), site.getKey()), asked.rules(), site.getValue());
          for (LotName name : names) {
            bidder = bidder.fold(known(name).opened().orElseThrow());
          }
          return bidder.shadow(ends).entrySet().stream()
              .map(lot -> told(day, site.getKey(), lot.getKey(), lot.getValue()));
        });
  }

  private Known known(LotName name) {
    return Optional.ofNullable(lots.get(name)).orElseThrow();
  }

  private Offer offer(LotName name) {
    return known(name).offer().orElseThrow();
  }

  private Ended ended(LotName name) {
    return Optional.ofNullable(ended.get(name)).orElseThrow();
  }

  private JsonObject told(LocalDate day, String site, LotName name, Shadow shadow) {
    Offer offer = offer(name);
    var told = new JsonObject();
    told.addProperty("day", day.toString());
    told.addProperty("site", site);
    told.addProperty("giver", name.giver().name());
    told.addProperty("lot", name.lot());
    told.addProperty("item", offer.lot().product().item());
    told.addProperty("surelyGrams", offer.lot().grams(shadow.surely()).value());
    told.addProperty("atMostGrams", offer.lot().grams(shadow.atMost()).value());
    told.addProperty("surelyMeals", offer.lot().grams(shadow.surely()).meals());
    told.addProperty("atMostMeals", offer.lot().grams(shadow.atMost()).meals());
    return told;
  }

  /// What was not offered, and what became of its like at others.
  private JsonObject told(Foregone.Lot lot) {
    List<LotName> likes =
        ended.keySet().stream()
            .filter(name -> known(name).category().equals(lot.category()))
            .toList();
    var told = new JsonObject();
    told.addProperty("day", lot.day().toString());
    told.addProperty("site", lot.site());
    told.addProperty("lot", lot.name());
    told.addProperty("item", lot.item());
    told.addProperty("category", lot.category());
    told.addProperty("grams", lot.grams());
    told.addProperty("meals", new Grams(lot.grams()).meals());
    told.addProperty("likes", likes.size());
    told.addProperty(
        "likesBidForWhole", likes.stream().filter(name -> ended(name).leftUnits() == 0).count());
    return told;
  }
}
