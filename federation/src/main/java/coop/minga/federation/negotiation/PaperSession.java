package coop.minga.federation.negotiation;

import coop.minga.federation.goods.Storage;
import coop.minga.federation.identity.MemberId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A session on paper: the standing bids and the oracles of a real one, without ledgers, clocks and
/// networks between them. For measuring, and for asking what would have come of it.
///
/// Sites and goods have numbers, from 0 in the order in which they were added. Mutable; not for two
/// threads.
public final class PaperSession {
  private static final String SITE = "site";

  private final List<Good> goods;
  private final int step;
  private final List<Taker> takers = new ArrayList<>();
  private final StandingBids[] books;
  private final int[] reserves;
  private final Map<Party, Taker> byParty = new HashMap<>();
  private final SortedSet<Integer> contenders = new TreeSet<>();
  private long messages;
  private int rounds;

  /// Something to be given away.
  ///
  /// @param category its category
  /// @param storage its storage class
  /// @param unitGrams the mass of a unit
  /// @param units how many
  /// @param openingPoints its reserve, per kg
  public record Good(
      String category, Storage storage, int unitGrams, int units, int openingPoints) {}

  /// A good that a site can fetch.
  ///
  /// @param good its number
  /// @param cost of the way, points per kg
  /// @param bonus points per kg that its giver adds to the site's bids
  public record Link(int good, int cost, int bonus) {}

  private static final class Taker {
    final Party party;
    final List<Link> links;
    final Oracle oracle;
    final int[] ask;
    final int[] held;

    /// The number of the link to each good; -1 if there is none.
    final int[] linkOf;

    final int number;

    Taker(int number, Party party, List<Link> links, Oracle oracle, int[] linkOf) {
      this.number = number;
      this.linkOf = linkOf;
      this.party = party;
      this.links = links;
      this.oracle = oracle;
      this.ask = new int[links.size()];
      this.held = new int[links.size()];
    }
  }

  private record Asked(Taker taker, int link, int units, int points) {}

  /// A session over these goods.
  public PaperSession(List<Good> goods, int step) {
    this.goods = List.copyOf(goods);
    this.step = step;
    this.reserves = goods.stream().mapToInt(Good::openingPoints).toArray();
    this.books =
        goods.stream().map(g -> StandingBids.empty(g.units())).toArray(StandingBids[]::new);
  }

  /// Adds a site.
  ///
  /// @param wants in points as it bids them
  /// @param links the goods within its reach
  public void add(Wants wants, List<Link> links) {
    var party = new Party(new MemberId("t" + takers.size()), SITE);
    List<Oracle.Position> positions =
        links.stream()
            .map(link -> goods.get(link.good()))
            .map(g -> new Oracle.Position(g.category(), g.storage(), g.unitGrams()))
            .toList();
    var taker =
        new Taker(
            takers.size(), party, List.copyOf(links), new Oracle(wants, positions), linkOf(links));
    for (int i = 0; i < links.size(); i++) {
      taker.ask[i] = reserves[links.get(i).good()] - links.get(i).bonus();
    }
    byParty.put(party, taker);
    takers.add(taker);
  }

  /// Bids until nobody wants more, one site after the other: each hears all answers before it
  /// speaks.
  public PaperSession runInTurn() {
    NavigableSet<Integer> speaking = all();
    while (!speaking.isEmpty()) {
      inTurn(speaking);
      speaking = cut();
    }
    return this;
  }

  /// Bids until nobody wants more at the prices that the goods were added with: no giver cuts its
  /// own.
  public PaperSession bidOnce() {
    inTurn(all());
    return this;
  }

  private void inTurn(NavigableSet<Integer> speaking) {
    var waiting = new ArrayDeque<>(speaking);
    while (!waiting.isEmpty()) {
      Taker taker = takers.get(waiting.remove());
      speaking.remove(taker.number);
      List<Asked> bids = plan(taker);
      while (!bids.isEmpty()) {
        rounds++;
        for (Asked bid : bids) {
          take(bid).filter(speaking::add).forEach(waiting::add);
        }
        bids = plan(taker);
      }
    }
  }

  /// Bids all at once and then hears all answers at once, as over a network where each message
  /// takes as long: two messages' time a round.
  ///
  /// @param mix puts the bids of a round into the order in which they arrive
  /// @param most rounds, after which no bid is taken
  public PaperSession runAtOnce(Consumer<List<?>> mix, int most) {
    NavigableSet<Integer> speaking = all();
    while (!speaking.isEmpty() && rounds < most) {
      var bids = new ArrayList<Asked>();
      speaking.forEach(number -> bids.addAll(plan(takers.get(number))));
      speaking.clear();
      mix.accept(bids);
      for (Asked bid : bids) {
        speaking.add(bid.taker().number);
        take(bid).forEach(speaking::add);
      }
      speaking.addAll(bids.isEmpty() ? cut() : List.of());
      rounds++;
    }
    return this;
  }

  private NavigableSet<Integer> all() {
    var all = new TreeSet<Integer>();
    takers.forEach(taker -> all.add(taker.number));
    return all;
  }

  /// Nobody speaks: reserves of what is still free are halved.
  ///
  /// @return the sites that may want it now
  private NavigableSet<Integer> cut() {
    var heard = new TreeSet<Integer>();
    for (int good = 0; good < reserves.length; good++) {
      if (reserves[good] > 0 && books[good].free() > 0) {
        reserves[good] /= 2;
        for (int number = 0; number < takers.size(); number++) {
          int link = takers.get(number).linkOf[good];
          if (link >= 0) {
            tell(takers.get(number), link);
            messages++;
            heard.add(number);
          }
        }
      }
    }
    return heard;
  }

  /// All that a site would now ask for.
  private List<Asked> plan(Taker taker) {
    Oracle oracle = taker.oracle;
    for (int i = 0; i < taker.ask.length; i++) {
      Link link = taker.links.get(i);
      int open = goods.get(link.good()).units() - taker.held[i];
      oracle.set(i, taker.held[i], open, Math.min(Standing.NO_MORE, taker.ask[i] + link.cost()));
    }
    oracle.choose();
    var bids = new ArrayList<Asked>();
    for (int i = 0; i < taker.ask.length; i++) {
      if (oracle.units(i) > 0) {
        bids.add(new Asked(taker, i, oracle.units(i), price(taker, i)));
      }
    }
    return bids;
  }

  private int price(Taker taker, int link) {
    int ask = taker.ask[link];
    int opening = reserves[taker.links.get(link).good()];
    boolean contested = ask + taker.links.get(link).bonus() > opening;
    return contested ? ask + taker.oracle.rise(link) : ask;
  }

  /// A giver's answer to a bid, and who was displaced.
  private Stream<Integer> take(Asked bid) {
    Taker taker = bid.taker();
    Link link = taker.links.get(bid.link());
    int score = bid.points() + link.bonus();
    StandingBids.Fill fill = books[link.good()].take(taker.party, bid.units(), score, step);
    books[link.good()] = fill.next();
    taker.held[bid.link()] += fill.accepted();
    messages += 2;
    if (fill.accepted() > 0 && bid.points() > 0) {
      contenders.add(taker.number);
    }
    tell(taker, bid.link());
    var losers = new ArrayList<Taker>();
    for (Held lost : fill.displaced()) {
      Taker loser = taker(lost.taker());
      int theirs = loser.linkOf[link.good()];
      loser.held[theirs] -= lost.units();
      if (!losers.contains(loser)) {
        losers.add(loser);
      }
    }
    losers.forEach(loser -> tell(loser, loser.linkOf[link.good()]));
    messages += losers.size();
    return losers.stream().map(loser -> loser.number);
  }

  private int[] linkOf(List<Link> links) {
    int[] linkOf = new int[goods.size()];
    Arrays.fill(linkOf, -1);
    for (int i = 0; i < links.size(); i++) {
      linkOf[links.get(i).good()] = i;
    }
    return linkOf;
  }

  private Taker taker(Party party) {
    Taker taker = byParty.get(party);
    if (taker == null) {
      throw new IllegalStateException("a bid of nobody's: " + party);
    }
    return taker;
  }

  private void tell(Taker taker, int number) {
    Link link = taker.links.get(number);
    taker.ask[number] =
        books[link.good()].ask(taker.party, reserves[link.good()], step) - link.bonus();
  }

  /// Units of a site's link that it holds.
  public int held(int site, int link) {
    return takers.get(site).held[link];
  }

  /// What the sites hold of a good, all together.
  public int held(int good) {
    return goods.get(good).units() - books[good].free();
  }

  /// The numbers of the sites that bid above 0 and held or lost something.
  public SortedSet<Integer> contenders() {
    return Collections.unmodifiableSortedSet(contenders);
  }

  /// The clearing price of a good, per kg.
  public int clearingPoints(int good) {
    return books[good].clearingPoints();
  }

  /// Bids, replies and outbids so far.
  public long messages() {
    return messages;
  }

  /// Rounds so far: of all sites, or turns of one.
  public int rounds() {
    return rounds;
  }
}
