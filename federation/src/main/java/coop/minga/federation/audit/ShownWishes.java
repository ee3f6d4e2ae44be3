package coop.minga.federation.audit;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Succeed;
import coop.minga.federation.negotiation.Award;
import coop.minga.federation.negotiation.Close;
import coop.minga.federation.negotiation.Debit;
import coop.minga.federation.negotiation.Expire;
import coop.minga.federation.negotiation.Lapse;
import coop.minga.federation.negotiation.Mismatch;
import coop.minga.federation.negotiation.NoShow;
import coop.minga.federation.negotiation.Take;
import coop.minga.federation.negotiation.Wished;
import coop.minga.federation.surplus.Halt;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Withdraw;
import coop.minga.federation.wire.Said;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// Whether a giver showed in its ledger what it wished of its lots, once bids were no longer taken;
/// that it wished something is seen without any opening.
///
/// It must before it awards anything of such a lot, and also if it takes the lot back, lets it
/// stand unclosed, or never awards it: while the wishes of one lot are unknown nobody recomputes
/// those that closed with it. A node that stopped and starts again shows them at once, so whoever
/// entered something after the end of such a lot, and something else an hour later, keeps them. Of
/// a lot from before a loss the giver itself may know no more what it wished: nobody else was told.
final class ShownWishes {
  private static final Duration TO_SHOW_THEM = Duration.ofHours(1);

  private final MemberId giver;
  private final Library library;
  private final Function<Notice, Duration> hardClose;
  private final SortedMap<String, Kept> kept = new TreeMap<>();
  private final List<Mismatch> mismatches = new ArrayList<>();

  /// A lot whose wishes are not shown yet.
  ///
  /// @param over from when no bids are taken
  /// @param awake when its giver first entered something after that
  private record Kept(Instant over, Optional<Instant> awake) {
    Kept endedBy(Instant at) {
      return at.isBefore(over) ? new Kept(at, awake) : this;
    }

    Kept seen(Instant at) {
      return awake.isEmpty() && at.isAfter(over) ? new Kept(over, Optional.of(at)) : this;
    }

    boolean tooLong(Instant at) {
      return awake.filter(since -> !at.isBefore(since.plus(TO_SHOW_THEM))).isPresent();
    }
  }

  /// @param hardClose how long after its closing time a lot is over, whatever its giver says
  ShownWishes(MemberId giver, Library library, Function<Notice, Duration> hardClose) {
    this.giver = giver;
    this.library = library;
    this.hardClose = hardClose;
  }

  /// What is wrong with a giver's ledger.
  List<Mismatch> of(List<Found> ledger) {
    ledger.forEach(this::judge);
    return List.copyOf(mismatches);
  }

  private void judge(Found found) {
    at(found.said()).ifPresent(at -> passed(found, at));
    switch (found.said()) {
      case Said.OfSurplus(Notice notice) when notice.wishes() ->
          kept.putIfAbsent(
              notice.outline().lot(),
              new Kept(notice.closesAt().plus(hardClose.apply(notice)), Optional.empty()));
      case Said.OfLedger(Succeed _) -> kept.clear();
      case Said.OfSurplus(Withdraw withdraw) -> ended(withdraw.lot(), withdraw.at());
      case Said.OfSurplus(Halt halt) -> ended(halt.lot(), halt.at());
      case Said.OfNegotiation(Close close) -> ended(close.lot(), close.at());
      case Said.OfNegotiation(Wished wished) -> kept.remove(wished.lot());
      case Said.OfNegotiation(Award award) when !isFirst(award) -> settled(found, award.lot());
      case Said.OfNegotiation(Expire expire) -> settled(found, expire.lot());
      default -> {}
    }
  }

  private void ended(String lot, Instant at) {
    kept.computeIfPresent(lot, (_, one) -> one.endedBy(at));
  }

  private void settled(Found found, String lot) {
    if (kept.containsKey(lot)) {
      wrong(found, lot);
    }
  }

  private void wrong(Found found, String lot) {
    mismatches.add(new Mismatch.WishesKept(found.id(), new LotName(giver, lot)));
  }

  /// What is taken before anybody bids is awarded while the lot is open.
  private boolean isFirst(Award award) {
    return library
        .find(award.because())
        .filter(cause -> cause.said() instanceof Said.OfNegotiation(Take _))
        .isPresent();
  }

  private void passed(Found found, Instant at) {
    var late = new ArrayList<String>();
    kept.forEach((lot, one) -> {
      if (one.tooLong(at)) {
        late.add(lot);
      }
    });
    late.forEach(lot -> wrong(found, lot));
    kept.keySet().removeAll(late);
    kept.replaceAll((_, one) -> one.seen(at));
  }

  /// When an entry was made that a giver's node makes by itself.
  private static Optional<Instant> at(Said said) {
    return switch (said) {
      case Said.OfNegotiation(Close says) -> Optional.of(says.at());
      case Said.OfNegotiation(Award says) -> Optional.of(says.at());
      case Said.OfNegotiation(Expire says) -> Optional.of(says.at());
      case Said.OfNegotiation(Lapse says) -> Optional.of(says.at());
      case Said.OfNegotiation(NoShow says) -> Optional.of(says.at());
      case Said.OfNegotiation(Debit says) -> Optional.of(says.at());
      default -> Optional.empty();
    };
  }
}
