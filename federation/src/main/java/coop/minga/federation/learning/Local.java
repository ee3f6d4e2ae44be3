package coop.minga.federation.learning;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a node knows beside the ledgers: nothing in it is needed after a crash. A [Turn] changes a
/// copy; a [Round]'s own is never changed.
final class Local {
  /// To whom a vector is given.
  enum Audience {
    COORDINATOR,
    MEMBERS,
    ALL,
    NOBODY
  }

  /// A sum that was opened.
  ///
  /// @param proposal the attempt
  /// @param freeze the entry that closed its set
  /// @param version what it makes of the base; absent if it was out of bounds
  /// @param weight of all members together
  record Opened(EntryId proposal, EntryId freeze, Optional<ModelVersion> version, long weight) {}

  boolean started;
  Instant now = Instant.MIN;
  Optional<EntryId> idleAfter = Optional.empty();
  Optional<Instant> idleSince = Optional.empty();
  Optional<Opened> opened = Optional.empty();
  Optional<RoundOutcome> outcome = Optional.empty();
  final Set<LearningStatement> entering;
  final Set<EntryId> secrets;
  final Set<EntryId> keysAsked;
  final Set<EntryId> vectorsAsked;
  final Map<Hash, RingVector> vectors;
  final Map<Hash, Instant> askedAt;
  final Map<Hash, Integer> tries;
  final Map<Hash, Audience> served;
  final Set<Blame> blamed;

  /// A fault that was named, and in which attempt.
  record Blame(EntryId proposal, MemberId member, Fault fault) {}

  Local() {
    this.entering = new HashSet<>();
    this.secrets = new HashSet<>();
    this.keysAsked = new HashSet<>();
    this.vectorsAsked = new HashSet<>();
    this.vectors = new HashMap<>();
    this.askedAt = new HashMap<>();
    this.tries = new HashMap<>();
    this.served = new HashMap<>();
    this.blamed = new HashSet<>();
  }

  private Local(Local from) {
    this.started = from.started;
    this.now = from.now;
    this.idleAfter = from.idleAfter;
    this.idleSince = from.idleSince;
    this.opened = from.opened;
    this.outcome = from.outcome;
    this.entering = new HashSet<>(from.entering);
    this.secrets = new HashSet<>(from.secrets);
    this.keysAsked = new HashSet<>(from.keysAsked);
    this.vectorsAsked = new HashSet<>(from.vectorsAsked);
    this.vectors = new HashMap<>(from.vectors);
    this.askedAt = new HashMap<>(from.askedAt);
    this.tries = new HashMap<>(from.tries);
    this.served = new HashMap<>(from.served);
    this.blamed = new HashSet<>(from.blamed);
  }

  Local copy() {
    return new Local(this);
  }

  boolean isEntering(Class<? extends LearningStatement> kind) {
    return entering.stream().anyMatch(kind::isInstance);
  }
}
