package coop.minga.node.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import coop.minga.federation.identity.Bytes;
import coop.minga.node.exchange.Exchange;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What was foreseen to be left over and nobody offered in half of the time there was, kept across
/// starts.
final class Foregone {
  /// Lots that are kept; of more the oldest go.
  static final int MOST = 500;

  private static final String KEPT = "foregone";

  private final Exchange exchange;
  private final SortedMap<String, Lot> lots = new TreeMap<>();

  /// A lot that was not offered.
  ///
  /// @param day the morning that saw it
  /// @param grams that were left over as a rule
  record Lot(String name, String site, String item, String category, LocalDate day, long grams) {}

  Foregone(Exchange exchange) {
    this.exchange = exchange;
    exchange.remembered(KEPT).ifPresent(this::read);
  }

  /// Notes what is not offered now, and forgets what a morning before the first saw.
  void note(List<Draft> unoffered, LocalDate first) {
    var before = new TreeMap<>(lots);
    for (Draft draft : unoffered) {
      lots.put(
          draft.lot(),
          new Lot(
              draft.lot(),
              draft.site(),
              draft.item(),
              draft.category(),
              draft.morning(),
              draft.grams()));
    }
    lots.values().removeIf(lot -> lot.day().isBefore(first));
    while (lots.size() > MOST) {
      lots.remove(
          lots.values().stream()
              .min((a, b) -> a.day().compareTo(b.day()))
              .map(Lot::name)
              .orElseThrow());
    }
    if (!before.equals(lots)) {
      exchange.remember(KEPT, write());
    }
  }

  /// What mornings saw from a day on, the first first.
  List<Lot> since(LocalDate first) {
    return lots.values().stream()
        .filter(lot -> !lot.day().isBefore(first))
        .sorted((a, b) -> a.day().compareTo(b.day()))
        .toList();
  }

  private Bytes write() {
    var all = new JsonArray();
    for (Lot lot : lots.values()) {
      var told = new JsonObject();
      told.addProperty("lot", lot.name());
      told.addProperty("site", lot.site());
      told.addProperty("item", lot.item());
      told.addProperty("category", lot.category());
      told.addProperty("day", lot.day().toString());
      told.addProperty("grams", lot.grams());
      all.add(told);
    }
    return Bytes.utf8(all.toString());
  }

  private void read(Bytes kept) {
    JsonParser.parseString(kept.toUtf8())
        .getAsJsonArray()
        .forEach(each -> {
          JsonObject told = each.getAsJsonObject();
          var lot =
              new Lot(
                  Asking.text(told, "lot"),
                  Asking.text(told, "site"),
                  Asking.text(told, "item"),
                  Asking.text(told, "category"),
                  LocalDate.parse(Asking.text(told, "day")),
                  told.get("grams").getAsLong());
          lots.put(lot.name(), lot);
        });
  }
}
