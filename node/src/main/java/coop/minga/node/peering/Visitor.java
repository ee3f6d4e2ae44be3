package coop.minga.node.peering;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.node.keys.TlsCertificate;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Knocks at a member's door, for somebody who is not one yet. The door's key is known beforehand:
/// an invite names it, and nobody else is spoken to.
///
/// @param own what the newcomer shows
/// @param door SHA-256 of the SubjectPublicKeyInfo of the door's TLS key
public record Visitor(TlsCertificate own, Hash door) {
  /// The longest that an answer is waited for.
  public static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final int ANSWER_BYTES = Doorkeeper.MAX_PIECE_BYTES + 4 * 1024;

  /// Knocks once.
  ///
  /// @throws KnockRefused if the door is closed, another's, or nobody answers
  public Doorkeeper.Answer knock(String host, int port, Doorkeeper.Knock knock) throws IOException {
    var trust = new RosterTrust(this::judge, (who, why) -> {});
    ManagedChannel channel = channel(new InetSocketAddress(host, port), trust);
    try {
      Bytes answer =
          ClientCalls.blockingUnaryCall(
              channel,
              Methods.DOOR,
              CallOptions.DEFAULT.withDeadlineAfter(PATIENCE.toMillis(), TimeUnit.MILLISECONDS),
              DoorWire.encode(knock));
      return DoorWire.decodeAnswer(answer);
    } catch (StatusRuntimeException e) {
      throw new KnockRefused(trust.refusal().orElseGet(() -> why(e)), e);
    } catch (IllegalArgumentException e) {
      throw new KnockRefused(Refusal.BAD_FRAME, e);
    } finally {
      channel.shutdownNow();
    }
  }

  /// Somebody else than the door's owner, or a door that did not open.
  public static final class KnockRefused extends IOException {
    private static final long serialVersionUID = 1;

    /// Which of the table's reasons it was.
    private final Refusal why;

    KnockRefused(Refusal why, Throwable cause) {
      super(why.reason(), cause);
      this.why = why;
    }

    /// Which of the table's reasons it was.
    public Refusal why() {
      return why;
    }
  }

  private static Refusal why(StatusRuntimeException e) {
    if (e.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED) {
      return Refusal.SILENT;
    }
    Refusal said = Refusal.of(e.getStatus(), Optional.ofNullable(e.getTrailers()));
    return said == Refusal.CUT ? Refusal.beneath(e.getStatus(), false) : said;
  }

  private ManagedChannel channel(InetSocketAddress at, RosterTrust trust) throws IOException {
    return NettyChannelBuilder.forAddress(at)
        .overrideAuthority("door.minga")
        .sslContext(TlsContexts.visiting(new OwnCertificate(() -> own), trust))
        .maxInboundMessageSize(ANSWER_BYTES)
        .maxInboundMetadataSize(Acceptor.METADATA_BYTES)
        .disableRetry()
        .directExecutor()
        .build();
  }

  private Optional<RosterPins.Verdict.Nobody> judge(List<X509Certificate> chain) {
    boolean known =
        chain.size() == 1 && Hash.sha256(chain.getFirst().getPublicKey().getEncoded()).equals(door);
    return known
        ? Optional.empty()
        : Optional.of(new RosterPins.Verdict.Nobody(Refusal.WRONG_KEY, Optional.empty()));
  }
}
