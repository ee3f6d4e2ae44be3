package coop.minga.federation.learning;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.Pae;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/// Pairwise masks: to every vector each pair of members adds, one of them with a plus and the other
/// with a minus, a stream that only the two can compute. In the sum over all members nothing of
/// them is left.
///
/// k_ij = HKDF-SHA256(X25519(sk_i, pk_j), info = PAE(domain, federation, epoch, attempt, adverts
/// root, i, j)), i before j by name; the stream is AES-256-CTR under k_ij, reduced modulo 2^w. As
/// 2^w divides 2^32, a word's low bits are as uniform as the word. Source: Bonawitz and others,
/// "Practical secure aggregation for privacy-preserving machine learning", 2017, section 4, without
/// its self-masks and secret sharing: whoever is absent ends the attempt.
public final class Masks {
  private static final String DOMAIN = "minga/learning/mask/v1";

  private Masks() {}

  /// What every mask of an attempt is bound to.
  ///
  /// @param federation the charter's hash
  /// @param epoch the epoch
  /// @param attempt the attempt
  /// @param advertsRoot over the adverts of all members
  public record Context(Hash federation, long epoch, int attempt, Hash advertsRoot) {}

  /// What masking came to.
  public sealed interface Outcome {
    /// The vector, masked against every other member.
    ///
    /// @param vector uniform to whoever lacks one of the pairs' secrets
    record Done(RingVector vector) implements Outcome {}

    /// A key gives no secret; nothing was masked.
    ///
    /// @param whose the member with that key
    record NoSecret(MemberId whose) implements Outcome {}
  }

  /// Masks a vector against every other member of the attempt.
  ///
  /// @param keys of all members, oneself among them
  public static Outcome mask(
      RingVector plain,
      MemberId self,
      SortedMap<MemberId, MaskKey> keys,
      MaskSecret secret,
      Context context) {
    int[] values = plain.toArray();
    for (Map.Entry<MemberId, MaskKey> peer : keys.entrySet()) {
      if (peer.getKey().equals(self)) {
        continue;
      }
      Optional<Bytes> agreed = secret.agree(peer.getValue());
      if (agreed.isEmpty()) {
        return new Outcome.NoSecret(peer.getKey());
      }
      boolean first = self.compareTo(peer.getKey()) < 0;
      Hash key =
          first
              ? pairKey(agreed.get(), self, peer.getKey(), context)
              : pairKey(agreed.get(), peer.getKey(), self, context);
      new KeyStream(key).addTo(values, first ? 1 : -1);
    }
    return new Outcome.Done(RingVector.reduced(plain.bits(), values));
  }

  /// The key of one pair's stream.
  static Hash pairKey(Bytes agreed, MemberId first, MemberId second, Context context) {
    Bytes info =
        Pae.encode(
            DOMAIN,
            context.federation().value(),
            Pae.number(context.epoch()),
            Pae.number(context.attempt()),
            context.advertsRoot().value(),
            Bytes.utf8(first.name()),
            Bytes.utf8(second.name()));
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
