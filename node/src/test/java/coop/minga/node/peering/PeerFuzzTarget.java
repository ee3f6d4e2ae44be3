package coop.minga.node.peering;

import coop.minga.federation.identity.Bytes;

/// What the fuzzer calls: one parser, named by its first argument. Needs nothing of the fuzzer's.
public final class PeerFuzzTarget {
  private static volatile PeerParser parser = PeerParser.FRAME;

  private PeerFuzzTarget() {}

  /// Called once, by the name that the fuzzer knows.
  public static void fuzzerInitialize(String[] arguments) {
    parser = PeerParser.valueOf(arguments[0]);
  }

  /// Called for every input, by the name that the fuzzer knows.
  public static void fuzzerTestOneInput(byte[] input) {
    parser.read(Bytes.of(input));
  }
}
