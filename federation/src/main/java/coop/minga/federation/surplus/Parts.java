package coop.minga.federation.surplus;

import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.MemberId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What members collected, and what of it they offer on in parts.
///
/// A hub takes a lot and splits it: each part names the award that it is of ([Parent]). Parts are
/// the same food with the same date, so that a recall of the one covers the other, and all of an
/// award's parts together are no more than was received. Hear each ledger in its order; of a lot
/// only what was opened is known. Grows only; not for two threads.
public final class Parts {
  private final Map<LotName, Lot> lots = new HashMap<>();
  private final Map<Collected, Long> received = new HashMap<>();
  private final Map<Collected, Long> offered = new HashMap<>();
  private final Map<LotName, Part> parts = new HashMap<>();
  private final Set<LotName> promised = new HashSet<>();

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
      case PickedUp(var leg) -> {
        if (author.equals(leg.lot().giver())) {
          promised(leg.lot());
        }
      }
      case Notice _, Need _, StatedNeed _, Recall _, Halt _, Acknowledge _, Lift _ -> {}
      case EntitlementStatement _ -> {}
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

  /// What of an award that a member received it has not offered on yet.
  public Grams left(MemberId member, Parent award) {
    var of = new Collected(member, award);
    return new Grams(Math.max(0, received.getOrDefault(of, 0L) - offered.getOrDefault(of, 0L)));
  }

  /// Why a member may not offer this as a part of something, in a plain sentence; absent if it may,
  /// or if it is no part. Ask before it is heard.
  public Optional<String> fault(MemberId author, Offer offer) {
    return offer.said().parent().flatMap(parent -> fault(author, offer.lot(), parent));
  }

  private Optional<String> fault(MemberId author, Lot part, Parent parent) {
    String what = "award %d of %s".formatted(parent.award(), parent.lot());
    if (!received.containsKey(new Collected(author, parent))) {
      return Optional.of(
          "lot %s is a part of %s, which %s did not receive".formatted(part.name(), what, author));
    }
    if (lot(parent.lot()).filter(whole -> !isSame(whole, part)).isPresent()) {
      return Optional.of(
          "lot %s is not of the food and the date of %s".formatted(part.name(), what));
    }
    Grams left = left(author, parent);
    Grams grams = part.grams(part.units());
    return grams.compareTo(left) > 0
        ? Optional.of(
            "lot %s has %s; of %s only %s are left to be offered on"
                .formatted(part.name(), grams, what, left))
        : Optional.empty();
  }

  private static boolean isSame(Lot whole, Lot part) {
    return whole.product().equals(part.product()) && whole.date().equals(part.date());
  }
}
