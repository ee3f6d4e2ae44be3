package coop.minga.federation.learning;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.Pae;
import java.util.List;
import java.util.Optional;

/// All that a member keeps secret in one attempt, drawn from 32 random bytes: two X25519 keys, the
/// key of its own mask, its part of the next seed, and the polynomials that share them out.
///
/// Whoever holds the 32 bytes MUST use them for one attempt only, MUST keep them out of every
/// ledger, log and backup, and MUST erase them when the attempt has ended.
public final class AttemptSecret {
  /// Bytes of a secret.
  public static final int SIZE = 32;

  private static final String DOMAIN = "minga/learning/secret/v1";

  private final Bytes root;
  private final Bytes pairKey;
  private final Bytes sealing;
  private final MaskKey sealingKey;

  private AttemptSecret(Bytes root) {
    this.root = root;
    this.pairKey = drawn("value", SecretKind.PAIR_KEY.label());
    this.sealing = drawn("sealing", Bytes.empty());
    this.sealingKey = publicKey(sealing);
  }

  /// The secret of 32 bytes from a secure random source.
  public static AttemptSecret of(Bytes root) {
    if (root.size() != SIZE) {
      throw new IllegalArgumentException("an attempt's secret has 32 bytes, not " + root.size());
    }
    return new AttemptSecret(root);
  }

  /// The public half of the key from which the masks follow.
  MaskKey maskKey() {
    return publicKey(pairKey);
  }

  /// The public half of the key that opens what others deal to this member.
  MaskKey sealingKey() {
    return sealingKey;
  }

  /// One of the secrets that are dealt.
  Bytes value(SecretKind kind) {
    return kind == SecretKind.PAIR_KEY ? pairKey : drawn("value", kind.label());
  }

  /// The shares of one of them, by the cohort's points.
  List<Bytes> shares(SecretKind kind, Cohort cohort) {
    Hash polynomial = new Hash(drawn("polynomial", kind.label()));
    return SecretSharing.split(
        value(kind), cohort.threshold(), cohort.members().size(), polynomial);
  }

  /// What the rounding and the noise of this attempt's vector are drawn from.
  RingCodec.Chance chance() {
    return new RingCodec.Chance(
        new Hash(drawn("rounding", Bytes.empty())), new Hash(drawn("noise", Bytes.empty())));
  }

  /// X25519 of the pair key and a peer's; absent if that gives no secret.
  Optional<Bytes> agree(MaskKey peer) {
    return X25519.agree(pairKey, peer.value());
  }

  Optional<Bytes> seal(MemberId reader, MaskKey key, Bytes info, Bytes message) {
    return Sealing.seal(
        drawn("ephemeral", Bytes.utf8(reader.name())), key, Sealing.Bound.to(info), message);
  }

  Optional<Bytes> open(Bytes sealed, Bytes info) {
    return Sealing.open(new Sealing.Reader(sealing, sealingKey), sealed, Sealing.Bound.to(info));
  }

  /// Nothing of the secret.
  @Override
  public String toString() {
    return "an attempt's secret";
  }

  static MaskKey publicKey(Bytes privateKey) {
    return new MaskKey(X25519.publicKey(privateKey));
  }

  private Bytes drawn(String what, Bytes which) {
    return Masks.hkdf(root, Bytes.empty(), Pae.encode(DOMAIN, Bytes.utf8(what), which), SIZE);
  }
}
