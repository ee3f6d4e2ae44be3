package coop.minga.node.history;

import java.sql.SQLException;
import java.time.DayOfWeek;
import java.util.Optional;
import java.util.Set;
import org.duckdb.DuckDBAppender;

/// Sites. A later file's site takes the place of an earlier one's, whole.
record SitesTable(Keeping keeping) implements Table {
  @Override
  public TableKind kind() {
    return TableKind.SITES;
  }

  @Override
  public void stage(Cells cells, DuckDBAppender staged) throws BadRow, SQLException {
    String site = cells.code("site");
    Optional<String> gln = cells.text("gln");
    if (gln.isPresent()) {
      gln = Optional.of(Gs1.gln(cells.header().nameOf("gln"), gln.get()));
    }
    Optional<String> name = cells.name("name");
    Optional<Double> latitude = cells.numberIfAny("lat", -90, 90);
    Optional<Double> longitude = cells.numberIfAny("lon", -180, 180);
    if (latitude.isPresent() != longitude.isPresent()) {
      String empty = latitude.isPresent() ? "lon" : "lat";
      throw cells.bad(empty, "", "is empty and the other half of the place is not.", "Write both.");
    }
    Optional<String> openDays = openDays(cells);
    Optional<String> kind = cells.name("kind");
    keeping.once(cells, "site", site);
    staged.beginRow().append(site);
    Keeping.append(staged, gln);
    Keeping.append(staged, name);
    Keeping.appendNumber(staged, latitude);
    Keeping.appendNumber(staged, longitude);
    Keeping.append(staged, openDays);
    Keeping.append(staged, kind);
    staged.endRow();
  }

  private static Optional<String> openDays(Cells cells) throws BadRow {
    Optional<String> text = cells.text("open_days");
    if (text.isEmpty()) {
      return text;
    }
    Optional<Set<DayOfWeek>> days = OpenDays.parse(text.get());
    if (days.isEmpty()) {
      throw cells.bad(
          "open_days", text.get(), "does not name weekdays.", "Write mon-sat, or mon tue thu.");
    }
    return days.map(OpenDays::write);
  }

  @Override
  public Settled settle() {
    Database database = keeping.database();
    long dropped = database.change("DELETE FROM sites USING staged WHERE sites.site = staged.site");
    database.change("INSERT INTO sites SELECT * FROM staged");
    return new Settled(0, dropped);
  }
}
