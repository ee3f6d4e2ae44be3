package coop.minga.node.peering;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The door of a node: where strangers may knock while an invite is open, and do nothing else.
///
/// A stranger's TLS passes if its certificate has the one form, whoever it names; it may then call
/// one method. All strangers together have [#GUESTS] connections and [#BURST] knocks at once, one
/// more each [#EACH]; a knock is small, and so is what is kept of it. Usable from several threads.
final class Threshold {
  /// Connections of strangers at one time.
  static final int GUESTS = 8;

  /// Knocks that are answered at once after a rest.
  static final int BURST = 40;

  /// After how long one more knock is answered.
  static final Duration EACH = Duration.ofMillis(250);

  private final Doorkeeper keeper;
  private final AtomicInteger guests = new AtomicInteger();
  private double left = BURST;
  private long lastNanos = System.nanoTime();

  Threshold(Doorkeeper keeper) {
    this.keeper = keeper;
  }

  /// Whether TLS lets somebody pass whom the roster does not know.
  boolean letsIn(Refusal why) {
    return why == Refusal.NOT_IN_ROSTER && keeper.isOpen() && guests.get() < GUESTS;
  }

  /// A stranger's connection has begun, or ended.
  void count(int more) {
    guests.addAndGet(more);
  }

  /// Takes a call.
  ///
  /// @param channel of its connection
  ServerCall.Listener<Bytes> take(ServerCall<Bytes, Bytes> call, Optional<TlsChannel> channel) {
    Optional<Hash> pin = channel.flatMap(Threshold::pin);
    if (!keeper.isOpen() || pin.isEmpty()) {
      return refused(call, Refusal.NOT_IN_ROSTER);
    }
    if (!mayKnock(System.nanoTime())) {
      return refused(call, Refusal.DOOR_BUSY);
    }
    call.request(2); // the second is the end of the call, which tells that there is no more
    return new Caller(call, pin.get());
  }

  /// Whether one more knock is answered now.
  synchronized boolean mayKnock(long nowNanos) {
    left = Math.min(BURST, left + (double) (nowNanos - lastNanos) / EACH.toNanos());
    lastNanos = nowNanos;
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }

  private static Optional<Hash> pin(TlsChannel channel) {
    return channel.chain().stream()
        .findFirst()
        .map(X509Certificate::getPublicKey)
        .map(key -> Hash.sha256(key.getEncoded()));
  }

  private static ServerCall.Listener<Bytes> refused(ServerCall<Bytes, Bytes> call, Refusal why) {
    call.close(why.status(), why.trailers());
    return new ServerCall.Listener<>() {};
  }

  /// One knock.
  private final class Caller extends ServerCall.Listener<Bytes> {
    private final ServerCall<Bytes, Bytes> call;
    private final Hash pin;
    private @Nullable Bytes said;
    private boolean closed;

    Caller(ServerCall<Bytes, Bytes> call, Hash pin) {
      this.call = call;
      this.pin = pin;
    }

    @Override
    public void onMessage(Bytes message) {
      if (said != null || message.size() > Doorkeeper.MAX_KNOCK_BYTES) {
        close(Refusal.MESSAGE_TOO_LARGE);
      }
      said = message;
    }

    @Override
    public void onHalfClose() {
      if (said == null || closed) {
        close(Refusal.BAD_FRAME);
        return;
      }
      try {
        var _ = keeper.knock(DoorWire.decodeKnock(said, pin)).whenComplete(this::answer);
      } catch (IllegalArgumentException e) {
        close(Refusal.BAD_FRAME);
      }
    }

    private void answer(Doorkeeper.@Nullable Answer answer, @Nullable Throwable fault) {
      if (answer == null) {
        close(Refusal.DOOR_BUSY);
      } else if (!call.isCancelled()) {
        call.sendHeaders(new Metadata());
        call.sendMessage(DoorWire.encode(answer));
        call.close(Status.OK, new Metadata());
      }
    }

    private void close(Refusal why) {
      if (!closed) {
        closed = true;
        call.close(why.status(), why.trailers());
      }
    }
  }
}
