package coop.minga.federation.negotiation;

import coop.minga.federation.goods.Grams;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.VetoReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// One lot as one site sees it.
///
/// @param lot its name
/// @param offer as published
/// @param over whether no more bids are taken, or none of this site
/// @param standing the giver's newest word; news 0 before the first
/// @param seq of the site's last bid
/// @param asked the bid that is not replied to yet; it is said again until it no longer binds
/// @param claims awards to the site, by number
/// @param told when the giver said its newest word
/// @param cut the giver's last lowering of the price, as far as it is known here
/// @param taken what the site took before anybody bid; absent if it may not, or did not
/// @param firm how much its giver said is there of what was only expected; absent if it has not
/// @param barred that the giver gives this lot to the site in no case; absent if it may have some
public record Stake(
    LotName lot,
    Offer offer,
    boolean over,
    Optional<Standing> standing,
    int seq,
    Optional<Asked> asked,
    SortedMap<Integer, Claim> claims,
    Instant told,
    Optional<Cut> cut,
    Optional<Taken> taken,
    Optional<Barred> barred,
    Optional<FirmUp> firm) {
  /// What a site took, and the entry in which it said so.
  record Taken(EntryId id, int units) {}

  /// That its giver gives it to the site in no case.
  ///
  /// @param since why it was ruled out after the opening; absent if that was wished before
  record Barred(Optional<VetoReason> since) {
    static final Barred BEFORE = new Barred(Optional.empty());
  }

  /// A bid on its way.
  ///
  /// @param id its entry
  /// @param bid it
  /// @param again when to send it again
  /// @param pause how long after that
  record Asked(EntryId id, Bid bid, Instant again, Duration pause) {
    private static final Duration FIRST_WAIT = Duration.ofSeconds(5);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    static Asked now(EntryId id, Bid bid) {
      return new Asked(id, bid, bid.at().plus(FIRST_WAIT), FIRST_WAIT.multipliedBy(2));
    }

    Asked later(Instant at) {
      Duration next = pause.multipliedBy(2);
      return new Asked(
          id, bid, at.plus(pause), next.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : next);
    }
  }

  /// Copies.
  public Stake {
    claims = Collections.unmodifiableSortedMap(new TreeMap<>(claims));
  }

  static Stake of(LotName lot, Offer offer) {
    return new Stake(
        lot,
        offer,
        false,
        Optional.empty(),
        0,
        Optional.empty(),
        Collections.emptySortedMap(),
        Instant.EPOCH,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// Units that the site must reckon with.
  int committed(Instant at, Terms terms) {
    int claimed = claims.values().stream().mapToInt(c -> counted(c, at, terms)).sum();
    boolean awarded = claims.values().stream().anyMatch(c -> !isFirst(c.award()));
    if (awarded || ruling().isPresent() || at.isAfter(terms.bindsUntil(offer))) {
      return claimed;
    }
    int reckoned = standing.map(Standing::bids).orElse(0);
    return claimed
        + awaited(at, terms)
        + standing.map(Standing::units).orElse(0)
        + waited().map(Asked::bid).filter(b -> b.seq() > reckoned).map(Bid::units).orElse(0);
  }

  /// The bid that may still be given something: none once no more are taken.
  Optional<Asked> waited() {
    return over ? Optional.empty() : asked;
  }

  /// Whether a bid is on its way that may still be given something.
  public boolean isWaiting() {
    return waited().isPresent();
  }

  /// Units that it took and may still be awarded.
  int awaited(Instant at, Terms terms) {
    boolean waits = claims.isEmpty() && !at.isAfter(terms.repliesFrom(offer));
    return waits ? taken.map(Taken::units).orElse(0) : 0;
  }

  private static int counted(Claim claim, Instant at, Terms terms) {
    Instant stale = claim.award().window().until().plus(terms.rules().handover().claim());
    return switch (claim.state()) {
      case OPEN, RECEIVED -> claim.units();
      case ACCEPTED -> claim.handed().isPresent() || !at.isAfter(stale) ? claim.units() : 0;
      case OVER -> 0;
    };
  }

  /// The price of one more unit, as far as it is known here. While a price is cut units are free,
  /// so that nobody's ask is above it.
  int ask() {
    int said = standing.map(Standing::ask).orElse(offer.openingPoints());
    return cut.filter(c -> !told.isAfter(c.at())).map(c -> Math.min(said, c.points())).orElse(said);
  }

  /// What to bid: where others stand in the way, as much more as it is worth to the site; for units
  /// that nobody holds the price as it was opened or cut is enough.
  int price(int rise) {
    return ask() > cut.map(Cut::points).orElse(offer.openingPoints()) ? ask() + rise : ask();
  }

  Grams grams(int units) {
    return offer.lot().grams(units);
  }

  /// A bid without an answer stays one: its taker goes on saying it, so that a giver that answers
  /// everybody shows that it does.
  Stake closed() {
    return new Stake(
        lot, offer, true, standing, seq, asked, claims, told, cut, taken, barred, firm);
  }

  /// As if the lot had at most so many units; 0: no more bids. What is held stays held.
  Stake limited(int units) {
    return units == 0
        ? closed()
        : new Stake(
            lot,
            offer.atMost(units),
            over,
            standing,
            seq,
            asked,
            claims,
            told,
            cut,
            taken,
            barred,
            firm);
  }

  /// The giver stopped it: nothing that is still to be collected will be.
  Stake halted() {
    var all = new TreeMap<>(claims);
    all.replaceAll((_, c) ->
        c.state() == Claim.State.RECEIVED || c.handed().isPresent()
            ? c
            : c.to(Claim.State.OVER, 0));
    return new Stake(lot, offer, true, standing, seq, asked, all, told, cut, taken, barred, firm);
  }

  Stake asking(Asked next) {
    return new Stake(
        lot,
        offer,
        over,
        standing,
        Math.max(seq, next.bid().seq()),
        Optional.of(next),
        claims,
        told,
        cut,
        taken,
        barred,
        firm);
  }

  Stake replied(BidReply reply) {
    boolean answers = asked.filter(a -> a.id().equals(reply.bid())).isPresent();
    boolean hopeless =
        answers && reply.refusal().filter(refusal -> refusal != Refusal.PRICE_TOO_LOW).isPresent();
    return new Stake(
            lot,
            offer,
            over || hopeless,
            standing,
            Math.max(seq, reply.bidSeq()),
            answers ? Optional.empty() : asked,
            claims,
            told,
            cut,
            taken,
            barred.or(() -> reply.refusal().filter(Refusal.VETOED::equals).map(_ -> Barred.BEFORE)),
            firm)
        .told(reply.standing(), reply.at());
  }

  Stake told(Standing news, Instant at) {
    boolean newer = standing.filter(known -> known.news() >= news.news()).isEmpty();
    return newer
        ? new Stake(
            lot, offer, over, Optional.of(news), seq, asked, claims, at, cut, taken, barred, firm)
        : this;
  }

  /// What it takes is accepted, also if the award for it is known before the word.
  Stake taking(Taken word) {
    if (taken.isPresent()) {
      return this;
    }
    var all = new TreeMap<>(claims);
    all.replaceAll((_, c) ->
        c.state() == Claim.State.OPEN && c.award().because().equals(word.id())
            ? c.to(Claim.State.ACCEPTED, c.units())
            : c);
    return new Stake(
        lot, offer, over, standing, seq, asked, all, told, cut, Optional.of(word), barred, firm);
  }

  private boolean isFirst(Award award) {
    return taken.filter(word -> word.id().equals(award.because())).isPresent();
  }

  /// An award to the site: what it took first it has accepted already.
  Stake awarded(Award award) {
    Claim.State state = isFirst(award) ? Claim.State.ACCEPTED : Claim.State.OPEN;
    return with(new Claim(award, state));
  }

  /// Its giver said how much is there: what it said after the time is as if it had said nothing.
  Stake firmed(FirmUp said) {
    Optional<Instant> by = offer.said().firmBy();
    if (firm.isPresent() || by.isEmpty()) {
      return this;
    }
    FirmUp counts = said.at().isBefore(by.get()) ? said : said.nothing();
    var all = new TreeMap<>(claims);
    all.replaceAll((seq, c) -> c.shrunk(counts.leftOf(seq, c.units())));
    return new Stake(
        lot, offer, over, standing, seq, asked, all, told, cut, taken, barred, Optional.of(counts));
  }

  /// By when its giver says how much is there; absent if it was set aside, or that is said.
  public Optional<Instant> wordBy() {
    return offer.said().firmBy().filter(_ -> firm.isEmpty());
  }

  /// Why nobody was to come for an award, in a plain sentence; absent if somebody was.
  Optional<String> isNotThere(int number) {
    if (wordBy().isPresent()) {
      return Optional.of(lot + " was only expected, and nobody has said that it is there");
    }
    return firm.filter(said -> said.leftOf(number, 1) == 0).map(this::wasSaid);
  }

  private String wasSaid(FirmUp none) {
    return offer.said().firmBy().filter(none.at()::isBefore).isPresent()
        ? lot + " was only expected, and its giver said in time that it is not there"
        : lot + " was only expected, and its giver did not say in time that it is there";
  }

  /// Why it was ruled out after the opening; absent if it was not.
  Optional<VetoReason> ruling() {
    return barred.flatMap(Barred::since);
  }

  /// Its giver ruled the site out: what it holds it holds no more.
  Stake ruledOut(VetoReason reason) {
    return new Stake(
        lot,
        offer,
        true,
        standing,
        seq,
        asked,
        claims,
        told,
        cut,
        taken,
        Optional.of(new Barred(Optional.of(reason))),
        firm);
  }

  /// A later word at the same price says that units are free for it again.
  Stake told(Cut said) {
    return cut.filter(known -> !isNews(said, known)).isPresent()
        ? this
        : new Stake(
            lot,
            offer,
            over,
            standing,
            seq,
            asked,
            claims,
            told,
            Optional.of(said),
            taken,
            barred,
            firm);
  }

  private static boolean isNews(Cut said, Cut known) {
    return said.points() < known.points()
        || (said.points() == known.points() && said.at().isAfter(known.at()));
  }

  Stake with(Claim claim) {
    var all = new TreeMap<>(claims);
    all.put(claim.award().seq(), claim);
    return new Stake(lot, offer, over, standing, seq, asked, all, told, cut, taken, barred, firm);
  }

  /// Without what has become stock by now.
  Stake stocked() {
    var all = new TreeMap<>(claims);
    all.replaceAll((_, c) -> c.state() == Claim.State.RECEIVED ? c.to(Claim.State.OVER, 0) : c);
    return new Stake(lot, offer, over, standing, seq, asked, all, told, cut, taken, barred, firm);
  }
}
