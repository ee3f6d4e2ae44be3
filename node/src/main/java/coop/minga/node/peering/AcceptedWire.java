package coop.minga.node.peering;

import coop.minga.federation.identity.Bytes;
import io.grpc.Attributes;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import java.util.concurrent.atomic.AtomicBoolean;

/// The acceptor's end of a stream.
final class AcceptedWire extends ServerCall.Listener<Bytes> implements Wire {
  private final ServerCall<Bytes, Bytes> call;
  private volatile Listener listener = Listener.DEAF;
  private final AtomicBoolean ended = new AtomicBoolean();

  AcceptedWire(ServerCall<Bytes, Bytes> call) {
    this.call = call;
  }

  @Override
  public void start(Listener hears) {
    listener = hears;
    call.sendHeaders(new Metadata());
  }

  @Override
  public Attributes transport() {
    return call.getAttributes();
  }

  @Override
  public void request(int messages) {
    call.request(messages);
  }

  @Override
  public boolean isReady() {
    return call.isReady();
  }

  @Override
  public void send(Bytes message) {
    call.sendMessage(message);
  }

  @Override
  public void end(Refusal why) {
    if (ended.compareAndSet(false, true)) {
      call.close(why.status(), why.trailers());
    }
  }

  @Override
  public void onReady() {
    listener.ready();
  }

  @Override
  public void onMessage(Bytes message) {
    listener.message(message);
  }

  @Override
  public void onHalfClose() {
    listener.closed(Refusal.LEFT); // first: from then on nobody sends
    end(Refusal.LEFT);
  }

  @Override
  public void onCancel() {
    ended.set(true);
    listener.closed(Refusal.CUT);
  }
}
