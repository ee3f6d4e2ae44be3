package coop.minga.node.peering;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.minga.federation.ledger.Kind;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// `proto/README.md` says what the code does.
class TheErrorTableIsWholeTest {
  private static final Path README = Path.of("..", "proto", "README.md");
  private static final Pattern REFUSAL =
      Pattern.compile("\\| `([a-z-]+)` \\| ([A-Z_]+) \\| (fault|) ?\\| .+ \\|");
  private static final Pattern KIND =
      Pattern.compile("\\| (\\d+) \\| ([A-Z_]+) \\| (ledger|book) \\| .+ \\|");
  // what gRPC itself may say without a reason of ours
  private static final Set<Status.Code> UNNAMED =
      EnumSet.of(
          Status.Code.OK,
          Status.Code.CANCELLED,
          Status.Code.UNAVAILABLE,
          Status.Code.RESOURCE_EXHAUSTED,
          Status.Code.UNIMPLEMENTED);

  @Test
  void everyRefusalIsInTheTableWithItsStatusAndNothingElseIs() throws IOException {
    Set<String> table =
        rows(REFUSAL).stream()
            .map(row -> row.get(0) + " " + row.get(1) + " " + row.get(2))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> code =
        Arrays.stream(Refusal.values())
            .map(each ->
                each.reason()
                    + " "
                    + each.statusName()
                    + " "
                    + (Standings.isFault(each) ? "fault" : ""))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(table, code);
    assertEquals(Refusal.values().length, rows(REFUSAL).size(), "no reason twice");
  }

  @Test
  void everyKindOfEntryIsInTheRegistry() throws IOException {
    Set<String> registry =
        rows(KIND).stream()
            .map(row -> String.join(" ", row))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> code =
        Arrays.stream(Kind.values())
            .map(each ->
                each.code() + " " + each.name() + " " + each.tree().name().toLowerCase(ROOT))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(registry, code);
  }

  @Test
  void eachRefusalComesBackFromTheWireAsItself() {
    for (Refusal each : Refusal.values()) {
      assertEquals(each, Refusal.of(each.status(), Optional.of(each.trailers())));
    }
  }

  @Test
  void aStatusOutsideTheTableIsSaidToBe() {
    for (Status.Code each : Status.Code.values()) {
      Refusal unnamed = Refusal.of(each.toStatus(), Optional.of(new Metadata()));
      assertEquals(!UNNAMED.contains(each), unnamed == Refusal.OUTSIDE_THE_TABLE, each.name());
    }
    assertEquals(
        Refusal.OUTSIDE_THE_TABLE,
        Refusal.of(Status.INTERNAL, Optional.of(Refusal.BAD_FRAME.trailers())));
  }

  private static List<List<String>> rows(Pattern form) throws IOException {
    return Files.readAllLines(README).stream()
        .map(form::matcher)
        .filter(row -> row.matches())
        .map(row -> List.of(row.group(1), row.group(2), row.group(3)))
        .toList();
  }
}
