package coop.minga.federation.learning;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/// Masks: on its vector every member lays a stream of its own and, with every other member of the
/// circle, a stream that only the two can compute, one of them with a plus and the other with a
/// minus.
///
/// In the sum over a set the pairs within it cancel out. What is left, the set's own masks and the
/// pairs with who is not in it, is taken away once the secrets for exactly that are given back. The
/// own mask is what keeps a vector hidden that came too late, when the pair keys of its author are
/// given back to save the sum of the others.
///
/// The streams are AES-256-CTR under keys of HKDF-SHA256 bound to the attempt and the circle,
/// reduced modulo 2^w: as 2^w divides 2^32, a word's low bits are as uniform as the word. Source:
/// Bonawitz and others, "Practical secure aggregation for privacy-preserving machine learning",
/// 2017, section 4; we bind the keys to the circle, and recover with Shamir over bytes.
public final class Masks {
  private static final String PAIR = "minga/learning/mask/v2";
  private static final String OWN = "minga/learning/own-mask/v1";

  private Masks() {}

  /// What every mask of an attempt is bound to.
  ///
  /// @param name the attempt
  /// @param circle the root over the adverts of all who take part
  public record Context(AttemptName name, Hash circle) {}

  /// What masking came to.
  public sealed interface Outcome {
    /// The masked vector.
    ///
    /// @param vector uniform to whoever lacks the member's own mask or one of its pairs
    record Done(RingVector vector) implements Outcome {}

    /// A key gives no secret; nothing was masked.
    ///
    /// @param whose the member with that key
    record NoSecret(MemberId whose) implements Outcome {}
  }

  /// Masks a vector.
  ///
  /// @param keys of all members of the circle, oneself among them
  public static Outcome mask(
      RingVector plain,
      MemberId self,
      SortedMap<MemberId, MaskKey> keys,
      AttemptSecret secret,
      Context context) {
    int[] values = plain.toArray();
    new KeyStream(ownKey(secret.value(SecretKind.OWN_MASK), context)).addTo(values, 1);
    for (Map.Entry<MemberId, MaskKey> peer : keys.entrySet()) {
      if (peer.getKey().equals(self)) {
        continue;
      }
      Optional<Bytes> agreed = secret.agree(peer.getValue());
      if (agreed.isEmpty()) {
        return new Outcome.NoSecret(peer.getKey());
      }
      Hash key = pairKey(agreed.get(), self, peer.getKey(), context);
      new KeyStream(key).addTo(values, sign(self, peer.getKey()));
    }
    return new Outcome.Done(RingVector.reduced(plain.bits(), values));
  }

  /// Whether a member adds or subtracts the stream that it shares with a peer.
  static int sign(MemberId member, MemberId peer) {
    return member.compareTo(peer) < 0 ? 1 : -1;
  }

  /// The key of a member's own stream.
  static Hash ownKey(Bytes ownMask, Context context) {
    Bytes info = context.name().bind(OWN, context.circle().value());
    return new Hash(hkdf(ownMask, Bytes.empty(), info, Hash.SIZE));
  }

  /// The key of one pair's stream, whichever of the two is named first.
  static Hash pairKey(Bytes agreed, MemberId one, MemberId other, Context context) {
    boolean inOrder = one.compareTo(other) < 0;
    Bytes info =
        context
            .name()
            .bind(
                PAIR,
                context.circle().value(),
                Bytes.utf8((inOrder ? one : other).name()),
                Bytes.utf8((inOrder ? other : one).name()));
    return new Hash(hkdf(agreed, Bytes.empty(), info, Hash.SIZE));
  }

  /// HKDF with SHA-256 (RFC 5869).
  static Bytes hkdf(Bytes material, Bytes salt, Bytes info, int length) {
    try {
      return Bytes.of(
          KDF.getInstance("HKDF-SHA256")
              .deriveData(
                  HKDFParameterSpec.ofExtract()
                      .addIKM(material.toArray())
                      .addSalt(salt.toArray())
                      .thenExpand(info.toArray(), length)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK 25 has HKDF", e);
    }
  }
}
