package coop.minga.node.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.node.config.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTest {
  private static final List<String> TABLES =
      List.of("sales", "stock", "items", "sites", "supply", "receipts", "waste", "needs");

  @TempDir Path dir;

  @Test
  void whatWasWrittenOutComesInAgainTheSame() throws IOException {
    try (Desk desk = new Desk(Files.createDirectories(dir.resolve("one")));
        Desk other = new Desk(Files.createDirectories(dir.resolve("two")))) {
      fill(desk);
      List<Export.Written> written = Export.everything(desk.history, dir.resolve("out"));
      assertEquals(9, written.size());
      for (Export.Written one : written) {
        boolean weekly = one.file().getFileName().toString().startsWith("weekly");
        other.with(weekly ? Mapping.read(dir.resolve("out/weekly-sales.toml")) : Mapping.plain());
        ImportReport report = other.take(one.file());
        assertEquals(one.rows(), report.count().imported(), report::toString);
      }
      for (String table : TABLES) {
        assertEquals(rows(desk, table), rows(other, table), table);
        assertTrue(!rows(desk, table).isEmpty(), table);
      }
      assertEquals(desk.history.items(), other.history.items());
      assertEquals(desk.history.supply(), other.history.supply());
    }
  }

  @Test
  void nothingThatIsThereIsWrittenOver() throws IOException {
    try (Desk desk = new Desk(dir)) {
      Files.createDirectories(dir.resolve("out"));
      assertEquals(List.of(), Export.everything(desk.history, dir.resolve("out")));
      Files.writeString(dir.resolve("out/mine.txt"), "mine");
      assertThrows(UserError.class, () -> Export.everything(desk.history, dir.resolve("out")));
      assertThrows(
          UserError.class, () -> Export.everything(desk.history, dir.resolve("out/mine.txt")));
    }
  }

  private static void fill(Desk desk) throws IOException {
    desk.take(
        "sales.csv",
        """
        date,site,item,qty,unit,price,promo,stockout,time
        2024-03-01,a,b,1.5,kg,2.49,yes,no,18:05
        2024-03-02,a,b,-2,kg,,,yes,09:30:15
        2024-03-02,a,"it's, a name",0.00001,each,,,,
        2024-03-03,a,012345678905,1000000,each,0.1,,,7:01 PM
        """);
    desk.take(
        "stock.csv",
        """
        date,site,item,qty,unit,lot,date_kind,date_mark
        2024-03-01,a,b,5,kg,L1,use-by,2024-03-05
        2024-03-01,a,b,5,kg,,,
        2024-03-01,a,c,7,each,,best-before,2025-03-05
        """);
    desk.take(
        "items.csv",
        """
        item,gtin,name,category,pack_size,unit_weight_g,storage,shelf_life_days,allergens
        b,7802920000015,Bread,bakery,6,500,ambient,2,gluten;milk
        c,,,,,,,,none
        d,,,,,,,,
        """);
    desk.take(
        "sites.csv", "site,name,lat,lon,open_days,kind\na,Mapocho,-33.43,-70.65,mon-sat,shop\n");
    desk.take(
        "supply.csv", "site,item,order_days,cutoff,lead_days,cost\na,b,mon-fri,14:30,2,0.61\n");
    desk.take("receipts.csv", "date,site,item,qty,unit\n2024-03-01,a,b,12,kg\n");
    desk.take("waste.csv", "date,site,item,qty,unit,reason\n2024-03-01,a,b,1,kg,old\n");
    desk.take(
        "needs.csv",
        """
        site,category,mon,tue,wed,thu,fri,sat,sun,until,kind
        k,dairy,1,2,3,4,5,6,7,2024-12-31,firm
        k,bread,1,2,3,4,5,6,7,,
        """);
    desk.withMapping("period = \"week\"");
    desk.take("weeks.csv", "date,site,item,qty\n2024-03-06,a,cheese,70\n2024-03-13,a,cheese,71\n");
  }

  private static List<String> rows(Desk desk, String table) {
    return desk.history
        .database()
        .list(
            "SELECT CAST(COLUMNS(*) AS VARCHAR) FROM " + table + " ORDER BY ALL",
            row -> {
              StringBuilder line = new StringBuilder();
              for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                line.append(row.getString(column)).append('|');
              }
              return line.toString();
            });
  }
}
