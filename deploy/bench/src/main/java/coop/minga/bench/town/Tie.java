package coop.minga.bench.town;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import java.util.Arrays;
import java.util.stream.Collectors;

/// What decides where nothing else does.
final class Tie {
  private Tie() {}

  /// Lower-case hex of a hash over the parts; the smaller goes first.
  static String of(Object... parts) {
    String text = Arrays.stream(parts).map(String::valueOf).collect(Collectors.joining("|"));
    return Hash.sha256(Bytes.utf8(text)).toString();
  }
}
