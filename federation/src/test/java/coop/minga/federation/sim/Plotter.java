package coop.minga.federation.sim;

import coop.minga.federation.decision.Ballot;
import coop.minga.federation.decision.DecisionStatement;
import coop.minga.federation.decision.DecisionStatement.Approve;
import coop.minga.federation.decision.DecisionStatement.Call;
import coop.minga.federation.decision.DecisionStatement.Commit;
import coop.minga.federation.decision.DecisionStatement.DeclineBallot;
import coop.minga.federation.decision.Place;
import coop.minga.federation.decision.Subject;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.sim.Council.Chronicle;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A member of a [Council] who lies, in one way or in several.
final class Plotter {
  private static final int MOST_ENTRIES = 60;

  private final Council council;
  private final int place;
  private final boolean silent;
  private final boolean forks;
  private final boolean takesBack;
  private final boolean calls;
  private final boolean[] branchFor;
  private final boolean[] keptFrom;
  private final Set<Ballot> spoken = new HashSet<>();

  Plotter(Council council, int place) {
    this.council = council;
    this.place = place;
    this.silent = council.chance(150);
    this.forks = council.chance(500);
    this.takesBack = council.chance(500);
    this.calls = council.chance(700);
    this.branchFor = new boolean[council.ledgers.size()];
    this.keptFrom = new boolean[council.ledgers.size()];
    boolean withholds = council.chance(400);
    for (int i = 0; i < branchFor.length; i++) {
      branchFor[i] = council.dice.nextBoolean();
      keptFrom[i] = withholds && council.dice.nextBoolean();
    }
  }

  int place() {
    return place;
  }

  /// What it shows somebody of its ledger.
  Council.Offer offer(int listener) {
    Chronicle ledger = council.ledgers.get(place);
    int branch = ledger.branches() > 1 && branchFor[listener] ? 1 : 0;
    return new Council.Offer(branch, keptFrom[listener] ? 0 : ledger.size(branch));
  }

  /// A step's worth of mischief.
  void act() {
    Chronicle ledger = council.ledgers.get(place);
    if (silent || ledger.size(0) > MOST_ENTRIES) {
      return;
    }
    if (forks && council.chance(20)) {
      ledger.fork();
    }
    Hash parent = council.honest.get(council.dice.nextInt(council.honest.size())).parent();
    List<Bytes> wanted = council.motions.on(council.chance(800) ? parent : council.anyParent());
    if (wanted.isEmpty()) {
      return;
    }
    Bytes change = wanted.get(council.dice.nextInt(wanted.size()));
    if (council.chance(100)) {
      say(new Approve(Subject.ROSTER, parent, change));
    }
    if (calls && council.chance(60)) {
      call(parent, Ballot.nameOf(change));
    }
    for (int i = council.called.size() - 1; i >= Math.max(0, council.called.size() - 12); i--) {
      Ballot ballot = council.called.get(i);
      if (council.chance(200) && spoken.add(ballot)) {
        speak(ledger, ballot);
      }
    }
  }

  private void call(Hash parent, Hash change) {
    Duration open = Duration.ofMinutes(council.dice.nextInt(600) - 30);
    var ballot =
        new Ballot(
            Subject.ROSTER,
            parent,
            change,
            1 + council.dice.nextInt(4),
            council.now.plus(open).truncatedTo(ChronoUnit.MILLIS));
    council.called.add(ballot);
    say(new Call(ballot));
  }

  private void speak(Chronicle ledger, Ballot ballot) {
    var commit = new Commit(ballot, List.of(aPlace()), List.of());
    var decline = new DeclineBallot(ballot);
    if (ledger.branches() > 1) {
      ledger.add(0, commit);
      ledger.add(1, decline);
    } else if (takesBack) {
      ledger.add(0, decline);
      ledger.add(0, commit);
    } else {
      ledger.add(0, council.dice.nextBoolean() ? commit : decline);
    }
  }

  private void say(DecisionStatement says) {
    Chronicle ledger = council.ledgers.get(place);
    for (int branch = 0; branch < ledger.branches(); branch++) {
      ledger.add(branch, says);
    }
  }

  private Place aPlace() {
    return new Place(
        council.motions.everybody().get(place), 0, new EntryId(Hash.sha256(Bytes.utf8("lie"))));
  }
}
