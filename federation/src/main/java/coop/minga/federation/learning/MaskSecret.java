package coop.minga.federation.learning;

import coop.minga.federation.identity.Bytes;
import java.util.Optional;

/// The private half of a mask key, which the implementation holds.
///
/// An implementation MUST use the key for one proposal only, MUST keep it out of every ledger, log
/// and backup, and MUST erase it when the proposal is masked or abandoned. It MAY answer through
/// [#of], which computes with the JDK. It MUST be usable from the thread that masks.
@FunctionalInterface
public interface MaskSecret {
  /// The 32 bytes of X25519(own private key, the peer's public key), RFC 7748 section 5.
  ///
  /// @return absent if they are all zero: the peer's key is of small order (RFC 7748 section 6.1)
  Optional<Bytes> agree(MaskKey peer);

  /// A secret held as its 32 bytes.
  static MaskSecret of(Bytes privateKey) {
    return peer -> X25519.agree(privateKey, peer.value());
  }

  /// The public half of a private key.
  static MaskKey publicKey(Bytes privateKey) {
    return new MaskKey(X25519.publicKey(privateKey));
  }
}
