package coop.minga.node.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.negotiation.Entitlements;
import coop.minga.federation.negotiation.Sponsors;
import coop.minga.federation.surplus.Attest;
import coop.minga.federation.surplus.KitchenServes;
import coop.minga.federation.surplus.PeopleServed;
import coop.minga.federation.surplus.Sponsor;
import coop.minga.federation.wire.Said;
import coop.minga.node.exchange.Desk;
import coop.minga.node.exchange.Exchange;
import coop.minga.node.exchange.Recollection;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// How many people takers feed, and for whom they bid: this member's claims if it takes donations,
/// and its word on others' if it does not.
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
      case "sponsor" -> Optional.of(sponsor(question));
      case "attest-sponsor" -> Optional.of(attestSponsor(question));
      case "sponsors" -> Optional.of(sponsors());
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
    return entered(new Said.OfSurplus(question.has("for") ? ofKitchen(question, says) : says));
  }

  private KitchenServes ofKitchen(JsonObject question, PeopleServed says) {
    MemberId kitchen = plain(question.get("for").getAsString());
    boolean bids =
        settlements.sponsors().all().stream()
            .anyMatch(
                each -> each.by().equals(exchange.self()) && each.says().kitchen().equals(kitchen));
    if (!bids) {
      throw new IllegalArgumentException(
          "this member does not bid for %s; first: minga sponsor %s --paper FILE"
              .formatted(kitchen, kitchen));
    }
    return new KitchenServes(kitchen, says);
  }

  private JsonObject attest(JsonObject question) {
    if (takes()) {
      throw new IllegalArgumentException(
          "this member takes donations itself, and takers do not vouch for each other");
    }
    MemberId taker = plain(question.get("taker").getAsString());
    Entitlements.Claim last =
        Optional.ofNullable(settlements.claims().get(taker))
            .orElseThrow(() -> new IllegalArgumentException(taker + " claims nothing"));
    Hash shown = Hash.hex(question.get("document").getAsString());
    if (!shown.equals(last.says().document())) {
      throw new IllegalArgumentException(
          "this is not the document that " + taker + " claims from: ask for it again");
    }
    return entered(new Said.OfSurplus(new Attest(last.id(), now())));
  }

  private JsonObject sponsor(JsonObject question) {
    if (!takes()) {
      throw new IllegalArgumentException(
          "this member does not take donations, so it can bid for nobody");
    }
    MemberId kitchen = kitchen(question);
    if (exchange.roster().contains(kitchen)) {
      throw new IllegalArgumentException(kitchen + " is a member itself, and bids for itself");
    }
    Hash paper = Hash.hex(question.get("paper").getAsString());
    return entered(new Said.OfSurplus(new Sponsor(kitchen, paper, now())));
  }

  private static MemberId kitchen(JsonObject question) {
    return plain(question.get("kitchen").getAsString());
  }

  /// The name of a member or of a kitchen, also where it is written as a site.
  private static MemberId plain(String name) {
    return new MemberId(name.startsWith(Sponsor.PREFIX) ? name.substring(1) : name);
  }

  private JsonObject attestSponsor(JsonObject question) {
    if (takes()) {
      throw new IllegalArgumentException(
          "this member takes donations itself, and takers do not vouch for each other");
    }
    MemberId kitchen = kitchen(question);
    Hash shown = Hash.hex(question.get("paper").getAsString());
    Sponsors.Claim claim =
        settlements.sponsors().all().stream()
            .filter(each -> each.says().kitchen().equals(kitchen))
            .filter(each -> each.says().paper().equals(shown))
            .reduce((_, later) -> later)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "nobody bids for " + kitchen + " by this paper: ask for it again"));
    return entered(new Said.OfSurplus(new Attest(claim.id(), now())));
  }

  private JsonObject sponsors() {
    var all = new JsonArray();
    for (Sponsors.Claim claim : settlements.sponsors().all()) {
      var told = new JsonObject();
      told.addProperty("kitchen", claim.says().kitchen().name());
      told.addProperty("site", claim.says().site());
      told.addProperty("sponsor", claim.by().name());
      told.addProperty("since", claim.says().at().toString());
      told.addProperty("paper", claim.says().paper().toString());
      told.addProperty("counts", counts(claim));
      var attesters = new JsonArray();
      settlements.sponsors().attesters(claim.id()).forEach(who -> attesters.add(who.name()));
      told.add("attesters", attesters);
      all.add(told);
    }
    var told = new JsonObject();
    told.add("sponsors", all);
    return told;
  }

  /// Whether it is by this claim, as this member counted last, that a kitchen has its sponsor.
  private boolean counts(Sponsors.Claim claim) {
    return settlements
        .last()
        .map(now -> now.kitchens().sponsored().get(claim.says().kitchen()))
        .filter(kitchen -> kitchen.claim().equals(claim.id()))
        .isPresent();
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
