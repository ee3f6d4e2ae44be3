package coop.minga.federation.surplus;

import coop.minga.federation.goods.Grams;
import coop.minga.federation.goods.Storage;
import coop.minga.federation.identity.MemberId;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What members collected, and what of it they offer on in parts.
///
/// A hub takes a lot and splits it: each part names the award that it is of ([Parent]). Parts are
/// the same food with the same date, so that a recall of the one covers the other, and all of an
/// award's parts together are no more than was received. What it froze before its use-by is another
/// lot, with the date printed and one of its own; so is what a giver froze of a lot of its own.
/// Hear each ledger in its order; of a lot only what was opened is known. Grows only; not for two
/// threads.
public final class Parts {
  private final Map<LotName, Lot> lots = new HashMap<>();
  private final Map<Collected, Long> received = new HashMap<>();
  private final Map<Collected, Long> offered = new HashMap<>();
  private final Map<LotName, Part> parts = new HashMap<>();
  private final Set<LotName> promised = new HashSet<>();
  private final Map<LotName, Long> handedOver = new HashMap<>();

  private record Collected(MemberId by, Parent award) {}

  private record Part(Collected of, long grams) {}

  /// Knows a lot, whoever's it is.
  public void know(MemberId giver, Offer offer) {
    lots.putIfAbsent(new LotName(giver, offer.lot().name()), offer.lot());
  }

  /// Knows that something of a lot was awarded: it can no longer be taken back.
  public void promised(LotName lot) {
    promised.add(lot);
  }

  /// Takes up what a member says, in the order of its ledger.
  public void hear(MemberId author, SurplusStatement says) {
    switch (says) {
      case Offer offer -> {
        know(author, offer);
        offer.said().parent().ifPresent(parent -> offered(author, offer, parent));
      }
      case Received(var leg, _) ->
          received.putIfAbsent(
              new Collected(author, new Parent(leg.lot(), leg.seq())), leg.grams().value());
      case Withdraw withdraw -> takenBack(new LotName(author, withdraw.lot()));
      case PickedUp(var leg, _) -> {
        if (author.equals(leg.lot().giver())) {
          promised(leg.lot());
          handedOver.merge(leg.lot(), leg.grams().value(), Long::sum);
        }
      }
      case Notice _, Need _, StatedNeed _, Recall _, Halt _, Acknowledge _, Lift _ -> {}
      case EntitlementStatement _, CarriageStatement _ -> {}
    }
  }

  private void offered(MemberId author, Offer offer, Parent parent) {
    var of = new Collected(author, parent);
    long grams = offer.lot().grams(offer.lot().units()).value();
    if (parts.putIfAbsent(new LotName(author, offer.lot().name()), new Part(of, grams)) == null) {
      offered.merge(of, grams, Long::sum);
    }
  }

  /// What is taken back before it is promised may be offered again, under another name.
  private void takenBack(LotName lot) {
    Optional.ofNullable(parts.get(lot))
        .filter(_ -> !promised.contains(lot))
        .ifPresent(part -> {
          offered.merge(part.of(), -part.grams(), Long::sum);
          parts.put(lot, new Part(part.of(), 0));
        });
  }

  /// The lot of a name, if it was opened here.
  public Optional<Lot> lot(LotName name) {
    return Optional.ofNullable(lots.get(name));
  }

  /// What of an award that a member received, or of a lot of its own that nobody collected, it has
  /// not offered on yet.
  public Grams left(MemberId member, Parent award) {
    var of = new Collected(member, award);
    long had = award.award() == Parent.OWN ? kept(award.lot()) : received.getOrDefault(of, 0L);
    return new Grams(Math.max(0, had - offered.getOrDefault(of, 0L)));
  }

  private long kept(LotName lot) {
    return lot(lot).map(own -> own.grams(own.units()).value()).orElse(0L)
        - handedOver.getOrDefault(lot, 0L);
  }

  /// Why a member may not offer this as a part of something, in a plain sentence; absent if it may,
  /// or if it is no part. Ask before it is heard.
  ///
  /// @param zone of the federation's dates
  public Optional<String> fault(MemberId author, Offer offer, ZoneId zone) {
    Lot part = offer.lot();
    return offer
        .said()
        .parent()
        .flatMap(parent ->
            fault(author, part, parent)
                .or(() ->
                    lot(parent.lot())
                        .filter(whole -> isFrozenLate(whole, offer, zone))
                        .map(whole ->
                            "lot %s was frozen when the date of %s was over"
                                .formatted(part.name(), parent.lot()))));
  }

  private Optional<String> fault(MemberId author, Lot part, Parent parent) {
    boolean own = parent.award() == Parent.OWN;
    String what =
        own ? parent.lot().toString() : "award %d of %s".formatted(parent.award(), parent.lot());
    Optional<Lot> known = lot(parent.lot());
    if (own
        ? !parent.lot().giver().equals(author)
        : !received.containsKey(new Collected(author, parent))) {
      return Optional.of(
          "lot %s is a part of %s, which %s did not %s"
              .formatted(part.name(), what, author, own ? "offer" : "receive"));
    }
    if (known.filter(whole -> !isOf(whole, part)).isPresent()) {
      return Optional.of(
          part.date().frozenUntil().isPresent()
              ? "lot %s is not the food of %s, frozen".formatted(part.name(), what)
              : "lot %s is not of the food and the date of %s".formatted(part.name(), what));
    }
    Grams left = left(author, parent);
    Grams grams = part.grams(part.units());
    return grams.compareTo(left) > 0
        ? Optional.of(
            "lot %s has %s; of %s only %s are left to be offered on"
                .formatted(part.name(), grams, what, left))
        : Optional.empty();
  }

  private static boolean isOf(Lot whole, Lot part) {
    boolean frozen = part.date().frozenUntil().isPresent() && !whole.date().equals(part.date());
    return frozen
        ? isFreezable(whole.product().storage())
            && part.product().equals(whole.product().kept(Storage.FROZEN))
            && part.date().beforeFreezing().equals(whole.date())
        : whole.product().equals(part.product()) && whole.date().equals(part.date());
  }

  private static boolean isFrozenLate(Lot whole, Offer offer, ZoneId zone) {
    return !whole.date().equals(offer.lot().date())
        && !offer.openedAt().isBefore(whole.date().endOfUse(zone));
  }

  /// What is hot cools first, and what was frozen is not frozen again.
  private static boolean isFreezable(Storage storage) {
    return storage == Storage.CHILLED || storage == Storage.AMBIENT;
  }
}
