package coop.minga.federation.negotiation;

import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.roster.Rules;
import coop.minga.federation.surplus.GiversWishes;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.Outline;
import coop.minga.federation.surplus.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;

/// By which rules lots are bid for, and who may.
///
/// @param rules of the roster that a lot's offer names
/// @param takers who may take donations
/// @param settlement whose priorities hold
/// @param clearings what lots cleared for by the same count
public record Terms(Rules rules, Set<MemberId> takers, Settlement settlement, Clearings clearings) {
  /// How long after the hard close a bid still binds: a person may hold an award so long.
  public static final Duration HOLD = Duration.ofMinutes(15);

  /// How long before the closing time a taker begins to bid: by then the lots of the session are
  /// open, and a bid that binds is made with all of them in view.
  public static final Duration BIDDING = Duration.ofMinutes(30);

  /// The shortest window in which a standby can be asked to come.
  public static final Duration LEAST_WINDOW = Duration.ofMinutes(30);

  /// The shortest time to answer an award.
  public static final Duration LEAST_ANSWER = Duration.ofMinutes(1);

  /// A price is cut after so small a part of the time to bid in which nobody spoke.
  private static final int PART_OF_BIDDING = 12;

  /// How long a standby has to answer at most, on a lot whose offer has clauses.
  public static final Duration STANDBY_ANSWERS = Duration.ofMinutes(10);

  /// After a first refusal ends, a giver waits so long for the word that was in time.
  public static final Duration FIRST_ON_ITS_WAY = Duration.ofMinutes(2);

  /// So much time to bid is left after a first refusal.
  public static final Duration LEAST_BIDDING = Duration.ofMinutes(10);

  /// After the longest hold a giver has so long at least to say how much is there.
  public static final Duration LEAST_FIRMING = Duration.ofMinutes(5);

  /// How often units of one lot are offered again.
  public static final int MAX_REOFFERS = 3;

  /// Terms of before anything was settled.
  public Terms(Rules rules, Set<MemberId> takers) {
    this(rules, takers, Settlement.NONE, Clearings.NONE);
  }

  /// The same with what was settled, where nothing is known of prices.
  public Terms(Rules rules, Set<MemberId> takers, Settlement settlement) {
    this(rules, takers, settlement, Clearings.NONE);
  }

  /// Copies.
  public Terms {
    takers = Set.copyOf(takers);
  }

  /// By how much a taker's bids count.
  public Priority priority(MemberId taker) {
    return settlement.priority(taker);
  }

  /// By how much the bids for a site count.
  public Priority priority(Party party) {
    return priority(party.account());
  }

  /// Whether a party may bid at all: a taker for itself, or for a kitchen that named it and is no
  /// taker of its own.
  public boolean mayBid(Party party) {
    return takers.contains(party.member())
        && settlement.kitchens().mayBid(party)
        && (!party.isForAnother() || !takers.contains(party.account()));
  }

  /// The most of a lot that may be held for a kitchen without a node; absent if a party bids for
  /// itself.
  Optional<Grams> bound(Offer offer, Party party) {
    return settlement
        .kitchens()
        .most(
            party,
            offer.lot().product().category(),
            offer.closesAt().atZone(rules.time().zone()).toLocalDate());
  }

  /// The highest price that a party may bid for a lot: its priority times the rules' base points of
  /// the category.
  public int most(Offer offer, Party party) {
    return Math.min(
        Offer.MAX_POINTS, priority(party).of(rules.basePoints(offer.lot().product().category())));
  }

  /// The same rules for the same takers, by another settlement and its prices.
  Terms settled(Settlement other, Clearings prices) {
    return new Terms(rules, takers, other, prices);
  }

  /// What an offer opens at: part of what its like cleared for of late. Offers of before version 4
  /// open at 0.
  public int opening(Offer offer) {
    return offer.clauses().isEmpty() ? 0 : clearings.opening(offer.lot());
  }

  /// Why a giver may not wish this of an offer, in a plain sentence; absent if it may.
  Optional<String> fault(GiversWishes wishes, Offer offer) {
    int most = rules.basePoints(offer.lot().product().category()) / GiversWishes.PART_OF_BASE;
    if (wishes.bonuses().values().stream().anyMatch(points -> points > most)) {
      return Optional.of(
          "lot %s has a bonus above %d points, a tenth of its base"
              .formatted(offer.lot().name(), most));
    }
    return wishes.reserve() > offer.openingPoints()
        ? Optional.of(
            "lot %s has a reserve of %d points and opens at %d"
                .formatted(offer.lot().name(), wishes.reserve(), offer.openingPoints()))
        : Optional.empty();
  }

  /// How long nobody speaks before a price is cut.
  Duration quiet(Offer offer) {
    long bidding = Duration.between(bidFrom(offer), offer.closesAt()).toMillis();
    return Duration.ofMillis(Math.max(1, bidding / PART_OF_BIDDING));
  }

  /// From when a taker bids.
  public Instant bidFrom(Offer offer) {
    Instant usual = offer.closesAt().minus(BIDDING);
    Instant from = usual.isAfter(offer.openedAt()) ? usual : offer.openedAt();
    Instant after = repliesFrom(offer);
    return after.isAfter(from) ? after : from;
  }

  /// From when bids are answered: once whoever may have the lot first has said so, or not.
  Instant repliesFrom(Offer offer) {
    return offer
        .said()
        .first()
        .map(first -> first.until().plus(FIRST_ON_ITS_WAY))
        .orElse(offer.openedAt());
  }

  /// Why this may never be offered, in a plain sentence; absent if it may: what is past its date,
  /// and what the members have agreed to keep out.
  Optional<String> goodsFault(Offer offer) {
    String category = offer.lot().product().category();
    return offer
        .fault(rules.time().zone())
        .or(() ->
            rules.neverOffers(category)
                ? Optional.of(
                    "lot %s is %s, which is never offered by the rules"
                        .formatted(offer.lot().name(), category))
                : Optional.empty())
        .or(() -> frozenFault(rules, Outline.of(offer.lot()), offer.openedAt()));
  }

  /// Why a lot may not be offered as frozen by its giver, in a plain sentence; absent if it may, or
  /// was not. It may be kept for as long as the members have agreed, from the day on which it is
  /// offered.
  public static Optional<String> frozenFault(Rules rules, Outline shown, Instant openedAt) {
    int days = rules.handover().frozenDays();
    LocalDate last = openedAt.atZone(rules.time().zone()).toLocalDate().plusDays(days);
    return shown
        .date()
        .frozenUntil()
        .filter(until -> days == 0 || until.isAfter(last))
        .map(until ->
            days == 0
                ? "lot %s was frozen by its giver, which the rules do not allow"
                    .formatted(shown.lot())
                : "lot %s was frozen by its giver and may be kept until %s, not until %s"
                    .formatted(shown.lot(), last, until));
  }

  /// Why a lot may not be offered to somebody first, in a plain sentence; absent if it may.
  Optional<String> firstFault(Offer offer) {
    if (offer.said().first().filter(first -> !takers.contains(first.taker())).isPresent()) {
      return Optional.of(
          "lot %s is first offered to a member that takes no donations"
              .formatted(offer.lot().name()));
    }
    return offer.said().first().isPresent()
            && repliesFrom(offer).plus(LEAST_BIDDING).isAfter(offer.closesAt())
        ? Optional.of(
            "lot %s leaves less than ten minutes to bid after its first refusal"
                .formatted(offer.lot().name()))
        : Optional.empty();
  }

  /// Why a lot may not be offered as only expected, in a plain sentence; absent if it may, or is
  /// set aside.
  Optional<String> expectedFault(Offer offer) {
    Optional<Instant> by = offer.said().firmBy();
    if (by.isPresent() && offer.said().parent().isPresent()) {
      return Optional.of(
          "lot %s is a part of what was collected, and need not be expected"
              .formatted(offer.lot().name()));
    }
    return by.filter(firmFrom(offer)::isAfter).isPresent()
        ? Optional.of(
            "lot %s is to be firmed up by %s, and not all awards may be made by then"
                .formatted(offer.lot().name(), by.get()))
        : Optional.empty();
  }

  /// The first time by which a giver may be asked how much is there: all awards are made by then,
  /// also after a hold.
  public Instant firmFrom(Offer offer) {
    return bindsUntil(offer).plus(LEAST_FIRMING);
  }

  /// After which no bid at all is taken.
  public Instant hardClose(Offer offer) {
    return offer.closesAt().plus(rules.auction().hardClose());
  }

  /// Until when a bid must bind.
  public Instant bindsUntil(Offer offer) {
    return hardClose(offer).plus(HOLD);
  }

  /// How long a taker has to answer: the rules' time, or a quarter of what is left until the window
  /// if that is less.
  Duration timeToAnswer(Instant at, Window window) {
    Duration quarter = Duration.ofMillis(Duration.between(at, window.from()).toMillis() / 4);
    Duration atLeast = quarter.compareTo(LEAST_ANSWER) < 0 ? LEAST_ANSWER : quarter;
    Duration charter = rules.handover().accept();
    return atLeast.compareTo(charter) < 0 ? atLeast : charter;
  }

  /// When an award can be collected: in the offer's window as far as it is still ahead, else in one
  /// as long from now on, but not after `latest`; absent if that leaves less than [#LEAST_WINDOW].
  Optional<Window> window(Instant answerBy, Window offered, Instant latest) {
    if (!answerBy.isAfter(offered.from()) && !offered.until().isAfter(latest)) {
      return Optional.of(offered);
    }
    Instant from = answerBy.isAfter(offered.from()) ? answerBy : offered.from();
    Instant least = from.plus(LEAST_WINDOW);
    Instant wanted =
        offered.until().isBefore(least) ? from.plus(offered.length()) : offered.until();
    Instant until = wanted.isBefore(latest) ? wanted : latest;
    return until.isBefore(least) ? Optional.empty() : Optional.of(new Window(from, until));
  }
}
