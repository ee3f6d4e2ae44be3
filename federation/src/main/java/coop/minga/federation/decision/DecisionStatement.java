package coop.minga.federation.decision;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Quorum;
import java.util.HashSet;
import java.util.List;

/// What a member says, in its ledger, towards a decision.
public sealed interface DecisionStatement {
  /// Which chain it is about.
  Subject subject();

  /// Which parent it is about.
  Hash parent();

  /// What is said of a ballot that was called: of one author's words on a ballot the first counts.
  sealed interface Word extends DecisionStatement {
    /// The ballot.
    Ballot ballot();

    @Override
    default Subject subject() {
      return ballot().subject();
    }

    @Override
    default Hash parent() {
      return ballot().parent();
    }
  }

  /// A person wants this change to follow this parent. It does not bind: several may be approved.
  ///
  /// @param subject which chain
  /// @param parent what it is to follow
  /// @param change its canonical bytes, 1 to [#MAX_CHANGE]
  record Approve(Subject subject, Hash parent, Bytes change) implements DecisionStatement {
    /// Bytes that a change may have, so that it fits an entry with room to spare.
    public static final int MAX_CHANGE = 48 * 1024;

    /// Checks the length.
    public Approve {
      if (change.size() == 0 || change.size() > MAX_CHANGE) {
        throw new IllegalArgumentException("a change of " + change.size() + " bytes");
      }
    }

    /// The change's name.
    public Hash changeName() {
      return Ballot.nameOf(change);
    }
  }

  /// A ballot is open.
  ///
  /// @param ballot which
  record Call(Ballot ballot) implements DecisionStatement {
    @Override
    public Subject subject() {
      return ballot.subject();
    }

    @Override
    public Hash parent() {
      return ballot.parent();
    }
  }

  /// The author's node is for the ballot, and bound to its change until the ballot is dead.
  ///
  /// @param ballot which
  /// @param approvals of Q members, by name: the approval certificate that it holds
  /// @param released the ballots of other changes to which it was bound, each with the declines
  ///   that made it dead; at most [#MAX_RELEASED]
  record Commit(Ballot ballot, List<Place> approvals, List<Released> released) implements Word {
    /// Dead ballots that a word may name, whatever the federation's size.
    public static final int MAX_RELEASED = 256;

    private static final int ROOM = 48 * 1024;
    private static final int BALLOT_BYTES = 128;
    private static final int PLACE_BYTES = 80;

    /// Dead ballots that a word may name beside their declines, for it to fit into an entry. A node
    /// bound to more has to leave the parent to others.
    public static int mostReleased(Quorum quorum) {
      int each = BALLOT_BYTES + quorum.blocking() * PLACE_BYTES;
      return Math.min(MAX_RELEASED, ROOM / each);
    }

    /// Checks the lists.
    public Commit {
      approvals = List.copyOf(approvals);
      released = List.copyOf(released);
      requireByName("approvals", approvals);
      if (released.size() > MAX_RELEASED) {
        throw new IllegalArgumentException(released.size() + " ballots that released its author");
      }
      var once = new HashSet<Ballot>();
      for (Released each : released) {
        if (!once.add(each.ballot())
            || !each.ballot().parent().equals(ballot.parent())
            || each.ballot().change().equals(ballot.change())) {
          throw new IllegalArgumentException("no ballot from which it had to be released");
        }
      }
    }
  }

  /// A ballot that is dead.
  ///
  /// @param ballot which
  /// @param declines of d members, by name
  record Released(Ballot ballot, List<Place> declines) {
    /// Checks the list.
    public Released {
      declines = List.copyOf(declines);
      requireByName("declines", declines);
    }
  }

  /// The author's node saw the ballot's close by its own clock before it committed, and never will.
  ///
  /// @param ballot which
  record DeclineBallot(Ballot ballot) implements Word {}

  private static void requireByName(String what, List<Place> places) {
    if (places.isEmpty() || places.size() > Quorum.MAX_MEMBERS) {
      throw new IllegalArgumentException(places.size() + " " + what);
    }
    for (int i = 1; i < places.size(); i++) {
      MemberId before = places.get(i - 1).author();
      if (before.compareTo(places.get(i).author()) >= 0) {
        throw new IllegalArgumentException(what + " stand once each, by name");
      }
    }
  }
}
