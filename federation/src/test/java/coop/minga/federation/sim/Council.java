package coop.minga.federation.sim;

import coop.minga.federation.decision.Ballot;
import coop.minga.federation.decision.DecisionStatement;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.roster.Roster;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;

/// A federation that decides on its rosters, in one thread: honest members with the real
/// [Decision][coop.minga.federation.decision.Decision] and real rosters, up to f who lie, ledgers
/// that may fork, mirrors that hold and cosign prefixes of one branch, clocks that are off, members
/// that sleep or start again. Signatures are left out: who may say what is settled before.
///
/// The liars see everything at once and cosign whatever suits them, at whatever time.
final class Council {
  /// By what votes are counted: as they are, or by one of two rules that sound as good and are not.
  enum Rule {
    /// As in `federation.decision`.
    AS_WRITTEN,
    /// A commit whose median time, of the earliest cosignatures known, is past the close is a
    /// decline.
    BY_MEDIAN_TIME,
    /// Who once committed to a change may always commit to it again.
    SAME_CHANGE_IS_FREE
  }

  /// What came of a run.
  ///
  /// @param clash two changes that both passed on one parent; absent if there were none
  /// @param ended whether every honest member saw [#GOAL] decisions
  /// @param took how long it took
  /// @param entries how many the honest made
  record Outcome(Optional<String> clash, boolean ended, Duration took, int entries) {}

  static final int GOAL = 2;

  private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");
  private static final Duration HORIZON = Duration.ofDays(60);
  private static final Duration AFTERWARDS = Duration.ofHours(2);

  final Random dice;
  final Rule rule;
  final Motions motions;
  final List<Councillor> honest = new ArrayList<>();
  final List<Plotter> liars = new ArrayList<>();
  final List<Chronicle> ledgers = new ArrayList<>();

  /// The first change known to have passed on each parent.
  final Map<Hash, Bytes> decided = new HashMap<>();

  /// Every ballot that anybody ever called, for the liars to speak on.
  final List<Ballot> called = new ArrayList<>();

  /// The share of what could be heard in a step that is, per mille.
  final int reach;

  Instant now = START;
  private Optional<String> clash = Optional.empty();
  private boolean busy;

  Council(long seed, int members, Rule rule) {
    this.dice = new Random(seed * 1_000_003 + members);
    this.rule = rule;
    this.motions = new Motions(seed, members);
    this.reach = 150 + dice.nextInt(850);
    Roster charter = motions.charter();
    int lying = dice.nextInt(charter.quorum().tolerated() + 1);
    List<MemberId> everybody = motions.everybody();
    var plotting = new TreeSet<MemberId>();
    while (plotting.size() < lying) {
      plotting.add(everybody.get(dice.nextInt(members)));
    }
    motions.setLiars(plotting);
    everybody.forEach(_ -> ledgers.add(new Chronicle()));
    Duration off =
        List.of(Duration.ZERO, Duration.ofMinutes(7), Duration.ofHours(8)).get(dice.nextInt(3));
    for (int place = 0; place < everybody.size(); place++) {
      MemberId id = everybody.get(place);
      if (plotting.contains(id)) {
        liars.add(new Plotter(this, place));
      } else {
        honest.add(new Councillor(this, place, id, wrong(off)));
      }
    }
  }

  /// Runs until everybody honest has seen enough decided, and a while after.
  Outcome run() {
    Optional<Instant> end = Optional.empty();
    long step = 60;
    while (now.isBefore(START.plus(HORIZON)) && clash.isEmpty()) {
      busy = false;
      liars.forEach(Plotter::act);
      for (Councillor each : honest) {
        each.live();
      }
      if (end.isEmpty() && honest.stream().allMatch(each -> each.decided() >= GOAL)) {
        end = Optional.of(now);
      }
      if (end.filter(at -> now.isAfter(at.plus(AFTERWARDS))).isPresent()) {
        break;
      }
      step = busy ? 60 + dice.nextInt(420) : Math.min(step * 2, 3600);
      now = now.plusSeconds(step);
    }
    int entries = honest.stream().mapToInt(each -> ledgers.get(each.place()).size(0)).sum();
    Duration took = Duration.between(START, end.orElse(now));
    return new Outcome(clash, end.isPresent(), took, entries);
  }

  /// Something happened: time goes slowly.
  void stir() {
    busy = true;
  }

  /// Somebody honest saw that a change passed.
  void passed(Hash parent, Bytes change, String how) {
    Bytes before = decided.putIfAbsent(parent, change);
    if (before != null && !before.equals(change) && clash.isEmpty()) {
      clash = Optional.of("on " + parent.brief() + " two changes passed; the second " + how);
    }
  }

  /// What an owner shows of its ledger.
  record Offer(int branch, int size) {}

  /// What the owner of a ledger shows somebody of it; nothing while it sleeps.
  Offer offer(int owner, int listener) {
    return honestAt(owner)
        .map(each -> new Offer(0, each.isAwake() ? ledgers.get(owner).size(0) : 0))
        .orElseGet(() -> plotterAt(owner).offer(listener));
  }

  /// A time such as a liar cosigns at.
  Instant anyTime() {
    return now.plusSeconds(dice.nextLong(86_400) - 43_200);
  }

  /// A parent that somebody was at.
  Hash anyParent() {
    var all = new ArrayList<>(decided.keySet());
    all.add(motions.charter().hash());
    all.sort(null);
    return all.get(dice.nextInt(all.size()));
  }

  boolean chance(int perMille) {
    return dice.nextInt(1000) < perMille;
  }

  /// The honest member at a place among all; absent if a liar is there.
  Optional<Councillor> honestAt(int place) {
    return honest.stream().filter(each -> each.place() == place).findFirst();
  }

  private Plotter plotterAt(int place) {
    return liars.stream().filter(each -> each.place() == place).findFirst().orElseThrow();
  }

  private Duration wrong(Duration most) {
    long seconds = most.toSeconds();
    return Duration.ofSeconds(seconds == 0 ? 0 : dice.nextLong(2 * seconds) - seconds);
  }

  /// What a member wrote, in one branch or in two.
  static final class Chronicle {
    private final List<List<DecisionStatement>> branches =
        new ArrayList<>(List.of(new ArrayList<>()));
    private int common = Integer.MAX_VALUE;

    int branches() {
      return branches.size();
    }

    int size(int branch) {
      return branches.get(branch).size();
    }

    DecisionStatement at(int branch, int index) {
      return branches.get(branch).get(index);
    }

    void add(int branch, DecisionStatement says) {
      branches.get(branch).add(says);
    }

    /// Entries of the longest branch.
    int most() {
      return branches.stream().mapToInt(List::size).max().orElse(0);
    }

    /// One history.
    List<DecisionStatement> all(int branch) {
      return branches.get(branch);
    }

    /// From here on there are two histories.
    void fork() {
      if (branches.size() == 1) {
        common = size(0);
        branches.add(new ArrayList<>(branches.getFirst()));
      }
    }

    /// Whether two who hold so much of these branches hold one history.
    boolean agree(int branch, int size, int otherBranch, int otherSize) {
      return branch == otherBranch || Math.min(size, otherSize) <= common;
    }
  }
}
