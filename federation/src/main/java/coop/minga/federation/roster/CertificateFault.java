package coop.minga.federation.roster;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.NoteFault;
import coop.minga.federation.ledger.ProofCheck;

/// Why a certificate shows nothing.
public sealed interface CertificateFault {
  /// It is about another parent than the one asked about.
  ///
  /// @param parent which
  record OtherParent(Hash parent) implements CertificateFault {}

  /// Its ballot is not of its change, its parent or of rosters.
  record OtherBallot() implements CertificateFault {}

  /// The change cannot follow the parent.
  ///
  /// @param reason why
  record BadChange(Applied.Reason reason) implements CertificateFault {}

  /// Fewer voters committed than decide.
  ///
  /// @param found how many are in it
  /// @param needed how many decide
  record TooFewCommits(int found, int needed) implements CertificateFault {}

  /// Fewer voters approved than decide.
  ///
  /// @param found how many are in it
  /// @param needed how many decide
  record TooFewApprovals(int found, int needed) implements CertificateFault {}

  /// Somebody in it has no vote under the parent.
  ///
  /// @param member who
  record NoVoter(MemberId member) implements CertificateFault {}

  /// An entry is not its author's: another federation's, from a book, of an author other than it is
  /// listed under, or not signed by a key of that author's.
  ///
  /// @param member under whose name it is listed
  record NotAuthentic(MemberId member) implements CertificateFault {}

  /// An entry says something else than what it is listed for.
  ///
  /// @param member whose
  record OtherWord(MemberId member) implements CertificateFault {}

  /// A checkpoint is not one, or not that member's.
  ///
  /// @param member whose
  /// @param fault what is wrong
  record BadCheckpoint(MemberId member, NoteFault fault) implements CertificateFault {}

  /// A checkpoint is signed by a ledger key from before the change of keys that the entry under it
  /// follows.
  ///
  /// @param member whose
  record OlderKey(MemberId member) implements CertificateFault {}

  /// Not enough of the parent's voters cosigned a checkpoint.
  ///
  /// @param member whose
  /// @param found how many did
  /// @param needed how many it takes
  record NotWitnessed(MemberId member, int found, int needed) implements CertificateFault {}

  /// An entry does not stand where it is said to.
  ///
  /// @param member whose
  /// @param check what is wrong with the proof
  record NotThere(MemberId member, ProofCheck check) implements CertificateFault {}

  /// A member's change of keys in it counts for nothing.
  ///
  /// @param member whose
  /// @param fault why
  record BadKeys(MemberId member, KeyFault fault) implements CertificateFault {}

  /// The member's ledger, which the reader holds, has an earlier word on this ballot: this one is
  /// its second.
  ///
  /// @param member who
  record SecondWord(MemberId member) implements CertificateFault {}

  /// The fault in words.
  default String sentence() {
    return switch (this) {
      case OtherParent(var parent) -> "it is about what follows " + parent.brief();
      case OtherBallot() -> "its ballot is not about its change";
      case BadChange(var reason) -> "the change cannot follow: " + reason.sentence();
      case TooFewCommits(var found, var needed) -> found + " members committed, it takes " + needed;
      case TooFewApprovals(var found, var needed) ->
          found + " members approved, it takes " + needed;
      case NoVoter(var member) -> member + " has no vote in this";
      case NotAuthentic(var member) -> "an entry in it is not " + member + "'s";
      case OtherWord(var member) -> "an entry of " + member + " says something else";
      case BadCheckpoint(var member, var fault) ->
          "the checkpoint of " + member + ": " + fault.sentence();
      case NotWitnessed(var member, var found, var needed) ->
          found + " cosigned the checkpoint of " + member + ", it takes " + needed;
      case OlderKey(var member) ->
          "the checkpoint of " + member + " is by an older key than the entry under it";
      case NotThere(var member, _) -> "an entry of " + member + " does not stand where it should";
      case BadKeys(var member, var fault) -> "the keys of " + member + ": " + fault.sentence();
      case SecondWord(var member) -> member + " had said another word before this one";
    };
  }
}
