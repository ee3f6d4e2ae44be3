package coop.minga.node.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.node.config.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingTest {
  @TempDir Path dir;

  @Test
  void anEmptyMappingIsThePlainOne() throws IOException {
    assertEquals(Mapping.plain().toString(), read("").toString());
  }

  @Test
  void aMappingIsReadWhole() throws IOException {
    Mapping mapping =
        read(
            "as = \"stock\"\ndecimal = \"comma\"\n[columns]\nqty = \"Menge in Stk.\"\n[only]\n\"Org.\" = \"7\"");

    assertEquals(Optional.of(TableKind.STOCK), mapping.as());
    assertTrue(mapping.decimalComma());
    assertEquals("Menge in Stk.", mapping.names().columns().get("qty"));
    assertEquals("7", mapping.names().only().get("Org."));
  }

  @Test
  void whatIsWrongWithItIsSaidWithItsLine() {
    says("\ndecimals = \"comma\"", "no key \"decimals\"", "nearest is \"decimal\"");
    says("\ndecimal = \"komma\"", "line 2, decimal", "komma", "point, comma");
    says("delimiter = \";;\"", "delimiter", "not one sign");
    says("encoding = \"klingon\"", "no encoding \"klingon\"", "windows-1252");
    says("encoding = \"utf-32\"", "not read", "utf-8");
    says("date = \"dd.mm.yyyy\"", "date", "MM is the month");
    says("date = \"dd.MM\"", "not a way to write a date");
    says("date = \"week-number\"", "first-week", "2024-01-01");
    says("[columns]\nquantitty = \"x\"", "quantitty");
    says("[columns]\nunit = \"x\"\n[constants]\nunit = \"kg\"", "constants.unit", "Take one");
    says("columns = 3", "not a table");
    says("as = [1]", "as", "not a text");
    says("= 3", "line 1", "not TOML");
  }

  @Test
  void theSamplesReadWhatTheySayTheyRead() throws IOException {
    Path samples = Path.of("..", "deploy", "samples", "mappings");
    try (Desk desk = new Desk(dir)) {
      desk.with(Mapping.read(samples.resolve("daily-bakery.toml")));
      Desk.accounted(
          desk.take("b.csv", "organisation,site,item,date,quantity\norg1,s,i,2024-03-01,254\n"), 1);
      desk.with(Mapping.read(samples.resolve("weekly-cheese.toml")));
      Desk.accounted(
          desk.take(
              "c.csv",
              """
              "organisation","market","site","item","week","quantity","price","display"
              "L","M","M - L","sliced-cheese",1,21374,2.57846,0.162
              """),
          1);
      desk.with(Mapping.read(samples.resolve("german-till.toml")));
      desk.take("g.csv", "Datum;Artikelnummer;Menge;Preis\n01.03.2024;7;1,5;2,99\n");

      assertEquals(3, desk.rows());
      assertEquals(254 + 21374 + 1.5, desk.sold());
    }
  }

  private void says(String toml, String... parts) {
    String sentence = assertThrows(UserError.class, () -> read(toml)).sentence();
    for (String part : parts) {
      assertTrue(sentence.contains(part), () -> "no \"" + part + "\" in: " + sentence);
    }
  }

  private Mapping read(String toml) throws IOException {
    return Mapping.read(Files.writeString(dir.resolve("till.toml"), toml));
  }
}
