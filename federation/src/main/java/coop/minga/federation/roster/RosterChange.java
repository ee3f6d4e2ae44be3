package coop.minga.federation.roster;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.Pae;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.identity.Signer;

/// What may change about who belongs and by which rules: one thing at a time.
public sealed interface RosterChange {
  /// A member joins.
  ///
  /// @param card what it shows of itself
  record Admit(MemberCard card) implements RosterChange {}

  /// A member no longer belongs. Its name and its keys are never used again.
  ///
  /// @param member who
  record Remove(MemberId member) implements RosterChange {}

  /// A member that has been quiet belongs on, and has no vote and no part in any quorum.
  ///
  /// @param member who
  record Dormant(MemberId member) implements RosterChange {}

  /// A dormant member votes again.
  ///
  /// @param member who
  record Wake(MemberId member) implements RosterChange {}

  /// A member's updates are in no sum any more. It belongs, votes, gives and takes as before.
  ///
  /// @param member who
  record Quarantine(MemberId member) implements RosterChange {}

  /// A member in quarantine learns with the others again.
  ///
  /// @param member who
  record Trust(MemberId member) implements RosterChange {}

  /// The common model goes back: whatever came of one version is trained from an earlier one
  /// instead.
  ///
  /// @param from the hash of the version that was a mistake, with all that came of it
  /// @param to the hash of the earlier one
  record RollBack(Hash from, Hash to) implements RosterChange {
    /// Checks that it goes somewhere.
    public RollBack {
      if (from.equals(to)) {
        throw new IllegalArgumentException("a roll-back goes to another version");
      }
    }
  }

  /// A member's organisation has a new root key.
  ///
  /// @param member who
  /// @param newRoot the new key
  /// @param byOld the old root key's signature on [#signedBytes]
  /// @param byNew the new one's on the same
  record RootKey(MemberId member, PublicKey newRoot, Bytes byOld, Bytes byNew)
      implements RosterChange {
    static final String DOMAIN = "minga/root-key/v1";

    /// Signs a change of root key.
    public static RootKey sign(Hash federationId, MemberId member, Signer oldRoot, Signer newRoot) {
      Bytes signed = signedBytes(federationId, member, oldRoot.publicKey(), newRoot.publicKey());
      return new RootKey(member, newRoot.publicKey(), oldRoot.sign(signed), newRoot.sign(signed));
    }

    /// The bytes that both root keys sign.
    public static Bytes signedBytes(
        Hash federationId, MemberId member, PublicKey oldRoot, PublicKey newRoot) {
      return Pae.encode(
          DOMAIN,
          federationId.value(),
          Bytes.utf8(member.name()),
          oldRoot.value(),
          newRoot.value());
    }
  }

  /// Other rules are in force.
  ///
  /// @param rules all of them
  record NewRules(Rules rules) implements RosterChange {}

  /// The change in words, for people.
  default String sentence() {
    return switch (this) {
      case Admit(var card) -> "admit " + card.id() + " (" + card.displayName() + ")";
      case Remove(var member) -> "remove " + member;
      case Dormant(var member) -> "let " + member + " rest";
      case Wake(var member) -> "wake " + member;
      case Quarantine(var member) -> "learn without " + member;
      case Trust(var member) -> "learn with " + member + " again";
      case RollBack(var from, var to) ->
          "take the common model back from " + shown(from) + " to " + shown(to);
      case RootKey rootKey -> "change the root key of " + rootKey.member();
      case NewRules _ -> "change the rules";
    };
  }

  private static String shown(Hash version) {
    return version.toString().substring(0, 8);
  }
}
