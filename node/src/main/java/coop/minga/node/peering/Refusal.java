package coop.minga.node.peering;

import io.grpc.Metadata;
import io.grpc.Status;
import java.util.Optional;
import javax.net.ssl.SSLException;

/// Why a connection, a session or a blob was not had, or ended. The same table, with what to do
/// about each, is in `proto/README.md`; a test holds the two together.
///
/// On the wire: a gRPC status, and the reason as trailer `minga-reason`. What TLS refuses has no
/// trailer: the refused side sees an alert and says [#TLS_REFUSED].
public enum Refusal {
  /// TLS: the peer shows no certificate.
  NO_CERTIFICATE("no-certificate", Status.Code.UNAVAILABLE),
  /// TLS: not exactly one certificate, self-signed, P-256, with one name.
  CERTIFICATE_FORM("certificate-form", Status.Code.UNAVAILABLE),
  /// TLS: before or after the certificate's validity.
  CERTIFICATE_EXPIRED("certificate-expired", Status.Code.UNAVAILABLE),
  /// TLS: the certificate names nobody of this federation's roster.
  NOT_IN_ROSTER("not-in-roster", Status.Code.UNAVAILABLE),
  /// The certificate is of somebody who was a member and is none any more.
  REMOVED("removed", Status.Code.PERMISSION_DENIED),
  /// TLS: a member's, but not the one dialled.
  WRONG_NAME("wrong-name", Status.Code.UNAVAILABLE),
  /// TLS: a member's name, another key than the roster has for it.
  WRONG_KEY("wrong-key", Status.Code.UNAVAILABLE),
  /// The other side, or the protocol itself, refused our TLS.
  TLS_REFUSED("tls-refused", Status.Code.UNAVAILABLE),
  /// Nobody answers at the address.
  UNREACHABLE("unreachable", Status.Code.UNAVAILABLE),
  /// No Hello in time, or something else before it.
  NO_HELLO("no-hello", Status.Code.UNAUTHENTICATED),
  /// The Hello names another member than the certificate, or is not for us.
  HELLO_NAME("hello-name", Status.Code.UNAUTHENTICATED),
  /// The Hello's signature is not its member's over this very channel.
  HELLO_SIGNATURE("hello-signature", Status.Code.UNAUTHENTICATED),
  /// The Hello is of another federation.
  WRONG_FEDERATION("wrong-federation", Status.Code.FAILED_PRECONDITION),
  /// No version that both speak.
  NO_COMMON_VERSION("no-common-version", Status.Code.FAILED_PRECONDITION),
  /// Of two members the one with the smaller name dials.
  WRONG_DIALLER("wrong-dialler", Status.Code.FAILED_PRECONDITION),
  /// A frame that its rules do not allow.
  BAD_FRAME("bad-frame", Status.Code.INVALID_ARGUMENT),
  /// A message over the limit.
  MESSAGE_TOO_LARGE("message-too-large", Status.Code.RESOURCE_EXHAUSTED),
  /// More connections than a member may have.
  TOO_MANY_CONNECTIONS("too-many-connections", Status.Code.RESOURCE_EXHAUSTED),
  /// The peer broke the rules not long ago.
  COOLING_DOWN("cooling-down", Status.Code.UNAVAILABLE),
  /// More strangers knock than are listened to.
  DOOR_BUSY("door-busy", Status.Code.RESOURCE_EXHAUSTED),
  /// A newer session of the same member took its place.
  REPLACED("replaced", Status.Code.ABORTED),
  /// Nothing at all was heard for too long.
  SILENT("silent", Status.Code.DEADLINE_EXCEEDED),
  /// The peer said Goodbye, or this node is closing.
  LEFT("left", Status.Code.OK),
  /// The connection broke.
  CUT("cut", Status.Code.CANCELLED),
  /// The peer has no such blob, or not for us.
  BLOB_ABSENT("blob-absent", Status.Code.NOT_FOUND),
  /// The blob is larger than was agreed to.
  BLOB_TOO_LARGE("blob-too-large", Status.Code.OUT_OF_RANGE),
  /// What came is not what the hash names.
  BLOB_WRONG("blob-wrong", Status.Code.DATA_LOSS),
  /// No further byte of the blob in time.
  BLOB_STALLED("blob-stalled", Status.Code.DEADLINE_EXCEEDED),
  /// More blobs at once from one peer than are allowed.
  BLOB_TOO_MANY("blob-too-many", Status.Code.RESOURCE_EXHAUSTED),
  /// A method that this version does not have.
  UNIMPLEMENTED("unimplemented", Status.Code.UNIMPLEMENTED),
  /// The peer failed in a way that the table does not have: a fault of its software, or of ours.
  OUTSIDE_THE_TABLE("outside-the-table", Status.Code.UNKNOWN);

  static final Metadata.Key<String> TRAILER =
      Metadata.Key.of("minga-reason", Metadata.ASCII_STRING_MARSHALLER);

  private final String reason;
  private final Status.Code code;

  Refusal(String reason, Status.Code code) {
    this.reason = reason;
    this.code = code;
  }

  /// The machine-readable reason, as in the table and on the wire.
  public String reason() {
    return reason;
  }

  /// The name of the gRPC status that goes with it.
  public String statusName() {
    return code.name();
  }

  Status status() {
    return code.toStatus().withDescription(reason);
  }

  Metadata trailers() {
    var trailers = new Metadata();
    trailers.put(TRAILER, reason);
    return trailers;
  }

  /// What a status from the wire says: by its trailer, else by what gRPC itself says with that
  /// code.
  static Refusal of(Status status, Optional<Metadata> trailers) {
    return trailers
        .flatMap(all -> Optional.ofNullable(all.get(TRAILER)))
        .map(named -> named(named, status.getCode()))
        .orElseGet(() -> unnamed(status.getCode()));
  }

  /// Why a connection broke, as far as can be told from this side.
  ///
  /// @param wasReady whether something could be sent before it broke
  static Refusal beneath(Status status, boolean wasReady) {
    for (Throwable each = status.getCause(); each != null; each = each.getCause()) {
      if (each instanceof SSLException) {
        return TLS_REFUSED;
      }
    }
    return wasReady ? CUT : UNREACHABLE;
  }

  private static Refusal named(String reason, Status.Code code) {
    for (Refusal each : values()) {
      if (each.reason.equals(reason) && each.code == code) {
        return each;
      }
    }
    return OUTSIDE_THE_TABLE;
  }

  private static Refusal unnamed(Status.Code code) {
    return switch (code) {
      case OK -> LEFT;
      case CANCELLED, UNAVAILABLE -> CUT;
      case RESOURCE_EXHAUSTED -> MESSAGE_TOO_LARGE;
      case UNIMPLEMENTED -> Refusal.UNIMPLEMENTED;
      case UNKNOWN,
          INVALID_ARGUMENT,
          DEADLINE_EXCEEDED,
          NOT_FOUND,
          ALREADY_EXISTS,
          PERMISSION_DENIED,
          FAILED_PRECONDITION,
          ABORTED,
          OUT_OF_RANGE,
          INTERNAL,
          DATA_LOSS,
          UNAUTHENTICATED ->
          OUTSIDE_THE_TABLE;
    };
  }
}
