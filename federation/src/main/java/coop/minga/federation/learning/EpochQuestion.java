package coop.minga.federation.learning;

import coop.minga.federation.decision.Parent;
import coop.minga.federation.decision.Succession;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.Pae;
import java.util.SortedSet;
import java.util.TreeSet;

/// Which [EpochSet] an epoch of several cohorts comes to, as a [coop.minga.federation.decision]:
/// one for each epoch, after which comes nothing.
///
/// A node approves by itself the set that it sees when all cohorts have ended or the epoch's time
/// is over, and another when more came; only results that it has recomputed are in one. Whatever
/// passes has Q approvals, of which more than f are honest: so what it lists is true, and there is
/// but one.
///
/// Who votes are those who were drawn, since the question names them: so nobody need agree on which
/// roster was in force.
///
/// @param name of which epoch, from which version
/// @param drawn its cohorts
/// @param form of sets
public record EpochQuestion(Name name, Cohorts drawn, EpochSet.Form form) implements Succession {
  private static final String ASKED = "minga/learning/epoch-question/v1";
  private static final String ANSWERED = "minga/learning/epoch-answer/v1";

  /// An epoch.
  ///
  /// @param federation the charter's hash
  /// @param epoch its number
  /// @param base the hash of the version that it was trained from
  public record Name(Hash federation, long epoch, Hash base) {}

  /// What the decision begins with.
  public Parent asked() {
    return new Parent(hash(), voters(), this);
  }

  private SortedSet<MemberId> voters() {
    return new TreeSet<>(drawn.everyone());
  }

  private Hash hash() {
    return Hash.sha256(
        Pae.encode(
            ASKED,
            name.federation().value(),
            Pae.number(name.epoch()),
            name.base().value(),
            Pae.encode(drawn.all().stream().map(cohort -> cohort.hash().value()).toList())));
  }

  @Override
  public Outcome of(Bytes change) {
    boolean fits =
        form.read(change).filter(set -> set.epoch() == name.epoch() && set.isOf(drawn)).isPresent();
    if (!fits) {
      return new Outcome.Refused("it does not list the cohorts of epoch " + name.epoch());
    }
    Hash answered = Hash.sha256(Pae.encode(ANSWERED, hash().value(), change));
    return new Outcome.Next(new Parent(answered, voters(), _ -> over()));
  }

  private static Outcome over() {
    return new Outcome.Refused("the epoch is over");
  }
}
