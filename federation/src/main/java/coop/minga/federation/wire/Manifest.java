package coop.minga.federation.wire;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.Pae;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.identity.Signer;
import java.time.Instant;
import java.util.List;

/// What a bundle for auditors is made of, as its maker signed it.
///
/// @param federation the charter's hash
/// @param maker which member made it
/// @param made when, by the maker's clock, in whole milliseconds
/// @param parts every other part, by name
public record Manifest(Hash federation, MemberId maker, Instant made, List<Part> parts) {
  private static final String DOMAIN = "minga/bundle/v1";

  /// Copies.
  public Manifest {
    parts = List.copyOf(parts);
  }

  /// One part.
  ///
  /// @param name unique in its bundle
  /// @param size in bytes
  /// @param hash of its bytes
  public record Part(String name, long size, Hash hash) {
    /// The line that describes these bytes.
    public static Part of(String name, Bytes content) {
      return new Part(name, content.size(), Hash.sha256(content));
    }
  }

  /// A manifest as first written, and its maker's signature on those bytes.
  ///
  /// @param manifest what it says
  /// @param written its bytes
  /// @param signature by the maker's ledger key
  public record Signed(Manifest manifest, Bytes written, Bytes signature) {
    /// Whether it is that key's.
    public boolean isBy(PublicKey ledgerKey, SignatureVerifier verifier) {
      return verifier.verify(ledgerKey, Pae.encode(DOMAIN, written), signature);
    }
  }

  /// Signs by the maker's ledger key.
  public Signed sign(Signer ledgerKey) {
    Bytes written = BundleWire.encode(this);
    return new Signed(this, written, ledgerKey.sign(Pae.encode(DOMAIN, written)));
  }
}
