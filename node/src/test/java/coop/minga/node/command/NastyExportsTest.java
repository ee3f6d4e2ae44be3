package coop.minga.node.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import coop.minga.federation.identity.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/// What shops really send. Each goes the whole way: taken in, forecast, ordered and looked at for
/// surplus. Whatever is in it, no row disappears without a word, no trace is printed, and what is
/// forecast is a quantity.
class NastyExportsTest {
  private static final LocalDate FIRST = LocalDate.of(2025, 1, 6);
  private static final String HEAD = "date,site,item,qty\n";

  @TempDir Path dir;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  /// One file.
  ///
  /// @param name what is wrong with it
  /// @param bytes of it
  /// @param says words that somebody must read, on import or later
  /// @param forecasts whether the rest of it can be forecast
  record Case(String name, Bytes bytes, String says, boolean forecasts) {
    static Case of(String name, String text, String says, boolean forecasts) {
      return new Case(name, Bytes.utf8(text), says, forecasts);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  @SuppressWarnings("UnusedMethod")
  private static Stream<Case> cases() {
    String good = days(60, day -> "20");
    return Stream.of(
        Case.of("the same days twice in one file", good + rows(60, day -> "20"), "added", true),
        Case.of("the day the clocks change", HEAD + clockChange(), "", true),
        Case.of("two ways of writing dates", good + "07/03/2025,a,b,3\n", "dd/MM/yyyy", true),
        Case.of(
            "more came back than was sold", days(60, day -> day == 30 ? "-500" : "20"), "", true),
        Case.of("nothing but returns", days(60, day -> "-1"), "There are no sales", true),
        Case.of("a unit that changes", unitChange(), "counted in before", true),
        Case.of("a gap of ten years", HEAD + gap(), "", true),
        Case.of("one row", HEAD + FIRST + ",a,b,3\n", "needs 35", true),
        Case.of("all zeros", days(60, day -> "0"), "There are no sales", true),
        Case.of("zeros, then one sale", days(60, day -> day == 59 ? "5" : "0"), "needs 35", true),
        Case.of("a line past the limit", good + "x".repeat(70_000) + "\n", "longer than", true),
        Case.of("no line end at the end", good.strip(), "", true),
        Case.of("no line end at all", "date,site,item,qty", "no row", false),
        Case.of("NaN", good + FIRST.plusDays(60) + ",a,b,NaN\n", "not a number", true),
        Case.of(
            "infinitely many", good + FIRST.plusDays(60) + ",a,b,Infinity\n", "not a number", true),
        Case.of("a number in powers of ten", good + FIRST + ",a,b,1E3\n", "shortened", true),
        Case.of("a negative zero", days(60, day -> day % 2 == 0 ? "-0" : "20"), "", true),
        new Case(
            "another encoding",
            Bytes.of((HEAD + FIRST + ",Ñuñoa,pan,3\n").getBytes(Charset.forName("windows-1252"))),
            "windows-1252",
            false),
        new Case("bytes cut within a sign", Bytes.of(cutWithinASign()), "not UTF-8", false),
        Case.of("UTF-8 with its mark", "\ufeff" + good, "", true),
        Case.of("decimal commas", good + FIRST + ",a,b,\"1,5\"\n", "decimal = \"comma\"", true),
        Case.of("semicolons", good.replace(',', ';'), "delimiter", false),
        Case.of("tabs", good.replace(',', '\t'), "delimiter = \"tab\"", false),
        Case.of("thousands with signs", good + FIRST + ",a,b,\"1,234.5\"\n", "thousands", true),
        Case.of("a field too many", good + FIRST + ",a,b,1,2\n", "5 fields", true),
        Case.of("a field too few", good + FIRST + ",a,b\n", "3 fields", true),
        Case.of("no site", good + FIRST + ",,b,1\n", "empty", true),
        Case.of("a quote that nobody closes", good + FIRST + ",\"a,b,1\n" + good, "quote", true),
        Case.of("a header in the middle", good + good, "not a date", true),
        Case.of("a total at the end", good + "Total,,,1200\n", "not a date", true),
        Case.of("a year to come", good + "2099-01-01,a,b,1\n", "can have happened", true),
        Case.of("the year 0025", good + "0025-01-06,a,b,1\n", "before 1970", true),
        Case.of("the 30th of February", good + "2025-02-30,a,b,1\n", "not a date", true),
        Case.of("a spreadsheet's day numbers", HEAD + "45663,a,b,1\n", "day number", false),
        Case.of(
            "a barcode for a quantity", good + FIRST + ",a,b,7802920000017\n", "more than", true),
        Case.of("a barcode that was shortened", good + FIRST + ",a,7.8E+12,1\n", "shortened", true),
        Case.of("a bell in a name", good + FIRST + ",a,b\u0007,1\n", "control", true),
        Case.of("zero bytes", good + FIRST + ",a,b\0,1\n", "zero byte", true),
        Case.of("a formula for a name", good + FIRST + ",a,=cmd|' /C calc'!A1,1\n", "", true),
        Case.of(
            "a statement for a name", good + FIRST + ",a,'); DROP TABLE sales; --,1\n", "", true),
        Case.of("sales of one day a month", HEAD + monthly(), "", true),
        Case.of("closed for half of it", days(80, day -> day < 40 ? "20" : ""), "empty", true),
        Case.of(
            "a hundred times as much one day",
            days(60, day -> day == 50 ? "2000" : "20"),
            "",
            true),
        Case.of("nothing", "", "empty", false));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isTakenInOrAnsweredAndPlannedFromWithoutATrace(Case one) throws IOException {
    Files.createDirectories(dir.resolve("node"));
    Path file = Files.write(dir.resolve("export.csv"), one.bytes().toArray());
    StringBuilder said = new StringBuilder();

    run(said, "import", "--json", file.toString());
    JsonObject told = JsonParser.parseString(out.toString()).getAsJsonObject();
    accounted(told.getAsJsonArray("files").get(0).getAsJsonObject());

    int code = run(said, "forecast", "--json");
    assertEquals(one.forecasts() ? 0 : 2, code, said::toString);
    if (one.forecasts()) {
      quantities(JsonParser.parseString(out.toString()).getAsJsonObject());
    }
    assertEquals(code, run(said, "order"));
    assertEquals(code, run(said, "surplus"));
    assertTrue(said.toString().contains(one.says()), () -> one.says() + " in: " + said);
  }

  private static void accounted(JsonObject file) {
    if (!file.get("outcome").getAsString().equals("refused")) {
      long rows = file.get("rows").getAsLong();
      long imported = file.get("imported").getAsLong();
      long rejected = file.get("rejected").getAsLong();
      assertEquals(rows, imported + rejected, file::toString);
      assertTrue(rejected == 0 || file.has("rejectFile"), file::toString);
    }
  }

  private static void quantities(JsonObject forecast) {
    for (JsonElement series : forecast.getAsJsonArray("series")) {
      for (JsonElement day : series.getAsJsonObject().getAsJsonArray("days")) {
        double before = 0;
        for (JsonElement quantile : day.getAsJsonObject().getAsJsonArray("quantiles")) {
          assertTrue(quantile.getAsDouble() >= before, series::toString);
          before = quantile.getAsDouble();
          assertTrue(before < 10_000, series::toString);
        }
      }
    }
  }

  private int run(StringBuilder said, String verb, String... more) {
    out = new StringWriter();
    err = new StringWriter();
    String[] all = new String[more.length + 3];
    all[0] = verb;
    all[1] = "--dir";
    all[2] = dir.resolve("node").toString();
    System.arraycopy(more, 0, all, 3, more.length);
    CommandLine command = Minga.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    int code = command.execute(all);
    String text = (out + "\n" + err).replace("\\\"", "\"");
    assertFalse(text.contains("\tat ") || text.contains("Exception"), text);
    said.append(text);
    return code;
  }

  private static String days(int days, IntFunction<String> quantity) {
    return HEAD + rows(days, quantity);
  }

  private static String rows(int days, IntFunction<String> quantity) {
    StringBuilder rows = new StringBuilder();
    for (int day = 0; day < days; day++) {
      String units = quantity.apply(day);
      rows.append(FIRST.plusDays(day)).append(",a,b,").append(units).append('\n');
    }
    return rows.toString();
  }

  /// The hour that there is twice, and the one that there is not.
  private static String clockChange() {
    StringBuilder rows = new StringBuilder();
    for (String time : List.of("01:30:00", "02:30:00", "02:30:00", "03:30:00", "23:59:59+02:00")) {
      rows.append("2025-03-30 ").append(time).append(",a,b,5\n");
      rows.append("2025-10-26T").append(time).append(",a,b,5\n");
    }
    return rows.toString();
  }

  private static String unitChange() {
    StringBuilder rows = new StringBuilder("date,site,item,qty,unit\n");
    for (int day = 0; day < 60; day++) {
      rows.append(FIRST.plusDays(day)).append(",a,b,20,").append(day < 50 ? "each" : "kg");
      rows.append('\n');
    }
    return rows.toString();
  }

  private static String gap() {
    StringBuilder rows = new StringBuilder();
    for (int day = 0; day < 60; day++) {
      rows.append(FIRST.plusDays(day).minusYears(day < 30 ? 10 : 0)).append(",a,b,20\n");
    }
    return rows.toString();
  }

  private static String monthly() {
    StringBuilder rows = new StringBuilder();
    for (int month = 0; month < 14; month++) {
      rows.append(FIRST.minusMonths(month)).append(",a,b,7\n");
    }
    return rows.toString();
  }

  private static byte[] cutWithinASign() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes((HEAD + FIRST + ",a,\u00f1").getBytes(StandardCharsets.UTF_8));
    byte[] whole = bytes.toByteArray();
    return java.util.Arrays.copyOf(whole, whole.length - 1);
  }
}
