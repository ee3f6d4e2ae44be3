package coop.minga.federation.roster;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.Pae;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.identity.Signer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// What a member gives to somebody who is to join, by a way that both trust: on paper, by word of
/// mouth, as a picture on a screen.
///
/// It makes nobody a member: it says where to knock, by which key the door is known, and which
/// federation and roster the newcomer must find behind it.
///
/// @param federation the federation's id
/// @param roster the hash of the roster in force when it was written
/// @param dated when it was written, whole milliseconds
/// @param door whose door, and how it is known
/// @param expires after which nobody is let in by it, whole milliseconds, within [#LONGEST]
/// @param nonce [#NONCE_BYTES] bytes that nobody can guess; good for one newcomer
/// @param signature the inviter's entry key's
public record Invite(
    Hash federation,
    Hash roster,
    Instant dated,
    Door door,
    Instant expires,
    Bytes nonce,
    Bytes signature) {
  /// Bytes of a nonce.
  public static final int NONCE_BYTES = 16;

  /// The most addresses at which one can knock.
  public static final int MAX_ADDRESSES = 4;

  /// The longest that an invite is good for.
  public static final Duration LONGEST = Duration.ofDays(30);

  private static final String DOMAIN = "minga/invite/v1";

  /// Checks lengths and times.
  public Invite {
    if (nonce.size() != NONCE_BYTES) {
      throw new IllegalArgumentException("a nonce has 16 bytes, not " + nonce.size());
    }
    requireMillis(dated);
    requireMillis(expires);
    if (!dated.isBefore(expires) || expires.isAfter(dated.plus(LONGEST))) {
      throw new IllegalArgumentException("an invite is good for at most 30 days");
    }
  }

  /// Where to knock, and how to know that it is the right door.
  ///
  /// @param inviter the member whose it is
  /// @param tls SHA-256 of the SubjectPublicKeyInfo of its TLS key
  /// @param addresses 1 to [#MAX_ADDRESSES]
  public record Door(MemberId inviter, Hash tls, List<Endpoint> addresses) {
    /// Checks the number.
    public Door {
      addresses = List.copyOf(addresses);
      if (addresses.isEmpty() || addresses.size() > MAX_ADDRESSES) {
        throw new IllegalArgumentException("a door has 1 to 4 addresses");
      }
    }
  }

  /// What is signed.
  ///
  /// @param federation the federation's id
  /// @param roster the hash of the roster in force
  /// @param dated now
  /// @param expires after which it is void
  public record Terms(Hash federation, Hash roster, Instant dated, Instant expires) {}

  /// Writes an invite.
  ///
  /// @param nonce bytes that nobody can guess
  public static Invite write(Terms terms, Door door, Bytes nonce, Signer entryKey) {
    Bytes signature = entryKey.sign(signedBytes(terms, door, nonce));
    return new Invite(
        terms.federation(), terms.roster(), terms.dated(), door, terms.expires(), nonce, signature);
  }

  /// Whether the inviter's entry key signed it.
  public boolean isSignedBy(PublicKey entryKey, SignatureVerifier verifier) {
    var terms = new Terms(federation, roster, dated, expires);
    return verifier.verify(entryKey, signedBytes(terms, door, nonce), signature);
  }

  /// The words that both sides see once the newcomer has knocked: the same only if the newcomer
  /// came to this very door with this very card, and nobody stands between.
  ///
  /// @param doorKey the pin that the newcomer met at the door; the inviter's own there
  /// @param card the hash of the newcomer's card
  public static List<String> words(Bytes nonce, Hash doorKey, Hash card) {
    Bytes met = Pae.encode("minga/words/v1", nonce, doorKey.value(), card.value());
    return SpokenWords.of(Hash.sha256(met));
  }

  private static Bytes signedBytes(Terms terms, Door door, Bytes nonce) {
    var parts = new ArrayList<Bytes>();
    parts.add(Bytes.utf8(DOMAIN));
    parts.add(terms.federation().value());
    parts.add(terms.roster().value());
    parts.add(Pae.number(terms.dated().toEpochMilli()));
    parts.add(Bytes.utf8(door.inviter().name()));
    parts.add(door.tls().value());
    parts.add(Pae.number(door.addresses().size()));
    door.addresses().forEach(address -> parts.add(Bytes.utf8(address.toString())));
    parts.add(Pae.number(terms.expires().toEpochMilli()));
    parts.add(nonce);
    return Pae.encode(parts);
  }

  private static void requireMillis(Instant instant) {
    if (!instant.equals(instant.truncatedTo(ChronoUnit.MILLIS))) {
      throw new IllegalArgumentException("whole milliseconds, not " + instant);
    }
  }
}
