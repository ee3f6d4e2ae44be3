package coop.minga.node.desk;

import com.google.gson.JsonObject;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.negotiation.GivingRecord;
import coop.minga.federation.negotiation.Rulebook;
import coop.minga.federation.surplus.Clauses;
import coop.minga.federation.surplus.FirstRefusal;
import coop.minga.federation.surplus.Lot;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.Parent;
import coop.minga.node.config.NodeConfig;
import coop.minga.node.exchange.Exchange;
import coop.minga.node.planning.LeftOver;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// Makes offers as this member makes them: at its prices, under the rules that hold, with its
/// wishes, and with what a person says of one. It says none of them.
final class OfferMaker {
  /// So long before it can be collected it is said how much is there of what was only expected,
  /// unless a person names another time.
  static final Duration FIRMED_BEFORE = Duration.ofMinutes(15);

  private static final long FIRST_MINUTES = 30;
  private static final long MOST_FIRST_MINUTES = Duration.ofDays(1).toMinutes();

  private final Exchange exchange;
  private final OutlookDesk outlook;
  private final SettlementDesk settlements;
  private final Rulebook rules;
  private final NodeConfig.Wishes wishes;

  OfferMaker(
      Exchange exchange,
      OutlookDesk outlook,
      SettlementDesk settlements,
      NodeConfig.Wishes wishes) {
    this.exchange = exchange;
    this.outlook = outlook;
    this.settlements = settlements;
    this.rules = settlements.rules();
    this.wishes = wishes;
  }

  /// The offer of so many units from now on; absent if its site has no place, or nothing leaves
  /// time to eat it.
  Optional<Offer> offer(String name, LeftOver lot, int units) {
    return outlook
        .outlook()
        .flatMap(seen -> seen.site(lot.series().site()))
        .flatMap(site -> Offering.of(exchange).offer(name, lot, site, units, exchange.now()))
        .map(offer -> underRules(offer, Clauses.PLAIN));
  }

  /// The offer of a part of what was collected; absent if nothing leaves time to eat it.
  Optional<Offer> part(Lot part, Parent parent) {
    return Offering.of(exchange)
        .offer(part, exchange.now())
        .map(offer -> underRules(offer, Clauses.PLAIN.partOf(parent)))
        .map(this::wishing);
  }

  /// So many days what this member freezes today may be kept.
  ///
  /// @throws IllegalArgumentException if the members have not agreed that anybody may
  LocalDate frozenUntil() {
    int days = exchange.roster().rules().handover().frozenDays();
    if (days == 0) {
      throw new IllegalArgumentException(
          "the rules do not let members offer what they froze; minga rules propose frozen-days=90"
              + " would ask for it");
    }
    return exchange.now().atZone(zone()).toLocalDate().plusDays(days);
  }

  private Offer underRules(Offer offer, Clauses clauses) {
    return priced(
        offer.settled(settlements.epoch()).under(exchange.roster().hash()).saying(clauses));
  }

  /// Opened at what its like cleared for of late, by this member's own count.
  private Offer priced(Offer offer) {
    return offer.opening(
        rules.givenBy(exchange.self()).of(offer).map(terms -> terms.opening(offer)).orElse(0));
  }

  // ---- What this member wishes

  /// The same offer, with what the node's file wishes of who gets it.
  Offer wishing(Offer offer) {
    return wishing(offer, new JsonObject());
  }

  /// The same offer, with what a person wishes of who gets it, or else the node's file.
  Offer wishing(Offer offer, JsonObject question) {
    return offer.wishing(
        new SaidWishes(question, wishes)
            .of(offer, rules.of(offer).orElseThrow().rules(), exchange.salt()));
  }

  /// The same offer, which one taker may have before anybody bids.
  Offer firstTo(JsonObject question, Offer offer) {
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
    var taker = new MemberId(Asking.text(question, "first"));
    Instant until = offer.openedAt().plus(Duration.ofMinutes(minutes));
    return offer.saying(offer.said().firstTo(new FirstRefusal(taker, until)));
  }

  // ---- What is only expected

  /// The same offer of what will probably be left over: how much of it there is is said at the
  /// usual time.
  Offer expected(Offer offer) {
    return expected(offer, usually(offer));
  }

  /// The same offer of what will probably be left over: how much of it there is is said by the time
  /// that a person names, or else at the usual one.
  Offer expected(JsonObject question, Offer offer) {
    return question.has("firmBy")
        ? expected(offer, firmBy(Asking.text(question, "firmBy"), offer))
        : expected(offer);
  }

  private Offer expected(Offer offer, Instant by) {
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
}
