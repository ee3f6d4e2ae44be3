package coop.minga.federation.roster;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.Pae;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.identity.Signer;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The charter as first written, with founders' signatures by their root keys. Only [#check] says
/// whether all have signed.
///
/// @param charter what it says
/// @param written its bytes, which the signatures cover and whose hash is the federation id
/// @param signatures by member
public record SignedCharter(Charter charter, Bytes written, SortedMap<MemberId, Bytes> signatures) {
  static final String DOMAIN = "minga/charter/v1";

  /// Copies the signatures.
  public SignedCharter {
    signatures = Collections.unmodifiableSortedMap(new TreeMap<>(signatures));
  }

  /// A charter that nobody has signed yet.
  public static SignedCharter unsigned(Charter charter, Bytes written) {
    return new SignedCharter(charter, written, new TreeMap<>(Map.of()));
  }

  /// Why a charter is not in force.
  ///
  /// @param member whose signature it is about
  /// @param reason what is wrong with it
  public record Flaw(MemberId member, Reason reason) {
    /// What can be wrong with a founder's signature.
    public enum Reason {
      /// The founder has not signed.
      MISSING("has not signed the charter"),
      /// The signature is not the root key's on these bytes.
      BAD_SIGNATURE("has a signature on the charter that is not valid"),
      /// Whoever signed is not a founder.
      NOT_A_FOUNDER("signed the charter and is not a founder");

      private final String words;

      Reason(String words) {
        this.words = words;
      }
    }

    /// The flaw in words.
    public String sentence() {
      return member + " " + reason.words;
    }
  }

  /// The federation id.
  public Hash federationId() {
    return Hash.sha256(written);
  }

  /// The charter with one signature more.
  public SignedCharter signedBy(MemberId member, Signer rootKey) {
    var more = new TreeMap<>(signatures);
    more.put(member, rootKey.sign(signedBytes(written)));
    return new SignedCharter(charter, written, more);
  }

  /// The first thing that keeps the charter from being in force; absent if every founder, and
  /// nobody else, has signed.
  public Optional<Flaw> check(SignatureVerifier verifier) {
    Bytes signed = signedBytes(written);
    var rest = new TreeMap<>(signatures);
    for (MemberCard founder : charter.founders()) {
      Bytes signature = rest.remove(founder.id());
      if (signature == null) {
        return Optional.of(new Flaw(founder.id(), Flaw.Reason.MISSING));
      }
      if (!verifier.verify(founder.keys().root(), signed, signature)) {
        return Optional.of(new Flaw(founder.id(), Flaw.Reason.BAD_SIGNATURE));
      }
    }
    return rest.isEmpty()
        ? Optional.empty()
        : Optional.of(new Flaw(rest.firstKey(), Flaw.Reason.NOT_A_FOUNDER));
  }

  /// The bytes that a founder signs.
  public static Bytes signedBytes(Bytes written) {
    return Pae.encode(DOMAIN, written);
  }
}
