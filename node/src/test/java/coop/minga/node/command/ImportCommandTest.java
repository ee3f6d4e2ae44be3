package coop.minga.node.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {
  private static final String SALES =
      """
      date,site,item,qty,organisation
      2024-03-01,a,b,1,x
      2024-03-02,a,b,"1,5",x
      2024-03-02,c,b,1,y
      """;

  @TempDir Path dir;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void tellsWhatBecameOfEachFile() throws IOException {
    Path sales = Files.writeString(dir.resolve("sales.csv"), SALES);

    assertEquals(0, minga("import", "--dir", dir.toString(), sales.toString()));
    assertTrue(
        out.toString().startsWith("sales.csv: 2 rows of sales imported, 1 rejected (see "),
        out::toString);
    assertTrue(err.toString().contains("sales.csv line 3: qty \"1,5\""), err::toString);
    assertTrue(err.toString().contains("columns not read: organisation"), err::toString);
    assertTrue(err.toString().contains("shelf life assumed 3 days"), err::toString);
  }

  @Test
  void aRefusedFileDoesNotKeepTheNextOneOut() throws IOException {
    Path broken = Files.writeString(dir.resolve("broken.csv"), "");
    Path sales = Files.writeString(dir.resolve("sales.csv"), SALES);

    assertEquals(2, minga("import", "--dir", dir.toString(), broken.toString(), sales.toString()));
    assertTrue(err.toString().contains("it is empty."), err::toString);
    assertTrue(out.toString().contains("2 rows of sales imported"), out::toString);
  }

  @Test
  void jsonIsOneDocument() throws IOException {
    Path sales = Files.writeString(dir.resolve("sales.csv"), SALES);
    String missing = dir.resolve("missing.csv").toString();

    int code =
        minga(
            "import",
            "--json",
            "--only",
            "organisation=x",
            "--dir",
            dir.toString(),
            sales.toString(),
            missing);

    assertEquals(2, code);
    JsonObject document = JsonParser.parseString(out.toString()).getAsJsonObject();
    JsonObject first = document.getAsJsonArray("files").get(0).getAsJsonObject();
    assertEquals("imported", first.get("outcome").getAsString());
    assertEquals(1, first.get("imported").getAsLong());
    assertEquals(1, first.get("rejected").getAsLong());
    assertEquals(1, first.get("leftOut").getAsLong());
    JsonObject second = document.getAsJsonArray("files").get(1).getAsJsonObject();
    assertEquals("refused", second.get("outcome").getAsString());
    assertEquals("", err.toString());
  }

  @Test
  void anUnknownTableIsToldWithTheKnownOnes() throws IOException {
    Path sales = Files.writeString(dir.resolve("sales.csv"), SALES);

    assertEquals(2, minga("import", "--dir", dir.toString(), "--as", "stocks", sales.toString()));
    assertTrue(
        err.toString()
            .contains("Use sales, stock, items, sites, supply, receipts, waste or needs."),
        err::toString);
  }

  private int minga(String... args) {
    return Minga.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }
}
