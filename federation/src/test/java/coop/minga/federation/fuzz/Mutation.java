package coop.minga.federation.fuzz;

import coop.minga.federation.identity.Bytes;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Changes seeds a little, as an ordinary test does in place of a fuzzer.
public final class Mutation {
  private Mutation() {}

  /// One of the seeds, changed in one to three places.
  public static Bytes of(List<Bytes> seeds, Random dice) {
    Bytes changed = seeds.get(dice.nextInt(seeds.size()));
    for (int times = 1 + dice.nextInt(3); times > 0; times--) {
      changed = changed(changed, seeds.get(dice.nextInt(seeds.size())), dice);
    }
    return changed;
  }

  private static Bytes changed(Bytes input, Bytes other, Random dice) {
    byte[] bytes = input.toArray();
    int at = dice.nextInt(bytes.length + 1);
    int until = at + dice.nextInt(Math.min(40, bytes.length - at) + 1);
    return switch (dice.nextInt(6)) {
      case 0 -> flipped(bytes, dice);
      case 1 -> joined(bytes, at, new byte[] {(byte) dice.nextInt()}, at);
      case 2 -> joined(bytes, at, new byte[0], until);
      case 3 -> joined(bytes, until, Arrays.copyOfRange(bytes, at, until), until);
      case 4 -> joined(bytes, at, other.slice(0, dice.nextInt(other.size() + 1)).toArray(), until);
      default -> joined(bytes, at, new byte[until - at], until);
    };
  }

  private static Bytes flipped(byte[] bytes, Random dice) {
    if (bytes.length > 0) {
      bytes[dice.nextInt(bytes.length)] ^= (byte) (1 << dice.nextInt(8));
    }
    return Bytes.of(bytes);
  }

  /// The bytes up to an index, others, and the bytes from another index on.
  private static Bytes joined(byte[] bytes, int until, byte[] middle, int from) {
    byte[] all = Arrays.copyOf(bytes, until + middle.length + bytes.length - from);
    System.arraycopy(middle, 0, all, until, middle.length);
    System.arraycopy(bytes, from, all, until + middle.length, bytes.length - from);
    return Bytes.of(all);
  }
}
