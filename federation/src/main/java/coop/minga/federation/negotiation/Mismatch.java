package coop.minga.federation.negotiation;

import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.surplus.LotName;
import java.util.Optional;

/// Something that a giver entered and its own rules do not give. Each is proof: it follows from
/// signed entries alone.
public sealed interface Mismatch {
  /// The entry that is wrong.
  EntryId entry();

  /// What is wrong, in a plain sentence.
  String sentence();

  /// What may never be offered was.
  record UnfitOffer(EntryId entry, String why) implements Mismatch {
    @Override
    public String sentence() {
      return "an offer that may not be made: " + why;
    }
  }

  /// A handover that may not be was entered.
  record UnfitHandover(EntryId entry, String why) implements Mismatch {
    @Override
    public String sentence() {
      return "a handover that may not be: " + why;
    }
  }

  /// A reply to a bid that nobody has.
  record BidMissing(EntryId entry, LotName lot, EntryId bid) implements Mismatch {
    @Override
    public String sentence() {
      return "the reply on " + lot + " is to bid " + bid.brief() + ", which nobody has";
    }
  }

  /// A bid was answered otherwise than the standing bids give.
  record ReplyDiffers(EntryId entry, LotName lot, BidReply said, BidReply right)
      implements Mismatch {
    @Override
    public String sentence() {
      return "%s was told that %d units of %s were accepted; the standing bids give %d, %s"
          .formatted(
              said.taker(),
              said.acceptedUnits(),
              lot,
              right.acceptedUnits(),
              right.equals(said) ? "the same" : "or another ask or time");
    }
  }

  /// The displaced was told something else than it lost.
  record OutbidDiffers(EntryId entry, LotName lot, Outbid said, Outbid right) implements Mismatch {
    @Override
    public String sentence() {
      return "%s was told that it lost %d units of %s; it was %s that lost %d"
          .formatted(said.taker(), said.lostUnits(), lot, right.taker(), right.lostUnits());
    }
  }

  /// The clearing price is not the lowest standing bid.
  record ClearingPriceDiffers(EntryId entry, LotName lot, int said, int right) implements Mismatch {
    @Override
    public String sentence() {
      return "the clearing price of " + lot + " is " + right + " points, not " + said;
    }
  }

  /// The close does not commit to the bids that were replied to.
  record BidsDiffer(EntryId entry, LotName lot) implements Mismatch {
    @Override
    public String sentence() {
      return "the close of " + lot + " does not commit to the bids that were replied to";
    }
  }

  /// An award went to another, or was of another size, window or time.
  record AwardDiffers(EntryId entry, LotName lot, Award said, Optional<Award> right)
      implements Mismatch {
    @Override
    public String sentence() {
      return "award %d of %s gives %d units to %s; the bids give %s"
          .formatted(
              said.seq(),
              lot,
              said.units(),
              said.taker(),
              right
                  .map(r -> r.units() + " to " + r.taker() + " as award " + r.seq())
                  .orElse("it to nobody"));
    }
  }

  /// More units are promised than were offered.
  record OverPromised(EntryId entry, LotName lot, int promised, int offered) implements Mismatch {
    @Override
    public String sentence() {
      return promised + " units of " + lot + " are promised; " + offered + " were offered";
    }
  }

  /// An award could not be eaten before its date ends.
  record PastItsDate(EntryId entry, LotName lot, Party taker) implements Mismatch {
    @Override
    public String sentence() {
      return "the award of " + lot + " to " + taker + " could not be eaten before its date ends";
    }
  }

  /// Units were given to a site that had said in its bid that it keeps out what the lot contains,
  /// or that bid for a lot of which that is not declared.
  record Avoided(EntryId entry, LotName lot, Party taker) implements Mismatch {
    @Override
    public String sentence() {
      return "%s was given to %s, which keeps out what is in it or may be".formatted(lot, taker);
    }
  }

  /// An entry rests on one that freed no units, or whose units are used up.
  record NoCause(EntryId entry, LotName lot, EntryId cause) implements Mismatch {
    @Override
    public String sentence() {
      return "entry " + cause.brief() + ", which it rests on, freed no units of " + lot;
    }
  }

  /// A taker was ruled out of an open lot as it may not be.
  record UnfitRuling(EntryId entry, String why) implements Mismatch {
    @Override
    public String sentence() {
      return "a taker was ruled out as it may not be: " + why;
    }
  }

  /// Units went to another outlet as they may not.
  record UnfitOutlet(EntryId entry, String why) implements Mismatch {
    @Override
    public String sentence() {
      return "units went to another outlet as they may not: " + why;
    }
  }

  /// A giver said otherwise than it may how much is there of a lot that it only expected.
  record UnfitWord(EntryId entry, String why) implements Mismatch {
    @Override
    public String sentence() {
      return "a word on what is there that may not be said: " + why;
    }
  }

  /// Less of a lot is there than was awarded, and others got fewer than those who bid least.
  record ShortfallDiffers(EntryId entry, LotName lot) implements Mismatch {
    @Override
    public String sentence() {
      return "less of %s is there than was awarded, and it is not the lowest bids that get fewer"
          .formatted(lot);
    }
  }

  /// Something was awarded, or let expire, before what the giver wished stood in its ledger.
  record WishesKept(EntryId entry, LotName lot) implements Mismatch {
    @Override
    public String sentence() {
      return "what its giver wished of " + lot + " was to be shown before";
    }
  }

  /// The giver held the taker's answer when it said that there was none.
  record AnswerIgnored(EntryId entry, LotName lot, EntryId answer) implements Mismatch {
    @Override
    public String sentence() {
      return "the giver held answer " + answer.brief() + " on " + lot + " and acted as if not";
    }
  }

  /// A debit is not what was collected at the clearing price.
  record DebitDiffers(EntryId entry, LotName lot, Debit said, Debit right) implements Mismatch {
    @Override
    public String sentence() {
      return sameSum()
          ? "award %d of %s came to so much, but for another taker, by another entry or later"
              .formatted(said.seq(), lot)
          : "award %d of %s came to %s at %d points, not %s at %d"
              .formatted(
                  said.seq(),
                  lot,
                  right.grams(),
                  right.clearingPoints(),
                  said.grams(),
                  said.clearingPoints());
    }

    private boolean sameSum() {
      return right.grams().equals(said.grams()) && right.clearingPoints() == said.clearingPoints();
    }
  }

  /// Units were let expire that had to be awarded, or in another number.
  record ExpireDiffers(EntryId entry, LotName lot, Expire said) implements Mismatch {
    @Override
    public String sentence() {
      return said.units() + " units of " + lot + " expired that had another way to go";
    }
  }

  /// Nothing like it was due: too early, a second time, or of a lot that was never offered.
  record OutOfTurn(EntryId entry, LotName lot, String what) implements Mismatch {
    @Override
    public String sentence() {
      return what + " of " + lot + " was not due";
    }
  }
}
