package coop.minga.node.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.node.history.DailySeries;
import coop.minga.node.history.History;
import coop.minga.node.history.Import;
import coop.minga.node.history.ImportReport;
import coop.minga.node.history.ImportSettings;
import coop.minga.node.history.Mapping;
import coop.minga.node.history.NeedLine;
import coop.minga.node.history.SeriesKey;
import coop.minga.node.history.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the town writes is what a node's import takes: every row, with nothing left to assume.
class TownImportTest {
  private static final Town TOWN = Town.generate(7, TownSize.small());

  @TempDir Path directory;

  @BeforeEach
  void write() throws IOException {
    TOWN.writeTo(directory);
  }

  @Test
  void everyRowOfEveryMemberIsImportedAndNothingIsAssumed() throws IOException {
    for (TownMember member : TOWN.members()) {
      try (History history = History.open(dir(member))) {
        for (ImportReport report : importAll(history, dir(member))) {
          assertEquals(0, report.count().rejected(), report::toString);
          assertEquals(report.count().rows(), report.count().imported(), report::toString);
          assertEquals(0, report.count().summed(), report::toString);
          assertEquals(List.of(), report.notes());
        }
        assertEquals(List.of(), history.defaultsUsed());
      }
    }
  }

  @Test
  void aRetailersHistorySaysWhatTheTownSays() throws IOException {
    TownMember member = TOWN.retailers().getFirst();
    try (History history = History.open(dir(member))) {
      importAll(history, dir(member));

      assertEquals(TOWN.morning().minusDays(1), history.lastSale().orElseThrow());
      assertEquals(member.tables().items().size(), history.items().size());
      assertEquals(member.tables().stock().size(), history.stock(TOWN.morning()).size());
      assertEquals(
          member.tables().sites().stream().map(TownSite::openDays).toList(),
          history.sites().stream().map(Site::openDays).toList());
      assertEquals(soldOut(member), soldOut(history));
    }
  }

  @Test
  void aTakersNeedsArriveAsTheyWere() throws IOException {
    TownMember taker = TOWN.takers().getFirst();
    try (History history = History.open(dir(taker))) {
      importAll(history, dir(taker));

      assertEquals(
          taker.tables().needs().stream().map(TownNeed::gramsPerWeekday).toList(),
          history.needs().stream().map(NeedLine::gramsPerWeekday).toList());
    }
  }

  private static long soldOut(TownMember member) {
    return member.tables().sales().stream().filter(sale -> sale.soldOut().orElseThrow()).count();
  }

  private static long soldOut(History history) {
    long days = 0;
    for (SeriesKey key : history.series()) {
      DailySeries series = history.daily(key);
      for (int i = 0; i < series.length(); i++) {
        days += series.soldOut(i) ? 1 : 0;
      }
    }
    return days;
  }

  private static List<ImportReport> importAll(History history, Path dir) throws IOException {
    Import imports = new Import(history, ImportSettings.by(Mapping.plain()));
    List<Path> files;
    try (Stream<Path> found = Files.list(dir)) {
      files = found.filter(file -> file.toString().endsWith(".csv")).sorted().toList();
    }
    List<ImportReport> reports = new ArrayList<>();
    for (Path file : files) {
      reports.add(imports.file(file));
    }
    assertTrue(reports.size() >= 2, reports::toString);
    return reports;
  }

  private Path dir(TownMember member) {
    return directory.resolve(member.id().name());
  }
}
