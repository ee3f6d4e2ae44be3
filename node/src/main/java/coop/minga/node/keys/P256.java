package coop.minga.node.keys;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.identity.SignatureVerifier;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.DSADigestSigner;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.util.BigIntegers;

/// ECDSA on P-256 with SHA-256, the one algorithm beside Ed25519 that a root key may have: tokens
/// and smart cards speak it. Keys are uncompressed points of SEC 1; signatures are r and s, 32
/// bytes each, with s at most half the order, so that each has one form only.
final class P256 {
  static final int SIGNATURE_BYTES = 64;

  private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256r1");
  private static final ECDomainParameters DOMAIN = new ECDomainParameters(CURVE);
  private static final BigInteger HALF = CURVE.getN().shiftRight(1);
  private static final int COORDINATE = 32;
  private static final Bytes SPKI_PREFIX =
      Bytes.hex("3059301306072a8648ce3d020106082a8648ce3d030107034200");
  private static final Provider JDK = Security.getProvider("SunEC");

  /// Who share no code.
  static final List<SignatureVerifier> BOTH = List.of(P256::bouncyCastleAccepts, P256::jdkAccepts);

  private P256() {}

  /// The bytes of a public key of the JDK's.
  ///
  /// @throws IllegalArgumentException if it is no key on P-256
  static PublicKey publicKey(ECPublicKey key) {
    byte[] spki = key.getEncoded();
    Bytes whole = Bytes.of(spki);
    if (whole.size() <= SPKI_PREFIX.size()
        || !whole.slice(0, SPKI_PREFIX.size()).equals(SPKI_PREFIX)) {
      throw new IllegalArgumentException("a key on another curve than P-256");
    }
    return new PublicKey(whole.slice(SPKI_PREFIX.size(), whole.size()));
  }

  /// A public key as X.509 writes it.
  static byte[] spki(PublicKey key) {
    byte[] spki = new byte[SPKI_PREFIX.size() + key.value().size()];
    SPKI_PREFIX.copyTo(spki, 0);
    key.value().copyTo(spki, SPKI_PREFIX.size());
    return spki;
  }

  /// The one form of a signature that a token gave in DER.
  ///
  /// @throws IllegalStateException if it is none
  static Bytes canonical(byte[] der) {
    try {
      BigInteger[] parts = StandardDSAEncoding.INSTANCE.decode(DOMAIN.getN(), der);
      BigInteger low = parts[1].compareTo(HALF) > 0 ? DOMAIN.getN().subtract(parts[1]) : parts[1];
      return Bytes.of(PlainDSAEncoding.INSTANCE.encode(DOMAIN.getN(), parts[0], low));
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalStateException("a token's signature is not one of ECDSA on P-256", e);
    }
  }

  /// Whether both Bouncy Castle and the JDK accept a signature, and it has its one form.
  static boolean verify(PublicKey key, Bytes message, Bytes signature) {
    return verify(BOTH, key, message, signature);
  }

  /// Whether a signature has its one form, and all of these accept it.
  static boolean verify(
      List<SignatureVerifier> all, PublicKey key, Bytes message, Bytes signature) {
    return signature.size() == SIGNATURE_BYTES
        && isLow(signature)
        && all.stream().allMatch(one -> one.verify(key, message, signature));
  }

  private static boolean isLow(Bytes signature) {
    byte[] s = signature.slice(COORDINATE, SIGNATURE_BYTES).toArray();
    return BigIntegers.fromUnsignedByteArray(s).compareTo(HALF) <= 0;
  }

  static boolean bouncyCastleAccepts(PublicKey key, Bytes message, Bytes signature) {
    try {
      var point = CURVE.getCurve().decodePoint(key.value().toArray());
      var check =
          new DSADigestSigner(new ECDSASigner(), new SHA256Digest(), PlainDSAEncoding.INSTANCE);
      check.init(false, new ECPublicKeyParameters(point, DOMAIN));
      byte[] content = message.toArray();
      check.update(content, 0, content.length);
      return check.verifySignature(signature.toArray());
    } catch (IllegalArgumentException e) {
      return false; // no point of the curve
    }
  }

  static boolean jdkAccepts(PublicKey key, Bytes message, Bytes signature) {
    try {
      Signature check = Signature.getInstance("SHA256withECDSAinP1363Format", JDK);
      check.initVerify(
          KeyFactory.getInstance("EC", JDK).generatePublic(new X509EncodedKeySpec(spki(key))));
      check.update(message.toArray());
      return check.verify(signature.toArray());
    } catch (GeneralSecurityException e) {
      return false; // a key or signature that it cannot even read
    }
  }
}
