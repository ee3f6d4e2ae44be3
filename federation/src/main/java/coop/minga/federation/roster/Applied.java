package coop.minga.federation.roster;

import coop.minga.federation.identity.MemberId;

/// What comes of a change on a roster.
public sealed interface Applied {
  /// The roster that follows.
  ///
  /// @param next it
  record Next(Roster next) implements Applied {}

  /// It cannot follow.
  ///
  /// @param reason why
  record Refused(Reason reason) implements Applied {}

  /// Why a change cannot follow a roster.
  sealed interface Reason {
    /// It is about somebody who does not belong.
    ///
    /// @param member who
    record Stranger(MemberId member) implements Reason {}

    /// The name belongs to a member, or did.
    ///
    /// @param member the name
    record NameTaken(MemberId member) implements Reason {}

    /// A key is or was another's, or had another purpose.
    ///
    /// @param member whose key it would be
    record KeyTaken(MemberId member) implements Reason {}

    /// There is no room for one more.
    record Full() implements Reason {}

    /// Nobody would be left to vote.
    record NobodyLeft() implements Reason {}

    /// It is so already.
    ///
    /// @param what in words
    record NoChange(String what) implements Reason {}

    /// A root key's signature is not valid.
    ///
    /// @param member whose
    /// @param which the old or the new root key
    record BadRootSignature(MemberId member, String which) implements Reason {}

    /// Whether the clock is simulated is for the charter to say, once.
    record OtherClock() implements Reason {}

    /// The reason in words.
    default String sentence() {
      return switch (this) {
        case Stranger(var member) -> member + " does not belong";
        case NameTaken(var member) -> "the name " + member + " is a member's, or was one's";
        case KeyTaken(var member) -> "a key of " + member + " is in use already, or was";
        case Full() -> "there is no room for another member";
        case NobodyLeft() -> "nobody would be left to vote";
        case NoChange(var what) -> what;
        case BadRootSignature(var member, var which) ->
            "the " + which + " root key of " + member + " has not signed it";
        case OtherClock() -> "whether the clock is simulated cannot be changed";
      };
    }
  }
}
