package coop.minga.federation.negotiation;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.surplus.LotName;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What givers and takers claim against each other of handovers that did not take place.
///
/// An immutable value; fold entries in, in any order. A claim that nobody contradicts within
/// [#TO_ANSWER] stands. Two contrary ones are a dispute, which counts publicly for both, since from
/// the ledgers nobody can tell who was there.
public final class Contested {
  /// How long the other side may say the contrary, from the end of the award's window.
  public static final Duration TO_ANSWER = Duration.ofHours(24);

  /// Nothing claimed.
  public static final Contested NONE = new Contested(new TreeMap<>());

  private final SortedMap<Handover, Sides> claims;

  private Contested(SortedMap<Handover, Sides> claims) {
    this.claims = claims;
  }

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

  private record Sides(Optional<Award> award, boolean noShow, Optional<Said> notAvailable) {
    private static final Sides NONE = new Sides(Optional.empty(), false, Optional.empty());

    private record Said(MemberId by, Instant at) {}

    /// The claim of whoever it was awarded to, made in time.
    boolean misses() {
      return award
          .flatMap(a ->
              notAvailable.filter(said ->
                  said.by().equals(a.taker().member())
                      && !said.at().isBefore(a.window().from())
                      && !said.at().isAfter(a.window().until().plus(TO_ANSWER))))
          .isPresent();
    }
  }

  /// Takes up an entry.
  public Contested heard(MemberId author, NegotiationStatement says) {
    return switch (says) {
      case Award award -> {
        Handover handover = of(author, award.lot(), award.seq());
        Sides old = sides(handover);
        yield with(
            handover,
            new Sides(old.award().or(() -> Optional.of(award)), old.noShow(), old.notAvailable()));
      }
      case NoShow(var lot, var seq, _, _) -> {
        Handover handover = of(author, lot, seq);
        Sides old = sides(handover);
        yield with(handover, new Sides(old.award(), true, old.notAvailable()));
      }
      case NotAvailable(var lot, var seq, _, var at) -> {
        var handover = new Handover(lot, seq);
        Sides old = sides(handover);
        var said = Optional.of(new Sides.Said(author, at));
        yield with(
            handover, new Sides(old.award(), old.noShow(), old.notAvailable().or(() -> said)));
      }
      case Bid _,
          BidReply _,
          Outbid _,
          Close _,
          Accept _,
          Decline _,
          GiveBack _,
          Lapse _,
          Debit _,
          Expire _,
          Hold _ ->
          this;
    };
  }

  private static Handover of(MemberId giver, String lot, int seq) {
    return new Handover(new LotName(giver, lot), seq);
  }

  private Sides sides(Handover handover) {
    return claims.getOrDefault(handover, Sides.NONE);
  }

  private Contested with(Handover handover, Sides sides) {
    var all = new TreeMap<>(claims);
    all.put(handover, sides);
    return new Contested(all);
  }

  /// What was claimed, by award.
  public SortedMap<Handover, Outcome> outcomes() {
    var found = new TreeMap<Handover, Outcome>();
    claims.forEach((handover, sides) -> {
      if (sides.noShow() && sides.misses()) {
        found.put(handover, Outcome.DISPUTED);
      } else if (sides.noShow()) {
        found.put(handover, Outcome.NO_SHOW);
      } else if (sides.misses()) {
        found.put(handover, Outcome.NOT_AVAILABLE);
      }
    });
    return Collections.unmodifiableSortedMap(found);
  }

  /// Whether a debit is beyond dispute. Settlements do not ask this yet.
  public boolean counts(MemberId giver, Debit debit) {
    return outcomes().get(of(giver, debit.lot(), debit.seq())) != Outcome.DISPUTED;
  }
}
