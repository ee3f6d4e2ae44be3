package coop.minga.federation.fuzz;

import coop.minga.federation.identity.Bytes;

/// What the fuzzer calls: one parser, named by its first argument. Needs nothing of the fuzzer's.
public final class FuzzTarget {
  private static volatile Parser parser = Parser.SIGNED_NOTE;

  private FuzzTarget() {}

  /// Called once, by the name that the fuzzer knows.
  public static void fuzzerInitialize(String[] arguments) {
    parser = Parser.valueOf(arguments[0]);
  }

  /// Called for every input, by the name that the fuzzer knows.
  public static void fuzzerTestOneInput(byte[] input) {
    parser.read(Bytes.of(input));
  }
}
