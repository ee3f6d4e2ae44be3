package coop.minga.node.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Sales data reports (SLSRPT) of UN/EDIFACT, as GS1's EANCOM uses them.
///
/// A place of sale (LOC 162) has items (LIN), and those have quantities: sold (QTY 153) and
/// returned (QTY 61), which has a minus here. The period (DTM 356) nearest to the item holds: of
/// one day it is a daily row, of seven a weekly one, and any other is neither and is rejected.
final class SalesReport implements Message {
  static final String TYPE = "SLSRPT";

  private static final String SALES_PERIOD = "356";

  private Optional<Segment> ofMessage = Optional.empty();
  private Optional<Segment> ofPlace = Optional.empty();
  private Optional<Segment> ofItem = Optional.empty();
  private String site = "";
  private String item = "";
  private String price = "";
  private final List<Segment> quantities = new ArrayList<>();
  private long unread;

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public List<String> columns() {
    return List.of("date", "site", "item", "qty", "unit", "price");
  }

  @Override
  public List<Told> take(Segment segment) {
    List<Told> told = List.of();
    switch (segment.part(-1, 0)) {
      case "UNH" -> {
        ofMessage = Optional.empty();
        place("");
      }
      case "LOC" -> {
        if (segment.part(0, 0).equals("162")) {
          told = flush();
          place(segment.part(1, 0));
        }
      }
      case "LIN" -> {
        told = flush();
        item(segment.part(2, 0));
      }
      case "DTM" -> date(segment);
      case "PRI" -> price = price.isEmpty() ? segment.part(0, 1) : price;
      case "QTY" -> quantity(segment);
      case "UNT" -> told = flush();
      default -> {
        // parties, texts and amounts make no row
      }
    }
    return told;
  }

  private void place(String place) {
    site = place;
    ofPlace = Optional.empty();
    item("");
  }

  private void item(String code) {
    item = code;
    ofItem = Optional.empty();
    price = "";
    quantities.clear();
  }

  private void date(Segment segment) {
    if (!segment.part(0, 0).equals(SALES_PERIOD)) {
      return;
    }
    if (!item.isEmpty()) {
      ofItem = Optional.of(segment);
    } else if (!site.isEmpty()) {
      ofPlace = Optional.of(segment);
    } else {
      ofMessage = Optional.of(segment);
    }
  }

  private void quantity(Segment segment) {
    switch (segment.part(0, 0)) {
      case "153", "61" -> quantities.add(segment);
      default -> unread++;
    }
  }

  private List<Told> flush() {
    List<Told> told = quantities.stream().map(this::told).toList();
    quantities.clear();
    return told;
  }

  private Told told(Segment quantity) {
    try {
      Period period = Period.of(ofItem.or(() -> ofPlace).or(() -> ofMessage));
      String sign = quantity.part(0, 0).equals("61") ? "-" : "";
      List<String> fields =
          List.of(
              period.first().toString(),
              site,
              item,
              sign + quantity.part(0, 1),
              Message.unit(quantity.part(0, 2)),
              price);
      return new Told(
          quantity.number(), quantity.text(), period.isWeek(), fields, Optional.empty());
    } catch (BadRow fault) {
      return new Told(quantity.number(), quantity.text(), false, List.of(), Optional.of(fault));
    }
  }

  @Override
  public List<String> notes() {
    return unread == 0
        ? List.of()
        : List.of(unread + " quantities of other kinds than sold (153) or returned (61) not read");
  }
}
