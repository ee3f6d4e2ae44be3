package coop.minga.node.keys;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MlDsaSigner;
import coop.minga.federation.identity.MlDsaVerifier;
import coop.minga.federation.ledger.MlDsaKey;
import coop.minga.node.config.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/// One ML-DSA-44 key, by the JDK's own provider, kept beside the others as `ledger-ml-dsa.key` and
/// `ledger-ml-dsa.pub`.
public final class MlDsa implements MlDsaSigner {
  /// Verifies anybody's.
  public static final MlDsaVerifier VERIFIER = MlDsa::verify;

  private static final String ALGORITHM = "ML-DSA-44";
  private static final String SECRET = "ledger-ml-dsa.key";
  private static final String PUBLIC = "ledger-ml-dsa.pub";

  /// A SubjectPublicKeyInfo of ML-DSA-44 is this and then the key.
  private static final Bytes INFO = Bytes.hex("30820532300b06096086480165030403110382052100");

  private final PrivateKey secret;
  private final Bytes publicKey;

  private MlDsa(PrivateKey secret, PublicKey key) {
    this.secret = secret;
    Bytes info = Bytes.of(key.getEncoded());
    this.publicKey = info.slice(info.size() - MlDsaKey.KEY_BYTES, info.size());
  }

  /// The key in a node's directory of keys, made if there is none.
  ///
  /// @throws UserError if it is damaged or open to others
  public static MlDsa in(Path directory, SecureRandom random) throws IOException {
    try {
      if (!Files.exists(directory.resolve(SECRET))) {
        make(directory, random);
      }
      KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
      byte[] secret = PrivateFile.read(directory.resolve(SECRET), "PRIVATE KEY");
      byte[] info = PrivateFile.read(directory.resolve(PUBLIC), "PUBLIC KEY");
      return new MlDsa(
          factory.generatePrivate(new PKCS8EncodedKeySpec(secret)),
          factory.generatePublic(new X509EncodedKeySpec(info)));
    } catch (GeneralSecurityException e) {
      throw new UserError(
          directory.resolve(SECRET).toString(),
          "It is not an ML-DSA-44 key.",
          "Restore it, or set ledger.ml-dsa = false in node.toml.",
          e);
    }
  }

  private static void make(Path directory, SecureRandom random)
      throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
    generator.initialize(NamedParameterSpec.ML_DSA_44, random);
    KeyPair pair = generator.generateKeyPair();
    PrivateFile.write(directory.resolve(PUBLIC), "PUBLIC KEY", pair.getPublic().getEncoded());
    PrivateFile.write(directory.resolve(SECRET), "PRIVATE KEY", pair.getPrivate().getEncoded());
  }

  @Override
  public Bytes publicKey() {
    return publicKey;
  }

  @Override
  public Bytes sign(Bytes message) {
    try {
      Signature signing = Signature.getInstance(ALGORITHM);
      signing.initSign(secret);
      signing.update(message.toArray());
      return Bytes.of(signing.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the ML-DSA key cannot be used", e);
    }
  }

  private static boolean verify(Bytes key, Bytes message, Bytes signature) {
    if (key.size() != MlDsaKey.KEY_BYTES || signature.size() != MlDsaKey.SIGNATURE_BYTES) {
      return false;
    }
    try {
      byte[] info = new byte[INFO.size() + key.size()];
      INFO.copyTo(info, 0);
      key.copyTo(info, INFO.size());
      Signature verifying = Signature.getInstance(ALGORITHM);
      verifying.initVerify(
          KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(info)));
      verifying.update(message.toArray());
      return verifying.verify(signature.toArray());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
