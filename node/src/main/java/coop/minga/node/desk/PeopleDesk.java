package coop.minga.node.desk;

import com.google.gson.JsonObject;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.negotiation.Entitlements;
import coop.minga.federation.surplus.Attest;
import coop.minga.federation.surplus.PeopleServed;
import coop.minga.federation.wire.Said;
import coop.minga.node.exchange.Desk;
import coop.minga.node.exchange.Exchange;
import coop.minga.node.exchange.Recollection;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// How many people takers feed: this member's claim if it takes donations, and its word on others'
/// if it does not.
public final class PeopleDesk implements Desk {
  private final Exchange exchange;
  private final SettlementDesk settlements;

  /// A desk beside the one that has heard all claims.
  public PeopleDesk(Exchange exchange, SettlementDesk settlements) {
    this.exchange = exchange;
    this.settlements = settlements;
  }

  /// It keeps nothing of its own.
  @Override
  public void recall(Recollection all) {}

  @Override
  public Optional<JsonObject> answer(String verb, JsonObject question) {
    return switch (verb) {
      case "claim-people" -> Optional.of(claim(question));
      case "attest-people" -> Optional.of(attest(question));
      default -> Optional.empty();
    };
  }

  private boolean takes() {
    return exchange.roster().social().contains(exchange.self());
  }

  private JsonObject claim(JsonObject question) {
    if (!takes()) {
      throw new IllegalArgumentException(
          "this member does not take donations, so it is entitled to none");
    }
    var says =
        new PeopleServed(
            question.get("people").getAsInt(),
            question.get("need").getAsInt(),
            question.get("method").getAsString(),
            date(question, "from"),
            date(question, "until"),
            Hash.hex(question.get("document").getAsString()),
            now());
    return entered(new Said.OfSurplus(says));
  }

  private JsonObject attest(JsonObject question) {
    if (takes()) {
      throw new IllegalArgumentException(
          "this member takes donations itself, and takers do not vouch for each other");
    }
    var taker = new MemberId(question.get("taker").getAsString());
    Entitlements.Claim last =
        Optional.ofNullable(settlements.entitlements().last().get(taker))
            .orElseThrow(() -> new IllegalArgumentException(taker + " claims nothing"));
    Hash shown = Hash.hex(question.get("document").getAsString());
    if (!shown.equals(last.says().document())) {
      throw new IllegalArgumentException(
          "this is not the document that " + taker + " claims from: ask for it again");
    }
    return entered(new Said.OfSurplus(new Attest(last.id(), now())));
  }

  private JsonObject entered(Said said) {
    EntryId id = exchange.enter(said);
    var told = new JsonObject();
    told.addProperty("entry", id.toString());
    return told;
  }

  private static LocalDate date(JsonObject question, String name) {
    String text = question.get(name).getAsString();
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("\"" + text + "\" is no date like 2026-10-31", e);
    }
  }

  private Instant now() {
    return Instant.ofEpochMilli(exchange.now().toEpochMilli());
  }
}
