package coop.minga.federation.ledger;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.Pae;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.identity.Signer;

/// One signed statement of one member.
///
/// The signature covers the payload *as first written*: nothing here ever re-serialises it. The
/// kind and version stay numbers, so that an entry of a later Minga is kept and passed on
/// unchanged.
///
/// @param header everything signed but the payload
/// @param payload protobuf bytes of the kind's message
/// @param signature 64 bytes, by the author's entry key
public record Entry(Header header, Bytes payload, Bytes signature) {
  /// The first string of the signed bytes.
  public static final String DOMAIN = "minga/entry/v1";

  /// The longest entry with its frame, in bytes: the tile format's length prefix is 16 bits.
  public static final int MAX_FRAME = 65_535;

  /// What is signed beside the payload.
  ///
  /// @param federation the charter's hash
  /// @param author who speaks
  /// @param keyId the first 8 bytes of the SHA-256 of the author's entry key
  /// @param tree the tree in which the entry counts
  /// @param generation 0 until the ledger had to be begun anew
  /// @param version of the payload's message
  /// @param kind a [Kind]'s number
  public record Header(
      Hash federation,
      MemberId author,
      Bytes keyId,
      Tree tree,
      int generation,
      int version,
      int kind) {}

  /// Signs a payload.
  public static Entry sign(Header header, Bytes payload, Signer signer) {
    return new Entry(header, payload, signer.sign(signedBytes(header, payload)));
  }

  /// The bytes that the signature covers.
  public Bytes signedBytes() {
    return signedBytes(header, payload);
  }

  /// The entry's name.
  public EntryId id() {
    return new EntryId(Hash.sha256(signedBytes()));
  }

  /// Whether the signature is that key's on these bytes and the header names that key.
  public boolean isSignedBy(PublicKey key, SignatureVerifier verifier) {
    return header.keyId().equals(key.keyId()) && verifier.verify(key, signedBytes(), signature);
  }

  private static Bytes signedBytes(Header header, Bytes payload) {
    return Pae.encode(
        DOMAIN,
        header.federation().value(),
        Bytes.utf8(header.author().name()),
        header.keyId(),
        Pae.number(header.tree().code()),
        Pae.number(header.generation()),
        Pae.number(header.version()),
        Pae.number(header.kind()),
        payload);
  }
}
