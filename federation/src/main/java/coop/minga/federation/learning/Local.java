package coop.minga.federation.learning;

import coop.minga.federation.blob.BlobName;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a node knows beside the ledgers: nothing in it is needed after a crash but the secrets,
/// which the shell keeps. A [Turn] changes a copy; a [Round]'s own is never changed.
final class Local {
  /// What a wait is counted from.
  enum Step {
    OPEN,
    PROPOSED,
    CERTIFIED,
    CLOSED,
    ABANDONED
  }

  /// When an attempt came to a step, as this node saw it.
  record Mark(int attempt, Step step) {}

  /// A sum that was opened.
  ///
  /// @param opened which
  /// @param summed what it came to
  /// @param seed for what comes next
  record Opening(LearningStatement.Opened opened, SumOrder.Summed summed, Hash seed) {
    /// What a member says who came to it; absent if the sum was out of bounds.
    Optional<LearningStatement.Finding.Version> version() {
      return summed
          .version()
          .map(version ->
              new LearningStatement.Finding.Version(
                  opened, summed.sum(), version.hash(), summed.weight(), seed));
    }
  }

  /// What one member dealt to this one in an attempt.
  record Taken(int attempt, MemberId dealer) {}

  /// A fault that was named, and in which attempt.
  record Blame(int attempt, MemberId member, Fault fault) {}

  boolean started;
  boolean charged;
  Instant now = Instant.MIN;
  Optional<Instant> wake = Optional.empty();
  Optional<Opening> opening = Optional.empty();
  Optional<RoundOutcome> outcome = Optional.empty();
  Set<MemberId> away = Set.of();
  final Map<Mark, Instant> since;
  final Set<LearningStatement> entering;
  final Map<Integer, AttemptSecret> secrets;
  final Set<Integer> secretsAsked;
  final Set<Integer> vectorsAsked;
  final Set<Integer> sumsAsked;
  final Set<BlobName> held;
  final Set<BlobName> malformed;
  final Set<BlobName> served;
  final Map<BlobName, Instant> askAgain;
  final Map<BlobName, Integer> tries;
  final Map<Taken, Dealing.Shares> taken;
  final Set<Blame> blamed;

  Local() {
    this.since = new HashMap<>();
    this.entering = new HashSet<>();
    this.secrets = new HashMap<>();
    this.secretsAsked = new HashSet<>();
    this.vectorsAsked = new HashSet<>();
    this.sumsAsked = new HashSet<>();
    this.held = new HashSet<>();
    this.malformed = new HashSet<>();
    this.served = new HashSet<>();
    this.askAgain = new HashMap<>();
    this.tries = new HashMap<>();
    this.taken = new HashMap<>();
    this.blamed = new HashSet<>();
  }

  private Local(Local from) {
    this.started = from.started;
    this.charged = from.charged;
    this.now = from.now;
    this.wake = from.wake;
    this.opening = from.opening;
    this.outcome = from.outcome;
    this.away = from.away;
    this.since = new HashMap<>(from.since);
    this.entering = new HashSet<>(from.entering);
    this.secrets = new HashMap<>(from.secrets);
    this.secretsAsked = new HashSet<>(from.secretsAsked);
    this.vectorsAsked = new HashSet<>(from.vectorsAsked);
    this.sumsAsked = new HashSet<>(from.sumsAsked);
    this.held = new HashSet<>(from.held);
    this.malformed = new HashSet<>(from.malformed);
    this.served = new HashSet<>(from.served);
    this.askAgain = new HashMap<>(from.askAgain);
    this.tries = new HashMap<>(from.tries);
    this.taken = new HashMap<>(from.taken);
    this.blamed = new HashSet<>(from.blamed);
  }

  Local copy() {
    return new Local(this);
  }

  /// Whether an instant has come; if not, the round must be woken then.
  boolean reached(Instant due) {
    if (!now.isBefore(due)) {
      return true;
    }
    if (wake.filter(before -> !before.isAfter(due)).isEmpty()) {
      wake = Optional.of(due);
    }
    return false;
  }

  /// When an attempt came to a step: now, if it was not seen before.
  Instant since(int attempt, Step step) {
    return since.computeIfAbsent(new Mark(attempt, step), _ -> now);
  }
}
