package coop.minga.federation.roster;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.Pae;
import coop.minga.federation.identity.PublicKey;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a root key is asked to sign, read from nothing but the bytes to be signed: a machine that
/// keeps the key offline shows this to a person, whatever the node that asks may say.
public sealed interface RootMatter {
  /// A federation begins.
  ///
  /// @param federationId its id
  record Founding(Hash federationId) implements RootMatter {}

  /// A member's node has new keys.
  ///
  /// @param federationId of which federation
  /// @param member whose
  /// @param serial how many changes of its keys that makes
  /// @param keys the ledger's, the mirror's and the entries' key
  record NewKeys(Hash federationId, MemberId member, long serial, List<PublicKey> keys)
      implements RootMatter {}

  /// Somebody else may have had a key.
  ///
  /// @param federationId of which federation
  /// @param member whose key it was
  /// @param key which
  /// @param since from when on
  record LostKey(Hash federationId, MemberId member, PublicKey key, Instant since)
      implements RootMatter {}

  /// Another root key takes the place of one.
  ///
  /// @param federationId of which federation
  /// @param member whose
  /// @param before the one that goes
  /// @param after the one that comes
  record NewRoot(Hash federationId, MemberId member, PublicKey before, PublicKey after)
      implements RootMatter {}

  /// Reads what the bytes mean; absent if they are nothing that a root key signs.
  static Optional<RootMatter> read(Bytes toSign) {
    return Pae.decode(toSign)
        .filter(parts -> !parts.isEmpty())
        .flatMap(parts -> of(parts.getFirst().toUtf8(), parts.subList(1, parts.size())));
  }

  private static Optional<RootMatter> of(String domain, List<Bytes> parts) {
    try {
      return switch (domain) {
        case SignedCharter.DOMAIN -> Optional.of(new Founding(Hash.sha256(parts.getFirst())));
        case RosterStatement.Keys.DOMAIN ->
            Optional.of(
                new NewKeys(
                    new Hash(parts.get(0)),
                    new MemberId(parts.get(1).toUtf8()),
                    number(parts.get(2)),
                    parts.subList(3, 6).stream().map(PublicKey::new).toList()));
        case RosterStatement.Compromised.DOMAIN ->
            Optional.of(
                new LostKey(
                    new Hash(parts.get(0)),
                    new MemberId(parts.get(1).toUtf8()),
                    new PublicKey(parts.get(2)),
                    Instant.ofEpochMilli(number(parts.get(3)))));
        case RosterChange.RootKey.DOMAIN ->
            Optional.of(
                new NewRoot(
                    new Hash(parts.get(0)),
                    new MemberId(parts.get(1).toUtf8()),
                    new PublicKey(parts.get(2)),
                    new PublicKey(parts.get(3))));
        default -> Optional.empty();
      };
    } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static long number(Bytes part) {
    if (part.size() != Long.BYTES) {
      throw new IllegalArgumentException("a number has 8 bytes, not " + part.size());
    }
    return ByteBuffer.wrap(part.toArray()).getLong();
  }

  /// The matter in words.
  default String sentence() {
    return switch (this) {
      case Founding founding -> "Found the federation " + founding.federationId() + ".";
      case NewKeys keys ->
          "Give the node of %s new keys, change %d, in federation %s. Its entry key will be %s."
              .formatted(keys.member(), keys.serial(), keys.federationId(), keys.keys().getLast());
      case LostKey lost ->
          "Say that somebody else may have had the key %s of %s since %s, in federation %s."
              .formatted(lost.key(), lost.member(), lost.since(), lost.federationId());
      case NewRoot root ->
          "Give %s another root key in federation %s: %s in the place of %s."
              .formatted(root.member(), root.federationId(), root.after(), root.before());
    };
  }
}
