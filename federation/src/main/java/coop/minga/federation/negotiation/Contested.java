package coop.minga.federation.negotiation;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Counted;
import coop.minga.federation.surplus.Carrier;
import coop.minga.federation.surplus.Delivered;
import coop.minga.federation.surplus.Leg;
import coop.minga.federation.surplus.Loaded;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.PickedUp;
import coop.minga.federation.surplus.PickedUp.Carriage;
import coop.minga.federation.surplus.Received;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// What givers and takers claim against each other of handovers that did not take place.
///
/// Entries may be heard in any order. A claim that nobody contradicts within [#TO_ANSWER] stands.
/// Two contrary ones are a dispute, which counts publicly for both, since from the ledgers nobody
/// can tell who was there. The giver's word is its NO_SHOW, or a PICKED_UP that no RECEIVED of the
/// taker's bears out; the taker's is its NOT_AVAILABLE. Grows only; not for two threads.
///
/// Where a carrier fetches it, its NOT_AVAILABLE counts as well, of what it did not take over. What
/// it says that it took over its giver is clear of: whether that arrived is between the carrier and
/// the taker. Nobody is bound by being named: who did not come is the taker, whom it sent.
public final class Contested {
  /// How long the other side may say the contrary, from the end of the award's window.
  public static final Duration TO_ANSWER = Duration.ofHours(24);

  private final SortedMap<Handover, Sides> claims = new TreeMap<>();

  /// What is there of lots that were only expected.
  private final Words words = new Words();

  /// An award's name.
  public record Handover(LotName lot, int seq) implements Comparable<Handover> {
    @Override
    public int compareTo(Handover other) {
      return Comparator.comparing(Handover::lot)
          .thenComparingInt(Handover::seq)
          .compare(this, other);
    }
  }

  /// What came of the claims.
  public enum Outcome {
    /// The giver says that nobody came, and nobody says otherwise.
    NO_SHOW,
    /// The taker says that it was not to be had, and nobody says otherwise.
    NOT_AVAILABLE,
    /// Each says that it was the other's fault.
    DISPUTED
  }

  /// A claim, and between whom.
  ///
  /// @param by whose word it is; in a dispute one of the two
  public record Claimed(Outcome what, MemberId by, MemberId of) {}

  /// What a member claimed of others and was party to, as everybody can count it.
  ///
  /// @param claimed that nobody contradicts: the claimant's own word
  /// @param against claimed by others, uncontradicted
  /// @param disputed claims of its own or against it that stand against a contrary one
  public record Doors(int claimed, int against, int disputed) {
    private Doors plus(Doors more) {
      return new Doors(claimed + more.claimed, against + more.against, disputed + more.disputed);
    }
  }

  private static final class Sides {
    private static final long NEVER = Long.MAX_VALUE;

    private Optional<Award> award = Optional.empty();
    private long noShow = NEVER;
    private long pickedUp = NEVER;
    private final List<Said> received = new ArrayList<>();
    private final List<Said> missed = new ArrayList<>();
    private final List<Said> accepted = new ArrayList<>();
    private final List<Said> givenUp = new ArrayList<>();
    private final List<Sent> sent = new ArrayList<>();
    private final List<Said> loaded = new ArrayList<>();
    private final List<Delivery> delivered = new ArrayList<>();
    private Optional<MemberId> carrier = Optional.empty();

    private record Said(MemberId by, long index, Instant at) {}

    /// Whom its taker sends.
    private record Sent(MemberId by, long index, MemberId carrier) {}

    private record Delivery(MemberId by, long index, Leg leg) {}

    /// A member that was sent, came in time, it says, and found nothing to take over. If its giver
    /// says that somebody took it over, that one alone may deny it.
    ///
    /// @param below so many entries of each member's ledger count
    Optional<MemberId> foundNothing(ToLongFunction<MemberId> below) {
      return award
          .filter(a ->
              received.stream().noneMatch(s -> isBy(a, s, below.applyAsLong(a.taker().member()))))
          .flatMap(a ->
              missed.stream()
                  .filter(said -> said.index() < below.applyAsLong(said.by()) && isInTime(a, said))
                  .filter(said -> isSent(a, said.by(), below))
                  .filter(said -> isPromised(a, below.applyAsLong(a.taker().member())))
                  .map(Said::by)
                  .filter(by -> pickedUp == NEVER || carrier.equals(Optional.of(by)))
                  .filter(by -> !isLoadedBy(by, below))
                  .min(Comparator.naturalOrder()));
    }

    private boolean isSent(Award award, MemberId carrier, ToLongFunction<MemberId> below) {
      MemberId taker = award.taker().member();
      return !carrier.equals(taker)
          && sent.stream()
              .anyMatch(its ->
                  its.by().equals(taker)
                      && its.carrier().equals(carrier)
                      && its.index() < below.applyAsLong(taker));
    }

    private boolean isLoadedBy(MemberId by, ToLongFunction<MemberId> below) {
      return loaded.stream()
          .anyMatch(said -> said.by().equals(by) && said.index() < below.applyAsLong(by));
    }

    /// The carrier that its giver says took it over, if that says so itself.
    private Optional<MemberId> loadedBy() {
      return carrier.filter(by -> isLoadedBy(by, _ -> NEVER));
    }

    /// Whether the carrier's own word is that less arrived.
    boolean isLostOnTheWay(long grams, ToLongFunction<MemberId> below) {
      return carrier
          .flatMap(by ->
              delivered.stream()
                  .filter(its -> its.by().equals(by) && its.index() < below.applyAsLong(by))
                  .min(Comparator.comparingLong(Delivery::index)))
          .filter(first -> first.leg().grams().value() < grams)
          .isPresent();
    }

    /// Whether whoever it was awarded to claims in time, in the first entries of its ledger, that
    /// it was not to be had, and does not say there that it received some. Whoever had not accepted
    /// it by then, or had given it up, was promised nothing; nor was anybody to come from when its
    /// giver stopped the lot.
    boolean misses(long below, Optional<Words.Stop> stop) {
      return award
          .filter(a -> received.stream().noneMatch(said -> isBy(a, said, below)))
          .filter(a ->
              missed.stream()
                  .anyMatch(said ->
                      isBy(a, said, below)
                          && isInTime(a, said)
                          && isPromised(a, said.index())
                          && stop.filter(s -> !said.at().isBefore(s.at())).isEmpty()))
          .isPresent();
    }

    private boolean isPromised(Award award, long below) {
      boolean takenFirst = award.answerBy().equals(award.at());
      return (takenFirst || accepted.stream().anyMatch(said -> isBy(award, said, below)))
          && givenUp.stream().noneMatch(said -> isBy(award, said, below));
    }

    /// A stop ends what was promised, and not what its giver had said of it before.
    Optional<Words.Stop> inTime(Optional<Words.Stop> stop) {
      return stop.filter(s -> s.index() < first());
    }

    /// Where its giver first says what became of it.
    private long first() {
      return Math.min(noShow, pickedUp);
    }

    private static boolean isBy(Award award, Said said, long below) {
      return said.by().equals(award.taker().member()) && said.index() < below;
    }

    private static boolean isInTime(Award award, Said said) {
      return !said.at().isBefore(award.window().from())
          && !said.at().isAfter(award.window().until().plus(TO_ANSWER));
    }

    /// What its giver says of an award after it stopped the lot is not about a promise.
    Optional<Claimed> claimed(MemberId giver, Optional<Words.Stop> stopped) {
      Optional<Words.Stop> stop = inTime(stopped);
      Optional<MemberId> taker =
          award.map(a -> a.taker().member()).filter(_ -> misses(NEVER, stop));
      Optional<MemberId> missing = taker.isPresent() ? taker : nobodyThere(stop);
      boolean givers = stop.isEmpty() && first() < NEVER;
      if (taker.isPresent() && givers && loadedBy().isPresent()) {
        return Optional.of(undelivered(taker.get(), loadedBy().get()));
      }
      if (missing.isPresent()) {
        MemberId by = givers ? nobodyThere(stop).orElse(missing.get()) : missing.get();
        return Optional.of(
            new Claimed(givers ? Outcome.DISPUTED : Outcome.NOT_AVAILABLE, by, giver));
      }
      return award
          .filter(_ -> stop.isEmpty() && noShow < NEVER)
          .map(a -> new Claimed(Outcome.NO_SHOW, giver, a.taker().member()));
    }

    private Optional<MemberId> nobodyThere(Optional<Words.Stop> stop) {
      return stop.isPresent() ? Optional.empty() : foundNothing(_ -> NEVER);
    }

    private Claimed undelivered(MemberId taker, MemberId by) {
      boolean saysOtherwise =
          delivered.stream().anyMatch(its -> its.by().equals(by) && its.leg().units() > 0);
      return new Claimed(saysOtherwise ? Outcome.DISPUTED : Outcome.NOT_AVAILABLE, taker, by);
    }
  }

  /// Takes up an entry.
  ///
  /// @param index in its author's ledger
  public void hear(long index, Stated stated) {
    words.hear(index, stated);
    switch (stated) {
      case Stated.OfSurplus(_, var author, PickedUp(var leg, var to)) -> {
        if (author.equals(leg.lot().giver())) {
          Sides sides = sides(leg);
          sides.carrier = index < sides.pickedUp ? to.map(Carriage::carrier) : sides.carrier;
          sides.pickedUp = Math.min(sides.pickedUp, index);
        }
      }
      case Stated.OfSurplus(_, var author, Carrier(var lot, var seq, var carrier, _)) ->
          sides(lot.giver(), lot.lot(), seq).sent.add(new Sides.Sent(author, index, carrier));
      case Stated.OfSurplus(_, var author, Loaded(var leg, _)) ->
          sides(leg).loaded.add(new Sides.Said(author, index, leg.at()));
      case Stated.OfSurplus(_, var author, Delivered(var leg, _)) ->
          sides(leg).delivered.add(new Sides.Delivery(author, index, leg));
      case Stated.OfSurplus(_, var author, Received(var leg, _)) ->
          sides(leg).received.add(new Sides.Said(author, index, leg.at()));
      case Stated.OfSurplus _ -> {}
      case Stated.OfNegotiation(_, var author, var says) -> hear(index, author, says);
    }
  }

  private void hear(long index, MemberId author, NegotiationStatement says) {
    switch (says) {
      case Award award -> {
        Sides sides = sides(author, award.lot(), award.seq());
        sides.award = sides.award.or(() -> Optional.of(award));
      }
      case NoShow(var lot, var seq, _, _) -> {
        Sides sides = sides(author, lot, seq);
        sides.noShow = Math.min(sides.noShow, index);
      }
      case NotAvailable(var lot, var seq, _, var at) ->
          sides(lot.giver(), lot.lot(), seq).missed.add(new Sides.Said(author, index, at));
      case Accept(var lot, var seq, _, var at) ->
          sides(lot.giver(), lot.lot(), seq).accepted.add(new Sides.Said(author, index, at));
      case Decline decline -> givenUp(index, author, decline.lot(), decline.seq(), decline.at());
      case GiveBack back -> givenUp(index, author, back.lot(), back.seq(), back.at());
      case FirmUp _,
          RuleOut _,
          Elsewhere _,
          Bid _,
          BidReply _,
          Outbid _,
          Cut _,
          Wished _,
          Take _,
          Close _,
          Lapse _,
          Debit _,
          Expire _,
          Hold _ -> {}
    }
  }

  private void givenUp(long index, MemberId author, LotName lot, int seq, Instant at) {
    sides(lot.giver(), lot.lot(), seq).givenUp.add(new Sides.Said(author, index, at));
  }

  private Sides sides(Leg leg) {
    return sides(leg.lot().giver(), leg.lot().lot(), leg.seq());
  }

  private Sides sides(MemberId giver, String lot, int seq) {
    return claims.computeIfAbsent(new Handover(new LotName(giver, lot), seq), _ -> new Sides());
  }

  /// What its giver said in time is not there was to be had by nobody.
  private Optional<Claimed> claimed(Handover handover, Sides sides) {
    return words.left(handover.lot(), handover.seq()) == Words.Left.NONE
        ? Optional.empty()
        : sides.claimed(handover.lot().giver(), words.stop(handover.lot()));
  }

  /// Whether nobody was to come for an award: its giver said that nothing is there, or did not say
  /// in time that something is, or stopped the lot before its window was over.
  public boolean isVoid(LotName lot, int seq) {
    return words.left(lot, seq) != Words.Left.SOME
        || words
            .stop(lot)
            .filter(stop -> isInTime(stop, claims.get(new Handover(lot, seq))))
            .isPresent();
  }

  private static boolean isInTime(Words.Stop stop, @Nullable Sides sides) {
    return sides == null
        || sides.award.filter(award -> stop.at().isAfter(award.window().until())).isEmpty();
  }

  /// What was claimed, by award.
  public SortedMap<Handover, Claimed> claimed() {
    var found = new TreeMap<Handover, Claimed>();
    claims.forEach(
        (handover, sides) -> claimed(handover, sides).ifPresent(what -> found.put(handover, what)));
    return Collections.unmodifiableSortedMap(found);
  }

  /// What each member claimed, and what others did of it; without those of whom there is nothing.
  public SortedMap<MemberId, Doors> doors() {
    var found = new TreeMap<MemberId, Doors>();
    claimed().values().forEach(claim -> count(found, claim));
    return Collections.unmodifiableSortedMap(found);
  }

  private static void count(SortedMap<MemberId, Doors> found, Claimed claim) {
    boolean disputed = claim.what() == Outcome.DISPUTED;
    found.merge(claim.by(), disputed ? new Doors(0, 0, 1) : new Doors(1, 0, 0), Doors::plus);
    found.merge(claim.of(), disputed ? new Doors(0, 0, 1) : new Doors(0, 1, 0), Doors::plus);
  }

  /// Whether a debit on its giver's word alone is contradicted: by its taker, or whom that sent,
  /// that in what is counted of its ledger says in time that there was nothing to be had, by the
  /// carrier that says there that less arrived, or by its giver itself, that had said before the
  /// debit that nothing of it is there, or had stopped the lot before it said that nobody came.
  ///
  /// @param index of the debit in its giver's ledger
  boolean isContradicted(MemberId giver, long index, Debit debit, Counted counted) {
    var lot = new LotName(giver, debit.lot());
    Sides sides = claims.get(new Handover(lot, debit.seq()));
    Optional<Words.Stop> stop = words.stop(lot).filter(each -> each.index() < index);
    return words.left(lot, debit.seq(), index) != Words.Left.SOME
        || (sides != null
            && (sides.inTime(stop).isPresent()
                || sides.misses(counted.of(debit.taker().member()), Optional.empty())
                || sides.foundNothing(counted::of).isPresent()
                || sides.isLostOnTheWay(debit.grams().value(), counted::of)));
  }
}
