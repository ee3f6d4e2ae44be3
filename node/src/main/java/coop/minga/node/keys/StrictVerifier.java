package coop.minga.node.keys;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.identity.SignatureVerifier;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.conscrypt.Conscrypt;

/// Accepts a signature only if two verifiers that share no code accept it, and its parts are in
/// their one canonical form. For Ed25519: A and R canonical, S < L, A not of small order, the
/// cofactorless equation. For a root key on P-256: r and s in 32 bytes each, s at most half the
/// order.
///
/// Of 914 public edge vectors (CCTV, `ed25519vectors`) Bouncy Castle alone accepts 126 that Go,
/// OpenSSL and the JDK refuse. The second verifier is Conscrypt (BoringSSL, cofactorless), or the
/// JDK where Conscrypt has no native code. Usable from several threads.
public final class StrictVerifier implements SignatureVerifier {
  private static final int HALF = 32;
  private static final Bytes SPKI_PREFIX = Bytes.hex("302a300506032b6570032100");

  private final SignatureVerifier first;
  private final SignatureVerifier second;
  private final String name;

  /// A verifier with the best second opinion that this machine has.
  public StrictVerifier() {
    this(conscrypt().orElseGet(() -> Security.getProvider("SunEC")));
  }

  StrictVerifier(Provider second) {
    this(
        StrictVerifier::bouncyCastleAccepts,
        (key, message, signature) -> accepts(second, key, message, signature),
        second.getName());
  }

  /// A verifier with these two opinions on what has the one form.
  ///
  /// @param name of the second
  StrictVerifier(SignatureVerifier first, SignatureVerifier second, String name) {
    this.first = first;
    this.second = second;
    this.name = name;
  }

  /// Whose second opinion it takes, for the operator's log.
  public String second() {
    return name;
  }

  @Override
  public boolean verify(PublicKey key, Bytes message, Bytes signature) {
    return switch (key.algorithm()) {
      case ED25519 -> verifyEd25519(key, message, signature);
      case P256 -> P256.verify(key, message, signature);
    };
  }

  private boolean verifyEd25519(PublicKey key, Bytes message, Bytes signature) {
    if (signature.size() != 2 * HALF) {
      return false;
    }
    return EdwardsForm.isCanonicalPoint(key.value())
        && !EdwardsForm.isSmallOrder(key.value())
        && EdwardsForm.isCanonicalPoint(signature.slice(0, HALF))
        && EdwardsForm.isCanonicalScalar(signature.slice(HALF, 2 * HALF))
        && first.verify(key, message, signature)
        && second.verify(key, message, signature);
  }

  static boolean bouncyCastleAccepts(PublicKey key, Bytes message, Bytes signature) {
    byte[] content = message.toArray();
    return Ed25519.verify(
        signature.toArray(), 0, key.value().toArray(), 0, content, 0, content.length);
  }

  static boolean accepts(Provider provider, PublicKey key, Bytes message, Bytes signature) {
    try {
      byte[] spki = new byte[SPKI_PREFIX.size() + PublicKey.SIZE];
      SPKI_PREFIX.copyTo(spki, 0);
      key.value().copyTo(spki, SPKI_PREFIX.size());
      Signature check = Signature.getInstance("Ed25519", provider);
      check.initVerify(
          KeyFactory.getInstance("Ed25519", provider).generatePublic(new X509EncodedKeySpec(spki)));
      check.update(message.toArray());
      return check.verify(signature.toArray());
    } catch (GeneralSecurityException e) {
      // A key or a signature that it cannot even read: the port asks for false, whatever the bytes.
      return false;
    }
  }

  private static Optional<Provider> conscrypt() {
    return Conscrypt.isAvailable() ? Optional.of(Conscrypt.newProvider()) : Optional.empty();
  }
}
