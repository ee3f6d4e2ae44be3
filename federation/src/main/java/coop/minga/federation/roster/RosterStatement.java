package coop.minga.federation.roster;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.Pae;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.identity.Signer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// What a member says in its ledger about rosters and about its own keys.
public sealed interface RosterStatement {
  /// From here on, witnesses of the author's ledger are those of another roster.
  ///
  /// @param roster its hash
  record Adopt(Hash roster) implements RosterStatement {}

  /// The author's node has new keys, all of them. They are in force for what comes after this
  /// entry.
  ///
  /// @param keys the new ones, which differ from all earlier ones
  /// @param serial 1 for the first after the member's card, then one more each time
  /// @param byRoot the root key's signature on [#toSign]
  record Keys(NodeKeys keys, int serial, Bytes byRoot) implements RosterStatement {
    static final String DOMAIN = "minga/keys/v1";

    /// Checks the serial.
    public Keys {
      if (serial < 1) {
        throw new IllegalArgumentException("serials begin at 1, not at " + serial);
      }
    }

    /// Signs new keys by the root key.
    public static Keys sign(
        Hash federationId, MemberId member, NodeKeys keys, int serial, Signer root) {
      return new Keys(keys, serial, root.sign(toSign(federationId, member, keys, serial)));
    }

    /// Whether the root key signed it.
    public boolean isSignedBy(
        PublicKey root, Hash federationId, MemberId member, SignatureVerifier verifier) {
      return verifier.verify(root, toSign(federationId, member, keys, serial), byRoot);
    }

    /// The bytes that the root key signs.
    public static Bytes toSign(Hash federationId, MemberId member, NodeKeys keys, int serial) {
      return Pae.encode(
          DOMAIN,
          federationId.value(),
          Bytes.utf8(member.name()),
          Pae.number(serial),
          keys.ledger().value(),
          keys.mirror().value(),
          keys.entry().value(),
          keys.tls().value());
    }
  }

  /// Somebody else may have had a key of the author's.
  ///
  /// @param key which
  /// @param since from when on, in whole milliseconds
  /// @param byRoot the root key's signature on [#toSign]
  record Compromised(PublicKey key, Instant since, Bytes byRoot) implements RosterStatement {
    static final String DOMAIN = "minga/compromised/v1";

    /// Checks the time.
    public Compromised {
      if (!since.equals(since.truncatedTo(ChronoUnit.MILLIS))) {
        throw new IllegalArgumentException("since a whole millisecond, not " + since);
      }
    }

    /// Signs it by the root key.
    public static Compromised sign(
        Hash federationId, MemberId member, PublicKey key, Instant since, Signer root) {
      return new Compromised(key, since, root.sign(toSign(federationId, member, key, since)));
    }

    /// Whether the root key signed it.
    public boolean isSignedBy(
        PublicKey root, Hash federationId, MemberId member, SignatureVerifier verifier) {
      return verifier.verify(root, toSign(federationId, member, key, since), byRoot);
    }

    /// The bytes that the root key signs.
    public static Bytes toSign(Hash federationId, MemberId member, PublicKey key, Instant since) {
      return Pae.encode(
          DOMAIN,
          federationId.value(),
          Bytes.utf8(member.name()),
          key.value(),
          Pae.number(since.toEpochMilli()));
    }
  }

  /// How far the author saw everybody's ledgers witnessed: entered once a day.
  ///
  /// @param frontier a [WitnessedFrontier]'s hash
  record Seen(Hash frontier) implements RosterStatement {}
}
