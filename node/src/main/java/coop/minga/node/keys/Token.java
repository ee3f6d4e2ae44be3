package coop.minga.node.keys;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.identity.Signer;
import coop.minga.node.config.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// A root key on P-256 in a token or smart card, which it never leaves: reached by PKCS#11 through
/// the JDK's provider. The token needs a certificate beside the key, as keytool makes it.
public final class Token implements Signer {
  private final Provider provider;
  private final PrivateKey key;
  private final PublicKey shown;

  private Token(Provider provider, PrivateKey key, PublicKey shown) {
    this.provider = provider;
    this.key = key;
    this.shown = shown;
  }

  /// Opens a token and takes its key.
  ///
  /// @param settings the JDK's PKCS#11 settings: a file with `name = ...`, `library = ...` and,
  ///   with several tokens, `slotListIndex = ...`
  /// @param alias the key's name; may be absent if there is one key only
  /// @param pin the token's
  /// @throws UserError if it cannot be opened, or has no such key
  public static Token open(Path settings, Optional<String> alias, char[] pin) throws IOException {
    if (!Files.isReadable(settings)) {
      throw new UserError(
          settings.toString(),
          "these settings cannot be read.",
          "Give a file with the lines: name = token, and library = /path/to/pkcs11.so.");
    }
    try {
      Provider provider =
          Security.getProvider("SunPKCS11").configure(settings.toAbsolutePath().toString());
      KeyStore store = KeyStore.getInstance("PKCS11", provider);
      store.load(null, pin);
      return of(provider, store, chosen(settings, store, alias));
    } catch (GeneralSecurityException
        | IOException
        | ProviderException
        | InvalidParameterException e) {
      throw new UserError(
          settings.toString(),
          "the token cannot be opened: " + innermost(e) + ".",
          "Look at the library's path and the slot in these settings, and at the PIN.",
          e);
    }
  }

  private static Token of(Provider provider, KeyStore store, String alias)
      throws GeneralSecurityException {
    if (store.getKey(alias, null) instanceof PrivateKey key
        && store.getCertificate(alias).getPublicKey() instanceof ECPublicKey shown) {
      return new Token(provider, key, P256.publicKey(shown));
    }
    throw new GeneralSecurityException("the key " + alias + " is not one on P-256");
  }

  private static String chosen(Path settings, KeyStore store, Optional<String> alias)
      throws GeneralSecurityException {
    List<String> keys = new ArrayList<>();
    for (String each : Collections.list(store.aliases())) {
      if (store.isKeyEntry(each)) {
        keys.add(each);
      }
    }
    if (alias.isPresent() ? keys.contains(alias.get()) : keys.size() == 1) {
      return alias.orElseGet(keys::getFirst);
    }
    throw new UserError(
        settings.toString(),
        alias.isPresent()
            ? "the token has no key \"" + alias.get() + "\"."
            : "the token has " + (keys.isEmpty() ? "no key" : "several keys") + ".",
        keys.isEmpty()
            ? "Make one on P-256 with keytool -genkeypair; a certificate must be beside it."
            : "Name one with --alias: " + String.join(", ", keys) + ".");
  }

  private static String innermost(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String said = cause.getMessage();
    return said == null ? cause.getClass().getSimpleName() : said;
  }

  @Override
  public PublicKey publicKey() {
    return shown;
  }

  @Override
  public Bytes sign(Bytes message) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA", provider);
      signature.initSign(key);
      signature.update(message.toArray());
      return P256.canonical(signature.sign());
    } catch (GeneralSecurityException | ProviderException e) {
      throw new IllegalStateException("the token does not sign", e);
    }
  }
}
