package coop.minga.federation.negotiation;

import static java.util.stream.Collectors.toUnmodifiableSet;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.roster.MemberCard;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.RosterChain;
import coop.minga.federation.surplus.Offer;
import java.util.Optional;
import java.util.function.Supplier;

/// By which terms each lot is bid for.
///
/// An offer names a roster, and that roster's rules and takers hold for the lot's whole life,
/// whoever comes or goes and whatever is decided meanwhile. So giver, taker and auditor fold a lot
/// alike, whenever each of them heard of a change. What a rulebook once knows never changes; it
/// only comes to know more.
@FunctionalInterface
public interface Rulebook {
  /// The terms of an offer; absent if it names a roster that is not known here.
  Optional<Terms> of(Offer offer);

  /// The same terms for every offer.
  static Rulebook always(Terms terms) {
    return _ -> Optional.of(terms);
  }

  /// Whether a member takes donations by a charter.
  static boolean takes(Roster genesis, MemberId member) {
    return byCharter(genesis).takers().contains(member);
  }

  /// The terms of the rosters that were decided.
  ///
  /// @param chain as far as it is known by now
  static Rulebook of(Supplier<RosterChain> chain) {
    return offer ->
        offer
            .roster()
            .<Optional<Terms>>map(named -> chain.get().roster(named).map(Rulebook::terms))
            .orElseGet(() -> Optional.of(byCharter(chain.get().genesis())));
  }

  /// The same for the offers of one giver, by whose count its takers' priorities follow.
  default Rulebook givenBy(MemberId giver) {
    return this;
  }

  /// The same, with the priorities and the prices of the settlement that each offer names.
  default Rulebook settledBy(Settlements settlements) {
    Rulebook unsettled = this;
    return new Rulebook() {
      @Override
      public Optional<Terms> of(Offer offer) {
        return unsettled.of(offer);
      }

      private Optional<Terms> settled(Terms terms, MemberId giver, int epoch) {
        return settlements
            .of(giver, epoch)
            .flatMap(settlement ->
                settlements
                    .clearings(giver, epoch)
                    .map(prices -> terms.settled(settlement, prices)));
      }

      @Override
      public Rulebook givenBy(MemberId giver) {
        return offer ->
            unsettled.of(offer).flatMap(terms -> settled(terms, giver, offer.settlementEpoch()));
      }
    };
  }

  /// The terms of an offer.
  ///
  /// @throws IllegalArgumentException if it names a roster that is not known here: whoever folds a
  ///   lot has looked before
  default Terms require(Offer offer) {
    return of(offer)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "roster " + offer.roster().map(Hash::toString).orElse("") + " is not known"));
  }

  private static Terms terms(Roster roster) {
    return new Terms(roster.rules(), roster.social());
  }

  /// Offers of before they named a roster: whoever came or went since, the founders bid.
  private static Terms byCharter(Roster genesis) {
    return new Terms(
        genesis.charter().rules(),
        genesis.charter().founders().stream()
            .filter(MemberCard::social)
            .map(MemberCard::id)
            .collect(toUnmodifiableSet()));
  }
}
