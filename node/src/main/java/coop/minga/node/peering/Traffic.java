package coop.minga.node.peering;

/// What went to and came from one peer in one kind of frame, since the start. Bytes are those of
/// the messages, without what gRPC, TLS and TCP put around them.
///
/// @param framesOut sent
/// @param bytesOut sent
/// @param framesIn received
/// @param bytesIn received
public record Traffic(long framesOut, long bytesOut, long framesIn, long bytesIn) {
  /// Nothing yet.
  public static final Traffic NONE = new Traffic(0, 0, 0, 0);

  Traffic sent(int bytes) {
    return new Traffic(framesOut + 1, bytesOut + bytes, framesIn, bytesIn);
  }

  Traffic received(int bytes) {
    return new Traffic(framesOut, bytesOut, framesIn + 1, bytesIn + bytes);
  }
}
