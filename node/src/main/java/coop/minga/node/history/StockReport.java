package coop.minga.node.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Inventory reports (INVRPT) of UN/EDIFACT, as GS1's EANCOM uses them.
///
/// An item (LIN) has counted quantities (QTY 145), each of which may have a place (LOC 14), a batch
/// (GIN BX) and a date: expiry (DTM 36) is a use-by date, DTM 361 best-before. The day is that of
/// the report's end (DTM 91) or else of the message (DTM 137); the place, where a quantity has
/// none, the party that reports (NAD GY). A first quantity that the others add up to is their total
/// and is left out, so that nothing counts twice.
final class StockReport implements Message {
  static final String TYPE = "INVRPT";

  private static final String COUNTED = "145";

  private Optional<Segment> made = Optional.empty();
  private Optional<Segment> reported = Optional.empty();
  private String party = "";
  private String item = "";
  private final List<Count> counts = new ArrayList<>();
  private long totals;
  private long unread;

  /// What stands behind one quantity.
  private static final class Count {
    private final Segment quantity;
    private String place = "";
    private String batch = "";
    private Optional<Segment> useBy = Optional.empty();
    private Optional<Segment> bestBefore = Optional.empty();

    Count(Segment quantity) {
      this.quantity = quantity;
    }

    boolean bare() {
      return place.isEmpty() && batch.isEmpty() && useBy.isEmpty() && bestBefore.isEmpty();
    }

    double amount() {
      try {
        return Double.parseDouble(quantity.part(0, 1));
      } catch (NumberFormatException problem) {
        return Double.NaN;
      }
    }
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public List<String> columns() {
    return List.of("date", "site", "item", "qty", "unit", "lot", "use_by", "best_before");
  }

  @Override
  public List<Told> take(Segment segment) {
    List<Told> told = List.of();
    switch (segment.part(-1, 0)) {
      case "UNH" -> begin();
      case "DTM" -> date(segment);
      case "NAD" -> party = segment.part(0, 0).equals("GY") ? segment.part(1, 0) : party;
      case "LIN" -> {
        told = flush();
        item = segment.part(2, 0);
      }
      case "QTY" -> quantity(segment);
      case "LOC" -> place(segment);
      case "GIN" -> batch(segment);
      case "UNT" -> told = flush();
      default -> {
        // packages, texts and references make no row
      }
    }
    return told;
  }

  private void begin() {
    made = Optional.empty();
    reported = Optional.empty();
    party = "";
    item = "";
    counts.clear();
  }

  private void date(Segment segment) {
    switch (segment.part(0, 0)) {
      case "137" -> made = Optional.of(segment);
      case "91" -> reported = Optional.of(segment);
      case "36" -> last().ifPresent(count -> count.useBy = Optional.of(segment));
      case "361" -> last().ifPresent(count -> count.bestBefore = Optional.of(segment));
      default -> {
        // when it was sent or received is not asked
      }
    }
  }

  private void quantity(Segment segment) {
    if (segment.part(0, 0).equals(COUNTED)) {
      counts.add(new Count(segment));
    } else {
      unread++;
    }
  }

  private void place(Segment segment) {
    if (segment.part(0, 0).equals("14")) {
      last().ifPresent(count -> count.place = segment.part(1, 0));
    }
  }

  private void batch(Segment segment) {
    if (segment.part(0, 0).equals("BX")) {
      last().ifPresent(count -> count.batch = segment.part(1, 0));
    }
  }

  private Optional<Count> last() {
    return counts.isEmpty() ? Optional.empty() : Optional.of(counts.getLast());
  }

  private List<Told> flush() {
    if (counts.size() > 1 && counts.getFirst().bare() && isTotal()) {
      counts.removeFirst();
      totals++;
    }
    List<Told> told = counts.stream().map(this::told).toList();
    counts.clear();
    return told;
  }

  private boolean isTotal() {
    double others = counts.stream().skip(1).mapToDouble(Count::amount).sum();
    return Math.abs(others - counts.getFirst().amount()) < 1e-6;
  }

  private Told told(Count count) {
    Segment quantity = count.quantity;
    try {
      List<String> fields =
          List.of(
              Period.of(reported.or(() -> made)).last().toString(),
              count.place.isEmpty() ? party : count.place,
              item,
              quantity.part(0, 1),
              Message.unit(quantity.part(0, 2)),
              count.batch,
              day(count.useBy),
              day(count.bestBefore));
      return new Told(quantity.number(), quantity.text(), false, fields, Optional.empty());
    } catch (BadRow fault) {
      return new Told(quantity.number(), quantity.text(), false, List.of(), Optional.of(fault));
    }
  }

  private static String day(Optional<Segment> date) throws BadRow {
    return date.isEmpty() ? "" : Period.of(date).last().toString();
  }

  @Override
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (totals > 0) {
      notes.add(totals + " totals left out, whose parts were counted");
    }
    if (unread > 0) {
      notes.add(unread + " quantities of other kinds than actual stock (145) not read");
    }
    return notes;
  }
}
