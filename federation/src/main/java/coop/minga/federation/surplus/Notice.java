package coop.minga.federation.surplus;

import static java.util.stream.Collectors.toMap;

import coop.minga.federation.disclosure.About;
import coop.minga.federation.disclosure.Commitments;
import coop.minga.federation.disclosure.FieldOpening;
import coop.minga.federation.goods.Checks;
import coop.minga.federation.goods.Gtin;
import coop.minga.federation.goods.Place;
import coop.minga.federation.goods.Product;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// An offer as every member sees it: the giver's ledger, kind OFFER, version 6 if it declares what
/// is in the food, that it is hot or that it was frozen, else version 5 if somebody has checked
/// what is past its date, else version 4, or version 3 if it has no clauses, or version 2 if it
/// names no roster either. Which item, how many units of which mass, and at which site is committed
/// to and opened to those who may bid.
///
/// @param outline what every member may know
/// @param openedAt from when bids are taken
/// @param closesAt the closing time, after which no new bidder is taken
/// @param window when it can be collected
/// @param openingPoints the reserve at the opening, in points per kg
/// @param settlementEpoch whose priorities hold for the lot's whole life
/// @param roster whose rules and takers hold for the lot's whole life, by hash; see [Offer]
/// @param clauses whether it is there, what for, and who comes first; see [Offer]
/// @param hidden a commitment for each [HiddenField], one for [GiversWishes#FIELD] if it has
///   clauses and its giver wishes something, and no other
public record Notice(
    Outline outline,
    Instant openedAt,
    Instant closesAt,
    Window window,
    int openingPoints,
    int settlementEpoch,
    Optional<Hash> roster,
    Optional<Clauses> clauses,
    Commitments hidden)
    implements SurplusStatement {
  /// Checks order and ranges.
  public Notice {
    Checks.instant("an opening", openedAt);
    Checks.instant("a closing time", closesAt);
    Checks.range("opening points", openingPoints, 0, Offer.MAX_POINTS);
    Checks.range("a settlement epoch", settlementEpoch, 0, Integer.MAX_VALUE);
    if (!openedAt.isBefore(closesAt) || !closesAt.isBefore(window.until())) {
      throw new IllegalArgumentException("an offer opens, then closes, then can be collected");
    }
    clauses.ifPresent(said -> said.requireWithin(openedAt, closesAt, window));
    Offer.requireParent(outline.date(), clauses);
    if (clauses.isPresent() && roster.isEmpty()) {
      throw new IllegalArgumentException("an offer with clauses names its roster");
    }
    if (clauses.isEmpty() && outline.date().checkedUntil().isPresent()) {
      throw new IllegalArgumentException("an offer of checked food has clauses");
    }
    if (clauses.isEmpty() && outline.isOfLater()) {
      throw new IllegalArgumentException(
          "an offer of hot or frozen food, or with allergens, has clauses");
    }
    if (!List.copyOf(hidden.fields()).equals(fields(hidden, clauses.isPresent()))) {
      throw new IllegalArgumentException("a notice hides " + HiddenField.NAMES + " and no other");
    }
  }

  private static List<String> fields(Commitments hidden, boolean mayWish) {
    return mayWish && hidden.fields().contains(GiversWishes.FIELD)
        ? Stream.concat(HiddenField.NAMES.stream(), Stream.of(GiversWishes.FIELD)).sorted().toList()
        : HiddenField.NAMES;
  }

  /// What it says beside its lot and its times.
  public Clauses said() {
    return clauses.orElse(Clauses.PLAIN);
  }

  /// Whether its giver wishes something of who gets it.
  public boolean wishes() {
    return hidden.fields().contains(GiversWishes.FIELD);
  }

  /// An offer's notice, and what opens it.
  ///
  /// @param openings one for each hidden field, by name
  public record Covered(Notice notice, List<FieldOpening> openings) {
    /// Copies.
    public Covered {
      openings = List.copyOf(openings);
    }
  }

  /// Covers an offer.
  ///
  /// @param salts gives [FieldOpening#SALT_BYTES] bytes that nobody can guess, new each time
  public static Covered cover(About about, Offer offer, Supplier<Bytes> salts) {
    Stream<FieldOpening> lot =
        HiddenField.NAMES.stream()
            .map(HiddenField::of)
            .map(field -> new FieldOpening(field.word(), salts.get(), field.of(offer.lot())));
    Stream<FieldOpening> wishes =
        Stream.of(offer.wished())
            .filter(wished -> !wished.equals(GiversWishes.NONE))
            .map(GiversWishes::opening);
    List<FieldOpening> openings =
        Stream.concat(lot, wishes).sorted(Comparator.comparing(FieldOpening::field)).toList();
    var notice =
        new Notice(
            Outline.of(offer.lot()),
            offer.openedAt(),
            offer.closesAt(),
            offer.window(),
            offer.openingPoints(),
            offer.settlementEpoch(),
            offer.roster(),
            offer.clauses(),
            Commitments.to(about, openings));
    return new Covered(notice, openings);
  }

  /// Why this may never be offered, in a plain sentence; absent if it may. See [Offer#fault].
  public Optional<String> fault(ZoneId zone) {
    return Offer.fault(outline, openedAt, window, zone);
  }

  /// What its commitments are about.
  public About about(Hash federation, MemberId giver) {
    return new About(federation, giver, outline.lot());
  }

  /// The offer, as far as these openings show it. The giver's wishes are not needed for it to be
  /// whole, and are known if they are among them.
  public Uncovered uncover(About about, List<FieldOpening> openings) {
    Optional<String> fault = hidden.fault(about, openings);
    if (fault.isPresent()) {
      return new Uncovered.Wrong(fault.get());
    }
    Map<String, FieldOpening> shown =
        openings.stream().collect(toMap(FieldOpening::field, Function.identity()));
    if (!shown.keySet().containsAll(HiddenField.NAMES)) {
      return new Uncovered.Part();
    }
    try {
      Optional<GiversWishes> wishes =
          wishes()
              ? Optional.ofNullable(shown.get(GiversWishes.FIELD)).map(GiversWishes::read)
              : Optional.of(GiversWishes.NONE);
      Offer offer =
          offer(
              field -> Optional.ofNullable(shown.get(field.word())).orElseThrow().value(), wishes);
      return Outline.of(offer.lot()).equals(outline)
          ? new Uncovered.Whole(offer)
          : new Uncovered.Wrong("what is hidden is not what it shows in outline");
    } catch (IllegalArgumentException | ArithmeticException e) {
      return new Uncovered.Wrong("what is hidden is no lot: " + e.getMessage());
    }
  }

  private Offer offer(Function<HiddenField, Bytes> value, Optional<GiversWishes> wishes) {
    String gtin = value.apply(HiddenField.GTIN).toUtf8();
    var product =
        new Product(
            value.apply(HiddenField.ITEM).toUtf8(),
            gtin.isEmpty() ? Optional.empty() : Optional.of(new Gtin(gtin)),
            outline.category(),
            outline.storage(),
            outline.contains());
    Bytes place = value.apply(HiddenField.PLACE);
    var lot =
        new Lot(
            outline.lot(),
            value.apply(HiddenField.SITE).toUtf8(),
            new Place(number(place, 0, 2), number(place, 1, 2)),
            product,
            outline.date(),
            number(value.apply(HiddenField.UNITS), 0, 1),
            number(value.apply(HiddenField.UNIT_GRAMS), 0, 1));
    Offer offer =
        new Offer(
            lot,
            openedAt,
            closesAt,
            window,
            openingPoints,
            settlementEpoch,
            roster,
            clauses,
            wishes);
    for (HiddenField field : HiddenField.values()) {
      if (!field.of(lot).equals(value.apply(field))) {
        throw new IllegalArgumentException(field.word() + " is not in the one form it has");
      }
    }
    return offer;
  }

  /// One of so many numbers of 8 bytes.
  private static int number(Bytes bytes, int which, int of) {
    if (bytes.size() != of * Long.BYTES) {
      throw new IllegalArgumentException("numbers have 8 bytes each");
    }
    return Math.toIntExact(ByteBuffer.wrap(bytes.toArray()).getLong(which * Long.BYTES));
  }
}
