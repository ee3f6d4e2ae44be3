package coop.minga.federation.negotiation;

import coop.minga.federation.goods.Grams;
import coop.minga.federation.goods.Storage;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.roster.Rules;
import coop.minga.federation.surplus.Carrier;
import coop.minga.federation.surplus.Delivered;
import coop.minga.federation.surplus.Leg;
import coop.minga.federation.surplus.Loaded;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.PickedUp;
import coop.minga.federation.surplus.Received;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The carrier's side: what a member fetches at one member's door and takes to another's.
///
/// It binds nobody to be named. A carrier is bound by its own word on the first leg: from then on
/// what is lost is its to explain. Entries may be heard in any order, and the same again changes
/// nothing. Not for two threads.
public final class Carrying {
  private final MemberId self;
  private final Function<Optional<Hash>, Rules.Handover> rules;
  private final SortedMap<Contested.Handover, Told> all = new TreeMap<>();
  private final Map<LotName, Kept> lots = new HashMap<>();

  /// How food must be kept, the roster that its offer names, and until when it can be collected.
  private record Kept(Storage storage, Optional<Hash> roster, Instant until) {}

  private static final class Told {
    private @Nullable Award award;
    private final List<Named> named = new ArrayList<>();
    private @Nullable Signed handed;
    private Optional<MemberId> handedTo = Optional.empty();
    private @Nullable Signed loaded;
    private @Nullable Leg delivered;
    private final Map<MemberId, Leg> received = new HashMap<>();
    private Instant last = Instant.MIN;

    /// The latest time in what is said of it.
    private Told at(Instant said) {
      last = said.isAfter(last) ? said : last;
      return this;
    }
  }

  private record Named(MemberId by, MemberId carrier) {}

  private record Signed(EntryId id, Leg leg) {}

  /// How far something is that is carried.
  public enum State {
    /// To be fetched at its giver's.
    SENT,
    /// Its giver says that it left; the carrier is to sign for it.
    HANDED,
    /// On the way.
    LOADED,
    /// Put before its taker, that is to sign.
    DELIVERED,
    /// Nothing more to do.
    OVER
  }

  /// What is carried.
  ///
  /// @param units that are promised, then that left, were taken over, were delivered
  public record Job(LotName lot, Award award, State state, int units) {}

  /// What the carrier's person saw.
  ///
  /// @param units taken over, or put before the taker
  /// @param deciCelsius the temperature read, in tenths of a degree
  /// @param reason why the others were not taken over, or how they were lost; empty if none were
  public record Reading(int units, int deciCelsius, String reason) {}

  /// A carrier that has heard of nothing.
  ///
  /// @param rules on handovers by the roster that an offer names
  public Carrying(MemberId self, Function<Optional<Hash>, Rules.Handover> rules) {
    this.self = self;
    this.rules = rules;
  }

  /// Takes up an entry.
  public void hear(Stated stated) {
    switch (stated) {
      case Stated.OfNegotiation(_, var giver, Award award) -> {
        Told told = of(new LotName(giver, award.lot()), award.seq()).at(award.window().until());
        told.award = told.award == null ? award : told.award;
      }
      case Stated.OfSurplus(_, var giver, Notice notice) ->
          lots.putIfAbsent(
              new LotName(giver, notice.outline().lot()),
              new Kept(notice.outline().storage(), notice.roster(), notice.window().until()));
      case Stated.OfSurplus(_, var giver, Offer offer) ->
          lots.putIfAbsent(
              new LotName(giver, offer.lot().name()),
              new Kept(offer.lot().product().storage(), offer.roster(), offer.window().until()));
      case Stated.OfSurplus(_, var author, Carrier says) ->
          of(says.lot(), says.seq()).at(says.at()).named.add(new Named(author, says.carrier()));
      case Stated.OfSurplus(var id, var author, PickedUp(var leg, var to)) -> {
        Told told = of(leg.lot(), leg.seq()).at(leg.at());
        if (author.equals(leg.lot().giver()) && told.handed == null) {
          told.handed = new Signed(id, leg);
          told.handedTo = to.map(PickedUp.Carriage::carrier);
        }
      }
      case Stated.OfSurplus(var id, var author, Loaded(var leg, _)) when author.equals(self) -> {
        Told told = of(leg.lot(), leg.seq()).at(leg.at());
        told.loaded = told.loaded == null ? new Signed(id, leg) : told.loaded;
      }
      case Stated.OfSurplus(_, var author, Delivered(var leg, _)) when author.equals(self) -> {
        Told told = of(leg.lot(), leg.seq()).at(leg.at());
        told.delivered = told.delivered == null ? leg : told.delivered;
      }
      case Stated.OfSurplus(_, var author, Received(var leg, _)) ->
          of(leg.lot(), leg.seq()).at(leg.at()).received.putIfAbsent(author, leg);
      case Stated.OfSurplus _, Stated.OfNegotiation _ -> {}
    }
  }

  private Told of(LotName lot, int seq) {
    return all.computeIfAbsent(new Contested.Handover(lot, seq), _ -> new Told());
  }

  /// Forgets that of which nothing was said, and which could be collected no more, since a time.
  public void forget(Instant before) {
    all.values().removeIf(told -> told.last.isBefore(before));
    Set<LotName> kept =
        all.keySet().stream().map(Contested.Handover::lot).collect(Collectors.toSet());
    lots.entrySet()
        .removeIf(
            each -> !kept.contains(each.getKey()) && each.getValue().until().isBefore(before));
  }

  /// What this member fetches for others, or has fetched.
  public List<Job> jobs() {
    var jobs = new ArrayList<Job>();
    all.forEach((handover, told) -> {
      Award award = told.award;
      if (award != null && isOurs(told, award)) {
        State state = state(told, award);
        jobs.add(new Job(handover.lot(), award, state, units(told, award, state)));
      }
    });
    return jobs;
  }

  private boolean isOurs(Told told, Award award) {
    if (told.handed != null) {
      return told.handedTo.equals(Optional.of(self));
    }
    MemberId taker = award.taker().member();
    Optional<Named> last =
        told.named.stream().filter(its -> its.by().equals(taker)).reduce((_, its) -> its);
    return !taker.equals(self) && last.filter(its -> its.carrier().equals(self)).isPresent();
  }

  private static State state(Told told, Award award) {
    if (told.received.containsKey(award.taker().member())
        || (told.delivered != null && told.delivered.units() == 0)
        || (told.loaded != null && told.loaded.leg().units() == 0)) {
      return State.OVER;
    }
    if (told.delivered != null) {
      return State.DELIVERED;
    }
    if (told.loaded != null) {
      return State.LOADED;
    }
    return told.handed != null ? State.HANDED : State.SENT;
  }

  private static int units(Told told, Award award, State state) {
    if (told.delivered != null) {
      return told.delivered.units();
    }
    if (told.loaded != null) {
      return told.loaded.leg().units();
    }
    return state == State.SENT || told.handed == null ? award.units() : told.handed.leg().units();
  }

  private Optional<Job> job(LotName lot, int seq) {
    return jobs().stream()
        .filter(job -> job.lot().equals(lot) && job.award().seq() == seq)
        .findFirst();
  }

  /// The carrier's word on the first leg. What is too warm, or hot food that has cooled, is
  /// refused, whatever the reading says.
  public May<Loaded> load(Instant at, LotName lot, int seq, Reading reading) {
    Signed handed = of(lot, seq).handed;
    if (handed == null || job(lot, seq).filter(job -> job.state() == State.HANDED).isEmpty()) {
      return new May.Not<>(
          "%s does not say that award %d of %s left with %s, or that is signed for"
              .formatted(lot.giver(), seq, lot, self));
    }
    return fault(lot, handed.leg(), reading)
        .<May<Loaded>>map(May.Not::new)
        .orElseGet(() ->
            new May.Say<>(new Loaded(leg(at, handed.leg(), reading, "not taken"), handed.id())));
  }

  /// The carrier's word on the second leg. What is too warm or too cool is not put before anybody.
  public May<Delivered> deliver(Instant at, LotName lot, int seq, Reading reading) {
    Signed loaded = of(lot, seq).loaded;
    if (loaded == null || job(lot, seq).filter(job -> job.state() == State.LOADED).isEmpty()) {
      return new May.Not<>(
          "%s did not take over award %d of %s, or has delivered it".formatted(self, seq, lot));
    }
    boolean explained = reading.units() == loaded.leg().units() || !reading.reason().isEmpty();
    return fault(lot, loaded.leg(), reading)
        .or(() ->
            explained || tooWarmOrCool(lot, reading).isPresent()
                ? Optional.empty()
                : Optional.of("say what became of the others"))
        .<May<Delivered>>map(May.Not::new)
        .orElseGet(
            () -> new May.Say<>(new Delivered(leg(at, loaded.leg(), reading, ""), loaded.id())));
  }

  /// It came for what it was sent for, and that was not to be had.
  public May<NotAvailable> missing(Instant at, LotName lot, int seq, String reason) {
    Optional<Job> job =
        job(lot, seq).filter(its -> its.state() == State.SENT || its.state() == State.HANDED);
    if (job.isEmpty()) {
      return new May.Not<>("award %d of %s is not one to be fetched".formatted(seq, lot));
    }
    Instant from = job.get().award().window().from();
    return at.isBefore(from)
        ? new May.Not<>(lot + " cannot be fetched before " + from)
        : new May.Say<>(new NotAvailable(lot, seq, reason, millis(at)));
  }

  private static Optional<String> fault(LotName lot, Leg before, Reading reading) {
    return reading.units() < 0 || reading.units() > before.units()
        ? Optional.of(
            "of %s between 0 and %d units, not %d".formatted(lot, before.units(), reading.units()))
        : Optional.empty();
  }

  private Leg leg(Instant at, Leg before, Reading reading, String otherwise) {
    Optional<String> forced = tooWarmOrCool(before.lot(), reading);
    int units = forced.isPresent() ? 0 : reading.units();
    int rest = before.units() - units;
    String why = forced.orElseGet(() -> reading.reason().isEmpty() ? otherwise : reading.reason());
    return new Leg(
        before.lot(),
        before.seq(),
        units,
        share(before, units),
        reading.deciCelsius(),
        rest,
        rest > 0 ? why : "",
        millis(at));
  }

  /// A carrier to whom a lot is not opened knows what its units weigh from what was handed over.
  private static Grams share(Leg of, int units) {
    return new Grams(
        of.units() == 0 ? 0 : Math.multiplyExact(of.grams().value(), units) / of.units());
  }

  private Optional<String> tooWarmOrCool(LotName lot, Reading reading) {
    return Optional.ofNullable(lots.get(lot))
        .flatMap(its -> rules.apply(its.roster()).fault(its.storage(), reading.deciCelsius()));
  }

  private static Instant millis(Instant at) {
    return Instant.ofEpochMilli(at.toEpochMilli());
  }
}
