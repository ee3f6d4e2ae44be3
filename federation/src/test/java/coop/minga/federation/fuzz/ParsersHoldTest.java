package coop.minga.federation.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;

import coop.minga.federation.identity.Bytes;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ParsersHoldTest {
  private static final long SEED = Long.getLong("seed", 20261126L);
  private static final int MUTATIONS = 2_000;

  /// A bundle is audited twice for each.
  private static final int BUNDLES = 200;

  @ParameterizedTest
  @EnumSource
  void whatIsKeptIsReadWithoutHarm(Parser parser) {
    List<Bytes> seeds = seeds(parser);
    assertFalse(seeds.isEmpty(), "no seeds of " + parser);
    seeds.forEach(parser::read);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsKeptAndThenChangedIsReadWithoutHarm(Parser parser) {
    System.out.println("seed " + SEED);
    var dice = new Random(SEED);
    List<Bytes> seeds = seeds(parser);
    for (int i = 0; i < (parser == Parser.BUNDLE ? BUNDLES : MUTATIONS); i++) {
      Bytes changed = seeds.get(dice.nextInt(seeds.size()));
      for (int times = 1 + dice.nextInt(3); times > 0; times--) {
        changed = changed(changed, seeds.get(dice.nextInt(seeds.size())), dice);
      }
      read(parser, changed);
    }
  }

  private static void read(Parser parser, Bytes input) {
    try {
      parser.read(input);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(parser + " on " + input + ", seed " + SEED, e);
    }
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

  private static List<Bytes> seeds(Parser parser) {
    URL directory =
        Objects.requireNonNull(
            ParsersHoldTest.class.getResource("/fuzz/" + parser.directory()),
            "no seeds of " + parser);
    var seeds = new ArrayList<Bytes>();
    try (Stream<Path> files = Files.list(Path.of(uri(directory)))) {
      for (Path file : files.sorted().toList()) {
        seeds.add(Bytes.of(Files.readAllBytes(file)));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return seeds;
  }

  private static URI uri(URL url) {
    try {
      return url.toURI();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
