package coop.minga.node.desk;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.Pae;
import coop.minga.node.exchange.Exchange;
import coop.minga.node.planning.LeftOver;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Under which names left-over lots are offered. Every member sees a lot's name for good, so it
/// says the category and nothing else; the rest is a hash that only this node could have made.
///
/// @param secret 32 bytes that this node alone has
record LotNames(Bytes secret) {
  private static final String DOMAIN = "minga/lot-name/v1";
  private static final String SECRET = "lot-names";
  private static final int MAX_CATEGORY = 40;
  private static final int DIGITS = 10;
  private static final Pattern OFFER = Pattern.compile("(.+-[0-9a-f]{10})(?:-[0-9]{1,6})?");

  /// The names of a node, by a secret that it makes once.
  static LotNames of(Exchange exchange) {
    Bytes secret =
        exchange
            .remembered(SECRET)
            .orElseGet(() -> {
              Bytes fresh = exchange.salt();
              exchange.remember(SECRET, fresh);
              return fresh;
            });
    return new LotNames(secret);
  }

  /// A left-over lot's name: the same for as long as it lies there.
  String of(LeftOver lot) {
    Hash hash =
        Hash.sha256(
            Pae.encode(
                DOMAIN,
                secret,
                Bytes.utf8(lot.series().site()),
                Bytes.utf8(lot.series().item()),
                Bytes.utf8(stockLot(lot))));
    return category(lot) + "-" + hash.toString().substring(0, DIGITS);
  }

  /// The name of a left-over lot's offer, the first, second, ... time that it is offered.
  String of(LeftOver lot, int time) {
    return time == 1 ? of(lot) : of(lot) + "-" + time;
  }

  /// The name of the next offer of the same food; absent if it is offered under another kind of
  /// name.
  static Optional<String> next(String offer) {
    return foodOf(offer)
        .map(first ->
            first
                + "-"
                + (first.equals(offer)
                    ? 2
                    : Integer.parseInt(offer.substring(first.length() + 1)) + 1));
  }

  /// The name of the offer of the same food before this one; absent if this was the first, or is
  /// offered under another kind of name.
  static Optional<String> before(String offer) {
    return foodOf(offer)
        .filter(first -> !first.equals(offer))
        .map(first -> {
          int time = Integer.parseInt(offer.substring(first.length() + 1));
          return time == 2 ? first : first + "-" + (time - 1);
        });
  }

  /// The name of left-over food, of whichever of its offers; absent for another kind of name.
  static Optional<String> foodOf(String offer) {
    Matcher name = OFFER.matcher(offer);
    return name.matches() ? Optional.of(name.group(1)) : Optional.empty();
  }

  /// What the shop itself calls the lot, or its date.
  static String stockLot(LeftOver lot) {
    return lot.lot().orElse(lot.mark().date().toString());
  }

  private static String category(LeftOver lot) {
    String plain = lot.item().category().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]+", "-");
    return plain.length() > MAX_CATEGORY ? plain.substring(0, MAX_CATEGORY) : plain;
  }
}
