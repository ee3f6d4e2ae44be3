package coop.minga.node.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import coop.minga.federation.negotiation.Elsewhere;
import coop.minga.federation.negotiation.LotAuction;
import coop.minga.federation.negotiation.May;
import coop.minga.federation.surplus.Lot;
import coop.minga.federation.surplus.Outlet;
import coop.minga.federation.surplus.OutletReason;
import coop.minga.federation.surplus.Parent;
import coop.minga.node.exchange.Exchange;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What no member took, and what becomes of it.
///
/// A person says it, or a standing policy does once it can be offered no more. Of food that was
/// offered anew it is said of the last offer only, so that nothing is counted twice.
final class OtherOutlets {
  private final Exchange exchange;
  private final OwnStall stall;
  private final Optional<Elsewhere.Way> usual;

  /// What lies unclaimed on a stall.
  ///
  /// @param usual where it goes by standing policy; absent if a person is asked
  OtherOutlets(Exchange exchange, OwnStall stall, Optional<Elsewhere.Way> usual) {
    this.exchange = exchange;
    this.stall = stall;
    this.usual = usual;
  }

  /// Whether there is something of a lot of which it can be said what becomes of it.
  boolean isAnyOf(LotAuction lot) {
    return units(lot) > 0;
  }

  /// Units of which it can be said what becomes of them: of food that was offered anew those of its
  /// last offer, which are what is left of all.
  int units(LotAuction lot) {
    return lot.isSettled() && offeredAnew(lot).isEmpty() ? lot.unclaimedUnits() : 0;
  }

  /// Under which name the food of a lot was offered the next time; absent if it was not.
  private Optional<String> offeredAnew(LotAuction lot) {
    return LotNames.next(lot.name().lot()).filter(stall::isTaken);
  }

  // ---- What becomes of it

  /// A person says what becomes of it.
  ///
  /// @throws IllegalArgumentException if it may not be said, or makes no sense
  void outlet(JsonObject question) {
    String name = Asking.text(question, "lot");
    stall
        .lot(name)
        .flatMap(this::offeredAnew)
        .ifPresent(next -> {
          throw new IllegalArgumentException(
              "what was left of lot %s was offered anew as %s; say it of that"
                  .formatted(name, next));
        });
    int left = stall.lot(name).map(this::units).orElse(0);
    int units = question.has("units") ? question.get("units").getAsInt() : left;
    stall.say(Asking.allowed(stall.now().elsewhere(exchange.now(), name, units, way(question))));
  }

  /// Units of a lot that nobody took and of which it is not said what becomes of them; none if they
  /// were offered anew.
  int left(String name) {
    return stall
        .lot(name)
        .filter(lot -> isAnyOf(lot) && !lot.isStopped())
        .map(this::units)
        .orElse(0);
  }

  /// Says of what was frozen, and is offered as another lot, that it is left over no more. If the
  /// node was killed between the two words, that is said when it starts again: nothing may be
  /// promised fresh and frozen.
  void toTheFreezer() {
    for (LotAuction lot : List.copyOf(stall.lots())) {
      Lot frozen = lot.offer().offer().lot();
      lot.offer()
          .offer()
          .said()
          .parent()
          .filter(whole -> whole.award() == Parent.OWN)
          .flatMap(whole -> stall.lot(whole.lot().lot()))
          .filter(whole -> left(whole.name().lot()) > 0)
          .ifPresent(whole -> toTheFreezer(whole, frozen.name(), frozen.units()));
    }
  }

  private void toTheFreezer(LotAuction whole, String as, int units) {
    var way = new Elsewhere.Way(Outlet.MOVED, OutletReason.usual(Outlet.MOVED), "frozen as " + as);
    if (whole.elsewhere().stream().noneMatch(said -> said.way().equals(way))) {
      String name = whole.name().lot();
      stall.say(Asking.allowed(stall.now().elsewhere(exchange.now(), name, units, way)));
    }
  }

  private static Elsewhere.Way way(JsonObject question) {
    String named = Asking.text(question, "outlet");
    Outlet outlet =
        Outlet.of(named)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "\"%s\" is no outlet; they are %s".formatted(named, words(Outlet.values()))));
    if (!question.has("because")) {
      return new Elsewhere.Way(outlet, OutletReason.usual(outlet), Asking.text(question, "where"));
    }
    String because = Asking.text(question, "because");
    OutletReason reason =
        OutletReason.of(because)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "\"%s\" is no reason; they are %s"
                        .formatted(because, words(OutletReason.values()))));
    return new Elsewhere.Way(outlet, reason, Asking.text(question, "where"));
  }

  private static String words(Enum<?>[] all) {
    return Arrays.stream(all)
        .map(each -> each.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .collect(Collectors.joining(", "));
  }

  /// By standing policy what no member took goes elsewhere, once it can be offered no more: its
  /// time is over, or it was offered again as often as may be on one day. What a recall stopped
  /// waits for a person.
  void letGo() {
    usual.ifPresent(this::letGo);
  }

  private void letGo(Elsewhere.Way way) {
    for (LotAuction lot : stall.lots()) {
      if (isAnyOf(lot) && !lot.isStopped() && !mayBeOfferedAgain(lot)) {
        String name = lot.name().lot();
        switch (stall.now().elsewhere(exchange.now(), name, units(lot), way)) {
          case May.Say<Elsewhere>(var says) -> stall.say(says);
          case May.Not<Elsewhere> _ -> {}
        }
      }
    }
  }

  /// What to say for what nobody took of a lot to be offered again on the day of that offer, and
  /// still be eaten; absent if it cannot. On a later day it is left over like other food, or not.
  Optional<String> again(LotAuction lot) {
    boolean may = isAnyOf(lot) && !lot.isStopped() && mayBeOfferedAgain(lot) && isOfToday(lot);
    String checked =
        lot.offer().offer().lot().date().checkedUntil().map(day -> " --checked " + day).orElse("");
    return LotNames.foodOf(lot.name().lot()).filter(_ -> may).map(food -> food + checked);
  }

  private boolean isOfToday(LotAuction lot) {
    return dayOf(lot.offer().offer().openedAt()).equals(dayOf(exchange.now()));
  }

  private LocalDate dayOf(Instant at) {
    return at.atZone(zone()).toLocalDate();
  }

  private boolean mayBeOfferedAgain(LotAuction lot) {
    boolean often = isOfToday(lot) && stall.reoffers(lot) >= OwnStall.MOST_REOFFERS;
    return !often
        && exchange.now().isBefore(Offering.of(exchange).last(lot.offer().offer().lot().date()));
  }

  // ---- What people are told

  /// What nobody took and of which is not said what becomes of it, until its date ends.
  Optional<Waiting> waiting(LotAuction lot) {
    Lot offered = lot.offer().offer().lot();
    Instant until = offered.date().endOfUse(zone());
    return isAnyOf(lot) && exchange.now().isBefore(until)
        ? Optional.of(
            new Waiting(
                offered.name(),
                offered.site(),
                "nobody took %d units; %ssay what becomes of them: minga offer %s --outlet %s"
                    .formatted(
                        units(lot),
                        again(lot)
                            .map("offer them again: minga offer %s, or "::formatted)
                            .orElse(""),
                        offered.name(),
                        lot.isStopped() ? "compost=WHERE --because recalled" : "feed=WHERE"),
                until,
                usual
                    .filter(_ -> !lot.isStopped())
                    .map(way -> "your node says " + way.outlet().word() + ": " + way.where())
                    .orElse("counted nowhere")))
        : Optional.empty();
  }

  private ZoneId zone() {
    return exchange.roster().rules().time().zone();
  }

  /// What became of a lot's units, as an operator is told.
  static JsonArray told(LotAuction lot) {
    var told = new JsonArray();
    lot.elsewhere().forEach(each -> told.add(told(each)));
    return told;
  }

  private static JsonObject told(Elsewhere says) {
    var told = new JsonObject();
    told.addProperty("units", says.units());
    told.addProperty("grams", says.grams().value());
    told.addProperty("outlet", says.way().outlet().word());
    told.addProperty("because", says.way().reason().word());
    told.addProperty("where", says.way().where());
    told.addProperty("at", says.at().toString());
    return told;
  }
}
