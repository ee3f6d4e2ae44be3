package coop.minga.node.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.learning.ModelVersion;
import coop.minga.federation.learning.Parameters;
import coop.minga.node.config.NodeConfig;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.forecast.Architecture;
import coop.minga.node.forecast.DemandModel;
import coop.minga.node.forecast.KeptRules;
import coop.minga.node.forecast.MemberModel;
import coop.minga.node.forecast.MemberModel.Uses;
import coop.minga.node.forecast.ModelFile;
import coop.minga.node.forecast.ModelWeights;
import coop.minga.node.history.History;
import coop.minga.node.history.Import;
import coop.minga.node.history.ImportSettings;
import coop.minga.node.history.Mapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a shop forecasts with after a night: its own model, the common one, or both.
class ANightsModelTest {
  private static final Hash FEDERATION = Hash.sha256(Bytes.utf8("mercado"));
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 5);
  private static final int DAYS = 160;
  private static final double[] WEEK = {.7, .8, .9, 1, 1.3, 1.6, .5};

  @TempDir private Path dir = Path.of("");
  private NodeDirectory shop = new NodeDirectory(dir);
  private DemandTrainer trainer = trainer(Architecture.ROW64);

  @BeforeEach
  void aShopSellsThreeItems() throws IOException {
    sells(DAYS);
  }

  private void sells(int days) throws IOException {
    shop = new NodeDirectory(dir);
    trainer = trainer(Architecture.ROW64);
    var random = new Random(7);
    var sales = new StringBuilder("date,site,item,qty\n");
    for (int day = 0; day < days; day++) {
      for (int item = 1; item <= 3; item++) {
        double units = 12 * item * WEEK[day % 7] * Math.exp(.2 * random.nextGaussian());
        sales.append("%s,shop,item%d,%d\n".formatted(FIRST.plusDays(day), item, Math.round(units)));
      }
    }
    try (History history = History.open(shop.root())) {
      Path file = Files.writeString(shop.root().resolve("sales.csv"), sales);
      var settings = ImportSettings.by(Mapping.plain()).until(FIRST.plusDays(DAYS));
      assertEquals(0, new Import(history, settings).file(file).count().rejected());
    }
  }

  @Test
  void theFirstNightTrainsAnOwnModelAndMixesTheCommonOneIn() throws IOException {
    ModelVersion version = afterEpochs(4);
    Trainer.Adoption said = trainer.adopt(version);
    assertTrue(said.helped(), said.sentence());
    assertEquals(Optional.of(Uses.BOTH), said.uses(), said.sentence());
    ModelFile.Kept kept = kept();
    assertTrue(kept.model().own().isPresent() && kept.model().shared().isPresent());
    assertEquals(
        Optional.of(FIRST.plusDays(DAYS - 1L - DemandTrainer.JUDGED_DAYS)),
        kept.until(),
        "the last fortnight judges");
    Outlook outlook = new Foresight(shop, ZoneId.of("UTC")).look(FIRST.plusDays(DAYS));
    assertTrue(outlook.evaluation().isPresent(), "the mixture is what is forecast with");
  }

  @Test
  void aCommonModelThatIsWorthlessHereIsLeftOutAndTheOwnOneStays() throws IOException {
    Trainer.Adoption said = trainer.adopt(worthless());
    assertFalse(said.helped());
    assertEquals(Optional.of(Uses.OWN), said.uses(), said.sentence());
    assertTrue(said.sentence().startsWith("Our own model"), said.sentence());
    ModelFile.Kept first = kept();
    trainer.adopt(worthless());
    assertEquals(Uses.OWN, kept().model().uses());
    assertTrue(first.model().own().isPresent());
  }

  @Test
  void theOwnModelGoesOnNightByNight() throws IOException {
    ModelVersion version = afterEpochs(1);
    trainer.adopt(version);
    ModelFile.Kept first = kept();
    Trainer.Adoption said = trainer.adopt(ModelVersion.of(5, version.parameters()));
    assertTrue(said.sentence().contains("what we used misses by"), said.sentence());
    if (said.helped()) {
      assertNotEquals(first.model(), kept().model());
    } else {
      assertEquals(first, kept());
    }
  }

  @Test
  void inANightAloneTheOwnModelIsTrainedAndUsed() throws IOException {
    Trainer.Adoption said = trainer.alone(1);
    assertEquals(Optional.of(Uses.OWN), said.uses(), said.sentence());
    assertFalse(said.helped(), "nothing common was tried");
    assertTrue(said.sentence().startsWith("Our own model misses by"), said.sentence());
    assertEquals(Optional.empty(), kept().model().shared());
  }

  @Test
  void aNightAloneKeepsTheCommonModelThatIsInUse() throws IOException {
    ModelVersion version = afterEpochs(4);
    trainer.adopt(version);
    Optional<ModelWeights> common = kept().model().shared();
    for (int night = 1; night <= 3; night++) {
      trainer.alone(night);
    }
    assertEquals(common, kept().model().shared());
  }

  @Test
  void whoHasTooLittleTrainsNothingAlone() throws IOException {
    dir = Files.createDirectory(dir.resolve("new"));
    sells(20);
    assertEquals(Optional.empty(), trainer.alone(1).uses());
    assertEquals(Optional.empty(), new ModelFile(shop.models()).read());
  }

  @Test
  void anOwnModelMayBeOfAnotherKindThanTheCommonOne() throws IOException {
    DemandTrainer other = trainer(Architecture.GRU32);
    assertEquals(trainer.encoding(), other.encoding(), "what is summed stays as it is");
    other.adopt(afterEpochs(1));
    assertEquals(Architecture.GRU32.schema(), kept().model().own().orElseThrow().schema());
    assertEquals(Architecture.ROW64.schema(), kept().model().shared().orElseThrow().schema());
  }

  @Test
  void aModelFileThatCannotBeReadIsMadeAnewAndTheMorningSaysSo() throws IOException {
    Files.createDirectories(shop.models());
    Files.writeString(shop.models().resolve(ModelFile.NAME), "minga member model 9\n");
    Outlook outlook = new Foresight(shop, ZoneId.of("UTC")).look(FIRST.plusDays(DAYS));
    assertTrue(
        outlook.notes().stream().anyMatch(note -> note.startsWith("The model cannot be used")),
        outlook.notes()::toString);
    trainer.adopt(afterEpochs(1));
    assertTrue(kept().model().own().isPresent());
  }

  @Test
  void whoeverIsTooNewToTrainForecastsWithTheCommonModel() throws IOException {
    ModelVersion version = afterEpochs(1);
    dir = Files.createDirectory(dir.resolve("new"));
    sells(20);
    assertEquals(Optional.empty(), trainer.train(version, 2));
    Trainer.Adoption said = trainer.adopt(version);
    assertEquals(Optional.of(Uses.COMMON), said.uses(), said.sentence());
    assertFalse(said.helped(), "it was not tried");
    Outlook outlook = new Foresight(shop, ZoneId.of("UTC")).look(FIRST.plusDays(20));
    assertTrue(
        outlook.notes().stream().anyMatch(note -> note.contains("what their category sells")),
        outlook.notes()::toString);
  }

  @Test
  void whatAPersonTrainedOnTheLastDaysIsNotJudgedByThem() throws IOException {
    ModelVersion version = afterEpochs(1);
    LocalDate last = FIRST.plusDays(DAYS - 1L);
    MemberModel some = MemberModel.of(DemandModel.seeded(FEDERATION));
    new ModelFile(shop.models()).write(some, last);
    trainer.adopt(version);
    assertNotEquals(some, kept().model(), "what came of the night is better");
    assertEquals(Optional.of(last), kept().until(), "the own model has seen the last day");
    Outlook outlook = new Foresight(shop, ZoneId.of("UTC")).look(FIRST.plusDays(DAYS));
    assertEquals(Optional.empty(), outlook.evaluation());
    assertTrue(
        outlook.notes().stream().anyMatch(note -> note.startsWith("How good the model is")),
        outlook.notes()::toString);
  }

  @Test
  void onlyWeeksThatTheModelHasNotSeenJudgeIt() throws IOException {
    LocalDate last = FIRST.plusDays(DAYS - 1L);
    MemberModel some = MemberModel.of(DemandModel.seeded(FEDERATION));
    new ModelFile(shop.models()).write(some, last.minusDays(8));
    Outlook outlook = new Foresight(shop, ZoneId.of("UTC")).look(FIRST.plusDays(DAYS));
    assertEquals(last.minusDays(6), outlook.evaluation().orElseThrow().firstDay());
  }

  @Test
  void keptRulesThatCannotBeReadAreNotFollowedAndTheMorningSaysSo() throws IOException {
    Files.createDirectories(shop.models());
    Files.writeString(shop.models().resolve(KeptRules.NAME), "");
    Outlook outlook = new Foresight(shop, ZoneId.of("UTC")).look(FIRST.plusDays(DAYS));
    assertFalse(outlook.orders().isEmpty());
    assertTrue(
        outlook.notes().stream().anyMatch(note -> note.startsWith("Your kept plain rules are not")),
        outlook.notes()::toString);
  }

  @Test
  void whatWasInUseBeforeANightIsUsedAgainIfAPersonSaysSo() throws IOException {
    assertFalse(trainer.back(), "there was nothing before");
    var untrained = Architecture.ROW64.seeded(Hash.sha256(Bytes.utf8("untrained")));
    new ModelFile(shop.models()).write(MemberModel.of(untrained), FIRST);
    assertFalse(trainer.back(), "there was nothing before the first");
    MemberModel first = kept().model();
    Trainer.Adoption second = trainer.adopt(afterEpochs(4));
    MemberModel after = kept().model();
    assertNotEquals(first, after, second.sentence());
    assertTrue(trainer.back());
    assertEquals(first, kept().model());
    assertTrue(trainer.back());
    assertEquals(after, kept().model(), "and back once more is what was left");
  }

  @Test
  void whatAPersonKeepsWhileANightTrainsStays() throws IOException {
    var untrained = Architecture.ROW64.seeded(Hash.sha256(Bytes.utf8("untrained")));
    new ModelFile(shop.models()).write(MemberModel.of(untrained), FIRST);
    MemberModel first = kept().model();
    trainer.hold(true);
    Trainer.Adoption said = trainer.alone(1);
    assertEquals(first, kept().model());
    assertTrue(said.sentence().contains("because you keep it"), said.sentence());
    trainer.hold(false);
    trainer.alone(1);
    assertNotEquals(first, kept().model());
  }

  @Test
  void aFileOfBeforeThatCannotBeReadChangesNothing() throws IOException {
    trainer.adopt(afterEpochs(1));
    MemberModel used = kept().model();
    Files.writeString(shop.models().resolve(ModelFile.BEFORE), "minga member model 9\n");
    assertThrows(IllegalArgumentException.class, () -> trainer.back());
    assertEquals(used, kept().model());
  }

  private ModelFile.Kept kept() throws IOException {
    return new ModelFile(shop.models()).read().orElseThrow();
  }

  /// What so many epochs come to if all members are like this one.
  private ModelVersion afterEpochs(int epochs) throws IOException {
    ModelVersion version = trainer.seeded(FEDERATION);
    for (int epoch = 1; epoch <= epochs; epoch++) {
      Trainer.Update update = trainer.train(version, epoch).orElseThrow();
      version = ModelVersion.of(epoch, version.parameters().plus(update.change()));
    }
    return version;
  }

  private ModelVersion worthless() {
    float[] wild = trainer.seeded(FEDERATION).parameters().toArray();
    for (int i = 0; i < wild.length; i++) {
      wild[i] *= 50;
    }
    return ModelVersion.of(1, Parameters.of(wild));
  }

  private DemandTrainer trainer(Architecture own) {
    var effort = new DemandModel.Effort(2000, 2);
    return new DemandTrainer(
        shop,
        new DemandTrainer.Plan(Architecture.ROW64, own, effort, 3),
        new NodeConfig.Privacy(0, NodeConfig.Hidden.ORGANISATION, 0));
  }
}
