package coop.minga.node.peering;

import coop.minga.federation.identity.Bytes;
import coop.minga.proto.v1.DoorGrpc;
import coop.minga.proto.v1.PeeringGrpc;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// The two calls of members and the one of strangers, with messages as bytes: what a peer sends is
/// parsed by us, so that nonsense ends its session with a reason of our table, and not with one of
/// gRPC's.
final class Methods {
  static final MethodDescriptor<Bytes, Bytes> SESSION = ofBytes(PeeringGrpc.getSessionMethod());
  static final MethodDescriptor<Bytes, Bytes> BLOBS = ofBytes(PeeringGrpc.getBlobsMethod());

  static final MethodDescriptor<Bytes, Bytes> DOOR = ofBytes(DoorGrpc.getOpenMethod());

  private Methods() {}

  private static MethodDescriptor<Bytes, Bytes> ofBytes(MethodDescriptor<?, ?> method) {
    return method.toBuilder(new AsBytes(), new AsBytes()).build();
  }

  private static final class AsBytes implements MethodDescriptor.Marshaller<Bytes> {
    @Override
    public InputStream stream(Bytes value) {
      return new ByteArrayInputStream(value.toArray());
    }

    @Override
    public Bytes parse(InputStream stream) {
      try {
        return Bytes.of(stream.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e); // the stream is in memory
      }
    }
  }
}
