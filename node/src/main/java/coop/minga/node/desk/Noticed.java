package coop.minga.node.desk;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import coop.minga.federation.identity.Bytes;
import coop.minga.node.exchange.Exchange;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// On which morning it was first seen that a lot will be left over. A shop's time to offer it runs
/// from then: a next morning that sees the same gives it none anew.
///
/// As many lots are kept as the last morning foresaw, and across starts.
final class Noticed {
  private static final String KEPT = "noticed";

  private final Exchange exchange;
  private final Map<String, Instant> first = new TreeMap<>();
  private Optional<Instant> last = Optional.empty();

  Noticed(Exchange exchange) {
    this.exchange = exchange;
    exchange.remembered(KEPT).ifPresent(this::read);
  }

  /// Whether a morning has been looked at already.
  boolean knows(Instant morning) {
    return last.filter(morning::equals).isPresent();
  }

  /// Notes what a morning foresees to be left over, and forgets what it does not.
  void foreseen(Instant morning, Collection<String> lots) {
    last = Optional.of(morning);
    Map<String, Instant> before = Map.copyOf(first);
    first.keySet().retainAll(lots);
    lots.forEach(lot -> first.putIfAbsent(lot, morning));
    if (!before.equals(first)) {
      exchange.remember(KEPT, write());
    }
  }

  /// The first of the mornings that saw it; absent while none is noted.
  Optional<Instant> since(String lot) {
    return Optional.ofNullable(first.get(lot));
  }

  private Bytes write() {
    var told = new JsonObject();
    first.forEach((lot, morning) -> told.addProperty(lot, morning.toString()));
    return Bytes.utf8(told.toString());
  }

  private void read(Bytes kept) {
    JsonParser.parseString(kept.toUtf8())
        .getAsJsonObject()
        .asMap()
        .forEach((lot, morning) -> first.put(lot, Instant.parse(morning.getAsString())));
  }
}
