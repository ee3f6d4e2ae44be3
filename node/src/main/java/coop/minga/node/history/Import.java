package coop.minga.node.history;

import coop.minga.federation.identity.Hash;
import coop.minga.node.config.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.duckdb.DuckDBAppender;

/// Takes files into a [History]: CSV, plain or gzip, Parquet and EDIFACT, by a [Mapping].
///
/// A file is one transaction. Each of its rows is imported, rejected with a reason and a cure, or
/// left out by the mapping's choice; when anything is wrong with the file as a whole nothing of it
/// is imported. A file is read twice, first to see that it is whole and to know it again by the
/// hash of its content; memory is bounded by [ImportLimits] and not by the file.
public final class Import {
  /// Where the rejects are, within the node's directory.
  public static final String REJECTS = "rejects";

  private final History history;
  private final ImportSettings settings;

  /// Imports into that history in that way.
  public Import(History history, ImportSettings settings) {
    this.history = history;
    this.settings = settings;
  }

  /// Imports a file. When it returns, what it reports is durable.
  ///
  /// @throws UserError if the file as a whole cannot be imported; nothing was
  public ImportReport file(Path path) throws IOException {
    return read(path, false);
  }

  /// Looks at a file as [#file] would, and keeps nothing.
  ///
  /// @throws UserError if the file as a whole could not be imported
  public ImportReport preview(Path path) throws IOException {
    return read(path, true);
  }

  private ImportReport read(Path path, boolean preview) throws IOException {
    Mapping mapping = settings.mapping();
    Source source = Source.examine(path, mapping, settings.limits());
    try (Rows rows = source.rows(settings)) {
      TableKind kind = Table.recognise(source, rows.header(), settings);
      String mark = mark(source, kind);
      Optional<ImportReport> before = before(source.name(), kind, mark);
      return before.isPresent()
          ? before.get()
          : new Reading(source, rows, kind, mark, preview).run();
    }
  }

  /// By what a file is known again: its content, and how it was read.
  private String mark(Source source, TableKind kind) {
    String text = source.content() + " " + kind + " " + settings.mapping();
    return Hash.sha256(text.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private Optional<ImportReport> before(String name, TableKind kind, String mark) {
    return history
        .database()
        .list(
            "SELECT file, row_count, imported, rejected FROM imports WHERE mark = ?",
            row ->
                new ImportReport(
                    name,
                    kind,
                    ImportReport.Outcome.ALREADY_THERE,
                    new ImportReport.Count(
                        row.getLong(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(2) - row.getLong(3) - row.getLong(4),
                        0,
                        0),
                    Optional.empty(),
                    List.of(),
                    List.of("the same content was imported before as " + row.getString(1))),
            mark)
        .stream()
        .findFirst();
  }

  /// One file on its way in.
  private final class Reading {
    private final Source source;
    private final Rows read;
    private final String mark;
    private final boolean preview;
    private final Table table;
    private final Chosen chosen;
    private final RejectFile rejects;
    private long rows;
    private long imported;
    private long leftOut;

    Reading(Source source, Rows read, TableKind kind, String mark, boolean preview) {
      this.preview = preview;
      this.source = source;
      this.read = read;
      this.mark = mark;
      table = Table.of(kind, new Keeping(source.name(), history.database(), settings));
      chosen = Chosen.by(settings.mapping().names().only(), read.header());
      String name = source.name() + "-" + mark.substring(0, 8) + ".csv";
      rejects =
          new RejectFile(
              source.name(),
              history.dir().resolve(REJECTS).resolve(name),
              settings.limits().rejects(),
              !preview);
    }

    ImportReport run() throws IOException {
      Database database = history.database();
      try (rejects) {
        Optional<Sweep> sweep = sweep();
        database.run("BEGIN TRANSACTION");
        boolean committed = false;
        try {
          Table.Settled settled = sweep.isPresent() ? sweep.get().settle() : stageAndSettle();
          ImportReport report = report(settled);
          if (report.outcome() == ImportReport.Outcome.IMPORTED) {
            note(report);
            database.run("COMMIT");
            committed = true;
          }
          return report;
        } finally {
          if (!committed) {
            database.run("ROLLBACK");
          }
          sweep.ifPresent(Sweep::close);
        }
      }
    }

    /// The fast way, where the file is fit for it.
    private Optional<Sweep> sweep() {
      Optional<Sweep> sweep =
          table instanceof SalesTable sales
              ? Sweep.begin(source, read.header(), sales, settings)
              : Optional.empty();
      if (sweep.isPresent()) {
        rows = sweep.get().rows();
        imported = rows;
      }
      return sweep;
    }

    private Table.Settled stageAndSettle() throws IOException {
      stage();
      Table.Settled settled = table.settle();
      history.database().run("DROP TABLE staged");
      return settled;
    }

    private void stage() throws IOException {
      String place = table.kind().word();
      history.database().run("CREATE TEMP TABLE staged AS SELECT * FROM " + place + " WHERE false");
      try (DuckDBAppender staged = history.database().appender(Table.STAGED)) {
        for (var row = read.next(); row.isPresent(); row = read.next()) {
          take(row.get(), staged);
        }
      } catch (SQLException problem) {
        throw Database.failed(problem);
      }
      refuseNothing();
    }

    private void refuseNothing() {
      if (rows == 0) {
        throw new UserError(
            source.name(),
            "it has a header and no row.",
            "Check the dates of the export, and export it again.");
      }
      if (leftOut == rows) {
        throw new UserError(
            source.name(),
            "none of its " + rows + " rows has " + settings.mapping().names().only() + ".",
            "Check the value by which rows are chosen; capitals and spaces count.");
      }
    }

    private void take(Rows.Row row, DuckDBAppender staged) throws IOException, SQLException {
      rows++;
      try {
        Cells cells = row.cut().cells();
        if (chosen.has(cells.fields())) {
          table.stage(cells, staged);
          imported++;
        } else {
          leftOut++;
        }
      } catch (BadRow bad) {
        rejects.add(bad.at(row.number()), row.text());
      }
    }

    private ImportReport report(Table.Settled settled) throws IOException {
      return new ImportReport(
          source.name(),
          table.kind(),
          outcome(),
          new ImportReport.Count(
              rows, imported, rejects.count(), leftOut, settled.summed(), settled.replaced()),
          rejects.finish(),
          rejects.first(),
          notes(settled));
    }

    private ImportReport.Outcome outcome() {
      if (preview) {
        return ImportReport.Outcome.PREVIEWED;
      }
      return imported == 0 && rejects.count() > 0
          ? ImportReport.Outcome.NOTHING_FIT
          : ImportReport.Outcome.IMPORTED;
    }

    private List<String> notes(Table.Settled settled) {
      List<String> notes = new ArrayList<>(table.notes());
      notes.addAll(read.notes());
      List<String> ours = new ArrayList<>(Table.required(table.kind()));
      ours.addAll(Table.optional(table.kind()));
      List<String> unread = read.header().unread(ours);
      if (!unread.isEmpty()) {
        notes.add("columns not read: " + String.join(", ", unread));
      }
      if (settled.summed() > 0) {
        notes.add(settled.summed() + " rows were added to others of the same day, site and item");
      }
      if (settled.replaced() > 0) {
        notes.add(settled.replaced() + " rows of earlier files were replaced");
      }
      return notes;
    }

    private void note(ImportReport report) {
      history
          .database()
          .change(
              "INSERT INTO imports VALUES (?, ?, ?, ?, ?, ?)",
              mark,
              report.file(),
              report.kind().word(),
              report.count().rows(),
              report.count().imported(),
              report.count().rejected());
    }
  }
}
