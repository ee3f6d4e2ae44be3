package coop.minga.node.desk;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Frontier;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.negotiation.Close;
import coop.minga.federation.negotiation.Effect;
import coop.minga.federation.negotiation.Event;
import coop.minga.federation.negotiation.NegotiationStatement;
import coop.minga.federation.negotiation.Stated;
import coop.minga.federation.surplus.SurplusStatement;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;
import coop.minga.node.exchange.Exchange;
import coop.minga.node.exchange.Seen;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// Carries a negotiation's effects out through the exchange, and hands what was entered back to the
/// machine before anything else happens, as it asks.
final class Speech {
  private final Exchange exchange;

  /// Own book entries by what they say, so that they can be told again.
  private final Map<NegotiationStatement, EntryId> noted = new HashMap<>();

  Speech(Exchange exchange) {
    this.exchange = exchange;
  }

  /// An entry as the negotiation reads it; absent if it is not about one.
  static Optional<Stated> stated(Seen entry) {
    return switch (entry.said()) {
      case Said.OfSurplus(var says) ->
          Optional.of(new Stated.OfSurplus(entry.id(), entry.author(), says));
      case Said.OfNegotiation(var says) ->
          Optional.of(new Stated.OfNegotiation(entry.id(), entry.author(), says));
      case Said.OfLearning _,
          Said.OfDecision _,
          Said.OfRoster _,
          Said.OfDisclosure _,
          Said.OfAlert _,
          Said.OfBook _,
          Said.OfLedger _ ->
          Optional.empty();
    };
  }

  /// Remembers an own book entry of before the start.
  void recall(Seen noted) {
    if (noted.said() instanceof Said.OfNegotiation(var says)) {
      this.noted.put(says, noted.id());
    }
  }

  /// What this node may be held to have known at this moment: its own book, and of others' ledgers
  /// what a quorum holds, since nothing less is acted upon.
  coop.minga.federation.negotiation.Seen seen() {
    Frontier book = exchange.book();
    Map<MemberId, Long> others = new TreeMap<>(exchange.witnessed());
    others.remove(exchange.self());
    return new coop.minga.federation.negotiation.Seen(
        new Close.Book(book.size(), book.root()), others);
  }

  /// Says something of surplus, and returns it as it now stands.
  Stated say(SurplusStatement statement) {
    EntryId id = exchange.enter(new Said.OfSurplus(statement));
    return new Stated.OfSurplus(id, exchange.self(), statement);
  }

  /// Says what a person of this member wants said of an award, and returns it as it now stands.
  Stated say(NegotiationStatement statement) {
    return enter(statement);
  }

  /// Does effects in their order.
  ///
  /// @param hear gives an entered statement to the machine and returns the effects of that
  void perform(List<Effect> effects, Function<Event, List<Effect>> hear) {
    for (Effect effect : effects) {
      switch (effect) {
        case Effect.Enter(var statement) -> {
          Stated stated = enter(statement);
          perform(hear.apply(new Event.Heard(exchange.now(), stated, seen())), hear);
        }
        case Effect.Tell(var peer, var statement) -> tell(peer, statement);
      }
    }
  }

  private Stated enter(NegotiationStatement statement) {
    var said = new Said.OfNegotiation(statement);
    EntryId id =
        switch (Statements.kindOf(said).tree()) {
          case LEDGER -> exchange.enter(said);
          case BOOK -> exchange.note(said);
        };
    if (Statements.kindOf(said).tree() == Tree.BOOK) {
      noted.put(statement, id);
    }
    return new Stated.OfNegotiation(id, exchange.self(), statement);
  }

  /// What stands in the ledger reaches everybody by itself; what stands in the book is told.
  private void tell(MemberId peer, NegotiationStatement statement) {
    EntryId id = noted.get(statement);
    if (id != null) {
      exchange.tell(peer, id);
    }
  }
}
