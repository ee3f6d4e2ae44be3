package coop.minga.federation.sim;

import coop.minga.federation.decision.Parent;
import coop.minga.federation.decision.Succession;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Quorum;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.roster.Applied;
import coop.minga.federation.roster.MemberCard;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.RosterChange;
import coop.minga.federation.roster.RosterSuccession;
import coop.minga.federation.roster.Rules;
import coop.minga.federation.roster.SomeCharter;
import coop.minga.federation.roster.WrittenChange;
import coop.minga.federation.wire.RosterWire;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/// What people of a [Council] want changed: on each roster three things that would leave it able to
/// bear its liars.
final class Motions {
  private static final int EACH = 3;
  private static final int NEWCOMERS = 2;
  private static final Map<Integer, Roster> CHARTERS = new ConcurrentHashMap<>();

  private final long seed;
  private final Roster charter;
  private final List<MemberId> everybody = new ArrayList<>();
  private final Map<Hash, Parent> parents = new HashMap<>();
  private final Map<Hash, Roster> rosters = new HashMap<>();
  private final Map<Hash, List<Bytes>> wanted = new HashMap<>();
  private Set<MemberId> liars = Set.of();

  Motions(long seed, int members) {
    this.seed = seed;
    this.charter = CHARTERS.computeIfAbsent(members, Motions::found);
    everybody.addAll(charter.members().keySet());
    IntStream.range(0, NEWCOMERS).forEach(i -> everybody.add(newcomer(i).id()));
  }

  void setLiars(Set<MemberId> who) {
    liars = Set.copyOf(who);
  }

  Roster charter() {
    return charter;
  }

  /// The founders by name, then those who might come.
  List<MemberId> everybody() {
    return everybody;
  }

  Roster roster(Hash hash) {
    Roster found = rosters.get(hash);
    if (found == null) {
      throw new IllegalArgumentException("no roster " + hash);
    }
    return found;
  }

  /// A roster as a parent. Succession is pure, so each answer is kept.
  Parent parentOf(Roster roster) {
    Parent known = parents.get(roster.hash());
    if (known != null) {
      return known;
    }
    Succession real = new RosterSuccession(roster, RosterWire::decodeChange, SeededKey.VERIFIER);
    var answers = new HashMap<Bytes, Succession.Outcome>();
    Parent parent =
        new Parent(
            roster.hash(),
            roster.voters(),
            change -> answers.computeIfAbsent(change, each -> known(roster, real, each)));
    parents.put(roster.hash(), parent);
    rosters.put(roster.hash(), roster);
    return parent;
  }

  private Succession.Outcome known(Roster roster, Succession real, Bytes change) {
    return switch (real.of(change)) {
      case Succession.Outcome.Next _ -> new Succession.Outcome.Next(parentOf(next(roster, change)));
      case Succession.Outcome.Refused refused -> refused;
    };
  }

  /// What people want of a roster.
  List<Bytes> on(Hash parent) {
    return wanted.computeIfAbsent(parent, _ -> think(roster(parent)));
  }

  private List<Bytes> think(Roster roster) {
    var dice = new Random(seed ^ roster.hash().hashCode());
    var changes = new ArrayList<RosterChange>();
    for (MemberId member : roster.members().keySet()) {
      changes.add(
          roster.isDormant(member)
              ? new RosterChange.Wake(member)
              : dice.nextBoolean()
                  ? new RosterChange.Dormant(member)
                  : new RosterChange.Remove(member));
    }
    IntStream.range(0, NEWCOMERS).forEach(i -> changes.add(new RosterChange.Admit(newcomer(i))));
    Rules rules = roster.rules();
    for (int i = 1; i <= EACH; i++) {
      int cohort = 2 + (rules.minCohort() + i) % 60;
      changes.add(
          new RosterChange.NewRules(
              new Rules(rules.time(), rules.auction(), rules.points(), rules.handover(), cohort)));
    }
    Collections.shuffle(changes, dice);
    return changes.stream()
        .map(RosterWire::written)
        .filter(change -> bears(roster, change))
        .limit(EACH)
        .map(WrittenChange::written)
        .toList();
  }

  /// Whether what follows has liars enough to bear, and honest members enough to decide.
  private boolean bears(Roster roster, WrittenChange change) {
    if (!(roster.apply(change, SeededKey.VERIFIER) instanceof Applied.Next(Roster next))) {
      return false;
    }
    Quorum quorum = next.quorum();
    long lying = next.voters().stream().filter(liars::contains).count();
    return lying <= quorum.tolerated() && quorum.members() - lying >= quorum.deciding();
  }

  private static Roster next(Roster roster, Bytes change) {
    WrittenChange written = RosterWire.decodeChange(change).orElseThrow();
    return switch (roster.apply(written, SeededKey.VERIFIER)) {
      case Applied.Next(var next) -> next;
      case Applied.Refused(var reason) -> throw new IllegalStateException(reason.sentence());
    };
  }

  private static MemberCard newcomer(int which) {
    return SomeCharter.card("vecino-" + which, 40 + which);
  }

  private static Roster found(int members) {
    String[] names =
        IntStream.range(0, members).mapToObj(i -> "m-" + (char) ('a' + i)).toArray(String[]::new);
    return Roster.of(SomeCharter.signed(names), SeededKey.VERIFIER);
  }
}
