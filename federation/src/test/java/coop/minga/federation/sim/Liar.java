package coop.minga.federation.sim;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.negotiation.Accept;
import coop.minga.federation.negotiation.Award;
import coop.minga.federation.negotiation.Bid;
import coop.minga.federation.negotiation.Decline;
import coop.minga.federation.negotiation.NegotiationStatement;
import coop.minga.federation.negotiation.Party;
import coop.minga.federation.negotiation.Stated;
import coop.minga.federation.surplus.Lot;
import java.util.List;
import java.util.Optional;

/// Those who do not do as they should, in a town where most do.
public enum Liar implements Manners {
  /// A taker that bids high on everything and then wants none of it.
  SHILL {
    @Override
    public Optional<NegotiationStatement> says(NegotiationStatement right) {
      return Optional.of(
          switch (right) {
            case Bid bid -> bid(bid, bid.units(), Math.max(bid.points(), HIGH));
            case Accept accept ->
                new Decline(accept.lot(), accept.seq(), "changed my mind", accept.at());
            default -> right;
          });
    }
  },
  /// A taker that bids for more than it has room for.
  GREEDY {
    @Override
    public Optional<NegotiationStatement> says(NegotiationStatement right) {
      return Optional.of(
          right instanceof Bid bid
              ? bid(bid, Math.min(Lot.MAX_UNITS, bid.units() * MANY), bid.points())
              : right);
    }
  },
  /// A taker that never comes for what it accepted.
  ABSENT {
    @Override
    public boolean comes() {
      return false;
    }
  },
  /// A giver that takes no notice of what one taker bids.
  DEAF {
    @Override
    public boolean hears(Stated told) {
      return !told.author().equals(UNHEARD);
    }
  },
  /// A giver that promises to a friend what it has promised already.
  TWICE {
    @Override
    public List<NegotiationStatement> adds(NegotiationStatement right) {
      return right instanceof Award award && !award.taker().member().equals(FRIEND)
          ? List.of(again(award))
          : List.of();
    }

    @Override
    public boolean keepsPromises() {
      return false;
    }
  },
  /// A giver that offers what it never has, and says so in time: half is there, whatever it
  /// offered.
  SHRINKING {
    @Override
    public Optional<Integer> word(int there) {
      return Optional.of(there / 2);
    }
  },
  /// A giver that opens to nobody, and says that nobody came.
  SHUT {
    @Override
    public boolean handsOver() {
      return false;
    }
  };

  /// Whom [#DEAF] does not hear.
  public static final MemberId UNHEARD = new MemberId("kitchen-0");

  /// To whom [#TWICE] promises a second time.
  public static final MemberId FRIEND = new MemberId("kitchen-1");

  private static final int HIGH = 55;
  private static final int MANY = 5;
  private static final int SECOND = 1000;

  private static Bid bid(Bid right, int units, int points) {
    return new Bid(
        right.lot(),
        right.seq(),
        right.site(),
        units,
        points,
        right.bindsUntil(),
        right.settlementEpoch(),
        right.reach(),
        right.at());
  }

  private static Award again(Award award) {
    return new Award(
        award.lot(),
        SECOND + award.seq(),
        new Party(FRIEND, Peer.SITE),
        award.units(),
        award.remaining(),
        award.at(),
        award.answerBy(),
        award.window(),
        award.because());
  }
}
