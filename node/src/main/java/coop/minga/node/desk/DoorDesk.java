package coop.minga.node.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.Signer;
import coop.minga.federation.roster.Applied;
import coop.minga.federation.roster.Endpoint;
import coop.minga.federation.roster.Invite;
import coop.minga.federation.roster.MemberCard;
import coop.minga.federation.roster.RosterCertificate;
import coop.minga.federation.roster.RosterChange;
import coop.minga.federation.roster.SignedCharter;
import coop.minga.federation.wire.JoinWire;
import coop.minga.federation.wire.RosterWire;
import coop.minga.node.exchange.Desk;
import coop.minga.node.exchange.Exchange;
import coop.minga.node.exchange.Recollection;
import coop.minga.node.peering.Doorkeeper;
import coop.minga.node.peering.Doorkeeper.Answer;
import coop.minga.node.peering.Doorkeeper.Knock;
import coop.minga.node.peering.Doorkeeper.Outcome;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The door: invites that this node has written, and whoever knocks with one.
///
/// ```
/// invited --a card with its nonce--> knocking --a person here: confirm--> proposed --ballot--> member
///    |                                  +------- a person here: decline--> turned away
///    +--its time is over--> gone
/// ```
///
/// A knock changes nothing but what the operator sees: only a person's word proposes anybody.
public final class DoorDesk implements Desk {
  private static final Duration USUAL = Duration.ofDays(7);

  private final Exchange exchange;
  private final RosterDesk rosters;
  private final House house;
  private final SecureRandom random;
  private final GuestBook guests;
  private Optional<Papers> papers = Optional.empty();
  private volatile boolean open;

  /// What a newcomer is shown and must know the door by.
  ///
  /// @param charter of the federation
  /// @param entryKey signs invites
  /// @param tls the pin of the door's TLS key, as it is shown now
  /// @param address where it is
  public record House(
      SignedCharter charter, Supplier<Signer> entryKey, Supplier<Hash> tls, Endpoint address) {}

  private record Papers(Hash roster, Bytes written) {}

  /// A door that nobody has been invited to.
  public DoorDesk(Exchange exchange, RosterDesk rosters, House house, SecureRandom random) {
    this.exchange = exchange;
    this.rosters = rosters;
    this.house = house;
    this.random = random;
    this.guests = new GuestBook(exchange);
  }

  @Override
  public void recall(Recollection all) {
    guests.recall();
    look();
  }

  @Override
  public void tick() {
    look();
  }

  @Override
  public void rosterChanged(RosterCertificate certificate) {
    look();
  }

  @Override
  public Optional<JsonObject> answer(String verb, JsonObject question) {
    return switch (verb) {
      case "invite" -> Optional.of(invite(question));
      case "guests" -> Optional.of(guests());
      case "confirm" -> Optional.of(confirm(Asking.text(question, "member")));
      case "turn-away" -> Optional.of(turnAway(Asking.text(question, "member")));
      default -> Optional.empty();
    };
  }

  /// Whether strangers are listened to. From any thread.
  public boolean isOpen() {
    return open;
  }

  /// Answers a stranger; on the loop's thread.
  public Answer knock(Knock knock) {
    Outcome outcome = outcome(knock);
    if (outcome instanceof Outcome.TurnedAway || knock.papersFrom().isEmpty()) {
      return new Answer(outcome, outcome instanceof Outcome.TurnedAway ? 0 : size(), Bytes.empty());
    }
    Bytes all = papers();
    int from = Math.min(knock.papersFrom().get(), all.size());
    int until = Math.min(all.size(), from + Doorkeeper.MAX_PIECE_BYTES);
    return new Answer(outcome, all.size(), all.slice(from, until));
  }

  private Outcome outcome(Knock knock) {
    Optional<GuestBook.Guest> invited = guests.find(knock.nonce(), exchange.now());
    Optional<MemberCard> card = RosterWire.decodeCard(knock.card());
    if (invited.isEmpty()) {
      return new Outcome.TurnedAway("no-invite");
    }
    if (card.isEmpty() || !card.get().keys().tls().equals(knock.tls())) {
      return new Outcome.TurnedAway("wrong-card");
    }
    if (invited.get().card().filter(known -> !known.equals(knock.card())).isPresent()) {
      return new Outcome.TurnedAway("invite-used");
    }
    return outcome(invited.get(), card.get(), knock.card());
  }

  private Outcome outcome(GuestBook.Guest guest, MemberCard card, Bytes written) {
    if (exchange.roster().member(card.id()).filter(card::equals).isPresent()) {
      return new Outcome.Admitted();
    }
    var change = RosterWire.written(new RosterChange.Admit(card));
    if (exchange.roster().apply(change, exchange.belonging().verifier())
        instanceof Applied.Refused) {
      return new Outcome.TurnedAway("name-taken");
    }
    if (guest.turnedAway()) {
      return new Outcome.TurnedAway("declined");
    }
    if (guest.card().isEmpty()) {
      guests.put(guest.knocking(written));
      DeskLog.knocking(card.id(), card.displayName());
    }
    return new Outcome.Waiting(waiting(change.written()));
  }

  /// What the newcomer waits for.
  private String waiting(Bytes change) {
    int needed = exchange.roster().quorum().deciding();
    return rosters.proposals().stream()
        .filter(proposal -> proposal.change().equals(change))
        .findFirst()
        .map(proposal ->
            "%d of the %d members needed have approved"
                .formatted(proposal.approvedBy().size(), needed))
        .orElse("a person of " + exchange.self() + " has still to compare the words");
  }

  private JsonObject invite(JsonObject question) {
    Duration good = question.has("days") ? Duration.ofDays(question.get("days").getAsInt()) : USUAL;
    if (!good.isPositive() || good.compareTo(Invite.LONGEST) > 0) {
      throw new IllegalArgumentException("an invite is good for 1 to 30 days");
    }
    if (!exchange.roster().voters().contains(exchange.self())) {
      throw new IllegalArgumentException("only a member that votes invites others");
    }
    Instant now = exchange.now().truncatedTo(ChronoUnit.MILLIS);
    byte[] nonce = new byte[Invite.NONCE_BYTES];
    random.nextBytes(nonce);
    var terms =
        new Invite.Terms(
            exchange.roster().federationId(), exchange.roster().hash(), now, now.plus(good));
    var door = new Invite.Door(exchange.self(), house.tls().get(), List.of(house.address()));
    Invite invite = Invite.write(terms, door, Bytes.of(nonce), house.entryKey().get());
    guests.put(GuestBook.Guest.invited(invite));
    look();
    var told = new JsonObject();
    told.addProperty("invite", JoinWire.write(invite));
    told.addProperty("expires", invite.expires().toString());
    told.addProperty("address", house.address().toString());
    return told;
  }

  private JsonObject guests() {
    var all = new JsonArray();
    guests.all(exchange.now()).stream().filter(this::isOpen).forEach(guest -> all.add(told(guest)));
    var told = new JsonObject();
    told.add("guests", all);
    return told;
  }

  private JsonObject told(GuestBook.Guest guest) {
    var told = new JsonObject();
    told.addProperty("expires", guest.expires().toString());
    guest
        .card()
        .ifPresent(written ->
            RosterWire.decodeCard(written)
                .ifPresent(card -> {
                  told.addProperty("member", card.id().name());
                  told.addProperty("name", card.displayName());
                  told.addProperty("address", card.endpoint().toString());
                  told.addProperty("words", String.join(" ", words(guest, written)));
                }));
    told.addProperty("turnedAway", guest.turnedAway());
    return told;
  }

  private List<String> words(GuestBook.Guest guest, Bytes card) {
    return Invite.words(guest.nonce(), house.tls().get(), Hash.sha256(card));
  }

  private JsonObject confirm(String name) {
    GuestBook.Guest guest = knocking(name);
    guests.put(guest.welcome());
    return rosters.propose(new RosterChange.Admit(card(guest)));
  }

  private JsonObject turnAway(String name) {
    GuestBook.Guest guest = knocking(name);
    guests.put(guest.away());
    var told = new JsonObject();
    told.addProperty("turnedAway", name);
    return told;
  }

  private GuestBook.Guest knocking(String name) {
    return guests.all(exchange.now()).stream()
        .filter(guest -> guest.card().isPresent() && card(guest).id().name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "nobody of that name knocks at %s; a newcomer knocks where its invite was written"
                    .formatted(exchange.self())));
  }

  private static MemberCard card(GuestBook.Guest guest) {
    return RosterWire.decodeCard(guest.card().orElseThrow()).orElseThrow();
  }

  /// Whether an invite still waits for somebody: nobody has come with it, or who has may still be
  /// admitted.
  private boolean isOpen(GuestBook.Guest guest) {
    return guest.card().isEmpty() || rosters.mayFollow(new RosterChange.Admit(card(guest)));
  }

  private void look() {
    open = !guests.all(exchange.now()).isEmpty();
  }

  private int size() {
    return papers().size();
  }

  private Bytes papers() {
    Hash roster = exchange.roster().hash();
    if (papers.filter(known -> known.roster().equals(roster)).isEmpty()) {
      var all = new JoinWire.FederationPapers(house.charter(), exchange.belonging().certificates());
      papers = Optional.of(new Papers(roster, JoinWire.encode(all)));
    }
    return papers.orElseThrow().written();
  }
}
