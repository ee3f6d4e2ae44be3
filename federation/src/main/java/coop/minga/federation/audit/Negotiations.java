package coop.minga.federation.audit;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingInt;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.negotiation.Accept;
import coop.minga.federation.negotiation.Award;
import coop.minga.federation.negotiation.Bid;
import coop.minga.federation.negotiation.BidReply;
import coop.minga.federation.negotiation.Cut;
import coop.minga.federation.negotiation.Decline;
import coop.minga.federation.negotiation.Dossier;
import coop.minga.federation.negotiation.Dossier.Placed;
import coop.minga.federation.negotiation.GiveBack;
import coop.minga.federation.negotiation.GivingRecord;
import coop.minga.federation.negotiation.Mismatch;
import coop.minga.federation.negotiation.Outbid;
import coop.minga.federation.negotiation.Party;
import coop.minga.federation.negotiation.Replay;
import coop.minga.federation.negotiation.Rulebook;
import coop.minga.federation.negotiation.Settlements;
import coop.minga.federation.negotiation.Stated;
import coop.minga.federation.negotiation.Take;
import coop.minga.federation.negotiation.Terms;
import coop.minga.federation.negotiation.Unheard;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.Rules;
import coop.minga.federation.surplus.CarriageStatement;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.Received;
import coop.minga.federation.surplus.SurplusStatement;
import coop.minga.federation.wire.Said;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collector;
import java.util.stream.Stream;

/// Recomputes every lot of every giver whose book is here, by the function that the givers' own
/// nodes ran.
final class Negotiations {
  private final Roll roll;
  private final Library library;
  private final Successions successions;
  private final Findings findings;
  private final Disclosed disclosed;
  private final Settlements settlements;
  private int recomputed;

  Negotiations(
      Roll roll, Library library, Successions successions, Disclosed disclosed, Findings findings) {
    this.successions = successions;
    this.disclosed = disclosed;
    this.roll = roll;
    this.library = library;
    this.findings = findings;
    this.settlements = new Settled(roll, library, findings).recompute();
  }

  /// Replays them.
  ///
  /// @param books whose are here
  /// @param heard up to when what a giver says is here; a bid that binds then is not told of
  /// @return how many awards were recomputed
  int replay(Predicate<MemberId> books, Function<MemberId, Optional<Instant>> heard) {
    for (MemberId giver : roll.everybody()) {
      List<Found> own = library.in(new TreeName(giver, Tree.LEDGER));
      if (own.stream().anyMatch(Negotiations::isOffer)) {
        replay(giver, own, books.test(giver))
            .ifPresent(result -> heard.apply(giver).ifPresent(at -> unheard(result.unheard(), at)));
      }
    }
    GivingRecord giving = settlements.giving();
    giving.vetoes().forEach((giver, why) -> findings.add(new Finding.Excluded(giver, why)));
    giving.outlets().forEach((giver, of) -> findings.add(new Finding.WentElsewhere(giver, of)));
    return recomputed;
  }

  private Optional<Replay.Result> replay(MemberId giver, List<Found> ledger, boolean whole) {
    new ShownWishes(giver, library, this::hardClose).of(ledger).forEach(this::tell);
    firstRefusals(giver, ledger);
    int awards = (int) ledger.stream().filter(Negotiations::isAward).count();
    if (!whole) {
      ledger.forEach(this::offered);
      findings.add(new Finding.NotReplayed(giver, awards));
      return Optional.empty();
    }
    try {
      Replay.Result result = Replay.of(dossier(giver, ledger));
      result.mismatches().forEach(this::tell);
      recomputed += awards - unread(giver, ledger, result.unread());
      return Optional.of(result);
    } catch (IllegalArgumentException
        | IllegalStateException
        | ArithmeticException
        | DateTimeException e) {
      findings.add(new Finding.CannotReplay(giver, String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  /// A giver whose disk was lost may have answered in what was lost.
  private void unheard(List<Unheard> bids, Instant until) {
    bids.stream()
        .filter(bid -> bid.until().isBefore(until))
        .filter(
            bid -> library.find(bid.offer()).filter(o -> !successions.mayRestOnLost(o)).isPresent())
        .collect(groupingBy(Unheard::lot, TreeMap::new, byTaker()))
        .forEach((lot, takers) ->
            takers.forEach(
                (taker, count) -> findings.add(new Finding.NeverAnswered(lot, taker, count))));
  }

  private static Collector<Unheard, ?, ? extends Map<Party, Integer>> byTaker() {
    return groupingBy(Unheard::taker, TreeMap::new, summingInt(_ -> 1));
  }

  /// By the rules of the roster that an offer names.
  private Rules rules(Notice notice) {
    return notice.roster().flatMap(roll.chain()::roster).orElseGet(this::charter).rules();
  }

  private Duration hardClose(Notice notice) {
    return rules(notice).auction().hardClose();
  }

  private void firstRefusals(MemberId giver, List<Found> ledger) {
    ledger.forEach(found ->
        settlements
            .giving()
            .fault(giver, found.index())
            .ifPresent(why -> tell(new Mismatch.UnfitOffer(found.id(), why))));
  }

  /// Tells which lots were not opened.
  ///
  /// @return how many awards of theirs there are
  private int unread(MemberId giver, List<Found> ledger, Set<String> lots) {
    int awards =
        (int)
            ledger.stream()
                .filter(found ->
                    found.said() instanceof Said.OfNegotiation(Award award)
                        && lots.contains(award.lot()))
                .count();
    if (!lots.isEmpty()) {
      findings.add(new Finding.NotOpened(giver, lots.size(), awards));
      ledger.forEach(this::outlined);
    }
    return awards;
  }

  /// A notice shows the date that forbids.
  private void outlined(Found found) {
    if (found.said() instanceof Said.OfSurplus(Notice notice)
        && disclosed.offer(found.id()).isEmpty()) {
      shown(found, notice);
    }
  }

  private void shown(Found found, Notice notice) {
    notice
        .fault(charter().rules().time().zone())
        .or(() -> Terms.frozenFault(rules(notice), notice.outline(), notice.openedAt()))
        .ifPresent(why -> tell(new Mismatch.UnfitOffer(found.id(), why)));
  }

  /// An offer is judged by itself where its lot cannot be replayed.
  private void offered(Found found) {
    if (found.said() instanceof Said.OfSurplus(Offer offer)) {
      offer
          .fault(charter().rules().time().zone())
          .ifPresent(why -> tell(new Mismatch.UnfitOffer(found.id(), why)));
    }
    if (found.said() instanceof Said.OfSurplus(Notice notice)) {
      shown(found, notice);
    }
  }

  private void tell(Mismatch mismatch) {
    library
        .find(mismatch.entry())
        .filter(found -> !successions.mayRestOnLost(found))
        .ifPresent(found ->
            findings.add(
                new Finding.NotAsReplayed(
                    found.tree(), found.index(), found.id(), mismatch.sentence())));
  }

  private Dossier dossier(MemberId giver, List<Found> ledger) {
    List<Placed> replies =
        library.in(new TreeName(giver, Tree.BOOK)).stream()
            .filter(found ->
                found.said() instanceof Said.OfNegotiation(var says)
                    && (says instanceof BidReply || says instanceof Outbid || says instanceof Cut))
            .flatMap(this::placed)
            .toList();
    List<Stated.OfNegotiation> bids =
        library
            .all()
            .filter(found ->
                found.said() instanceof Said.OfNegotiation(Bid bid)
                    && bid.lot().giver().equals(giver))
            .flatMap(this::placed)
            .map(Placed::stated)
            .filter(Stated.OfNegotiation.class::isInstance)
            .map(Stated.OfNegotiation.class::cast)
            .toList();
    List<Placed> answers =
        library
            .all()
            .filter(found -> isAnswerTo(giver, found.said()))
            .flatMap(this::placed)
            .toList();
    return new Dossier(
        giver,
        Rulebook.of(roll::chain).settledBy(settlements),
        ledger.stream().flatMap(this::placed).toList(),
        replies,
        bids,
        answers);
  }

  /// Lots are bid for by the charter's rules and takers, whoever came or went since: no entry of an
  /// auction names another roster.
  private Roster charter() {
    return roll.chain().genesis();
  }

  private static boolean isAnswerTo(MemberId giver, Said said) {
    return switch (said) {
      case Said.OfSurplus(Received says) -> says.leg().lot().giver().equals(giver);
      case Said.OfSurplus(CarriageStatement says) -> says.lot().giver().equals(giver);
      case Said.OfNegotiation(Take says) -> says.lot().giver().equals(giver);
      case Said.OfNegotiation(Accept says) -> says.lot().giver().equals(giver);
      case Said.OfNegotiation(Decline says) -> says.lot().giver().equals(giver);
      case Said.OfNegotiation(GiveBack says) -> says.lot().giver().equals(giver);
      case Said.OfSurplus _,
          Said.OfNegotiation _,
          Said.OfLearning _,
          Said.OfDecision _,
          Said.OfRoster _,
          Said.OfDisclosure _,
          Said.OfAlert _,
          Said.OfBook _,
          Said.OfLedger _ ->
          false;
    };
  }

  private static boolean isOffer(Found found) {
    return found.said() instanceof Said.OfSurplus(Offer _)
        || found.said() instanceof Said.OfSurplus(Notice _);
  }

  private static boolean isAward(Found found) {
    return found.said() instanceof Said.OfNegotiation(Award _);
  }

  private Stream<Placed> placed(Found found) {
    Optional<Stated> stated =
        switch (found.said()) {
          case Said.OfSurplus(var says) ->
              Optional.of(new Stated.OfSurplus(found.id(), found.author(), whole(found, says)));
          case Said.OfNegotiation(var says) ->
              Optional.of(new Stated.OfNegotiation(found.id(), found.author(), says));
          case Said.OfLearning _,
              Said.OfDecision _,
              Said.OfRoster _,
              Said.OfDisclosure _,
              Said.OfAlert _,
              Said.OfBook _,
              Said.OfLedger _ ->
              Optional.empty();
        };
    return stated.map(it -> new Placed(found.index(), it)).stream();
  }

  private SurplusStatement whole(Found found, SurplusStatement says) {
    return disclosed.offer(found.id()).<SurplusStatement>map(offer -> offer).orElse(says);
  }
}
