package coop.minga.federation.roster;

import coop.minga.federation.decision.Ballot;
import coop.minga.federation.decision.DecisionStatement;
import coop.minga.federation.decision.Place;
import coop.minga.federation.decision.Proven;
import coop.minga.federation.decision.Subject;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.ledger.Entry;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.MerkleTree;
import coop.minga.federation.ledger.NoteFault;
import coop.minga.federation.ledger.NoteKey;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.ProofCheck;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.ledger.Witnesses.Standing;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What shows that a change of the roster was decided. Knowing a roster is holding one valid
/// certificate for each change since the charter; which one of several does not matter.
///
/// It can be read by itself, but for one thing: that a commit is its author's *first* word on the
/// ballot shows only in the author's ledger. A liar's second word is witnessed like any other. So
/// whoever holds the ledgers gives [FirstWords]; whoever does not takes the chain that f+1 members
/// adopted, one of whom at least is honest and held them.
///
/// @param parent the roster that the change is on, by hash
/// @param change what changes
/// @param ballot which passed
/// @param commits the ballot's, by member
/// @param approvals the change's, by member
/// @param keys the changes of keys of those in it and of those who cosigned, each member's in order
public record RosterCertificate(
    Hash parent,
    WrittenChange change,
    Ballot ballot,
    SortedMap<MemberId, Proven> commits,
    SortedMap<MemberId, Proven> approvals,
    SortedMap<MemberId, List<RosterStatement.Keys>> keys) {
  /// Bytes that a certificate may have: 64 members, each entry with all its cosignatures.
  public static final int MAX_BYTES = 8 * 1024 * 1024;

  /// Copies.
  public RosterCertificate {
    commits = Collections.unmodifiableSortedMap(new TreeMap<>(commits));
    approvals = Collections.unmodifiableSortedMap(new TreeMap<>(approvals));
    var copied = new TreeMap<MemberId, List<RosterStatement.Keys>>();
    keys.forEach((member, changes) -> copied.put(member, List.copyOf(changes)));
    keys = Collections.unmodifiableSortedMap(copied);
  }

  /// The entries that it rests on: the commits and the approvals.
  public Set<EntryId> entries() {
    return Stream.concat(commits.values().stream(), approvals.values().stream())
        .map(proven -> proven.entry().id())
        .collect(Collectors.toUnmodifiableSet());
  }

  /// What comes of checking.
  public sealed interface Check {
    /// It shows that this roster follows.
    ///
    /// @param next it
    record Holds(Roster next) implements Check {}

    /// It shows nothing.
    ///
    /// @param fault the first one met
    record Refused(CertificateFault fault) implements Check {}
  }

  /// Knows whether a word is its author's first on a ballot.
  @FunctionalInterface
  public interface FirstWords {
    /// For a reader who holds no ledgers.
    FirstWords UNKNOWN = (_, _) -> true;

    /// Whether nothing that is held of the author's ledger before that place is a word on the
    /// ballot.
    boolean isFirst(Place place, Ballot ballot);
  }

  /// Checks it on its parent.
  ///
  /// @param roster the parent, known to be decided
  /// @param verifier of signatures
  /// @param words what is known of the ledgers
  public Check check(Roster roster, SignatureVerifier verifier, FirstWords words) {
    if (!parent.equals(roster.hash())) {
      return new Check.Refused(new CertificateFault.OtherParent(parent));
    }
    if (ballot.subject() != Subject.ROSTER
        || !ballot.parent().equals(parent)
        || !ballot.change().equals(Ballot.nameOf(change.written()))) {
      return new Check.Refused(new CertificateFault.OtherBallot());
    }
    return switch (roster.apply(change, verifier)) {
      case Applied.Refused(var reason) -> new Check.Refused(new CertificateFault.BadChange(reason));
      case Applied.Next(var next) ->
          fault(roster, verifier, words)
              .<Check>map(Check.Refused::new)
              .orElse(new Check.Holds(next));
    };
  }

  private Optional<CertificateFault> fault(
      Roster roster, SignatureVerifier verifier, FirstWords words) {
    int needed = roster.quorum().deciding();
    if (commits.size() < needed) {
      return Optional.of(new CertificateFault.TooFewCommits(commits.size(), needed));
    }
    if (approvals.size() < needed) {
      return Optional.of(new CertificateFault.TooFewApprovals(approvals.size(), needed));
    }
    return switch (directory(roster, verifier)) {
      case Keyed.Bad(var fault) -> Optional.of(fault);
      case Keyed.Good(var directory) -> {
        var reading = new Reading(directory, verifier);
        yield reading
            .fault(commits, this::isCommit)
            .or(() -> reading.fault(approvals, this::isApproval))
            .or(() -> secondWord(words));
      }
    };
  }

  private boolean isCommit(DecisionStatement says) {
    return says instanceof DecisionStatement.Commit commit && commit.ballot().equals(ballot);
  }

  private boolean isApproval(DecisionStatement says) {
    return says instanceof DecisionStatement.Approve approve
        && approve.subject() == Subject.ROSTER
        && approve.parent().equals(parent)
        && approve.change().equals(change.written());
  }

  private Optional<CertificateFault> secondWord(FirstWords words) {
    return commits.values().stream()
        .filter(commit -> !words.isFirst(commit.place(), ballot))
        .findFirst()
        .map(commit -> new CertificateFault.SecondWord(commit.place().author()));
  }

  private sealed interface Keyed {
    record Good(Directory directory) implements Keyed {}

    record Bad(CertificateFault fault) implements Keyed {}
  }

  private Keyed directory(Roster roster, SignatureVerifier verifier) {
    Directory directory = Directory.of(roster);
    for (Map.Entry<MemberId, List<RosterStatement.Keys>> each : keys.entrySet()) {
      MemberId member = each.getKey();
      if (!roster.contains(member)) {
        return new Keyed.Bad(new CertificateFault.NoVoter(member));
      }
      var roots = new ArrayDeque<>(roster.roots(member));
      for (RosterStatement.Keys change : each.getValue()) {
        KeyRing ring = directory.ring(member);
        switch (turned(ring, change, roots, verifier)) {
          case KeyRing.Turn.Next(var turned) -> directory = directory.with(turned);
          case KeyRing.Turn.Refused(var fault) -> {
            return new Keyed.Bad(new CertificateFault.BadKeys(member, fault));
          }
        }
      }
    }
    return new Keyed.Good(directory);
  }

  /// Takes a change of keys by the oldest root key that signed it. Those before it are let go: no
  /// later change is theirs.
  private static KeyRing.Turn turned(
      KeyRing ring,
      RosterStatement.Keys change,
      Deque<PublicKey> roots,
      SignatureVerifier verifier) {
    KeyRing.Turn turn = ring.with(change, ring.serial(), roots.getFirst(), verifier);
    while (roots.size() > 1
        && turn instanceof KeyRing.Turn.Refused(var why)
        && why == KeyFault.BAD_ROOT_SIGNATURE) {
      roots.removeFirst();
      turn = ring.with(change, ring.serial(), roots.getFirst(), verifier);
    }
    return turn;
  }

  /// Reads entries by the keys of a directory.
  private record Reading(Directory directory, SignatureVerifier verifier) {
    Optional<CertificateFault> fault(
        SortedMap<MemberId, Proven> entries, Predicate<DecisionStatement> wanted) {
      return entries.entrySet().stream()
          .map(each -> fault(each.getKey(), each.getValue(), wanted))
          .flatMap(Optional::stream)
          .findFirst();
    }

    private Optional<CertificateFault> fault(
        MemberId member, Proven proven, Predicate<DecisionStatement> wanted) {
      if (!directory.roster().voters().contains(member)) {
        return Optional.of(new CertificateFault.NoVoter(member));
      }
      if (!isAuthentic(member, proven.entry())) {
        return Optional.of(new CertificateFault.NotAuthentic(member));
      }
      return wanted.test(proven.says())
          ? unwitnessed(member, proven)
          : Optional.of(new CertificateFault.OtherWord(member));
    }

    private boolean isAuthentic(MemberId member, Entry entry) {
      Entry.Header header = entry.header();
      return header.author().equals(member)
          && header.tree() == Tree.LEDGER
          && header.generation() <= Origin.MAX_GENERATION
          && header.federation().equals(directory.roster().federationId())
          && directory.ring(member).all().stream()
              .anyMatch(keys -> entry.isSignedBy(keys.entry(), verifier));
    }

    private Optional<CertificateFault> unwitnessed(MemberId member, Proven proven) {
      int generation = proven.entry().header().generation();
      Origin origin = directory.roster().origin(member, Tree.LEDGER).in(generation);
      return switch (directory.judge(origin, proven.note(), Long.MAX_VALUE, verifier)) {
        case Standing.Refused(NoteFault why) ->
            Optional.of(new CertificateFault.BadCheckpoint(member, why));
        case Standing.Signed(_, var found) ->
            Optional.of(
                new CertificateFault.NotWitnessed(member, found.size(), directory.needed(member)));
        case Standing.Witnessed _ when isByOlderKey(origin, proven) ->
            Optional.of(new CertificateFault.OlderKey(member));
        case Standing.Witnessed(var checkpoint, _) -> {
          ProofCheck check =
              proven.proof().size() == checkpoint.size()
                  ? proven.proof().check(MerkleTree.leafHash(proven.frame()), checkpoint.root())
                  : ProofCheck.OTHER_ROOT;
          yield check.holds()
              ? Optional.empty()
              : Optional.of(new CertificateFault.NotThere(member, check));
        }
      };
    }

    /// An entry by a new key stands behind the change of keys, and so does whatever covers it. How
    /// many keys must have signed the first that covers the change shows in the ledger only.
    private boolean isByOlderKey(Origin origin, Proven proven) {
      List<NodeKeys> newestFirst = directory.ring(origin.member()).all();
      int entry = 0;
      while (!proven.entry().isSignedBy(newestFirst.get(entry).entry(), verifier)) {
        entry++;
      }
      return newestFirst.subList(0, entry + 1).stream()
          .map(keys -> NoteKey.ofLedger(origin, keys.ledger()))
          .noneMatch(key -> proven.note().signatures().stream().anyMatch(key::isNamedBy));
    }
  }
}
