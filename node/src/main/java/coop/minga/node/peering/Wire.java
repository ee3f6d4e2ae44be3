package coop.minga.node.peering;

import coop.minga.federation.identity.Bytes;
import io.grpc.Attributes;

/// One end of a two-way stream of messages; both ends look alike, whoever dialled. Not for two
/// threads at once, save [#request].
interface Wire {
  /// Begins; comes first, and once.
  void start(Listener listener);

  /// Allows so many further messages to be read.
  void request(int messages);

  /// Whether a message sent now would leave soon rather than pile up.
  boolean isReady();

  void send(Bytes message);

  /// What gRPC knows of the connection; complete once the wire was ready.
  Attributes transport();

  /// Ends the stream; with [Refusal#LEFT] what was sent still arrives.
  void end(Refusal why);

  /// Hears what comes of a wire. Called by one thread at a time.
  interface Listener {
    /// Of a wire that is refused before anybody listens.
    Listener DEAF =
        new Listener() {
          @Override
          public void ready() {}

          @Override
          public void message(Bytes message) {}

          @Override
          public void closed(Refusal why) {}
        };

    /// It is ready to send, for the first time or again.
    void ready();

    void message(Bytes message);

    /// It is over; comes last.
    void closed(Refusal why);
  }
}
