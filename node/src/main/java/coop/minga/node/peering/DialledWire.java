package coop.minga.node.peering;

import coop.minga.federation.identity.Bytes;
import io.grpc.Attributes;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.Optional;

/// The dialler's end of a stream.
final class DialledWire extends ClientCall.Listener<Bytes> implements Wire {
  private final ClientCall<Bytes, Bytes> call;
  private volatile Listener listener = Listener.DEAF;
  private volatile boolean wasReady;

  DialledWire(ClientCall<Bytes, Bytes> call) {
    this.call = call;
  }

  @Override
  public void start(Listener hears) {
    listener = hears;
    call.start(this, new Metadata());
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
    if (why == Refusal.LEFT) {
      call.halfClose();
    } else {
      call.cancel(why.reason(), why.status().asRuntimeException());
    }
  }

  @Override
  public void onReady() {
    wasReady = true;
    listener.ready();
  }

  @Override
  public void onMessage(Bytes message) {
    listener.message(message);
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    Refusal said = Refusal.of(status, Optional.of(trailers));
    listener.closed(said == Refusal.CUT ? Refusal.beneath(status, wasReady) : said);
  }
}
