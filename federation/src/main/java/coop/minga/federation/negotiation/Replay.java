package coop.minga.federation.negotiation;

import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.negotiation.Dossier.Placed;
import coop.minga.federation.surplus.CarriageStatement;
import coop.minga.federation.surplus.Halt;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.PickedUp;
import coop.minga.federation.surplus.Received;
import coop.minga.federation.surplus.Withdraw;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/// Drives a giver's [Stall] through what stands in the trees, and says where the giver entered
/// something else than the same stall would have.
///
/// A giver that restarts and an auditor both do this. The giver's ledger and book are joined by the
/// book's size in each CLOSE; the entries of others are heard where an entry of the giver's rests
/// on them, so that it does not matter how the trees grew beside each other. After a mismatch it
/// goes on with what was said, so that one lie is told once.
public final class Replay {
  private final Dossier dossier;
  private final SortedSet<String> unread;
  private final Map<EntryId, Stated> bids = new LinkedHashMap<>();
  private final Map<EntryId, Placed> answers = new LinkedHashMap<>();
  private final Map<About, List<Placed>> byAward = new HashMap<>();
  private final Set<EntryId> replied = new HashSet<>();
  private final Set<Given> avoiding = new HashSet<>();
  private final List<Mismatch> mismatches = new ArrayList<>();
  private int inBook;
  private Stall stall;

  private Replay(Dossier.Legible legible) {
    this.dossier = legible.dossier();
    this.unread = legible.unread();
    this.stall = Stall.empty(dossier.giver(), dossier.rules());
    dossier.bids().forEach(bid -> bids.put(bid.id(), bid));
    dossier.takers().forEach(this::index);
  }

  /// A lot of which a site was given something.
  private record Given(String lot, Party taker) {}

  private void index(Placed placed) {
    answers.put(placed.stated().id(), placed);
    about(placed.stated())
        .ifPresent(a -> byAward.computeIfAbsent(a, _ -> new ArrayList<>()).add(placed));
  }

  /// What a replay came to.
  ///
  /// @param stall as it is after the last entry; a node goes on from it
  /// @param mismatches what the giver entered and should not have
  /// @param unheard bids that were made in time and have no answer
  /// @param unread lots that could not be replayed: they were not opened, or closed with one that
  ///   was not
  public record Result(
      Stall stall, List<Mismatch> mismatches, List<Unheard> unheard, SortedSet<String> unread) {
    /// Copies.
    public Result {
      mismatches = List.copyOf(mismatches);
      unheard = List.copyOf(unheard);
      unread = Collections.unmodifiableSortedSet(new TreeSet<>(unread));
    }

    /// What the giver should have entered by now and did not, one for each lot.
    public List<NegotiationStatement> owed(Instant at, Seen seen) {
      return stall.on(new Event.TimePassed(at, seen)).effects().stream()
          .filter(Effect.Enter.class::isInstance)
          .map(effect -> ((Effect.Enter) effect).statement())
          .toList();
    }
  }

  /// Replays all of one giver's lots.
  public static Result of(Dossier dossier) {
    return new Replay(dossier.legible()).run();
  }

  private Result run() {
    for (Placed placed : dossier.ledger()) {
      bookBelow(bookSize(placed.stated()));
      judge(placed.stated());
    }
    bookBelow(Long.MAX_VALUE);
    dossier.takers().forEach(placed -> fold(placed.stated()));
    bids.values().stream().filter(bid -> !replied.contains(bid.id())).forEach(this::fold);
    List<Unheard> unheard =
        stall.lots().values().stream().flatMap(lot -> lot.unheard().stream()).toList();
    return new Result(stall, mismatches, unheard, unread);
  }

  private static long bookSize(Stated stated) {
    return switch (stated) {
      case Stated.OfNegotiation(_, _, Close close) -> close.book().size();
      case Stated.OfNegotiation(_, _, RuleOut ruling) -> ruling.bookSize();
      case Stated.OfSurplus(_, _, Withdraw withdraw) -> withdraw.bookSize();
      case Stated.OfSurplus(_, _, Halt halt) -> halt.bookSize();
      case Stated.OfNegotiation _, Stated.OfSurplus _ -> 0;
    };
  }

  private void bookBelow(long size) {
    while (inBook < dossier.book().size() && dossier.book().get(inBook).index() < size) {
      judge(dossier.book().get(inBook).stated());
      inBook++;
    }
  }

  private void fold(Stated stated) {
    stall = stall.fold(stated);
  }

  private void judge(Stated stated) {
    switch (stated) {
      case Stated.OfSurplus(var id, _, Offer offer) ->
          stall.fault(offer).ifPresent(why -> wrong(new Mismatch.UnfitOffer(id, why)));
      case Stated.OfSurplus(var id, _, PickedUp pickedUp) -> judge(id, pickedUp);
      case Stated.OfSurplus(var id, _, Withdraw withdraw) -> judge(id, withdraw);
      case Stated.OfSurplus(var id, _, Halt halt) -> judge(id, halt);
      case Stated.OfSurplus _ -> {}
      case Stated.OfNegotiation(var id, _, var says) -> judge(id, says);
    }
    fold(stated);
  }

  private void wrong(Mismatch mismatch) {
    mismatches.add(mismatch);
  }

  private void judge(EntryId id, PickedUp pickedUp) {
    LotName lot = pickedUp.leg().lot();
    pickedUp.to().ifPresent(to -> hear(to.named()));
    hearAnswers(lot, pickedUp.leg().seq());
    Optional<String> fault =
        stall
            .lot(lot.lot())
            .map(l -> l.fault(pickedUp))
            .orElse(Optional.of("there is no lot " + lot));
    fault.ifPresent(why -> wrong(new Mismatch.UnfitHandover(id, why)));
  }

  private void judge(EntryId id, Withdraw withdraw) {
    if (stall.lot(withdraw.lot()).filter(l -> l.mayBeTakenBack(withdraw.at())).isEmpty()) {
      wrong(new Mismatch.OutOfTurn(id, named(withdraw.lot()), "the withdrawal"));
    }
  }

  private void judge(EntryId id, Halt halt) {
    if (stall.lot(halt.lot()).filter(LotAuction::mayBeStopped).isEmpty()) {
      wrong(new Mismatch.OutOfTurn(id, named(halt.lot()), "the stop"));
    }
  }

  private LotName named(String lot) {
    return new LotName(dossier.giver(), lot);
  }

  private void judge(EntryId id, NegotiationStatement says) {
    switch (says) {
      case BidReply reply -> judge(id, reply);
      case Outbid outbid -> compare(id, outbid.lot(), outbid);
      case Cut cut -> compare(id, cut.lot(), cut);
      case Wished wished -> compare(id, wished.lot(), wished);
      case Close close -> compare(id, close.lot(), close);
      case Award award -> judge(id, award);
      case Expire expire -> {
        hear(expire.because());
        compare(id, expire.lot(), expire);
      }
      case Lapse lapse -> {
        ignored(id, named(lapse.lot()), lapse.seq(), lapse.seen());
        compare(id, lapse.lot(), lapse);
      }
      case NoShow noShow -> {
        hearAnswers(named(noShow.lot()), noShow.seq());
        givenBack(id, noShow);
        compare(id, noShow.lot(), noShow);
      }
      case Debit debit -> judge(id, debit);
      case Hold hold -> judge(id, hold);
      case FirmUp firm -> judge(id, firm);
      case RuleOut ruling -> judge(id, ruling);
      case Elsewhere elsewhere -> judge(id, elsewhere);
      case Bid _, Accept _, Decline _, GiveBack _, NotAvailable _, Take _ -> {}
    }
  }

  private void judge(EntryId id, Hold hold) {
    if (stall.lot(hold.lot()).filter(LotAuction::mayBeHeld).isEmpty()) {
      wrong(new Mismatch.OutOfTurn(id, named(hold.lot()), "the hold"));
    }
  }

  private void judge(EntryId id, RuleOut said) {
    may(said.lot(), l -> l.ruleOut(said.at(), said.taker(), said.reason(), said.bookSize()), said)
        .ifPresent(why -> wrong(new Mismatch.UnfitRuling(id, why)));
  }

  private void judge(EntryId id, Elsewhere said) {
    may(said.lot(), l -> l.elsewhere(said.at(), said.units(), said.way()), said)
        .ifPresent(why -> wrong(new Mismatch.UnfitOutlet(id, why)));
  }

  /// Why a person's word on a lot may not be so; absent if it may.
  private <S> Optional<String> may(String lot, Function<LotAuction, May<S>> right, S said) {
    return switch (stall.lot(lot).map(right).orElse(new May.Not<>("there is no lot " + lot))) {
      case May.Not<S>(var why) -> Optional.of(why);
      case May.Say<S>(var word) when !word.equals(said) ->
          Optional.of("of lot %s it would be %s".formatted(lot, word));
      case May.Say<S> _ -> Optional.empty();
    };
  }

  private void judge(EntryId id, FirmUp said) {
    switch (stall.firmUp(said.at(), said.lot(), said.units())) {
      case May.Not<FirmUp>(var why) -> wrong(new Mismatch.UnfitWord(id, why));
      case May.Say<FirmUp>(var right) when right.of() != said.of() ->
          wrong(
              new Mismatch.UnfitWord(
                  id,
                  "lot %s was offered with %d units, not %d"
                      .formatted(said.lot(), right.of(), said.of())));
      case May.Say<FirmUp>(var right) when !right.left().equals(said.left()) ->
          wrong(new Mismatch.ShortfallDiffers(id, named(said.lot())));
      case May.Say<FirmUp>(var right) when !right.equals(said) ->
          wrong(
              new Mismatch.UnfitWord(
                  id, "of lot %s by %s at the earliest".formatted(said.lot(), right.at())));
      case May.Say<FirmUp> _ -> {}
    }
  }

  private void judge(EntryId id, BidReply reply) {
    Optional<Stated> bid = Optional.ofNullable(bids.get(reply.bid()));
    replied.add(reply.bid());
    if (bid.isEmpty()) {
      wrong(new Mismatch.BidMissing(id, named(reply.lot()), reply.bid()));
      return;
    }
    fold(bid.get());
    compare(id, reply.lot(), reply);
    if (reply.acceptedUnits() > 0 && isAvoided(reply, bid.get())) {
      avoiding.add(new Given(reply.lot(), reply.taker()));
      wrong(new Mismatch.Avoided(id, named(reply.lot()), reply.taker()));
    }
  }

  /// Whether a bid says that its site keeps out what is in the lot, or may be.
  private boolean isAvoided(BidReply reply, Stated stated) {
    return stated instanceof Stated.OfNegotiation(_, _, Bid bid)
        && stall
            .lot(reply.lot())
            .filter(lot -> !lot.offer().offer().lot().product().suits(bid.avoids()))
            .isPresent();
  }

  private void judge(EntryId id, Award award) {
    hear(award.because());
    compare(id, award.lot(), award);
    stall.lot(award.lot()).ifPresent(lot -> bounds(id, lot, award));
    if (avoiding.contains(new Given(award.lot(), award.taker()))) {
      wrong(new Mismatch.Avoided(id, named(award.lot()), award.taker()));
    }
  }

  private void bounds(EntryId id, LotAuction lot, Award award) {
    int offered = lot.units();
    int promised = lot.promises().promised() + award.units();
    if (promised > offered) {
      wrong(new Mismatch.OverPromised(id, lot.name(), promised, offered));
    }
    if (!lot.clock(award.taker()).allows(award.window().until())) {
      wrong(new Mismatch.PastItsDate(id, lot.name(), award.taker()));
    }
  }

  private void judge(EntryId id, Debit debit) {
    boolean alone = !answers.containsKey(debit.because());
    hear(debit.because());
    boolean handedOver =
        stall
            .lot(debit.lot())
            .flatMap(l -> l.promises().promise(debit.seq()))
            .filter(p -> p.state() == Promise.State.PICKED_UP)
            .isPresent();
    if (alone && handedOver) {
      ignored(id, named(debit.lot()), debit.seq(), debit.seen());
    }
    compare(id, debit.lot(), debit);
  }

  /// Hears an entry of a taker's, or a carrier's, that one of the giver's rests on, and what came
  /// before it.
  private void hear(EntryId cause) {
    Optional.ofNullable(answers.get(cause))
        .ifPresent(placed -> about(placed.stated()).ifPresent(a -> hearUpTo(a, placed)));
  }

  private void hearUpTo(About about, Placed last) {
    byAward.getOrDefault(about, List.of()).stream()
        .filter(p -> p.stated().author().equals(last.stated().author()))
        .filter(p -> p.index() <= last.index())
        .forEach(p -> fold(p.stated()));
  }

  /// Hears the first answer of its taker's to an award.
  private void hearAnswers(LotName lot, int seq) {
    answersTo(lot, seq)
        .filter(p -> isAnswer(p.stated()))
        .findFirst()
        .ifPresent(p -> fold(p.stated()));
  }

  private Stream<Placed> answersTo(LotName lot, int seq) {
    return byAward.getOrDefault(new About(lot, seq), List.of()).stream()
        .filter(p -> isTaker(lot, seq, p.stated()));
  }

  private boolean isTaker(LotName lot, int seq, Stated stated) {
    return stall
        .lot(lot.lot())
        .flatMap(l -> l.promises().promise(seq))
        .filter(p -> p.award().taker().member().equals(stated.author()))
        .isPresent();
  }

  /// A giver that says it heard nothing and held an answer.
  private void ignored(EntryId id, LotName lot, int seq, long seen) {
    boolean open =
        stall
            .lot(lot.lot())
            .flatMap(l -> l.promises().promise(seq))
            .filter(p -> p.state() == Promise.State.OPEN)
            .isPresent();
    answersTo(lot, seq)
        .filter(p -> p.index() < seen && (open ? isAnswer(p.stated()) : isReceived(p.stated())))
        .findFirst()
        .ifPresent(p -> wrong(new Mismatch.AnswerIgnored(id, lot, p.stated().id())));
  }

  private static boolean isReceived(Stated stated) {
    return stated instanceof Stated.OfSurplus(_, _, Received _);
  }

  private static boolean isAnswer(Stated stated) {
    return stated instanceof Stated.OfNegotiation(_, _, var says)
        && (says instanceof Accept || says instanceof Decline);
  }

  /// A giver that says nobody came, and held that the taker would not.
  private void givenBack(EntryId id, NoShow noShow) {
    LotName lot = named(noShow.lot());
    answersTo(lot, noShow.seq())
        .filter(p -> p.index() < noShow.seen())
        .filter(p -> p.stated() instanceof Stated.OfNegotiation(_, _, GiveBack _))
        .findFirst()
        .ifPresent(p -> wrong(new Mismatch.AnswerIgnored(id, lot, p.stated().id())));
  }

  private record About(LotName lot, int seq) {}

  private static Optional<About> about(Stated stated) {
    return switch (stated) {
      case Stated.OfNegotiation(_, _, Take says) -> Optional.of(new About(says.lot(), 0));
      case Stated.OfNegotiation(_, _, Accept says) ->
          Optional.of(new About(says.lot(), says.seq()));
      case Stated.OfNegotiation(_, _, Decline says) ->
          Optional.of(new About(says.lot(), says.seq()));
      case Stated.OfNegotiation(_, _, GiveBack says) ->
          Optional.of(new About(says.lot(), says.seq()));
      case Stated.OfSurplus(_, _, Received says) ->
          Optional.of(new About(says.leg().lot(), says.leg().seq()));
      case Stated.OfSurplus(_, _, CarriageStatement says) ->
          Optional.of(new About(says.lot(), says.seq()));
      case Stated.OfNegotiation _, Stated.OfSurplus _ -> Optional.empty();
    };
  }

  private void compare(EntryId id, String lot, NegotiationStatement said) {
    Optional<NegotiationStatement> right =
        stall.lot(lot).flatMap(l -> l.expected(said, stall.ends(l.offer().offer())));
    if (!right.equals(Optional.of(said))) {
      wrong(difference(id, named(lot), said, right));
    }
  }

  private static Mismatch difference(
      EntryId id, LotName lot, NegotiationStatement said, Optional<NegotiationStatement> right) {
    return switch (said) {
      case BidReply reply when right.isPresent() && right.get() instanceof BidReply r ->
          new Mismatch.ReplyDiffers(id, lot, reply, r);
      case Outbid outbid when right.isPresent() && right.get() instanceof Outbid r ->
          new Mismatch.OutbidDiffers(id, lot, outbid, r);
      case Close close when right.isPresent() && right.get() instanceof Close r ->
          r.clearingPoints() != close.clearingPoints()
              ? new Mismatch.ClearingPriceDiffers(
                  id, lot, close.clearingPoints(), r.clearingPoints())
              : new Mismatch.BidsDiffer(id, lot);
      case Award award when right.isEmpty() -> new Mismatch.NoCause(id, lot, award.because());
      case Award award ->
          new Mismatch.AwardDiffers(
              id, lot, award, right.filter(Award.class::isInstance).map(Award.class::cast));
      case Expire expire when right.isEmpty() -> new Mismatch.NoCause(id, lot, expire.because());
      case Expire expire -> new Mismatch.ExpireDiffers(id, lot, expire);
      case Debit debit when right.isPresent() && right.get() instanceof Debit r ->
          new Mismatch.DebitDiffers(id, lot, debit, r);
      case BidReply _,
          Outbid _,
          Close _,
          Debit _,
          Cut _,
          Wished _,
          Take _,
          FirmUp _,
          RuleOut _,
          Elsewhere _,
          Lapse _,
          NoShow _,
          Bid _,
          Accept _,
          Decline _,
          GiveBack _,
          NotAvailable _,
          Hold _ ->
          new Mismatch.OutOfTurn(id, lot, "a " + said.getClass().getSimpleName());
    };
  }
}
