package coop.minga.federation.learning;

import coop.minga.federation.blob.BlobName;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import java.util.List;
import java.util.Optional;

/// What the entries of a model epoch say. Of every author the first of a kind counts in an attempt.
public sealed interface LearningStatement {
  /// The most members of one cohort: their shares still fit into an entry, and their sum into 31
  /// bits.
  int MAX_MEMBERS = 200;

  /// The most attempts at one epoch.
  int MAX_ATTEMPTS = 4;

  /// The last epoch: 27 years of a hundred a night, the most that a node can be set to. Who follows
  /// all epochs passes those in between one by one, so no entry may name one beyond reach.
  long MAX_EPOCH = 1_000_000;

  /// The epoch that it is about, 1 to [#MAX_EPOCH].
  long epoch();

  /// An attempt at an epoch is proposed.
  ///
  /// It has no deadlines: every node waits by its own clock, from when it saw what it waits on.
  ///
  /// @param epoch the epoch
  /// @param attempt 1, 2, ... within the epoch
  /// @param members the cohort as drawn, by name
  /// @param base the hash of the version to train from
  /// @param config [Encoding#hash]
  record Propose(long epoch, int attempt, List<MemberId> members, Hash base, Hash config)
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

  /// What a member commits to before it deals.
  ///
  /// @param ownMask to the key of its own mask
  /// @param pairKey to the private half of its mask key
  /// @param seedPart to its part of the next seed
  /// @param cohort [Cohort#hash] of whom the shares are for; absent in version 1 of an advert,
  ///   which tells only how many they are
  record Commitments(
      Commitment ownMask, Commitment pairKey, Commitment seedPart, Optional<Hash> cohort) {
    Commitment of(SecretKind kind) {
      return switch (kind) {
        case OWN_MASK -> ownMask;
        case PAIR_KEY -> pairKey;
        case SEED_PART -> seedPart;
      };
    }

    /// Whether there is a share for each of a cohort, as far as they tell of whom it is.
    boolean areFor(Cohort whom) {
      int members = whom.members().size();
      return ownMask.shares().size() == members
          && pairKey.shares().size() == members
          && seedPart.shares().size() == members
          && cohort.filter(hash -> !hash.equals(whom.hash())).isEmpty();
    }
  }

  /// A member takes part with fresh keys, in version 2 of the entry in a cohort that it names:
  /// where a roster took one in for another, shares for so many would else be for either.
  ///
  /// @param epoch the epoch
  /// @param attempt the attempt
  /// @param base the hash of the version that it trains from
  /// @param config [Encoding#hash]
  /// @param maskKey from which its masks with the others follow
  /// @param sealingKey to which the others seal what they deal to it
  /// @param commitments to what it will deal
  record Advert(
      long epoch,
      int attempt,
      Hash base,
      Hash config,
      MaskKey maskKey,
      MaskKey sealingKey,
      Commitments commitments)
      implements LearningStatement {
    /// Checks the ranges.
    public Advert {
      checkAttempt(epoch, attempt);
    }

    /// Whether no secret can be agreed on with one of its keys, so that it counts for nothing.
    boolean isWeak() {
      return maskKey.givesNoSecret() || sealingKey.givesNoSecret();
    }
  }

  /// A member agrees on who takes part, and deals each of them its shares.
  ///
  /// @param epoch the epoch
  /// @param attempt the attempt
  /// @param adverts of all who take part, by member name
  /// @param sealed to each of them, in that order
  record Deal(long epoch, int attempt, List<EntryId> adverts, List<Bytes> sealed)
      implements LearningStatement {
    /// Checks the ranges.
    public Deal {
      checkAttempt(epoch, attempt);
      adverts = atMostMembers(adverts);
      sealed = List.copyOf(sealed);
      if (sealed.size() != adverts.size()
          || sealed.stream().anyMatch(each -> each.size() != Dealing.SEALED)) {
        throw new IllegalArgumentException(
            "a deal holds " + Dealing.SEALED + " bytes for each advert");
      }
    }
  }

  /// A member's masked vector is ready.
  ///
  /// @param epoch the epoch
  /// @param attempt the attempt
  /// @param circle the root over the adverts that it is masked against
  /// @param blob the packed vector's name: in pieces, or, in entries of before, of the whole
  /// @param bytes its size
  /// @param unopened who dealt nothing that opened and matched, by name
  record Masked(
      long epoch, int attempt, Hash circle, BlobName blob, int bytes, List<MemberId> unopened)
      implements LearningStatement {
    /// Checks the ranges and the order of names.
    public Masked {
      checkAttempt(epoch, attempt);
      if (bytes <= 0 || bytes > RingVector.MAX_PACKED) {
        throw new IllegalArgumentException(
            "a packed vector has 1 to " + RingVector.MAX_PACKED + " bytes, not " + bytes);
      }
      unopened = sorted(unopened);
    }
  }

  /// A member agrees on whose vectors are summed; it holds every one of them.
  ///
  /// @param epoch the epoch
  /// @param attempt the attempt
  /// @param masked the [Masked] entries, by member name
  record Freeze(long epoch, int attempt, List<EntryId> masked) implements LearningStatement {
    /// Checks the ranges.
    public Freeze {
      checkAttempt(epoch, attempt);
      masked = atMostMembers(masked);
    }
  }

  /// A share given back.
  sealed interface Revealed {
    /// Whose secret it is a share of.
    MemberId dealer();

    /// Of a member whose vector is in the sum.
    ///
    /// @param dealer who dealt it
    /// @param ownMask the share of its own mask
    /// @param seedPart the share of its part of the next seed
    record Summed(MemberId dealer, Bytes ownMask, Bytes seedPart) implements Revealed {
      /// Checks the sizes.
      public Summed {
        checkShare(ownMask);
        checkShare(seedPart);
      }
    }

    /// Of a member whose vector is not.
    ///
    /// @param dealer who dealt it
    /// @param pairKey the share of its key with the others
    record Missing(MemberId dealer, Bytes pairKey) implements Revealed {
      /// Checks the size.
      public Missing {
        checkShare(pairKey);
      }
    }
  }

  /// The author gives back what opens this one sum, and will never abandon the attempt.
  ///
  /// @param epoch the epoch
  /// @param attempt the attempt
  /// @param set the root over the entries of the set
  /// @param shares that it was dealt, by dealer
  record Release(long epoch, int attempt, Hash set, List<Revealed> shares)
      implements LearningStatement {
    /// Checks the ranges and the order.
    public Release {
      checkAttempt(epoch, attempt);
      shares = List.copyOf(shares);
      sorted(shares.stream().map(Revealed::dealer).toList());
    }
  }

  /// The author will never help to open the attempt.
  ///
  /// @param epoch the epoch
  /// @param attempt the attempt
  record Abandon(long epoch, int attempt) implements LearningStatement {
    /// Checks the ranges.
    public Abandon {
      checkAttempt(epoch, attempt);
    }
  }

  /// The key of the one stream that the author shares with a member whose shares are of no use.
  ///
  /// @param epoch the epoch
  /// @param attempt the attempt
  /// @param dealer that member
  /// @param key of the stream
  record Expose(long epoch, int attempt, MemberId dealer, Hash key) implements LearningStatement {
    /// Checks the ranges.
    public Expose {
      checkAttempt(epoch, attempt);
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
    /// @param opened which sum was opened
    /// @param sum the hash of the packed sum
    /// @param model the new version's hash
    /// @param weight of all members together
    /// @param seed for what comes next
    record Version(Opened opened, Hash sum, Hash model, long weight, Hash seed) implements Finding {
      /// Checks the range.
      public Version {
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

  /// Which sum was opened.
  ///
  /// @param attempt the attempt
  /// @param circle the root over the adverts
  /// @param set the root over the masked vectors' entries
  /// @param summed whose vectors are in it, by name: the set, less who dealt shares of no use
  record Opened(int attempt, Hash circle, Hash set, List<MemberId> summed) {
    /// Checks the ranges and the order of names.
    public Opened {
      checkAttempt(1, attempt);
      summed = sorted(summed);
    }
  }

  private static void checkAttempt(long epoch, int attempt) {
    if (epoch < 1 || epoch > MAX_EPOCH) {
      throw new IllegalArgumentException("epochs are 1 to " + MAX_EPOCH + ", not " + epoch);
    }
    if (attempt < 1 || attempt > MAX_ATTEMPTS) {
      throw new IllegalArgumentException("attempts are 1 to " + MAX_ATTEMPTS + ", not " + attempt);
    }
  }

  private static void checkShare(Bytes share) {
    if (share.size() != SecretKind.SIZE) {
      throw new IllegalArgumentException(
          "a share has " + SecretKind.SIZE + " bytes, not " + share.size());
    }
  }

  private static List<EntryId> atMostMembers(List<EntryId> ids) {
    if (ids.isEmpty() || ids.size() > MAX_MEMBERS) {
      throw new IllegalArgumentException("1 to " + MAX_MEMBERS + " entries, not " + ids.size());
    }
    return List.copyOf(ids);
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
