package coop.minga.node.config;

import coop.minga.federation.goods.Allergens;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.negotiation.Elsewhere;
import coop.minga.federation.surplus.VetoReason;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What `node.toml` says, one record a feature.
///
/// @param member who this node is
/// @param peers where others reach it
/// @param policy what it does without asking
/// @param taker what it can take
/// @param orders what its orders are judged by
/// @param watch who is told when something sells otherwise than usual
/// @param learning when it learns with others
/// @param ledger how its checkpoints are signed
/// @param witnesses who watches its ledger from outside
/// @param serve where its ledgers are served to anybody
public record NodeConfig(
    Member member,
    Peers peers,
    Policy policy,
    Taker taker,
    Orders orders,
    Watch watch,
    Learning learning,
    Ledger ledger,
    Witnesses witnesses,
    Serve serve) {

  /// Who this node is.
  ///
  /// @param id the member's name in its federation
  /// @param displayName what people read
  public record Member(MemberId id, String displayName) {}

  /// Where other members reach this node.
  ///
  /// @param host a name or address
  /// @param port 1 to 65535
  /// @param retry the longest wait between two tries to reach a member
  public record Peers(String host, int port, Duration retry) {}

  /// Whether a step waits for a person.
  public enum Consent {
    /// A person says yes each time.
    ASK,
    /// The standing policy says yes.
    ALWAYS
  }

  /// What the node does without asking.
  ///
  /// @param offer surplus that is foreseen, of the categories not named
  /// @param byCategory whether surplus of a category is offered, whatever holds for the others
  /// @param bid for what the kitchens need
  /// @param wishes of who gets what is offered
  /// @param leftOver where a lot goes that no member took; absent if a person is asked
  /// @param expectUpTo what it offers on a day that is only expected to be left over; 0 for none
  /// @param shadowUntil the last day on which it does nothing of that by itself; absent if there is
  ///   none
  public record Policy(
      Consent offer,
      SortedMap<String, Consent> byCategory,
      Consent bid,
      Wishes wishes,
      Optional<Elsewhere.Way> leftOver,
      Grams expectUpTo,
      Optional<LocalDate> shadowUntil) {
    /// Copies.
    public Policy {
      byCategory = Collections.unmodifiableSortedMap(new TreeMap<>(byCategory));
    }

    /// One that holds for all categories alike.
    public Policy(
        Consent offer,
        Consent bid,
        Wishes wishes,
        Optional<Elsewhere.Way> leftOver,
        Grams expectUpTo) {
      this(
          offer, Collections.emptySortedMap(), bid, wishes, leftOver, expectUpTo, Optional.empty());
    }

    /// One without wishes, in which a person is asked what becomes of what nobody took.
    public Policy(Consent offer, Consent bid) {
      this(offer, bid, Wishes.NONE, Optional.empty(), Grams.ZERO);
    }

    /// The same policy, which rests until a day is over.
    public Policy lookingOnUntil(LocalDate last) {
      return new Policy(offer, byCategory, bid, wishes, leftOver, expectUpTo, Optional.of(last));
    }

    /// Whether surplus of a category is offered without asking.
    public boolean offers(String category) {
      return byCategory.getOrDefault(category, offer) == Consent.ALWAYS;
    }

    /// Whether anything is.
    public boolean offersSome() {
      return offer == Consent.ALWAYS || byCategory.containsValue(Consent.ALWAYS);
    }

    /// Whether a person is to be asked for each lot of a category, also for one that is only
    /// expected.
    public boolean asksFor(String category) {
      return byCategory.get(category) == Consent.ASK;
    }
  }

  /// What a giver wishes of who gets its lots, unless a person says otherwise of one.
  ///
  /// @param prefer takers whose bids count more
  /// @param exclude takers that get nothing, and why
  /// @param leastPercent how far a price may fall, of what it opens at
  public record Wishes(
      SortedSet<MemberId> prefer, SortedMap<MemberId, VetoReason> exclude, int leastPercent) {
    /// Nothing in particular.
    public static final Wishes NONE =
        new Wishes(Collections.emptySortedSet(), Collections.emptySortedMap(), 0);

    /// Copies.
    public Wishes {
      prefer = Collections.unmodifiableSortedSet(new TreeSet<>(prefer));
      exclude = Collections.unmodifiableSortedMap(new TreeMap<>(exclude));
    }
  }

  /// What a taker's site can take.
  ///
  /// @param serve from the door to the plate
  /// @param speedKmh how fast food travels
  /// @param ambient room for food kept at room temperature
  /// @param chilled room for chilled food
  /// @param frozen room for frozen food
  /// @param hot room for food that is kept hot until it is eaten
  /// @param vehicle that fetches it; absent if it is no matter how often one drives
  /// @param avoids what its sites keep out
  public record Taker(
      Duration serve,
      int speedKmh,
      Grams ambient,
      Grams chilled,
      Grams frozen,
      Grams hot,
      Optional<Vehicle> vehicle,
      Avoids avoids) {}

  /// Which allergens a taker's sites keep out.
  ///
  /// @param everywhere at all of them
  /// @param bySite at one of them besides
  public record Avoids(Allergens everywhere, SortedMap<String, Allergens> bySite) {
    /// Nothing.
    public static final Avoids NOTHING = new Avoids(Allergens.NONE, Collections.emptySortedMap());

    /// Copies.
    public Avoids {
      bySite = Collections.unmodifiableSortedMap(new TreeMap<>(bySite));
    }

    /// What is kept out at some site or other.
    public Allergens anywhere() {
      return bySite.values().stream().reduce(everywhere, Allergens::and);
    }

    /// What a site keeps out.
    public Allergens at(String site) {
      return everywhere.and(bySite.getOrDefault(site, Allergens.NONE));
    }
  }

  /// By what a taker fetches what it is awarded, on one trip a day for each of its sites.
  ///
  /// @param load what it carries
  /// @param chilled how much of that may be chilled or frozen
  /// @param stops at how many places it calls, at least 1
  /// @param from when it drives, local time
  /// @param until when it is back
  /// @param stop what one more stop is worth in ordinary food
  public record Vehicle(
      Grams load, Grams chilled, int stops, LocalTime from, LocalTime until, Grams stop) {}

  /// What orders are judged by.
  ///
  /// @param level the share of times that the shelf must be enough, where prices do not tell
  /// @param levelOfOneDay the same for food that must be sold on the day it comes
  /// @param levels the same of some categories
  /// @param disposalPerKg what throwing a kilogram away costs
  public record Orders(
      double level, double levelOfOneDay, Map<String, Double> levels, double disposalPerKg) {
    /// Copies.
    public Orders {
      levels = Map.copyOf(levels);
    }
  }

  /// Who is told when something sells otherwise than usual.
  ///
  /// @param shop how long the shop has to mend it
  /// @param organisation how long its organisation then has
  /// @param peersFrom what has to be at stake for other members to be told without a person's word
  public record Watch(Duration shop, Duration organisation, Grams peersFrom) {}

  /// When the node learns with others.
  ///
  /// @param takePart whether it does
  /// @param start local time of the night's first epoch
  /// @param epochs epochs a night
  /// @param advertise how long members have to answer a proposal
  /// @param train how long they then have to train and send
  /// @param models what is trained
  /// @param privacy noise, and how much it may be used up
  public record Learning(
      boolean takePart,
      LocalTime start,
      int epochs,
      Duration advertise,
      Duration train,
      Models models,
      Privacy privacy) {}

  /// A demand model that can be trained.
  public enum Model {
    /// Small and fast.
    ROW64,
    /// Better, and five times the work.
    GRU32
  }

  /// What is trained.
  ///
  /// @param common what all members learn together; every one must say the same
  /// @param own what this member trains for itself, to mix with it and to fall back to
  public record Models(Model common, Model own) {}

  /// What an observer of all sums may learn of this member.
  ///
  /// @param noiseThousandths noise as a multiple of what one unit can change; 0 is none
  /// @param unit of what noise hides whether it was there
  /// @param epsilonThousandths the most that is ever spent
  public record Privacy(int noiseThousandths, Hidden unit, int epsilonThousandths) {}

  /// What noise hides.
  public enum Hidden {
    /// All that this member has.
    ORGANISATION,
    /// What one of its sites sold in one week.
    SITE_WEEK
  }

  /// How this member's checkpoints are signed.
  ///
  /// @param mlDsa by an ML-DSA-44 key, too
  public record Ledger(boolean mlDsa) {}

  /// Who watches this member's ledger from outside the federation.
  ///
  /// @param outside each with its key and the address it takes checkpoints at
  public record Witnesses(List<coop.minga.federation.ledger.Policy.Witness> outside) {
    /// Copies the list.
    public Witnesses {
      outside = List.copyOf(outside);
    }
  }

  /// Where the ledgers held here are served over HTTP.
  ///
  /// @param host a name or address
  /// @param port 1 to 65535; 0 if they are not
  public record Serve(String host, int port) {
    /// Whether they are.
    public boolean on() {
      return port != 0;
    }
  }
}
