package coop.minga.federation.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.roster.Endpoint;
import coop.minga.federation.roster.Invite;
import coop.minga.federation.roster.SignedCharter;
import coop.minga.proto.v1.Address;
import coop.minga.proto.v1.Papers;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Invites as strings, and the papers of a federation as bytes. Strict, as all of this package is.
///
/// An invite's string is `minga1.`, then its bytes and the first 4 of their SHA-256 in the URL's
/// base64 without padding (RFC 4648, section 5): whoever types one wrong is told at once, and no
/// character of it has to be quoted in a shell.
public final class JoinWire {
  /// The longest invite, in characters.
  public static final int MAX_INVITE = 2_048;

  /// The most bytes of papers.
  public static final int MAX_PAPERS = 64 * 1024 * 1024;

  private static final String PREFIX = "minga1.";
  private static final int CHECK_BYTES = 4;

  private JoinWire() {}

  /// What a newcomer verifies from genesis.
  ///
  /// @param charter the signed charter
  /// @param certificates the bytes of the certificate of every change since, in order
  public record FederationPapers(SignedCharter charter, List<Bytes> certificates) {
    /// Copies.
    public FederationPapers {
      certificates = List.copyOf(certificates);
    }
  }

  /// An invite as one string.
  public static String write(Invite invite) {
    Bytes content = encode(invite);
    byte[] whole = new byte[content.size() + CHECK_BYTES];
    content.copyTo(whole, 0);
    check(content).copyTo(whole, content.size());
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
  }

  /// Reads an invite's string; absent if it is not exactly one.
  public static Optional<Invite> read(String text) {
    String trimmed = text.strip();
    if (!trimmed.startsWith(PREFIX) || trimmed.length() > MAX_INVITE) {
      return Optional.empty();
    }
    try {
      Bytes whole = Bytes.of(Base64.getUrlDecoder().decode(trimmed.substring(PREFIX.length())));
      if (whole.size() < CHECK_BYTES) {
        return Optional.empty();
      }
      Bytes content = whole.slice(0, whole.size() - CHECK_BYTES);
      Invite invite = decode(content);
      return Optional.of(invite).filter(found -> write(found).equals(trimmed));
    } catch (InvalidProtocolBufferException | IllegalArgumentException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  /// The papers' bytes.
  public static Bytes encode(FederationPapers papers) {
    Papers.Builder to = Papers.newBuilder();
    to.setCharter(EntryWire.toProto(RosterWire.encode(papers.charter())));
    papers.certificates().forEach(each -> to.addCertificates(EntryWire.toProto(each)));
    return Bytes.of(to.build().toByteArray());
  }

  /// Reads papers; absent if they are not exactly that. Whether a certificate is one is for the
  /// chain of rosters to say.
  public static Optional<FederationPapers> decodePapers(Bytes bytes) {
    try {
      Papers read = Papers.parseFrom(bytes.toArray());
      List<Bytes> certificates =
          read.getCertificatesList().stream().map(EntryWire::fromProto).toList();
      return RosterWire.decode(EntryWire.fromProto(read.getCharter()))
          .map(charter -> new FederationPapers(charter, certificates))
          .filter(papers -> encode(papers).equals(bytes));
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }

  private static Bytes encode(Invite invite) {
    coop.minga.proto.v1.Invite.Builder to =
        coop.minga.proto.v1.Invite.newBuilder()
            .setFederation(Parts.bytes(invite.federation()))
            .setRoster(Parts.bytes(invite.roster()))
            .setDatedMs(invite.dated().toEpochMilli())
            .setInviter(invite.door().inviter().name())
            .setTlsKey(Parts.bytes(invite.door().tls()))
            .setExpiresMs(invite.expires().toEpochMilli())
            .setNonce(EntryWire.toProto(invite.nonce()))
            .setSignature(EntryWire.toProto(invite.signature()));
    invite
        .door()
        .addresses()
        .forEach(each ->
            to.addAddresses(Address.newBuilder().setHost(each.host()).setPort(each.port())));
    return Bytes.of(to.build().toByteArray());
  }

  private static Invite decode(Bytes content) throws InvalidProtocolBufferException {
    var read = coop.minga.proto.v1.Invite.parseFrom(content.toArray());
    List<Endpoint> addresses =
        read.getAddressesList().stream()
            .map(each -> new Endpoint(each.getHost(), each.getPort()))
            .toList();
    var door =
        new Invite.Door(new MemberId(read.getInviter()), Parts.hash(read.getTlsKey()), addresses);
    return new Invite(
        Parts.hash(read.getFederation()),
        Parts.hash(read.getRoster()),
        Instant.ofEpochMilli(read.getDatedMs()),
        door,
        Instant.ofEpochMilli(read.getExpiresMs()),
        EntryWire.fromProto(read.getNonce()),
        EntryWire.fromProto(read.getSignature()));
  }

  private static Bytes check(Bytes content) {
    return Hash.sha256(content).value().slice(0, CHECK_BYTES);
  }
}
