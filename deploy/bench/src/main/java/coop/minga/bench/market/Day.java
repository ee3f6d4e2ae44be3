package coop.minga.bench.market;

import coop.minga.federation.goods.Grams;
import coop.minga.federation.goods.Storage;
import coop.minga.federation.negotiation.PaperSession;
import coop.minga.federation.negotiation.Want;
import coop.minga.federation.negotiation.Wants;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;

/// What is on offer on one day, and who wants it. A unit is one kilogram.
///
/// @param goods the lots
/// @param sites the takers
record Day(List<PaperSession.Good> goods, List<Site> sites) {
  /// A taker.
  ///
  /// @param wants what it wants, in points
  /// @param links the lots within its reach
  record Site(Wants wants, List<PaperSession.Link> links) {}

  Day {
    goods = List.copyOf(goods);
    sites = List.copyOf(sites);
  }

  /// Units on offer.
  long units() {
    return goods.stream().mapToLong(PaperSession.Good::units).sum();
  }

  /// The same day without what givers add to bids.
  Day withoutBonus() {
    return new Day(
        goods,
        sites.stream()
            .map(s ->
                new Site(
                    s.wants(),
                    s.links().stream()
                        .map(l -> new PaperSession.Link(l.good(), l.cost(), 0))
                        .toList()))
            .toList());
  }

  /// The same day after these shares of it: wants and room are so much less.
  Day after(List<Share> shares) {
    return new Day(
        goods,
        IntStream.range(0, sites.size())
            .mapToObj(s -> new Site(shares.get(s).left(), sites.get(s).links()))
            .toList());
  }

  /// The same lots with other amounts.
  Day withUnits(int[] units) {
    return new Day(
        IntStream.range(0, goods.size())
            .mapToObj(g -> with(goods.get(g), units[g], goods.get(g).openingPoints()))
            .toList(),
        sites);
  }

  /// The same lots, opened at these points by category.
  Day opened(Map<String, Integer> points) {
    return new Day(
        goods.stream().map(g -> with(g, g.units(), points.getOrDefault(g.category(), 0))).toList(),
        sites);
  }

  private static PaperSession.Good with(PaperSession.Good good, int units, int opening) {
    return new PaperSession.Good(good.category(), good.storage(), good.unitGrams(), units, opening);
  }

  /// The same day without some of its sites: they reach nothing.
  Day withoutSites(List<Integer> gone) {
    return new Day(
        goods,
        IntStream.range(0, sites.size())
            .mapToObj(
                s -> gone.contains(s) ? new Site(sites.get(s).wants(), List.of()) : sites.get(s))
            .toList());
  }

  /// The same day with one site in two halves, the second of them at the end.
  Day split(int site) {
    var all = new ArrayList<>(sites);
    all.set(site, part(sites.get(site), Day::half));
    all.add(part(sites.get(site), grams -> grams - half(grams)));
    return new Day(goods, all);
  }

  private static Site part(Site site, LongUnaryOperator of) {
    Wants wants = site.wants();
    var room = new EnumMap<Storage, Grams>(Storage.class);
    for (Storage storage : Storage.values()) {
      room.put(storage, new Grams(of.applyAsLong(wants.roomFor(storage))));
    }
    List<Want> all =
        wants.wants().stream()
            .map(want ->
                new Want(
                    want.category(),
                    want.storage(),
                    want.tiers().stream()
                        .map(t ->
                            new Want.Tier(new Grams(of.applyAsLong(t.grams().value())), t.points()))
                        .toList()))
            .toList();
    return new Site(
        new Wants(wants.road(), all, room, new Grams(of.applyAsLong(wants.whole().value()))),
        site.links());
  }

  /// Half of it in whole kilograms.
  private static long half(long grams) {
    return grams / 2000 * 1000;
  }

  /// A session with everybody and everything in it.
  PaperSession session(int step) {
    var session = new PaperSession(goods, step);
    sites.forEach(site -> session.add(site.wants(), site.links()));
    return session;
  }
}
