package coop.minga.node.peering;

import coop.minga.node.keys.TlsCertificate;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Makes certificates that the node's own maker would never make.
record TestCertificate(KeyPair keys, List<String> names, Instant from, Instant until) {
  /// What a node would make today.
  static TestCertificate usual(KeyPair keys, String name) {
    Instant now = Instant.now();
    return new TestCertificate(
        keys, List.of(name), now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(30)));
  }

  static KeyPair p256() {
    return curve("secp256r1");
  }

  static KeyPair curve(String name) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(name));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static KeyPair rsa() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  TestCertificate named(String... others) {
    return new TestCertificate(keys, List.of(others), from, until);
  }

  TestCertificate valid(Instant since, Instant till) {
    return new TestCertificate(keys, names, since, till);
  }

  TlsCertificate selfSigned() {
    return signedBy(keys.getPrivate(), "SHA256withECDSA");
  }

  @SuppressWarnings("JavaUtilDate") // Bouncy Castle's builder takes nothing newer
  TlsCertificate signedBy(PrivateKey signer, String algorithm) {
    var principal = new X500Principal("CN=test");
    var builder =
        new JcaX509v3CertificateBuilder(
            principal,
            BigInteger.ONE,
            Date.from(from),
            Date.from(until),
            principal,
            keys.getPublic());
    GeneralName[] dnsNames =
        names.stream()
            .map(each -> new GeneralName(GeneralName.dNSName, each))
            .toArray(GeneralName[]::new);
    try {
      builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(dnsNames));
      var content = new JcaContentSignerBuilder(algorithm).build(signer);
      return new TlsCertificate(
          keys.getPrivate(),
          new JcaX509CertificateConverter().getCertificate(builder.build(content)));
    } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
