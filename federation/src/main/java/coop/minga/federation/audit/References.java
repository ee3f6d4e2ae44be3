package coop.minga.federation.audit;

import coop.minga.federation.disclosure.Appointed;
import coop.minga.federation.disclosure.DisclosureStatement;
import coop.minga.federation.disclosure.Opened;
import coop.minga.federation.disclosure.Served;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.LearningStatement;
import coop.minga.federation.learning.LearningStatement.Abandon;
import coop.minga.federation.learning.LearningStatement.Advert;
import coop.minga.federation.learning.LearningStatement.Deal;
import coop.minga.federation.learning.LearningStatement.Expose;
import coop.minga.federation.learning.LearningStatement.Finding.Nothing;
import coop.minga.federation.learning.LearningStatement.Finding.Version;
import coop.minga.federation.learning.LearningStatement.Freeze;
import coop.minga.federation.learning.LearningStatement.Masked;
import coop.minga.federation.learning.LearningStatement.Propose;
import coop.minga.federation.learning.LearningStatement.Release;
import coop.minga.federation.learning.LearningStatement.Result;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.negotiation.Accept;
import coop.minga.federation.negotiation.Award;
import coop.minga.federation.negotiation.Bid;
import coop.minga.federation.negotiation.BidReply;
import coop.minga.federation.negotiation.Close;
import coop.minga.federation.negotiation.Cut;
import coop.minga.federation.negotiation.Debit;
import coop.minga.federation.negotiation.Decline;
import coop.minga.federation.negotiation.Elsewhere;
import coop.minga.federation.negotiation.Expire;
import coop.minga.federation.negotiation.FirmUp;
import coop.minga.federation.negotiation.GiveBack;
import coop.minga.federation.negotiation.Hold;
import coop.minga.federation.negotiation.Lapse;
import coop.minga.federation.negotiation.NegotiationStatement;
import coop.minga.federation.negotiation.NoShow;
import coop.minga.federation.negotiation.NotAvailable;
import coop.minga.federation.negotiation.Outbid;
import coop.minga.federation.negotiation.RuleOut;
import coop.minga.federation.negotiation.Take;
import coop.minga.federation.negotiation.Wished;
import coop.minga.federation.surplus.Acknowledge;
import coop.minga.federation.surplus.Attest;
import coop.minga.federation.surplus.CarriageStatement;
import coop.minga.federation.surplus.Carrier;
import coop.minga.federation.surplus.Delivered;
import coop.minga.federation.surplus.Halt;
import coop.minga.federation.surplus.KitchenServes;
import coop.minga.federation.surplus.Leg;
import coop.minga.federation.surplus.Lift;
import coop.minga.federation.surplus.Loaded;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Need;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.PeopleServed;
import coop.minga.federation.surplus.PickedUp;
import coop.minga.federation.surplus.Recall;
import coop.minga.federation.surplus.Received;
import coop.minga.federation.surplus.Sponsor;
import coop.minga.federation.surplus.StatedNeed;
import coop.minga.federation.surplus.SurplusStatement;
import coop.minga.federation.surplus.Withdraw;
import coop.minga.federation.wire.Said;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Whether whatever an entry speaks of is there: both halves of each promise stand in two members'
/// trees, so that what one side leaves out shows.
///
/// That the entry spoken of *gives* what rests on it is the replay's to say. One that a lost key
/// signed is there, too: whoever spoke of it before the loss was known said nothing false.
final class References {
  private final Library library;
  private final Findings findings;
  private final Set<LotName> lots = new HashSet<>();
  private final Map<Promised, MemberId> awards = new HashMap<>();
  private final Set<Sent> sent = new HashSet<>();
  private final Set<Sponsored> sponsors = new HashSet<>();
  private final Map<Long, List<Found>> results = new HashMap<>();
  private final Map<EntryId, Found> lost = new HashMap<>();

  /// An award's name.
  private record Promised(LotName lot, int seq) {}

  /// That a member says who fetches an award.
  private record Sent(Promised award, MemberId by, MemberId carrier) {}

  /// That a member says that it bids for a kitchen.
  private record Sponsored(MemberId by, MemberId kitchen) {}

  References(Library library, Findings findings) {
    this.library = library;
    this.findings = findings;
  }

  /// Follows all of them.
  void check() {
    library.lost().forEach(found -> lost.put(found.id(), found));
    Stream.concat(library.all(), library.lost().stream()).forEach(this::index);
    library.all().forEach(this::follow);
  }

  private void index(Found found) {
    switch (found.said()) {
      case Said.OfSurplus(Offer offer) -> lots.add(own(found, offer.lot().name()));
      case Said.OfSurplus(Notice notice) -> lots.add(own(found, notice.outline().lot()));
      case Said.OfSurplus(Sponsor says) ->
          sponsors.add(new Sponsored(found.author(), says.kitchen()));
      case Said.OfSurplus(Carrier says) ->
          sent.add(new Sent(new Promised(says.lot(), says.seq()), found.author(), says.carrier()));
      case Said.OfNegotiation(Award award) ->
          awards.putIfAbsent(
              new Promised(own(found, award.lot()), award.seq()), award.taker().member());
      case Said.OfSurplus _,
          Said.OfNegotiation _,
          Said.OfLearning _,
          Said.OfDecision _,
          Said.OfRoster _,
          Said.OfDisclosure _,
          Said.OfAlert _,
          Said.OfBook _,
          Said.OfLedger _ -> {}
    }
  }

  private void follow(Found found) {
    switch (found.said()) {
      case Said.OfSurplus(var says) -> follow(found, says);
      case Said.OfNegotiation(var says) -> follow(found, says);
      case Said.OfLearning(var says) -> follow(found, says);
      case Said.OfDecision _, Said.OfRoster _, Said.OfAlert _, Said.OfBook _, Said.OfLedger _ -> {}
      case Said.OfDisclosure(var says) -> follow(found, says);
    }
  }

  private void follow(Found found, SurplusStatement says) {
    switch (says) {
      case Offer _, Notice _, Need _, StatedNeed _, Recall _, PeopleServed _, Sponsor _ -> {}
      case KitchenServes(var kitchen, _) ->
          require(
              found,
              sponsors.contains(new Sponsored(found.author(), kitchen)),
              "its author's word that it bids for " + kitchen);
      case Attest attest ->
          cause(
              found,
              attest.claim(),
              "another's claim of people served or of a kitchen",
              cause -> isClaim(cause) && !cause.author().equals(found.author()));
      case Halt halt -> {
        lot(found, own(found, halt.lot()));
        cause(found, halt.recall(), "a recall", References::isRecall);
      }
      case Acknowledge acknowledge ->
          cause(found, acknowledge.recall(), "a recall", References::isRecall);
      case Lift lift ->
          cause(
              found,
              lift.recall(),
              "a recall by its author",
              cause -> isRecall(cause) && cause.author().equals(found.author()));
      case Withdraw withdraw -> lot(found, own(found, withdraw.lot()));
      case PickedUp(var leg, var to) -> {
        require(found, leg.lot().giver().equals(found.author()), "an offer of its author's");
        award(found, leg.lot(), leg.seq());
        to.ifPresent(its -> named(found, leg, its));
      }
      case Carrier carrier -> taken(found, carrier.lot(), carrier.seq());
      case Loaded(var leg, var because) ->
          cause(
              found,
              because,
              "a handover of award %d of %s to its author".formatted(leg.seq(), leg.lot()),
              cause ->
                  isHandover(cause, leg.lot(), leg.seq())
                      && carrierOf(cause).equals(Optional.of(found.author())));
      case Delivered(var leg, var because) ->
          cause(
              found,
              because,
              "its author's word that it took over award %d of %s".formatted(leg.seq(), leg.lot()),
              cause ->
                  cause.author().equals(found.author())
                      && cause.said() instanceof Said.OfSurplus(Loaded loaded)
                      && isOf(loaded, leg));
      case Received(var leg, var because) -> {
        taken(found, leg.lot(), leg.seq());
        cause(found, because, "a handover", cause -> isHandover(cause, leg.lot(), leg.seq()));
      }
    }
  }

  private static boolean isClaim(Found found) {
    return found.said() instanceof Said.OfSurplus(PeopleServed _)
        || found.said() instanceof Said.OfSurplus(KitchenServes _)
        || found.said() instanceof Said.OfSurplus(Sponsor _);
  }

  private void follow(Found found, NegotiationStatement says) {
    switch (says) {
      case Bid bid -> lot(found, bid.lot());
      case BidReply reply -> {
        lot(found, own(found, reply.lot()));
        cause(found, reply.bid(), "a bid", cause -> isBid(cause, own(found, reply.lot()), reply));
      }
      case Outbid outbid -> lot(found, own(found, outbid.lot()));
      case Cut cut -> lot(found, own(found, cut.lot()));
      case Wished wished -> lot(found, own(found, wished.lot()));
      case Take take -> lot(found, take.lot());
      case FirmUp firm -> lot(found, own(found, firm.lot()));
      case RuleOut ruling -> lot(found, own(found, ruling.lot()));
      case Elsewhere elsewhere -> lot(found, own(found, elsewhere.lot()));
      case Close close -> lot(found, own(found, close.lot()));
      case Award award -> {
        lot(found, own(found, award.lot()));
        cause(found, award.because(), "what freed its units", References::frees);
      }
      case Expire expire ->
          cause(
              found,
              expire.because(),
              "what freed its units",
              cause -> frees(cause) || isLeg(cause));
      case Accept accept -> taken(found, accept.lot(), accept.seq());
      case Decline decline -> taken(found, decline.lot(), decline.seq());
      case GiveBack back -> taken(found, back.lot(), back.seq());
      case NotAvailable missing -> missed(found, missing);
      case Hold hold -> lot(found, own(found, hold.lot()));
      case Lapse lapse -> award(found, own(found, lapse.lot()), lapse.seq());
      case NoShow noShow -> award(found, own(found, noShow.lot()), noShow.seq());
      case Debit debit -> {
        award(found, own(found, debit.lot()), debit.seq());
        cause(found, debit.because(), "a handover or a no-show", References::settles);
      }
    }
  }

  private void follow(Found found, DisclosureStatement says) {
    switch (says) {
      case Appointed _ -> {}
      case Served served -> appointed(found, served.appointment());
      case Opened opened -> {
        opened.entries().forEach(id -> cause(found, id, "an entry of its author's", own(found)));
        if (opened.to() instanceof Opened.Auditor(var appointment)) {
          appointed(found, appointment);
        }
      }
    }
  }

  private void appointed(Found found, EntryId appointment) {
    cause(
        found,
        appointment,
        "an auditor's appointment by its author",
        own(found).and(cause -> cause.said() instanceof Said.OfDisclosure(Appointed _)));
  }

  private static Predicate<Found> own(Found found) {
    return cause -> cause.author().equals(found.author());
  }

  private void follow(Found found, LearningStatement says) {
    switch (says) {
      case Propose _, Advert _, Masked _, Release _, Abandon _, Expose _ -> {}
      case Deal deal ->
          deal.adverts().forEach(id -> cause(found, id, "an advert", learning(Advert.class)));
      case Freeze freeze ->
          freeze
              .masked()
              .forEach(id -> cause(found, id, "a masked vector", learning(Masked.class)));
      case Result result -> result(found, result);
    }
  }

  /// Members of one cohort come to the same. Cohorts of one epoch have nobody in common, and sums
  /// of their own.
  private void result(Found found, Result result) {
    switch (result.finding()) {
      case Nothing _ -> {}
      case Version version -> {
        List<Found> firsts = results.computeIfAbsent(result.epoch(), _ -> new ArrayList<>());
        Optional<Found> first =
            firsts.stream().filter(other -> isOfTheSame(other, version)).findFirst();
        if (first.isEmpty()) {
          firsts.add(found);
        } else if (!first.get().said().equals(found.said())) {
          findings.add(
              new Finding.ResultsDiffer(result.epoch(), first.get().author(), found.author()));
        }
      }
    }
  }

  private static boolean isOfTheSame(Found other, Version version) {
    return other.said() instanceof Said.OfLearning(Result(_, Version said))
        && !Collections.disjoint(said.opened().summed(), version.opened().summed());
  }

  private void lot(Found found, LotName lot) {
    require(found, lots.contains(lot), "an offer of lot " + lot);
  }

  private void award(Found found, LotName lot, int seq) {
    require(found, awards.containsKey(new Promised(lot, seq)), "award " + seq + " of " + lot);
  }

  private void taken(Found found, LotName lot, int seq) {
    boolean its = found.author().equals(awards.get(new Promised(lot, seq)));
    require(found, its, "award " + seq + " of " + lot + " to its author");
  }

  /// Also whoever its taker sends may find that it is not to be had.
  private void missed(Found found, NotAvailable says) {
    var promised = new Promised(says.lot(), says.seq());
    MemberId taker = awards.get(promised);
    if (taker == null || !sent.contains(new Sent(promised, taker, found.author()))) {
      taken(found, says.lot(), says.seq());
    }
  }

  private void cause(Found found, EntryId id, String what, Predicate<Found> fits) {
    Optional<Found> cause =
        library.find(id).or(() -> Optional.ofNullable(lost.get(id))).filter(fits);
    require(found, cause.isPresent(), what + " (" + id.brief() + ")");
  }

  private void require(Found found, boolean there, String what) {
    if (!there) {
      findings.add(new Finding.Dangling(found.tree(), found.index(), what));
    }
  }

  private static LotName own(Found found, String lot) {
    return new LotName(found.author(), lot);
  }

  /// The taker alone says who comes for it.
  private void named(Found found, Leg leg, PickedUp.Carriage to) {
    MemberId taker = awards.get(new Promised(leg.lot(), leg.seq()));
    cause(
        found,
        to.named(),
        "its taker's word that %s fetches it".formatted(to.carrier()),
        cause ->
            cause.author().equals(taker)
                && cause.said() instanceof Said.OfSurplus(Carrier carrier)
                && carrier.carrier().equals(to.carrier())
                && isOf(carrier, leg));
  }

  private static boolean isOf(CarriageStatement says, Leg leg) {
    return says.lot().equals(leg.lot()) && says.seq() == leg.seq();
  }

  private static Optional<MemberId> carrierOf(Found handover) {
    return handover.said() instanceof Said.OfSurplus(PickedUp(_, var to))
        ? to.map(PickedUp.Carriage::carrier)
        : Optional.empty();
  }

  private static boolean isHandover(Found cause, LotName lot, int seq) {
    return cause.said() instanceof Said.OfSurplus(PickedUp(var leg, _))
        && leg.lot().equals(lot)
        && leg.seq() == seq
        && cause.author().equals(lot.giver());
  }

  private static boolean isRecall(Found cause) {
    return cause.said() instanceof Said.OfSurplus(Recall _);
  }

  private static boolean isBid(Found cause, LotName lot, BidReply reply) {
    return cause.said() instanceof Said.OfNegotiation(Bid bid)
        && bid.lot().equals(lot)
        && cause.author().equals(reply.taker().member());
  }

  private static boolean frees(Found cause) {
    return cause.said() instanceof Said.OfNegotiation(var says)
        && (says instanceof Close
            || says instanceof Accept
            || says instanceof Decline
            || says instanceof GiveBack
            || says instanceof RuleOut
            || says instanceof Lapse
            || says instanceof Take
            || says instanceof NoShow);
  }

  /// What is refused at a door is free, and expires: it is not offered again.
  private static boolean isLeg(Found cause) {
    return cause.said() instanceof Said.OfSurplus(var says)
        && (says instanceof Received || says instanceof PickedUp || says instanceof Loaded);
  }

  private static boolean settles(Found cause) {
    return switch (cause.said()) {
      case Said.OfSurplus(var says) -> says instanceof Received || says instanceof PickedUp;
      case Said.OfNegotiation(var says) -> says instanceof NoShow;
      case Said.OfLearning _,
          Said.OfDecision _,
          Said.OfRoster _,
          Said.OfDisclosure _,
          Said.OfAlert _,
          Said.OfBook _,
          Said.OfLedger _ ->
          false;
    };
  }

  private static Predicate<Found> learning(Class<? extends LearningStatement> kind) {
    return cause -> cause.said() instanceof Said.OfLearning(var says) && kind.isInstance(says);
  }
}
