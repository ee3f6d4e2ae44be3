package coop.minga.node.desk;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.negotiation.Stated;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Offer;
import coop.minga.node.config.NodeConfig.Consent;
import coop.minga.node.exchange.Exchange;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What a taker's people said of lots on offer: all of it, so many units at most, or nothing. It
/// stays with this node, which bids up to it; no other member is told.
final class LotWords {
  /// Until so long before the closing time a person may say it.
  static final Duration BEFORE_CLOSING = Duration.ofMinutes(10);

  /// The most words that are kept; the oldest closing times give way.
  static final int MOST = 256;

  /// No site's name: what is said holds for all.
  static final String ALL_SITES = "";

  private static final String KEPT = "lot-words";

  /// In no name of a lot or a site.
  private static final String BETWEEN = "\n";

  private final Exchange exchange;
  private final Consent policy;
  private final ShadowSeason season;
  private final SortedMap<Subject, Word> words = new TreeMap<>();

  private record Word(int units, Instant closesAt) {}

  /// What a word is about: a lot for one site, or for all of them.
  private record Subject(LotName lot, String site) implements Comparable<Subject> {
    @Override
    public int compareTo(Subject other) {
      return Comparator.comparing(Subject::lot).thenComparing(Subject::site).compare(this, other);
    }
  }

  LotWords(Exchange exchange, Consent policy, ShadowSeason season) {
    this.exchange = exchange;
    this.policy = policy;
    this.season = season;
    exchange.remembered(KEPT).ifPresent(this::read);
  }

  /// Whether the node may bid for a lot at all, for one site or, if that is [#ALL_SITES], for any.
  boolean mayBid(LotName lot, String site) {
    return limit(lot, site)
        .map(units -> units > 0)
        .orElse(policy == Consent.ALWAYS && !season.isOn());
  }

  /// Whether nobody said anything of a lot for which the node does not bid by itself.
  boolean waitsFor(LotName lot) {
    return policy == Consent.ASK
        && !season.isOn()
        && words.keySet().stream().noneMatch(said -> said.lot().equals(lot));
  }

  /// Whether it may bid for a lot for some site or other.
  boolean mayBidSomewhere(LotName lot) {
    return mayBid(lot, ALL_SITES)
        || words.keySet().stream()
            .anyMatch(said -> said.lot().equals(lot) && mayBid(lot, said.site()));
  }

  /// What a running bidder may hear: of an offer no more than a person said; absent if nothing.
  Optional<Stated> limited(Stated stated, String site) {
    if (!(stated instanceof Stated.OfSurplus(var id, var giver, Offer offer))) {
      return Optional.of(stated);
    }
    var lot = new LotName(giver, offer.lot().name());
    Optional<Integer> limit = limit(lot, site).filter(units -> units > 0);
    if (limit.isEmpty()) {
      return mayBid(lot, site) ? Optional.of(stated) : Optional.empty();
    }
    return Optional.of(new Stated.OfSurplus(id, giver, offer.atMost(limit.get())));
  }

  /// The most units of a lot that may be bid for at a site, if a person said so of it or of all; 0:
  /// none.
  Optional<Integer> limit(LotName lot, String site) {
    return Stream.of(ALL_SITES, site)
        .flatMap(where -> Optional.ofNullable(words.get(new Subject(lot, where))).stream())
        .map(Word::units)
        .min(Integer::compareTo);
  }

  /// Takes a person's word, for one site or for [#ALL_SITES].
  ///
  /// @throws IllegalArgumentException if it comes too late, or takes back a no
  void say(LotName lot, Offer offer, String site, int units) {
    Instant by = offer.closesAt().minus(BEFORE_CLOSING);
    if (!exchange.now().isBefore(by)) {
      throw new IllegalArgumentException("what is bid for " + lot + " was to be said by " + by);
    }
    if (units < 0 || units > offer.lot().units()) {
      throw new IllegalArgumentException(
          lot + " has " + offer.lot().units() + " units; say 0 to that many, not " + units);
    }
    var subject = new Subject(lot, site);
    Optional<Integer> before = limit(lot, site);
    if (before.isPresent() && units > before.get()) {
      throw new IllegalArgumentException(
          "you said at most " + before.get() + " units of " + lot + "; that can only shrink");
    }
    words.put(subject, new Word(units, offer.closesAt()));
    while (words.size() > MOST) {
      words.remove(oldest());
    }
    keep();
  }

  private Subject oldest() {
    Subject oldest = words.firstKey();
    for (var each : words.entrySet()) {
      if (each.getValue()
          .closesAt()
          .isBefore(words.getOrDefault(oldest, each.getValue()).closesAt())) {
        oldest = each.getKey();
      }
    }
    return oldest;
  }

  /// A lot as a person decides on it.
  JsonObject told(LotName lot, Offer offer) {
    var told = new JsonObject();
    told.addProperty("lot", lot.lot());
    told.addProperty("item", offer.lot().product().item());
    told.addProperty("category", offer.lot().product().category());
    told.addProperty("storage", offer.lot().product().storage().name());
    told.addProperty("units", offer.lot().units());
    told.addProperty("grams", offer.lot().grams(offer.lot().units()).value());
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
    told.addProperty("from", offer.window().from().toString());
    told.addProperty("until", offer.window().until().toString());
    told.addProperty("sayBy", offer.closesAt().minus(BEFORE_CLOSING).toString());
    limit(lot, ALL_SITES).ifPresent(units -> told.addProperty("said", units));
    told.addProperty("bids", mayBid(lot, ALL_SITES));
    var bySite = new JsonObject();
    words.forEach((subject, word) -> {
      if (subject.lot().equals(lot) && !subject.site().equals(ALL_SITES)) {
        bySite.addProperty(subject.site(), word.units());
      }
    });
    told.add("saidFor", bySite);
    return told;
  }

  private void keep() {
    var kept = new JsonObject();
    words.forEach((subject, word) -> {
      var one = new JsonObject();
      one.addProperty("units", word.units());
      one.addProperty("closes", word.closesAt().toString());
      String site = subject.site();
      kept.add(subject.lot() + (site.equals(ALL_SITES) ? "" : BETWEEN + site), one);
    });
    exchange.remember(KEPT, Bytes.utf8(kept.toString()));
  }

  private void read(Bytes kept) {
    JsonParser.parseString(kept.toUtf8())
        .getAsJsonObject()
        .entrySet()
        .forEach(each -> {
          int slash = each.getKey().indexOf('/');
          var giver = new MemberId(each.getKey().substring(0, slash));
          String[] rest = each.getKey().substring(slash + 1).split(BETWEEN, 2);
          JsonObject one = each.getValue().getAsJsonObject();
          words.put(
              new Subject(new LotName(giver, rest[0]), rest.length == 1 ? ALL_SITES : rest[1]),
              new Word(
                  one.get("units").getAsInt(), Instant.parse(one.get("closes").getAsString())));
        });
  }
}
