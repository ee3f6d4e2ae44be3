package coop.minga.node.desk;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.negotiation.Effect;
import coop.minga.federation.negotiation.Event;
import coop.minga.federation.negotiation.LotAuction;
import coop.minga.federation.negotiation.NegotiationStatement;
import coop.minga.federation.negotiation.Rulebook;
import coop.minga.federation.negotiation.Stall;
import coop.minga.federation.negotiation.Stated;
import coop.minga.federation.negotiation.Step;
import coop.minga.federation.negotiation.Terms;
import coop.minga.federation.surplus.Lot;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.Parts;
import coop.minga.federation.surplus.SurplusStatement;
import coop.minga.federation.wire.Said;
import coop.minga.node.exchange.Exchange;
import coop.minga.node.exchange.Recollection;
import coop.minga.node.exchange.Seen;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// This member's stall as it now stands, and the names that were used on it.
///
/// Whatever this node says of its lots is said here, so that the negotiation has heard it before
/// anything else happens. Not for two threads.
final class OwnStall {
  /// How often what nobody took is offered again on one day.
  static final int MOST_REOFFERS = Terms.MAX_REOFFERS;

  private final Exchange exchange;
  private final RecallDesk recalls;
  private final Rulebook rules;
  private final Speech speech;
  private final Set<String> spent = new HashSet<>();
  private final Parts parts = new Parts();
  private Stall stall;

  /// A stall with nothing on it.
  OwnStall(Exchange exchange, RecallDesk recalls, Rulebook rules) {
    this.exchange = exchange;
    this.recalls = recalls;
    this.rules = rules;
    this.speech = new Speech(exchange);
    this.stall = Stall.empty(exchange.self(), rules);
  }

  /// Takes up what was said before the start.
  void recall(Recollection all) {
    all.book().forEach(speech::recall);
    stall = Folding.stall(rules, all, exchange.self());
    all.ledger(exchange.self()).forEach(this::spend);
    all.ledgers().values().forEach(entries -> entries.forEach(this::collect));
  }

  // ---- What is on it

  /// The negotiation's state at this moment, which tells what may be said.
  Stall now() {
    return stall;
  }

  /// The lots as they are at this moment: saying something of one does not change what was given.
  Collection<LotAuction> lots() {
    return stall.lots().values();
  }

  Optional<LotAuction> lot(String name) {
    return stall.lot(name);
  }

  /// Whether a name was used, so that nothing else may be offered under it.
  boolean isTaken(String name) {
    return stall.lot(name).isPresent() || spent.contains(name);
  }

  /// How many offers of the same food, of the same day, bidding on which was over, were before one.
  int reoffers(LotAuction lot) {
    int times = 0;
    Optional<LotAuction> before = offerBefore(lot);
    while (before.filter(its -> dayOf(its).equals(dayOf(lot))).isPresent()) {
      times += before.get().stage() instanceof LotAuction.Stage.Closed ? 1 : 0;
      before = offerBefore(before.get());
    }
    return times;
  }

  private Optional<LotAuction> offerBefore(LotAuction lot) {
    return LotNames.before(lot.name().lot()).flatMap(this::lot);
  }

  private LocalDate dayOf(LotAuction lot) {
    return lot.offer()
        .offer()
        .openedAt()
        .atZone(exchange.roster().rules().time().zone())
        .toLocalDate();
  }

  /// Whether something of it must be done by now, whether or not anybody says anything.
  boolean isDue() {
    return stall.wakeAt().filter(at -> !exchange.now().isBefore(at)).isPresent();
  }

  /// What this node may be held to have known at this moment.
  coop.minga.federation.negotiation.Seen known() {
    return speech.seen();
  }

  /// Why something may not be offered; absent if it may.
  Optional<String> fault(Offer offer) {
    return stall.fault(offer).or(() -> recalls.fault(offer.lot()));
  }

  /// Why something may not be offered as a part of what this member collected; absent if it may.
  Optional<String> partFault(Offer offer) {
    return parts.fault(exchange.self(), offer, exchange.roster().rules().time().zone());
  }

  /// A lot that this member may offer on in parts; absent if it is not open to it.
  Optional<Lot> whole(LotName name) {
    return parts.lot(name);
  }

  // ---- What is said of it

  void say(SurplusStatement statement) {
    parts.hear(exchange.self(), statement);
    hear(speech.say(statement));
  }

  void say(NegotiationStatement statement) {
    hear(speech.say(statement));
  }

  /// Hears an entry, if it is of a negotiation.
  void hear(Seen entry) {
    Speech.stated(entry).ifPresent(this::hear);
  }

  private void hear(Stated stated) {
    speech.perform(on(new Event.Heard(exchange.now(), stated, speech.seen())), this::on);
  }

  /// Does what has become due.
  void passTime() {
    speech.perform(on(new Event.TimePassed(exchange.now(), speech.seen())), this::on);
  }

  /// Tells a peer anew what it may have missed.
  void tellAgain(MemberId peer) {
    speech.perform(stall.again(peer), this::on);
  }

  private List<Effect> on(Event event) {
    Step<Stall> step = stall.on(event);
    stall = step.next();
    return step.effects();
  }

  // ---- What was used, and what may be forgotten

  /// A name is used once, whether or not the lot can still be told.
  void spend(Seen entry) {
    if (entry.said() instanceof Said.OfSurplus(Notice notice)) {
      spent.add(notice.outline().lot());
    }
  }

  /// What may be offered on in parts is what this member signed for.
  void collect(Seen entry) {
    if (entry.said() instanceof Said.OfSurplus(Offer offer)) {
      parts.know(entry.author(), offer);
    }
    if (entry.said() instanceof Said.OfSurplus(var says)
        && entry.author().equals(exchange.self())) {
      parts.hear(entry.author(), says);
    }
  }

  /// Whether nothing of the offers that close at a time is still to come.
  boolean isOver(Instant closesAt) {
    return lots().stream()
        .filter(lot -> lot.offer().offer().closesAt().equals(closesAt))
        .allMatch(LotAuction::isSettled);
  }

  /// Forgets lots whose openings are erased.
  void forget(Set<String> lots) {
    lots.forEach(lot -> stall = stall.without(lot));
  }
}
