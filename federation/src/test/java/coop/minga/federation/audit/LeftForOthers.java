package coop.minga.federation.audit;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.roster.SignedCharter;
import coop.minga.federation.wire.RosterWire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Bundles that stories had audited, under `target/attacks`, each with the word that it must get:
/// for the verifiers that share no code with ours. What only ours looks at is not left.
final class LeftForOthers implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
  private final Path directory;
  private final List<String> cases = new ArrayList<>();
  private String story = "";
  private int told;

  /// @param group a directory's name
  LeftForOthers(String group) {
    this.directory = Path.of("target", "attacks", group);
  }

  /// A bundle, and what ours said of it.
  record Audited(Bytes file, Bundle bundle, Demands demands, Report report) {}

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    Files.createDirectories(directory);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    story = context.getRequiredTestMethod().getName();
    told = 0;
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    Files.write(directory.resolve("cases.jsonl"), cases);
  }

  /// Leaves a file of the story that is being told.
  ///
  /// @param federation by which the others are asked
  /// @param word that it must get: none if it must be verified
  void leave(Bytes file, Hash federation, String word) throws IOException {
    String name = story + "-" + ++told;
    Files.write(directory.resolve(name + ".bundle"), file.toArray());
    cases.add(line(name, asked(name, federation.toString()), word));
  }

  /// Leaves what one story had audited.
  void leave(String story, List<Audited> all) throws IOException {
    for (int i = 0; i < all.size(); i++) {
      Audited audited = all.get(i);
      Optional<String> word = word(audited.report());
      if (word.isPresent()) {
        String name = story + "-" + (i + 1);
        Files.write(directory.resolve(name + ".bundle"), audited.file().toArray());
        cases.add(line(name, arguments(name, audited), word.get()));
      }
    }
  }

  private static List<String> arguments(String name, Audited audited) {
    String id =
        RosterWire.decode(audited.bundle().charter())
            .map(SignedCharter::federationId)
            .orElseThrow()
            .toString();
    List<String> arguments = asked(name, id);
    audited
        .demands()
        .notAfter()
        .ifPresent(time -> arguments.addAll(List.of("-not-after", time.toString())));
    audited
        .demands()
        .rosterHash()
        .ifPresent(hash -> arguments.addAll(List.of("-roster-hash", hash.toString())));
    return arguments;
  }

  private static List<String> asked(String name, String id) {
    return new ArrayList<>(List.of("-bundle", name + ".bundle", "-federation-id", id));
  }

  private static String line(String name, List<String> arguments, String word) {
    return "{\"name\":\"%s\",\"arguments\":[%s],\"reason\":\"%s\"}"
        .formatted(
            name,
            arguments.stream().map(each -> '"' + each + '"').collect(Collectors.joining(",")),
            word);
  }

  /// The word for the first finding that refutes; nothing if all is well; absent if others do not
  /// look at it.
  private static Optional<String> word(Report report) {
    if (report.verified()) {
      return Optional.of("");
    }
    return report.findings().stream()
        .filter(Finding::refutes)
        .findFirst()
        .flatMap(LeftForOthers::word);
  }

  private static Optional<String> word(Finding finding) {
    return Optional.ofNullable(
        switch (finding) {
          case Finding.OtherRoster _ -> "roster";
          case Finding.BadCertificate _ -> "certificate";
          case Finding.NotByAllKeys _ -> "keys";
          case Finding.Forked _ -> "fork";
          case Finding.NotWitnessed _, Finding.ByUnknownWitnesses _ -> "quorum";
          case Finding.BadEntry _, Finding.BadSuccession _ -> "entry";
          case Finding.RootDiffers _ -> "root";
          case Finding.SizeDiffers _ -> "entries";
          case Finding.BadCheckpoint _ -> "any";
          default -> null;
        });
  }
}
