package coop.minga.federation.audit;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.negotiation.Accept;
import coop.minga.federation.negotiation.Award;
import coop.minga.federation.negotiation.Bid;
import coop.minga.federation.negotiation.BidReply;
import coop.minga.federation.negotiation.Close;
import coop.minga.federation.negotiation.Contested;
import coop.minga.federation.negotiation.Contested.Handover;
import coop.minga.federation.negotiation.Cut;
import coop.minga.federation.negotiation.Debit;
import coop.minga.federation.negotiation.Decline;
import coop.minga.federation.negotiation.Elsewhere;
import coop.minga.federation.negotiation.Expire;
import coop.minga.federation.negotiation.FirmUp;
import coop.minga.federation.negotiation.GiveBack;
import coop.minga.federation.negotiation.Hold;
import coop.minga.federation.negotiation.Lapse;
import coop.minga.federation.negotiation.NegotiationStatement;
import coop.minga.federation.negotiation.NoShow;
import coop.minga.federation.negotiation.NotAvailable;
import coop.minga.federation.negotiation.Outbid;
import coop.minga.federation.negotiation.RuleOut;
import coop.minga.federation.negotiation.Stated;
import coop.minga.federation.negotiation.Take;
import coop.minga.federation.negotiation.Wished;
import coop.minga.federation.roster.Rules;
import coop.minga.federation.surplus.Delivered;
import coop.minga.federation.surplus.Leg;
import coop.minga.federation.surplus.Loaded;
import coop.minga.federation.surplus.LotName;
import coop.minga.federation.surplus.PickedUp;
import coop.minga.federation.surplus.Received;
import coop.minga.federation.surplus.SurplusStatement;
import coop.minga.federation.wire.Said;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Lays what givers and takers say of each promise beside each other: what only one of the two
/// entered, where they do not agree, and where one held more of the other's ledger than is here.
/// None of it refutes a bundle: people err at doors, and the rules say what follows. It is what an
/// auditor asks about.
final class BothSides {
  private final Rules rules;
  private final Library library;
  private final Findings findings;
  private final Map<Handover, Told> promises = new TreeMap<>();
  private final Contested contested = new Contested();

  /// All that is said of one promise.
  private static final class Told {
    private Optional<Award> award = Optional.empty();
    private Optional<Leg> handed = Optional.empty();
    private Optional<Leg> received = Optional.empty();
    private Optional<MemberId> carrier = Optional.empty();
    private final Map<MemberId, Leg> loaded = new TreeMap<>();
    private final Map<MemberId, Leg> delivered = new TreeMap<>();
    private boolean over;
    private long seen;
  }

  BothSides(Rules rules, Library library, Findings findings) {
    this.rules = rules;
    this.library = library;
    this.findings = findings;
  }

  /// Compares all of them.
  ///
  /// @param until up to when the ledgers are witnessed; a promise that is not due then is not told
  /// @param sizes entries that are here of each member's ledger
  void compare(Optional<Instant> until, Map<MemberId, Long> sizes) {
    library.all().forEach(this::hear);
    contested.claimed().forEach(this::claims);
    var held = new TreeMap<MemberId, Long>();
    promises.forEach((handover, told) -> {
      legs(handover, told, until);
      until.ifPresent(at -> outcome(handover, told, at));
      told.award.ifPresent(award -> held.merge(award.taker().member(), told.seen, Math::max));
    });
    held.forEach((taker, seen) -> {
      long there = sizes.getOrDefault(taker, 0L);
      if (there < seen) {
        findings.add(new Finding.OthersHeldMore(new TreeName(taker, Tree.LEDGER), seen, there));
      }
    });
  }

  private void hear(Found found) {
    switch (found.said()) {
      case Said.OfSurplus(var says) -> {
        contested.hear(found.index(), new Stated.OfSurplus(found.id(), found.author(), says));
        hear(found.author(), says);
      }
      case Said.OfNegotiation(var says) -> {
        contested.hear(found.index(), new Stated.OfNegotiation(found.id(), found.author(), says));
        hear(found.author(), says);
      }
      case Said.OfLearning _,
          Said.OfDisclosure _,
          Said.OfAlert _,
          Said.OfDecision _,
          Said.OfRoster _,
          Said.OfBook _,
          Said.OfLedger _ -> {}
    }
  }

  private void hear(MemberId author, SurplusStatement says) {
    if (says instanceof PickedUp(var leg, var to) && author.equals(leg.lot().giver())) {
      of(leg.lot(), leg.seq()).handed = Optional.of(leg);
      of(leg.lot(), leg.seq()).carrier = to.map(PickedUp.Carriage::carrier);
    }
    if (says instanceof Loaded(var leg, _)) {
      of(leg.lot(), leg.seq()).loaded.putIfAbsent(author, leg);
    }
    if (says instanceof Delivered(var leg, _)) {
      of(leg.lot(), leg.seq()).delivered.putIfAbsent(author, leg);
    }
    if (says instanceof Received(var leg, _)) {
      of(leg.lot(), leg.seq()).received = Optional.of(leg);
    }
  }

  private void hear(MemberId author, NegotiationStatement says) {
    switch (says) {
      case Award award ->
          of(new LotName(author, award.lot()), award.seq()).award = Optional.of(award);
      case Decline decline -> of(decline.lot(), decline.seq()).over = true;
      case GiveBack back -> of(back.lot(), back.seq()).over = true;
      case Lapse(var lot, var seq, var seen, _) -> over(new LotName(author, lot), seq, seen);
      case NoShow(var lot, var seq, var seen, _) -> over(new LotName(author, lot), seq, seen);
      case Debit debit -> over(new LotName(author, debit.lot()), debit.seq(), debit.seen());
      case Bid _,
          BidReply _,
          Outbid _,
          Cut _,
          Wished _,
          Take _,
          Close _,
          Accept _,
          NotAvailable _,
          FirmUp _,
          RuleOut _,
          Elsewhere _,
          Expire _,
          Hold _ -> {}
    }
  }

  private void over(LotName lot, int seq, long seen) {
    Told told = of(lot, seq);
    told.over = true;
    told.seen = Math.max(told.seen, seen);
  }

  private Told of(LotName lot, int seq) {
    return promises.computeIfAbsent(new Handover(lot, seq), _ -> new Told());
  }

  private void legs(Handover handover, Told told, Optional<Instant> until) {
    if (told.handed.isEmpty() || told.award.isEmpty()) {
      return;
    }
    Leg handed = told.handed.get();
    MemberId taker = told.award.get().taker().member();
    if (told.carrier.isPresent()) {
      new Carried(told.carrier.get(), taker, until).compare(handover, told, handed);
      return;
    }
    if (told.received.isEmpty()) {
      tell(handover, taker + " does not say that it received the " + handed.units() + " units");
      return;
    }
    Leg received = told.received.get();
    int taken = received.units() + received.rejectedUnits();
    if (taken != handed.units()) {
      tell(
          handover,
          "%s handed over %d units, %s speaks of %d"
              .formatted(handover.lot().giver(), handed.units(), taker, taken));
    }
  }

  /// What three say of one promise: two of each leg.
  private final class Carried {
    private final MemberId carrier;
    private final MemberId taker;
    private final Optional<Instant> until;

    Carried(MemberId carrier, MemberId taker, Optional<Instant> until) {
      this.carrier = carrier;
      this.taker = taker;
      this.until = until;
    }

    void compare(Handover handover, Told told, Leg handed) {
      Optional<Leg> loaded = Optional.ofNullable(told.loaded.get(carrier));
      if (loaded.isEmpty()) {
        tell(
            handover,
            "%s does not say that it took over the %d units".formatted(carrier, handed.units()));
      } else if (all(loaded.get()) != handed.units()) {
        tell(
            handover,
            "%s handed over %d units, %s that carries them speaks of %d"
                .formatted(handover.lot().giver(), handed.units(), carrier, all(loaded.get())));
      }
      Optional.ofNullable(told.delivered.get(carrier))
          .ifPresentOrElse(
              delivered -> arrived(handover, told, delivered),
              () -> underWay(handover, told, loaded));
    }

    private void arrived(Handover handover, Told told, Leg delivered) {
      if (delivered.rejectedUnits() > 0) {
        tell(
            handover,
            "%s lost %d of the %d units that it took over: %s"
                .formatted(carrier, delivered.rejectedUnits(), all(delivered), delivered.reason()));
      }
      int received = told.received.map(Carried::all).orElse(0);
      if (received != delivered.units()) {
        tell(
            handover,
            "%s says that it delivered %d units, %s speaks of %s"
                .formatted(
                    carrier,
                    delivered.units(),
                    taker,
                    told.received.isPresent() ? Integer.toString(received) : "none"));
      }
    }

    private void underWay(Handover handover, Told told, Optional<Leg> loaded) {
      boolean due =
          told.received.isPresent() || until.filter(at -> at.isAfter(latest(told))).isPresent();
      loaded
          .map(Leg::units)
          .filter(units -> due && units > 0)
          .ifPresent(units ->
              tell(
                  handover,
                  "%s took over %d units and does not say what became of them"
                      .formatted(carrier, units)));
      told.received
          .map(Carried::all)
          .filter(units -> units > 0 && loaded.isEmpty())
          .ifPresent(units ->
              tell(
                  handover,
                  "%s speaks of %d units that %s does not say it delivered"
                      .formatted(taker, units, carrier)));
    }

    private Instant latest(Told told) {
      return told.award.orElseThrow().window().until().plus(Contested.TO_ANSWER);
    }

    private static int all(Leg leg) {
      return leg.units() + leg.rejectedUnits();
    }
  }

  /// A no-show that nobody contradicts is the rules' own affair.
  private void claims(Handover handover, Contested.Claimed claim) {
    boolean ofGiver = claim.of().equals(handover.lot().giver());
    switch (claim.what()) {
      case NO_SHOW -> {}
      case NOT_AVAILABLE ->
          tell(
              handover,
              ofGiver
                  ? who(handover, claim)
                      + " came, it says, and it was not to be had; nobody says otherwise"
                  : "%s took it over and does not say that it arrived; %s says it did not"
                      .formatted(claim.of(), claim.by()));
      case DISPUTED ->
          tell(
              handover,
              (ofGiver
                      ? "each side says that the other was not there"
                      : "%s says that it delivered it, %s that nothing came"
                          .formatted(claim.of(), claim.by()))
                  + ": disputed, it counts for both and is nobody's debit");
    }
  }

  private String who(Handover handover, Contested.Claimed claim) {
    boolean taker =
        of(handover.lot(), handover.seq())
            .award
            .filter(award -> award.taker().member().equals(claim.by()))
            .isPresent();
    return taker ? "the taker" : claim.by() + ", whom the taker sent,";
  }

  private void outcome(Handover handover, Told told, Instant at) {
    boolean due =
        told.award
            .filter(award -> at.isAfter(award.window().until().plus(rules.handover().claim())))
            .isPresent();
    boolean over = told.over || contested.isVoid(handover.lot(), handover.seq());
    if (due && !over && told.handed.isEmpty() && told.received.isEmpty()) {
      tell(handover, "nobody says what became of it");
    }
  }

  private void tell(Handover handover, String what) {
    findings.add(new Finding.OneSided(handover.lot(), handover.seq(), what));
  }
}
