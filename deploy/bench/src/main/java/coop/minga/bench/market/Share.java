package coop.minga.bench.market;

import coop.minga.federation.goods.Grams;
import coop.minga.federation.goods.Storage;
import coop.minga.federation.negotiation.PaperSession;
import coop.minga.federation.negotiation.Want;
import coop.minga.federation.negotiation.Wants;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;

/// What one site has been given so far, and what that is worth.
///
/// Written without the auction's own arithmetic, so that a fault there would show.
final class Share {
  private static final long KILO = 1000;
  private static final List<Storage> CLASSES = List.of(Storage.values());

  private final Day day;
  private final Day.Site site;
  private final long[] byWant;
  private final long[] byClass = new long[CLASSES.size()];
  private final int[] wantOf;
  private long all;
  private long worth;
  private long bonus;

  Share(Day day, int number) {
    this.day = day;
    this.site = day.sites().get(number);
    this.byWant = new long[site.wants().wants().size()];
    this.wantOf =
        site.links().stream()
            .mapToInt(link -> wantOf(site.wants(), day.goods().get(link.good())))
            .toArray();
  }

  /// The number of a storage class, from 0.
  static int classOf(Storage storage) {
    return CLASSES.indexOf(storage);
  }

  private static int wantOf(Wants wants, PaperSession.Good good) {
    List<Want> all = wants.wants();
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).category().equals(good.category()) && all.get(i).storage() == good.storage()) {
        return i;
      }
    }
    return -1;
  }

  /// What one more unit over a link would be worth, its giver's bonus included; 0 or less if it is
  /// unwanted or does not fit.
  long next(int link) {
    int want = wantOf[link];
    if (want < 0 || !fits(day.goods().get(site.links().get(link).good()))) {
      return 0;
    }
    return tier(want) - site.links().get(link).cost() + site.links().get(link).bonus();
  }

  private boolean fits(PaperSession.Good good) {
    return byClass[classOf(good.storage())] + KILO <= site.wants().roomFor(good.storage())
        && all + KILO <= site.wants().whole().value();
  }

  private long tier(int want) {
    long end = 0;
    for (Want.Tier tier : site.wants().wants().get(want).tiers()) {
      end += tier.grams().value();
      if (byWant[want] + KILO <= end) {
        return tier.points();
      }
    }
    return Integer.MIN_VALUE;
  }

  /// Gives one unit over a link.
  void give(int link) {
    PaperSession.Link via = site.links().get(link);
    worth += next(link) - via.bonus();
    bonus += via.bonus();
    byWant[wantOf[link]] += KILO;
    byClass[classOf(day.goods().get(via.good()).storage())] += KILO;
    all += KILO;
  }

  /// What the site still wants and has room for.
  Wants left() {
    Wants wants = site.wants();
    var left = new ArrayList<Want>();
    for (int i = 0; i < byWant.length; i++) {
      left.add(less(wants.wants().get(i), byWant[i]));
    }
    var room = new EnumMap<Storage, Grams>(Storage.class);
    for (Storage storage : Storage.values()) {
      room.put(storage, new Grams(wants.roomFor(storage) - byClass[classOf(storage)]));
    }
    return new Wants(wants.road(), left, room, new Grams(wants.whole().value() - all));
  }

  private static Want less(Want want, long met) {
    var tiers = new ArrayList<Want.Tier>();
    long rest = met;
    for (Want.Tier tier : want.tiers()) {
      long now = Math.min(rest, tier.grams().value());
      rest -= now;
      tiers.add(new Want.Tier(new Grams(tier.grams().value() - now), tier.points()));
    }
    return new Want(want.category(), want.storage(), tiers);
  }

  /// Points it is worth to the site, the way taken off.
  long worth() {
    return worth;
  }

  /// The same with what its givers added.
  long welfare() {
    return worth + bonus;
  }

  /// Units given.
  long units() {
    return all / KILO;
  }
}
