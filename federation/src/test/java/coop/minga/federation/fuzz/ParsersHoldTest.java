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
      read(parser, Mutation.of(seeds, dice));
    }
  }

  private static void read(Parser parser, Bytes input) {
    try {
      parser.read(input);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(parser + " on " + input + ", seed " + SEED, e);
    }
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
