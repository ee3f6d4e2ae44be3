package coop.minga.federation.learning;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the entries of a model epoch say.
public sealed interface LearningStatement {
  /// The most members of one cohort.
  int MAX_MEMBERS = 32;

  /// The most attempts at one epoch.
  int MAX_ATTEMPTS = 8;

  /// The epoch that it is about, 1, 2, ...
  long epoch();

  /// An attempt at an epoch is proposed; the first word of its coordinator.
  ///
  /// @param epoch the epoch
  /// @param attempt 1, 2, ... within the epoch; numbers of coordinators who never spoke are left
  ///   out
  /// @param previous the abandoned proposal that this one follows; absent if there is none
  /// @param members whose updates are to be summed, by name
  /// @param baseModel the hash of the version to train from
  /// @param config [Encoding#hash]
  /// @param deadlines until when each step may take
  record Propose(
      long epoch,
      int attempt,
      Optional<EntryId> previous,
      List<MemberId> members,
      Hash baseModel,
      Hash config,
      Deadlines deadlines)
      implements LearningStatement {
    /// Checks the ranges and the order of names.
    public Propose {
      checkAttempt(epoch, attempt);
      members = sorted(members);
      if (members.isEmpty()) {
        throw new IllegalArgumentException("a proposal names its members");
      }
    }
  }

  /// The ends of an attempt's steps, each later than the one before.
  ///
  /// @param advertiseBy every key is advertised
  /// @param maskedBy every masked vector is with the coordinator
  /// @param freezeBy past it a member gives a silent coordinator up
  /// @param resultBy past it a member who cannot sum says that it has no result
  record Deadlines(Instant advertiseBy, Instant maskedBy, Instant freezeBy, Instant resultBy) {
    /// Checks the order, and that every instant is one of whole milliseconds.
    public Deadlines {
      if (!advertiseBy.isBefore(maskedBy)
          || !maskedBy.isBefore(freezeBy)
          || !freezeBy.isBefore(resultBy)) {
        throw new IllegalArgumentException("an attempt's deadlines follow one another");
      }
      for (Instant instant : List.of(advertiseBy, maskedBy, freezeBy, resultBy)) {
        if (!Instant.ofEpochMilli(instant.toEpochMilli()).equals(instant)) {
          throw new IllegalArgumentException("deadlines are in whole milliseconds");
        }
      }
    }
  }

  /// A member takes part with a fresh key.
  ///
  /// @param epoch the epoch
  /// @param attempt the proposal's
  /// @param proposal the proposal
  /// @param maskKey made for this proposal alone
  record Advert(long epoch, int attempt, EntryId proposal, MaskKey maskKey)
      implements LearningStatement {
    /// Checks the ranges.
    public Advert {
      checkAttempt(epoch, attempt);
    }
  }

  /// A member's masked vector is ready and bound to exactly these adverts.
  ///
  /// @param epoch the epoch
  /// @param attempt the proposal's
  /// @param proposal the proposal
  /// @param advertsRoot RFC 9162 root over the adverts' entry ids, by member name
  /// @param blob the hash of the packed vector
  /// @param bytes its size
  record Masked(long epoch, int attempt, EntryId proposal, Hash advertsRoot, Hash blob, int bytes)
      implements LearningStatement {
    /// Checks the ranges.
    public Masked {
      checkAttempt(epoch, attempt);
      if (bytes <= 0 || bytes > RingVector.MAX_PACKED) {
        throw new IllegalArgumentException(
            "a packed vector has 1 to " + RingVector.MAX_PACKED + " bytes, not " + bytes);
      }
    }
  }

  /// The coordinator holds every vector: the set is closed.
  ///
  /// @param epoch the epoch
  /// @param attempt the proposal's
  /// @param proposal the proposal
  /// @param masked the [Masked] entry of every member, by member name
  record Freeze(long epoch, int attempt, EntryId proposal, List<EntryId> masked)
      implements LearningStatement {
    /// Checks the ranges.
    public Freeze {
      checkAttempt(epoch, attempt);
      masked = List.copyOf(masked);
      if (masked.isEmpty() || masked.size() > MAX_MEMBERS) {
        throw new IllegalArgumentException("a freeze names 1 to " + MAX_MEMBERS + " vectors");
      }
    }
  }

  /// The attempt is dead for its author, who will never open it.
  ///
  /// @param epoch the epoch
  /// @param attempt the proposal's
  /// @param proposal the proposal
  /// @param absent whom the author missed, by name; itself, if it wants to be left out
  record Abandon(long epoch, int attempt, EntryId proposal, List<MemberId> absent)
      implements LearningStatement {
    /// Checks the ranges and the order of names.
    public Abandon {
      checkAttempt(epoch, attempt);
      absent = sorted(absent);
    }
  }

  /// What the epoch came to for its author, who says it once.
  ///
  /// @param epoch the epoch
  /// @param finding a new version, or nothing
  record Result(long epoch, Finding finding) implements LearningStatement {
    /// Checks the range.
    public Result {
      checkAttempt(epoch, 1);
    }
  }

  /// What an epoch came to.
  sealed interface Finding {
    /// A new version.
    ///
    /// @param attempt the attempt that was opened
    /// @param freeze the entry that closed its set
    /// @param model the new version's hash
    /// @param weight of all members together
    record Version(int attempt, EntryId freeze, Hash model, long weight) implements Finding {
      /// Checks the ranges.
      public Version {
        checkAttempt(1, attempt);
        if (weight <= 0) {
          throw new IllegalArgumentException("a result has a weight above zero, not " + weight);
        }
      }
    }

    /// No result.
    ///
    /// @param reason why
    record Nothing(NoResult reason) implements Finding {}
  }

  private static void checkAttempt(long epoch, int attempt) {
    if (epoch < 1) {
      throw new IllegalArgumentException("epochs are counted from 1, not " + epoch);
    }
    if (attempt < 1 || attempt > MAX_ATTEMPTS) {
      throw new IllegalArgumentException("attempts are 1 to " + MAX_ATTEMPTS + ", not " + attempt);
    }
  }

  private static List<MemberId> sorted(List<MemberId> names) {
    if (names.size() > MAX_MEMBERS) {
      throw new IllegalArgumentException(
          "at most " + MAX_MEMBERS + " members, not " + names.size());
    }
    for (int i = 1; i < names.size(); i++) {
      if (names.get(i - 1).compareTo(names.get(i)) >= 0) {
        throw new IllegalArgumentException("members are named once each, by name");
      }
    }
    return List.copyOf(names);
  }
}
