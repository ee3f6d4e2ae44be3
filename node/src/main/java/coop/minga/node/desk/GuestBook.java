package coop.minga.node.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.roster.Invite;
import coop.minga.node.exchange.Exchange;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The invites that this node has written, and who came with each; kept across restarts.
final class GuestBook {
  /// Invites that are open at one time.
  static final int MAX_OPEN = 64;

  private static final String KEPT = "door/guests";

  private final Exchange exchange;
  private final Map<Bytes, Guest> guests = new LinkedHashMap<>();

  /// Somebody who was invited.
  ///
  /// @param nonce the invite's
  /// @param expires after which it is void
  /// @param card of the first who came with it; absent as long as nobody did
  /// @param turnedAway whether a person here said no
  record Guest(Bytes nonce, Instant expires, Optional<Bytes> card, boolean turnedAway) {
    static Guest invited(Invite invite) {
      return new Guest(invite.nonce(), invite.expires(), Optional.empty(), false);
    }

    Guest knocking(Bytes with) {
      return new Guest(nonce, expires, Optional.of(with), turnedAway);
    }

    Guest away() {
      return new Guest(nonce, expires, card, true);
    }

    Guest welcome() {
      return new Guest(nonce, expires, card, false);
    }

    private JsonObject written() {
      var written = new JsonObject();
      written.addProperty("nonce", nonce.toHex());
      written.addProperty("expires", expires.toString());
      card.ifPresent(found -> written.addProperty("card", found.toHex()));
      written.addProperty("turnedAway", turnedAway);
      return written;
    }

    private static Guest read(JsonObject written) {
      return new Guest(
          Bytes.hex(written.get("nonce").getAsString()),
          Instant.parse(written.get("expires").getAsString()),
          Optional.ofNullable(written.get("card")).map(hex -> Bytes.hex(hex.getAsString())),
          written.get("turnedAway").getAsBoolean());
    }
  }

  GuestBook(Exchange exchange) {
    this.exchange = exchange;
  }

  void recall() {
    guests.clear();
    exchange
        .remembered(KEPT)
        .ifPresent(kept -> {
          for (JsonElement each : JsonParser.parseString(kept.toUtf8()).getAsJsonArray()) {
            Guest guest = Guest.read(each.getAsJsonObject());
            guests.put(guest.nonce(), guest);
          }
        });
  }

  /// Those whose invite is not over.
  List<Guest> all(Instant now) {
    return guests.values().stream().filter(guest -> !now.isAfter(guest.expires())).toList();
  }

  Optional<Guest> find(Bytes nonce, Instant now) {
    return Optional.ofNullable(guests.get(nonce)).filter(guest -> !now.isAfter(guest.expires()));
  }

  /// Writes a guest down, anew or for the first time.
  ///
  /// @throws IllegalArgumentException if too many are open
  void put(Guest guest) {
    guests.values().removeIf(old -> exchange.now().isAfter(old.expires()));
    if (guests.size() == MAX_OPEN && !guests.containsKey(guest.nonce())) {
      throw new IllegalArgumentException(MAX_OPEN + " invites are open; let some of them end");
    }
    guests.put(guest.nonce(), guest);
    var all = new JsonArray();
    guests.values().forEach(each -> all.add(each.written()));
    exchange.remember(KEPT, Bytes.utf8(all.toString()));
  }
}
