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
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a taker's people said of lots on offer: all of it, so many units at most, or nothing. It
/// stays with this node, which bids up to it; no other member is told.
final class LotWords {
  /// Until so long before the closing time a person may say it.
  static final Duration BEFORE_CLOSING = Duration.ofMinutes(10);

  /// The most words that are kept; the oldest closing times give way.
  static final int MOST = 256;

  private static final String KEPT = "lot-words";

  private final Exchange exchange;
  private final Consent policy;
  private final SortedMap<LotName, Word> words = new TreeMap<>();

  private record Word(int units, Instant closesAt) {}

  LotWords(Exchange exchange, Consent policy) {
    this.exchange = exchange;
    this.policy = policy;
    exchange.remembered(KEPT).ifPresent(this::read);
  }

  /// Whether the node may bid for a lot at all.
  boolean mayBid(LotName lot) {
    Word word = words.get(lot);
    return word == null ? policy == Consent.ALWAYS : word.units() > 0;
  }

  /// What a running bidder may hear: of an offer no more than a person said; absent if nothing.
  Optional<Stated> limited(Stated stated) {
    if (!(stated instanceof Stated.OfSurplus(var id, var giver, Offer offer))) {
      return Optional.of(stated);
    }
    var lot = new LotName(giver, offer.lot().name());
    Word word = words.get(lot);
    if (word == null || word.units() == 0) {
      return mayBid(lot) ? Optional.of(stated) : Optional.empty();
    }
    return Optional.of(new Stated.OfSurplus(id, giver, offer.atMost(word.units())));
  }

  /// The most units of a lot that may be bid for, if a person said; 0: none.
  Optional<Integer> limit(LotName lot) {
    return Optional.ofNullable(words.get(lot)).map(Word::units);
  }

  /// Takes a person's word.
  ///
  /// @throws IllegalArgumentException if it comes too late, or takes back a no
  void say(LotName lot, Offer offer, int units) {
    Instant by = offer.closesAt().minus(BEFORE_CLOSING);
    if (!exchange.now().isBefore(by)) {
      throw new IllegalArgumentException("what is bid for " + lot + " was to be said by " + by);
    }
    if (units < 0 || units > offer.lot().units()) {
      throw new IllegalArgumentException(
          lot + " has " + offer.lot().units() + " units; say 0 to that many, not " + units);
    }
    Word before = words.get(lot);
    if (before != null && units > before.units()) {
      throw new IllegalArgumentException(
          "you said at most " + before.units() + " units of " + lot + "; that can only shrink");
    }
    words.put(lot, new Word(units, offer.closesAt()));
    while (words.size() > MOST) {
      words.remove(oldest());
    }
    keep();
  }

  private LotName oldest() {
    LotName oldest = words.firstKey();
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
    told.addProperty("units", offer.lot().units());
    told.addProperty("grams", offer.lot().grams(offer.lot().units()).value());
    told.addProperty("date", offer.lot().date().date().toString());
    told.addProperty("from", offer.window().from().toString());
    told.addProperty("until", offer.window().until().toString());
    told.addProperty("sayBy", offer.closesAt().minus(BEFORE_CLOSING).toString());
    Word word = words.get(lot);
    if (word != null) {
      told.addProperty("said", word.units());
    }
    told.addProperty("bids", mayBid(lot));
    return told;
  }

  private void keep() {
    var kept = new JsonObject();
    words.forEach((lot, word) -> {
      var one = new JsonObject();
      one.addProperty("units", word.units());
      one.addProperty("closes", word.closesAt().toString());
      kept.add(lot.toString(), one);
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
          JsonObject one = each.getValue().getAsJsonObject();
          words.put(
              new LotName(giver, each.getKey().substring(slash + 1)),
              new Word(
                  one.get("units").getAsInt(), Instant.parse(one.get("closes").getAsString())));
        });
  }
}
