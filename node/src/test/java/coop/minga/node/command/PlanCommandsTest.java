package coop.minga.node.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.node.forecast.DemandModel;
import coop.minga.node.forecast.MemberModel;
import coop.minga.node.forecast.ModelFile;
import coop.minga.node.forecast.ModelWeights;
import coop.minga.node.history.History;
import coop.minga.node.history.PlacedOrder;
import coop.minga.node.history.SeriesKey;
import coop.minga.node.planning.Shop;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// A shop that sells 20 yoghurts and 10 loaves every day, and has 96 yoghurts that end in two days.
class PlanCommandsTest {
  private static final LocalDate FIRST = LocalDate.of(2025, 1, 6);

  @TempDir private Path dir = Path.of("");
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  @BeforeEach
  void anEmptyNode() throws IOException {
    Files.createDirectories(dir.resolve("node"));
  }

  @Test
  void withoutSalesEachCommandSaysHowToBringSome() {
    for (String verb : new String[] {"train", "evaluate", "forecast", "order", "surplus"}) {
      assertEquals(2, minga(verb), verb);
      assertTrue(err.toString().contains("minga import"), verb + ": " + err);
    }
  }

  @Test
  void aShortHistoryIsPlannedByTheWeekdayMeanAndSaysSo() throws IOException {
    sells(21);
    assertEquals(0, minga("train"));
    assertTrue(out.toString().contains("the model needs 35"), out.toString());
    assertEquals(0, minga("forecast", "--item", "yoghurt", "--days", "1"));
    assertTrue(out.toString().contains("weekday-mean"), out.toString());
    assertTrue(err.toString().contains("the model needs 35"), err.toString());
    assertFalse(out.toString().contains("bread"));
  }

  @Test
  void trainingKeepsAModelThatTheForecastThenUses() throws IOException {
    sells(80);
    assertEquals(0, minga("forecast"));
    assertTrue(err.toString().contains("minga train"), err.toString());
    assertEquals(0, minga("train", "--epochs", "2", "--json"));
    JsonObject trained = document();
    assertTrue(trained.get("kept").getAsBoolean());
    assertEquals(0, minga("forecast", "--days", "2", "--json"));
    JsonObject forecast = document();
    assertEquals(FIRST.plusDays(79).toString(), forecast.get("origin").getAsString());
    assertEquals(2, forecast.getAsJsonArray("series").size());
    JsonObject bread = forecast.getAsJsonArray("series").get(0).getAsJsonObject();
    assertEquals("model", bread.get("method").getAsString());
    assertEquals(2, bread.getAsJsonArray("days").size());
  }

  @Test
  void trainingSaysWhetherWhatAShopDoesInItsHeadIsBetterYet() throws IOException {
    sells(80);
    assertEquals(0, minga("train", "--epochs", "1"));
    assertTrue(out.toString().contains("same weekdays had 0.0000 there: it is the better one yet"));
    takes("sales.csv", noisy(250));
    assertEquals(0, minga("train", "--epochs", "8", "--json"), err::toString);
    JsonObject trained = document();
    double rule = trained.get("lossOfRule").getAsDouble();
    assertTrue(trained.get("lossAfter").getAsDouble() < rule, trained::toString);
    assertEquals(0, minga("train", "--epochs", "8"));
    assertTrue(
        out.toString().contains(String.format(Locale.ROOT, "same weekdays had %.4f there.", rule)),
        out.toString());
  }

  @Test
  void theOrderIsOneNumberWithARangeAndAReason() throws IOException {
    sells(40);
    counts(96, 42);
    assertEquals(0, minga("order", "--json"));
    JsonObject yoghurt = document().getAsJsonArray("lines").get(1).getAsJsonObject();
    assertEquals("yoghurt", yoghurt.get("item").getAsString());
    assertEquals(0, yoghurt.get("units").getAsLong(), "76 of the 96 are there tomorrow");
    assertEquals(76, yoghurt.getAsJsonObject("onHand").get("usable").getAsLong());
    assertEquals(0, minga("order"));
    assertTrue(out.toString().contains("Delivery every morning"), out.toString());
  }

  @Test
  void eachOutputSaysWhatIsKnownAndTellsNoMore() throws IOException {
    sells(40);
    assertEquals(0, minga("order"));
    assertTrue(err.toString().contains("Level A for 2 items at a site"), err.toString());
    assertTrue(out.toString().contains("?"), out.toString());
    assertEquals(0, minga("surplus"));
    assertTrue(err.toString().contains("no surplus is told"), err.toString());
    takes(
        "receipts.csv",
        "date,site,item,qty,unit\n%s,mapocho,yoghurt,70,unit\n".formatted(FIRST.plusDays(38)));
    assertEquals(0, minga("order"));
    assertTrue(out.toString().contains("about 30 (estimated)"), out.toString());
    assertEquals(0, minga("surplus", "--json"));
    JsonObject estimated = document().getAsJsonArray("estimated").get(0).getAsJsonObject();
    assertEquals(30, estimated.get("units").getAsLong(), "70 came, two days sold 20 each");
    assertEquals(0, document().getAsJsonArray("lots").size(), "an estimate is no lot");
    JsonObject expected = document().getAsJsonArray("expected").get(0).getAsJsonObject();
    assertEquals(30, expected.get("units").getAsLong());
    assertTrue(expected.getAsJsonObject("left").get("high").getAsLong() > 0);
    counts(96, 42);
    assertEquals(0, minga("forecast"));
    assertTrue(err.toString().contains("Level D for 1 item at a site"), err.toString());
  }

  @Test
  void aForecastSaysThatASoldOutDayIsInferredFromTheTimesOfSales() throws IOException {
    var till = new StringBuilder("date,site,item,qty\n");
    for (int day = 0; day < 40; day++) {
      String last = day == 39 ? "15:00" : "19:40";
      till.append("%s %s,mapocho,bread,9\n".formatted(FIRST.plusDays(day), last));
      till.append("%s 19:50,mapocho,milk,9\n".formatted(FIRST.plusDays(day)));
    }
    takes("sales.csv", till.toString());
    assertEquals(0, minga("forecast"));
    assertTrue(err.toString().contains("no file says so: 1 sold-out item-day,"), err.toString());
    assertEquals(0, minga("forecast", "--item", "milk"));
    assertFalse(err.toString().contains("Inferred"), err.toString());
    assertEquals(0, minga("forecast", "--item", "bread", "--json"));
    JsonObject bread = document().getAsJsonArray("series").get(0).getAsJsonObject();
    assertEquals(1, bread.get("inferredSoldOut").getAsInt());
  }

  @Test
  void aForecastSaysWhereNobodyTellsOfSoldOutDays() throws IOException {
    sells(40);
    assertEquals(0, minga("forecast", "--item", "bread"));
    assertTrue(
        err.toString().contains("Nobody says on which days 1 item at a site sold out"),
        err.toString());
    Path mapping =
        Files.writeString(
            dir.resolve("never.toml"), "as = \"sales\"\n[constants]\nstockout = \"no\"\n");
    Path sales = Files.writeString(dir.resolve("again.csv"), sales(41));
    assertEquals(
        0, minga("import", "--mapping", mapping.toString(), sales.toString()), err::toString);
    assertEquals(0, minga("forecast", "--item", "bread"));
    assertFalse(err.toString().contains("Nobody says"), err.toString());
  }

  @Test
  void aVerdictSaysWhyMoreDaysLieInTheRangeThanShould() throws IOException {
    Path sales = Files.writeString(dir.resolve("theirs.csv"), sales(90));
    assertEquals(0, alone("evaluate", "--epochs", "1", "--sales", sales.toString()));
    assertTrue(err.toString().contains("ranges reach further up than sales did"), err.toString());
  }

  @Test
  void aCountWithoutDatesSetsTheEstimateRightAndTellsTheAges() throws IOException {
    sells(40);
    var came = new StringBuilder("date,site,item,qty,unit\n");
    var counted = new StringBuilder("date,site,item,qty,unit\n");
    for (int day = 10; day < 40; day++) {
      came.append("%s,mapocho,yoghurt,22,unit\n".formatted(FIRST.plusDays(day)));
      if (day % 5 == 4) {
        counted.append("%s,mapocho,yoghurt,30,unit\n".formatted(FIRST.plusDays(day)));
      }
    }
    takes("receipts.csv", came.toString());
    Path stock = Files.writeString(dir.resolve("stock.csv"), counted.toString());
    assertEquals(0, minga("import", "--as", "stock", stock.toString()), err::toString);
    assertEquals(0, minga("surplus", "--json"), err::toString);
    JsonObject estimated = document().getAsJsonArray("estimated").get(0).getAsJsonObject();
    assertEquals(28, estimated.get("units").getAsDouble(), 1, "30 counted, some ended overnight");
    assertEquals(0, minga("surplus"));
    assertTrue(err.toString().contains("Level C for 1 item at a site"), err.toString());
    assertTrue(err.toString().contains("taken oldest first, by"), err.toString());
    assertEquals(0, minga("order", "--json"));
    JsonObject yoghurt = document().getAsJsonArray("lines").get(1).getAsJsonObject();
    assertEquals(28, yoghurt.getAsJsonObject("onHand").get("counted").getAsDouble(), 1);
  }

  @Test
  void ordersGoOutAsCsvAndAreReadBack() throws IOException {
    sells(40);
    Path file = dir.resolve("orders.csv");
    assertEquals(0, minga("order", "--csv", file.toString()));
    java.util.List<String> lines = Files.readAllLines(file);
    assertEquals("arrives,site,item,name,gtin,units,pack_size,packs", lines.getFirst());
    assertEquals(3, lines.size());
    assertEquals(0, minga("order", "--json"));
    JsonObject bread = document().getAsJsonArray("lines").get(0).getAsJsonObject();
    String units = bread.get("units").getAsString();
    String arrives = bread.get("arrives").getAsString();
    assertEquals(arrives + ",mapocho,bread,bread,," + units + ",1," + units, lines.get(1));
  }

  @Test
  void whatWasOrderedCountsTheNextMorningUntilReceiptsTellOfIt() throws IOException {
    sells(40);
    takes("supply.csv", "site,item,lead_days\nmapocho,yoghurt,2\n");
    long first = units("yoghurt");
    assertTrue(first > 0);
    assertEquals(0, minga("order", "--placed"), err::toString);
    assertTrue(err.toString().contains("taken as placed"), err.toString());
    assertEquals(first, units("yoghurt"), "this morning's orders are still being made");
    takes("later.csv", sales(41));
    assertEquals(0, minga("order"));
    String arrives = FIRST.plusDays(42).toString();
    assertTrue(out.toString().contains(first + " are on order for " + arrives), out.toString());
    takes(
        "receipts.csv", "date,site,item,qty,unit\n%s,mapocho,yoghurt,3,unit\n".formatted(arrives));
    assertEquals(0, minga("order"));
    assertFalse(out.toString().contains(first + " are on order"), out.toString());
  }

  @Test
  void whatAPersonChangedIsWhatIsPlaced() throws IOException {
    sells(40);
    String node = dir.resolve("node").toString();
    String[] change = {
      "order",
      "change",
      "--dir",
      node,
      "--item",
      "bread",
      "--units",
      "31",
      "--reason",
      "school fair"
    };
    assertEquals(0, alone(change), err::toString);
    Path file = dir.resolve("orders.csv");
    assertEquals(0, minga("order", "--csv", file.toString()));
    assertTrue(Files.readString(file).contains(",mapocho,bread,bread,,31,1,31"));
    assertEquals(0, minga("order", "--csv", file.toString(), "--until", "2025-01-30"));
    assertTrue(err.toString().contains("nothing is taken as placed"), err.toString());
  }

  @Test
  void whatIsNotOrderedTodayIsNotChangedToday() throws IOException {
    sells(40);
    LocalDate tomorrow = FIRST.plusDays(41);
    String day = tomorrow.getDayOfWeek().name().substring(0, 3).toLowerCase(Locale.ROOT);
    takes("supply.csv", "site,item,order_days,lead_days\nmapocho,yoghurt,%s,1\n".formatted(day));
    assertEquals(2, changes("yoghurt", 31));
    assertTrue(err.toString().contains("but on " + tomorrow), err.toString());
    assertEquals(0, alone("order", "change", "--dir", dir.resolve("node").toString()));
    assertTrue(err.toString().contains("No order was changed"), err.toString());
    takes("later.csv", sales(41));
    assertEquals(0, changes("yoghurt", 31), err::toString);
  }

  @Test
  void whatWasOrderedAndCameSinceACountWithoutDatesIsSoldToo() throws IOException {
    sells(38);
    takes("supply.csv", "site,item,lead_days\nmapocho,yoghurt,1\n");
    takes(
        "receipts.csv",
        "date,site,item,qty,unit\n%s,mapocho,yoghurt,5,unit\n".formatted(FIRST.plusDays(30)));
    Path stock =
        Files.writeString(
            dir.resolve("stock.csv"),
            "date,site,item,qty\n%s,mapocho,yoghurt,10\n".formatted(FIRST.plusDays(37)));
    assertEquals(0, minga("import", "--as", "stock", stock.toString()), err::toString);
    assertEquals(0, changes("yoghurt", 50), err::toString);
    takes("later.csv", sales(41));
    assertEquals(0, minga("order", "--json"));
    JsonObject yoghurt = document().getAsJsonArray("lines").get(1).getAsJsonObject();
    assertEquals(
        10,
        yoghurt.getAsJsonObject("onHand").get("counted").getAsLong(),
        "50 came for the 39th day, two days sold 20 each");
  }

  private int changes(String item, int units) {
    return alone(
        "order",
        "change",
        "--dir",
        dir.resolve("node").toString(),
        "--item",
        item,
        "--units",
        Integer.toString(units),
        "--reason",
        "school fair");
  }

  private long units(String item) {
    assertEquals(0, minga("order", "--json"), err::toString);
    for (var line : document().getAsJsonArray("lines")) {
      if (line.getAsJsonObject().get("item").getAsString().equals(item)) {
        return line.getAsJsonObject().get("units").getAsLong();
      }
    }
    throw new AssertionError(item + " is not ordered: " + out);
  }

  @Test
  void salesByTheWeekGiveAWeeksOrderAndItIsMarked() throws IOException {
    sellsByTheWeek(12, 12, 70);
    assertEquals(0, minga("order", "--json"), err::toString);
    JsonObject cheese = document().getAsJsonArray("lines").get(0).getAsJsonObject();
    assertEquals(70, cheese.get("units").getAsInt());
    assertTrue(cheese.get("why").getAsString().contains("From weekly sales"), cheese::toString);
    assertEquals(2, minga("forecast"));
    assertTrue(err.toString().contains("a week does not tell its days"), err::toString);
  }

  @Test
  void salesByTheWeekAreKnownUpToTheDayAskedFor() throws IOException {
    sellsByTheWeek(12, 9, 700);
    String then = FIRST.plusWeeks(9).minusDays(1).toString();
    assertEquals(0, minga("order", "--json", "--until", then));
    JsonObject before = document();
    assertEquals(FIRST.plusWeeks(9).toString(), before.get("morning").getAsString());
    long units = units(before);
    assertTrue(units < 200, "70 a week were known then, not " + units);
    assertEquals(0, minga("order", "--json"));
    assertTrue(units(document()) > 2 * units, out.toString());
    String amidst = FIRST.plusWeeks(10).minusDays(2).toString();
    assertEquals(0, minga("order", "--json", "--until", amidst));
    assertEquals(units, units(document()), "a week that is not over is not known");
    assertEquals(2, minga("order", "--until", FIRST.plusWeeks(12).toString()));
    assertTrue(err.toString().contains("sales are known up to"), err.toString());
    assertEquals(0, minga("order", "--json", "--until", FIRST.toString()));
    assertEquals(0, document().getAsJsonArray("lines").size(), "nothing was known yet");
  }

  @Test
  void whatSoldLaterIsNotKnownOnAMorning() throws IOException {
    sells(40);
    try (History history = History.open(dir.resolve("node"))) {
      Shop shop = Shop.from(history, FIRST.plusDays(20));
      assertEquals(2, shop.sales().size());
      shop.sales().values().forEach(sold -> assertEquals(FIRST.plusDays(19), sold.lastDay()));
      assertEquals(0, Shop.from(history, FIRST).sales().size());
      Shop last = Shop.from(history, FIRST.plusDays(40));
      last.sales().values().forEach(sold -> assertEquals(40, sold.length()));
    }
  }

  @Test
  void whatWasOrderedAndNobodyToldOfSinceIsThereForTheOrderAndForTheSurplus() throws IOException {
    sells(40);
    takes(
        "receipts.csv",
        "date,site,item,qty,unit\n%s,mapocho,yoghurt,70,unit\n".formatted(FIRST.plusDays(37)));
    Path stock =
        Files.writeString(
            dir.resolve("stock.csv"),
            "date,site,item,qty,unit\n%s,mapocho,yoghurt,50,unit\n".formatted(FIRST.plusDays(37)));
    assertEquals(0, minga("import", "--as", "stock", stock.toString()), err::toString);
    try (History history = History.open(dir.resolve("node"))) {
      var yoghurt = new SeriesKey("mapocho", "yoghurt");
      LocalDate arrives = FIRST.plusDays(39);
      history.place(List.of(new PlacedOrder(FIRST.plusDays(38), yoghurt, arrives, 40)));
    }
    assertEquals(0, minga("order", "--json"), err::toString);
    JsonObject line = document().getAsJsonArray("lines").get(1).getAsJsonObject();
    double there = line.getAsJsonObject("onHand").get("counted").getAsDouble();
    assertTrue(there > 30, "of the 70 and the 50 nothing like it is left: " + there);
    assertEquals(there, line.get("estimated").getAsDouble(), 1);
    assertEquals(0, minga("surplus", "--json"), err::toString);
    JsonObject estimated = document().getAsJsonArray("estimated").get(0).getAsJsonObject();
    assertEquals(there, estimated.get("units").getAsDouble(), 1);
  }

  /// 70 a week, and from a week on other than that.
  private void sellsByTheWeek(int weeks, int from, int later) throws IOException {
    StringBuilder csv = new StringBuilder("date,site,item,qty\n");
    for (int week = 0; week < weeks; week++) {
      csv.append(
          "%s,mapocho,cheese,%d\n".formatted(FIRST.plusWeeks(week), week < from ? 70 : later));
    }
    Path mapping =
        Files.writeString(
            dir.resolve("weeks.toml"),
            """
            as = "sales"
            period = "week"
            [columns]
            date = "date"
            site = "site"
            item = "item"
            qty = "qty"
            """);
    Path file = Files.writeString(dir.resolve("weeks.csv"), csv);
    assertEquals(
        0, minga("import", "--mapping", mapping.toString(), file.toString()), err::toString);
  }

  private static long units(JsonObject document) {
    return document.getAsJsonArray("lines").get(0).getAsJsonObject().get("units").getAsLong();
  }

  @Test
  void aChangedOrderIsKeptWithItsReasonAndJudgedWhenTheDayIsOver() throws IOException {
    sells(40);
    String dir = this.dir.resolve("node").toString();
    String[] change = {"order", "change", "--dir", dir, "--item", "bread", "--units", "12"};
    assertEquals(2, alone(change));
    assertTrue(err.toString().contains("there is no reason"), err.toString());
    String[] because = java.util.Arrays.copyOf(change, change.length + 2);
    because[change.length] = "--reason";
    because[change.length + 1] = "school fair";
    assertEquals(0, alone(because), err::toString);
    assertTrue(out.toString().contains("12 ordered"), out.toString());
    assertEquals(0, alone("order", "change", "--dir", dir));
    assertTrue(out.toString().contains("school fair"), out.toString());
    assertTrue(out.toString().contains("No changed order can be judged yet"), out.toString());
    takes("later.csv", sales(45));
    assertEquals(0, alone("order", "change", "--dir", dir));
    assertTrue(out.toString().contains("Of 1 changed orders"), out.toString());
    assertTrue(out.toString().contains("you were 2 units off"), out.toString());
  }

  @Test
  void surplusIsWhatTheDatesLeave() throws IOException {
    sells(40);
    counts(96, 42);
    assertEquals(0, minga("surplus", "--zone", "America/Santiago", "--json"));
    JsonObject lot = document().getAsJsonArray("lots").get(0).getAsJsonObject();
    assertEquals(36, lot.getAsJsonObject("left").get("middle").getAsLong(), "96 less 3 x 20");
    assertEquals(60, lot.getAsJsonObject("sells").get("middle").getAsLong());
    assertEquals("use-by", lot.get("dateKind").getAsString());
    assertEquals(0, minga("surplus"));
    assertTrue(out.toString().contains("use-by"), out.toString());
  }

  @Test
  void evaluationPrintsTheModelBesideThePlainRules() throws IOException {
    sells(60);
    assertEquals(0, minga("evaluate", "--epochs", "1", "--json"));
    JsonObject document = document();
    assertEquals(3, document.get("weeks").getAsInt());
    assertEquals(4, document.getAsJsonArray("lines").size());
    assertEquals(2, document.getAsJsonArray("series").size());
  }

  @Test
  void whatIsWastedIsToldAtTheSameService() throws IOException {
    StringBuilder csv = new StringBuilder("date,site,item,qty\n");
    for (int day = 0; day < 120; day++) {
      csv.append("%s,mapocho,bread,%d\n".formatted(FIRST.plusDays(day), 20 + day * 7919 % 13));
    }
    String file = Files.writeString(dir.resolve("theirs.csv"), csv).toString();
    assertEquals(0, alone("evaluate", "--epochs", "1", "--json", "--sales", file));
    JsonObject rule = document().getAsJsonArray("lines").get(1).getAsJsonObject();
    assertTrue(rule.get("mase").getAsDouble() > 0, rule::toString);
    assertTrue(rule.get("wasteAt95").getAsDouble() > 0, rule::toString);
    assertEquals(0, alone("evaluate", "--epochs", "1", "--sales", file));
    assertTrue(out.toString().contains("LEFT OVER AT .95"), out.toString());
    assertTrue(out.toString().contains("of 100 would be left over by the model"), out.toString());
  }

  @Test
  void whoUsesTheCommonModelTooSeesWhatItsOwnWouldBeAlone() throws IOException {
    sells(100);
    ModelWeights own = DemandModel.seeded(Hash.sha256(Bytes.utf8("own")));
    ModelWeights common = DemandModel.seeded(Hash.sha256(Bytes.utf8("common")));
    new ModelFile(dir.resolve("node/models"))
        .write(MemberModel.unmixed(own, common), FIRST.plusDays(80));
    assertEquals(0, minga("evaluate", "--in-use", "--json"));
    JsonObject last = document().getAsJsonArray("lines").get(4).getAsJsonObject();
    assertEquals("own-model-alone", last.get("method").getAsString());
    assertTrue(last.get("wql").getAsDouble() > 0, last::toString);
    assertFalse(last.has("wasteAt95"), "its orders are not played");
  }

  @Test
  void itemsWhoseRuleIsBetterKeepItOnceAPersonSaysSo() throws IOException {
    sells(120);
    assertEquals(0, minga("train", "--epochs", "1"));
    assertEquals(0, minga("evaluate", "--epochs", "1"));
    assertTrue(out.toString().contains("better for these 2 items: keep it."), out.toString());
    assertEquals(0, minga("forecast", "--days", "1"));
    assertFalse(out.toString().contains("weekday-mean"), "nobody said so yet");
    assertEquals(0, minga("evaluate", "--epochs", "1", "--keep-rules"));
    assertTrue(out.toString().contains("2 of them are forecast by your rule."), out.toString());
    assertEquals(0, minga("forecast", "--days", "1", "--item", "bread"));
    assertTrue(out.toString().contains("weekday-mean"), out.toString());
    assertTrue(err.toString().contains("your plain rule is kept"), err.toString());
    assertEquals(2, alone("evaluate", "--sales", "x.csv", "--keep-rules"));
  }

  @Test
  void theModelInUseIsJudgedOnWhatWasSoldSinceItLearnt() throws IOException {
    sells(100);
    assertEquals(2, minga("evaluate", "--in-use"));
    assertTrue(err.toString().contains("no model is in use yet"), err.toString());
    String then = FIRST.plusDays(85).toString();
    assertEquals(0, minga("train", "--epochs", "1", "--until", then));
    assertEquals(0, minga("evaluate", "--in-use", "--json"));
    assertEquals(2, document().get("weeks").getAsInt(), "two whole weeks of the 14 days since");
    assertEquals(0, minga("train", "--epochs", "1"));
    assertEquals(2, minga("evaluate", "--in-use"));
    assertTrue(err.toString().contains("no whole week was sold"), err.toString());
  }

  @Test
  void aFileInWhichNothingWasSoldIsNamedAndNotWhereItWasReadTo() throws IOException {
    Path days =
        Files.writeString(dir.resolve("days.csv"), "date,site,item,qty\n2024-01-01,a,b,0\n");
    assertEquals(2, alone("evaluate", "--sales", days.toString()));
    assertTrue(err.toString().contains("days.csv: by its rows nothing was ever sold"));
    Path byTheWeek =
        Files.writeString(dir.resolve("week.toml"), "as = \"sales\"\nperiod = \"week\"\n");
    assertEquals(
        2, alone("evaluate", "--sales", days.toString(), "--mapping", byTheWeek.toString()));
    assertTrue(err.toString().contains("nothing was ever sold"), err.toString());
    Path sold = Files.writeString(dir.resolve("sold.csv"), sales(50));
    assertEquals(2, alone("evaluate", "--sales", sold.toString(), "--until", "2001-01-01"));
    assertTrue(err.toString().contains("Nothing was sold up to 2001-01-01"), err.toString());
  }

  @Test
  void aFileOfSomebodyWithoutANodeIsJudgedAndLeavesNothing() throws IOException {
    Path file = Files.writeString(dir.resolve("theirs.csv"), sales(90) + "no-date,x,y,1,unit\n");
    assertEquals(0, alone("evaluate", "--epochs", "1", "--sales", file.toString()));
    assertTrue(err.toString().contains("theirs.csv line 182: date \"no-date\""), err.toString());
    assertTrue(out.toString().contains("exponential-smoothing"), out.toString());
    assertTrue(out.toString().contains("Of 2 items at a site"), out.toString());
    assertFalse(Files.exists(dir.resolve("node/history.duckdb")));
    assertEquals(2, alone("evaluate", "--sales", dir.resolve("nowhere.csv").toString()));
    assertEquals(2, alone("evaluate"));
    assertTrue(err.toString().contains("no node's directory is named"), err.toString());
  }

  @Test
  void salesByTheWeekAreJudgedByTheWeek() throws IOException {
    StringBuilder csv = new StringBuilder("date,site,item,qty\n");
    for (int week = 0; week < 60; week++) {
      csv.append("%s,mapocho,cheese,%d\n".formatted(FIRST.plusWeeks(week), 100 + week * 7919 % 31));
      if (week < 35) {
        csv.append("%s,mapocho,given-up,%d\n".formatted(FIRST.plusWeeks(week), 50));
      }
    }
    Path file = Files.writeString(dir.resolve("weeks.csv"), csv);
    Path mapping = Files.writeString(dir.resolve("weeks.toml"), "period = \"week\"\n");
    List<String> told =
        List.of(
            "evaluate", "--sales", file.toString(), "--mapping", mapping.toString(), "--epochs=1");
    assertEquals(0, alone(told.toArray(new String[0])), err::toString);
    assertTrue(out.toString().contains("WEEKS"), out.toString());
    List<String> json = Stream.concat(told.stream(), Stream.of("--json")).toList();
    assertEquals(0, alone(json.toArray(new String[0])), err::toString);
    JsonObject document = document();
    assertEquals(16, document.get("weeks").getAsInt());
    assertEquals(FIRST.plusWeeks(44).toString(), document.get("firstDay").getAsString());
    assertEquals(
        FIRST.plusWeeks(60).minusDays(1).toString(), document.get("lastDay").getAsString());
    JsonObject mean = document.getAsJsonArray("lines").get(1).getAsJsonObject();
    assertEquals(16, mean.get("days").getAsInt());
    assertTrue(mean.get("mase").getAsDouble() > 0, mean::toString);
    assertFalse(mean.has("wasteAt95"), mean::toString);

    assertEquals(0, minga("import", "--mapping", mapping.toString(), file.toString()));
    assertEquals(2, minga("evaluate", "--keep-rules"));
    assertTrue(err.toString().contains("planned by a plain rule"), err.toString());
    String then = FIRST.plusWeeks(15).toString();
    assertEquals(2, minga("evaluate", "--until", then));
    assertTrue(err.toString().contains("Import at least 17 weeks"), err.toString());
  }

  @Test
  void oneSeriesIsDrawnWithWhatHappened() throws IOException {
    sells(60);
    String then = FIRST.plusDays(52).toString();
    assertEquals(0, minga("forecast", "--plot", "--item", "bread", "--until", then));
    assertTrue(
        out.toString().contains("Of 7 days that are over, 7 fell in the range"), out::toString);
    assertEquals(2, minga("forecast", "--plot"));
    assertTrue(err.toString().contains("2 series are that."), err.toString());
  }

  @Test
  void whatMakesNoSenseIsRefusedWithACure() throws IOException {
    sells(40);
    assertEquals(2, minga("forecast", "--days", "0"));
    assertEquals(2, minga("train", "--epochs", "0"));
    assertEquals(2, minga("order", "--until", "2030-01-01"));
    assertTrue(err.toString().contains("Name an earlier day."), err.toString());
    Files.createDirectories(dir.resolve("node/models"));
    Files.writeString(dir.resolve("node/models/current"), "no model");
    assertEquals(2, minga("forecast"));
    assertTrue(err.toString().contains("Remove it and train again."), err.toString());
  }

  private void sells(int days) throws IOException {
    takes("sales.csv", sales(days));
  }

  /// Bread that sells much more while it is cheap, which the mean of weekdays does not know.
  private static String noisy(int days) {
    StringBuilder csv = new StringBuilder("date,site,item,qty,price,promo\n");
    var random = new Random(1);
    for (int day = 0; day < days; day++) {
      boolean cheap = random.nextInt(5) == 0;
      int units = (cheap ? 40 : 15) + random.nextInt(5);
      csv.append(FIRST.plusDays(day))
          .append(
              ",mapocho,bread,%d,%s,%s\n".formatted(units, cheap ? 1 : 2, cheap ? "yes" : "no"));
    }
    return csv.toString();
  }

  private static String sales(int days) {
    StringBuilder csv = new StringBuilder("date,site,item,qty,unit\n");
    for (int day = 0; day < days; day++) {
      LocalDate date = FIRST.plusDays(day);
      csv.append(date).append(",mapocho,yoghurt,20,unit\n");
      csv.append(date).append(",mapocho,bread,10,unit\n");
    }
    return csv.toString();
  }

  private void counts(int units, int lastDay) throws IOException {
    takes(
        "stock.csv",
        "date,site,item,qty,unit,date_kind,date_mark\n%s,mapocho,yoghurt,%d,unit,use-by,%s\n"
            .formatted(FIRST.plusDays(40), units, FIRST.plusDays(lastDay)));
  }

  private void takes(String name, String csv) throws IOException {
    Path file = Files.writeString(dir.resolve(name), csv);
    assertEquals(0, minga("import", file.toString()), out + "\n" + err);
  }

  private int minga(String verb, String... more) {
    String[] all = new String[more.length + 3];
    all[0] = verb;
    all[1] = "--dir";
    all[2] = dir.resolve("node").toString();
    System.arraycopy(more, 0, all, 3, more.length);
    return alone(all);
  }

  private int alone(String... all) {
    out = new StringWriter();
    err = new StringWriter();
    CommandLine command = Minga.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return command.execute(all);
  }

  private JsonObject document() {
    return JsonParser.parseString(out.toString()).getAsJsonObject();
  }
}
