package coop.minga.node.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import coop.minga.federation.identity.Bytes;
import coop.minga.node.exchange.Exchange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What one of this member's sites would move to another, before anything of it is offered to
/// members.
///
/// It is nobody else's business: nothing of it is entered, no share is touched, and what was moved
/// is the other site's stock. The one site asks, the other says how much it takes; silence moves
/// nothing. It is kept by this node, so that a start does not forget it.
final class Moves {
  /// The most that are kept; the oldest of which nothing was taken give way.
  static final int MOST = 256;

  /// A count of stock is used so long, and what was moved since it at most as long.
  private static final Duration KEPT_FOR = Duration.ofDays(8);

  private static final String KEPT = "moves";

  private final Exchange exchange;
  private final List<Move> moves = new ArrayList<>();

  /// One move.
  ///
  /// @param lot the left-over lot's name
  /// @param from the site that has it
  /// @param to the site that is asked
  /// @param units asked
  /// @param at when it was asked
  /// @param until after which silence is no
  /// @param taken what the other site takes; absent while it has not said
  record Move(
      String lot,
      String from,
      String to,
      int units,
      Instant at,
      Instant until,
      Optional<Integer> taken) {
    boolean isAsked(Instant now) {
      return taken.isEmpty() && now.isBefore(until);
    }

    private Move taking(int some) {
      return new Move(lot, from, to, units, at, until, Optional.of(some));
    }

    JsonObject told() {
      var told = new JsonObject();
      told.addProperty("lot", lot);
      told.addProperty("from", from);
      told.addProperty("to", to);
      told.addProperty("units", units);
      told.addProperty("at", at.toString());
      told.addProperty("until", until.toString());
      taken.ifPresent(some -> told.addProperty("taken", some));
      return told;
    }

    private static Move read(JsonObject told) {
      return new Move(
          told.get("lot").getAsString(),
          told.get("from").getAsString(),
          told.get("to").getAsString(),
          told.get("units").getAsInt(),
          Instant.parse(told.get("at").getAsString()),
          Instant.parse(told.get("until").getAsString()),
          Optional.ofNullable(told.get("taken")).map(JsonElement::getAsInt));
    }
  }

  Moves(Exchange exchange) {
    this.exchange = exchange;
    exchange.remembered(KEPT).ifPresent(this::read);
  }

  /// Asks another site.
  ///
  /// @throws IllegalArgumentException if one is asked for this lot already
  Move ask(Move move) {
    asked(move.lot())
        .ifPresent(open -> {
          throw new IllegalArgumentException(
              "%s is asked for %d units of %s until %s; wait for its word"
                  .formatted(open.to(), open.units(), open.lot(), open.until()));
        });
    if (moves.size() >= MOST) {
      makeRoom();
    }
    moves.add(move);
    keep();
    return move;
  }

  /// What was taken is counted as gone until it is counted again, and so is not forgotten before
  /// what nobody took.
  private void makeRoom() {
    Move idle =
        moves.stream()
            .filter(move -> !move.isAsked(exchange.now()) && move.taken().orElse(0) == 0)
            .findFirst()
            .orElseGet(() ->
                moves.stream()
                    .filter(move -> move.at().isBefore(exchange.now().minus(KEPT_FOR)))
                    .findFirst()
                    .orElseThrow(() ->
                        new IllegalArgumentException(
                            MOST + " moves are under way or not counted yet; count stock first")));
    moves.remove(idle);
  }

  /// The other site says how much it takes, 0 for none.
  ///
  /// @throws IllegalArgumentException if it is not asked, or takes more than it is
  Move take(String lot, int units) {
    Move open =
        asked(lot)
            .orElseThrow(() ->
                new IllegalArgumentException("no site is asked for " + lot + ", or no longer"));
    if (units < 0 || units > open.units()) {
      throw new IllegalArgumentException(
          "of %s %s is asked for %d units; say 0 to that many, not %d"
              .formatted(lot, open.to(), open.units(), units));
    }
    Move taken = open.taking(units);
    moves.set(moves.indexOf(open), taken);
    keep();
    return taken;
  }

  /// The move of a lot for which another site has still to say something.
  Optional<Move> asked(String lot) {
    return open().filter(move -> move.lot().equals(lot)).findFirst();
  }

  /// Those for which another site has still to say something.
  Stream<Move> open() {
    return moves.stream().filter(move -> move.isAsked(exchange.now()));
  }

  /// Units of a lot that another site has taken since a moment.
  int moved(String lot, Instant since) {
    return moves.stream()
        .filter(move -> move.lot().equals(lot) && !move.at().isBefore(since))
        .mapToInt(move -> move.taken().orElse(0))
        .sum();
  }

  /// Those asked since a moment, as an operator is told.
  JsonArray told(Instant since) {
    var told = new JsonArray();
    moves.stream()
        .filter(move -> !move.at().isBefore(since))
        .forEach(move -> told.add(move.told()));
    return told;
  }

  private void keep() {
    exchange.remember(KEPT, Bytes.utf8(told(Instant.MIN).toString()));
  }

  private void read(Bytes kept) {
    JsonParser.parseString(kept.toUtf8())
        .getAsJsonArray()
        .forEach(each -> moves.add(Move.read(each.getAsJsonObject())));
  }
}
