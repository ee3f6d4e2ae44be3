package coop.minga.node.bundle;

import coop.minga.federation.audit.Counts;
import coop.minga.federation.audit.Finding;
import coop.minga.federation.audit.Report;
import coop.minga.federation.identity.Hash;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// A report as one page that needs nothing else: no script, no network, no font, no picture. It
/// reads aloud in order, prints, and follows the reader's dark or light setting; whether something
/// refutes is said in words, not by colour alone.
///
/// All that came out of a bundle is escaped: a lot, a member or a reason may be called anything.
public final class ReportPage {
  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <title>Audit of a Minga bundle</title>
      <style>
      :root { color-scheme: light dark; --ink: #1b1b1b; --paper: #fffdf8; --line: #cfc8b8;
        --yes: #14532d; --yes-paper: #e7f4ea; --no: #7f1d1d; --no-paper: #fdeaea; --note: #5a4a12; }
      @media (prefers-color-scheme: dark) { :root { --ink: #eceae4; --paper: #171614; --line: #4a463d;
        --yes: #a7e3b8; --yes-paper: #10291a; --no: #ffb4b4; --no-paper: #331313; --note: #e6d28a; } }
      body { margin: 0 auto; max-width: 62rem; padding: 1.5rem; color: var(--ink);
        background: var(--paper); font: 1rem/1.55 system-ui, sans-serif; }
      h1 { font-size: 1.15rem; font-weight: 600; margin: 0 0 1rem; }
      h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
      .verdict { border-left: .4rem solid; padding: 1rem 1.25rem; font-size: 1.25rem; margin: 0; }
      .yes { border-color: var(--yes); background: var(--yes-paper); color: var(--yes); }
      .no { border-color: var(--no); background: var(--no-paper); color: var(--no); }
      table { border-collapse: collapse; width: 100%; }
      th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0;
        border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
      th { font-weight: 600; width: 40%; }
      td.number { font-variant-numeric: tabular-nums; }
      li { margin: .35rem 0; overflow-wrap: anywhere; }
      li.no { background: none; color: var(--no); }
      li.note { color: var(--note); }
      code { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
      footer { margin-top: 2rem; font-size: .9rem; }
      </style>
      </head>
      <body>
      <main>
      """;

  private final StringBuilder page = new StringBuilder();

  private ReportPage() {}

  /// The page.
  public static String of(Report report) {
    return new ReportPage().write(report);
  }

  private String write(Report report) {
    String verdict = report.verified() ? "Verified" : "NOT verified";
    page.append(HEAD);
    line("<h1>Audit of a Minga bundle</h1>");
    line(
        "<p class=\"verdict %s\" role=\"status\"><strong>%s.</strong> %s</p>"
            .formatted(report.verified() ? "yes" : "no", verdict, escape(said(report))));
    if (!report.completeness().isEmpty()) {
      line("<p>%s</p>".formatted(escape(report.completeness())));
    }
    findings("What refutes it", "no", Finding.refuting(report.findings()));
    findings(
        "Notes", "note", report.findings().stream().filter(finding -> !finding.refutes()).toList());
    of(report.counts());
    provenance(report);
    line("</main>");
    line("</body>");
    line("</html>");
    return page.toString();
  }

  /// The sentence, without the word that stands before it.
  private static String said(Report report) {
    String refused = "NOT verified: ";
    return report.sentence().startsWith(refused)
        ? report.sentence().substring(refused.length())
        : report.sentence();
  }

  private void findings(String title, String kind, List<Finding> findings) {
    if (findings.isEmpty()) {
      return;
    }
    line("<h2>%s (%d)</h2>".formatted(title, findings.size()));
    line("<ul>");
    for (Finding finding : findings) {
      line(
          "<li class=\"%s\">%s. <code>%s</code></li>"
              .formatted(kind, escape(finding.sentence()), finding.getClass().getSimpleName()));
    }
    line("</ul>");
  }

  private void of(Counts counts) {
    Counts.Entries entries = counts.entries();
    Counts.Deals deals = counts.deals();
    table("What was looked at");
    row("Members of the federation", counts.members());
    row("Entries of their ledgers", entries.ledgers());
    row("of these, not yet witnessed", entries.unwitnessed());
    row("Fewest members that stand by a ledger", entries.leastWitnesses());
    row("Entries of books", entries.books());
    row("Entries of other books, as they were told", entries.told());
    row("Single entries, each by its proof", entries.proven());
    row("Lots offered", deals.lots());
    row("Awards", deals.awards());
    row("of these, recomputed with the same result", deals.recomputed());
    row("Handovers that both sides signed", deals.handovers());
    line("</tbody></table>");
  }

  private void provenance(Report report) {
    table("Where it comes from");
    report.federationId().map(Hash::toString).ifPresent(id -> row("Federation id", code(id)));
    report
        .roster()
        .ifPresent(newest -> {
          row("Newest roster", code(newest.hash().toString()));
          row("Changes since the charter", newest.number());
        });
    report
        .manifest()
        .ifPresent(manifest -> {
          row("Made by", escape(manifest.maker().name()));
          row("Made at", time(manifest.made()));
        });
    report.counts().entries().witnessedAt().ifPresent(at -> row("Witnessed up to", time(at)));
    line("</tbody></table>");
    line(
        "<footer><p>Compare the federation id and the newest roster with those that you have on"
            + " paper: anybody can found a federation. A report is computed from the bundle alone;"
            + " whoever has the same file gets the same one.</p></footer>");
  }

  private void table(String title) {
    line("<h2>%s</h2>".formatted(title));
    line("<table><tbody>");
  }

  private void row(String what, long number) {
    line(
        "<tr><th scope=\"row\">%s</th><td class=\"number\">%s</td></tr>"
            .formatted(what, String.format(Locale.ROOT, "%,d", number)));
  }

  private void row(String what, String html) {
    line("<tr><th scope=\"row\">%s</th><td>%s</td></tr>".formatted(what, html));
  }

  private static String code(String text) {
    return "<code>" + escape(text) + "</code>";
  }

  private static String time(Instant at) {
    return "<time datetime=\"%s\">%s</time>".formatted(at, at);
  }

  private void line(String html) {
    page.append(html).append('\n');
  }

  private static String escape(String text) {
    var safe = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> safe.append("&amp;");
            case '<' -> safe.append("&lt;");
            case '>' -> safe.append("&gt;");
            case '"' -> safe.append("&quot;");
            case '\'' -> safe.append("&#39;");
            default -> {
              if (isPrintable(c)) {
                safe.appendCodePoint(c);
              } else {
                safe.append("&#xFFFD;");
              }
            }
          }
        });
    return safe.toString();
  }

  /// Not what turns the reading direction, hides text or ends a line.
  private static boolean isPrintable(int c) {
    return !Character.isISOControl(c)
        && Character.getType(c) != Character.FORMAT
        && Character.getType(c) != Character.SURROGATE
        && Character.getType(c) != Character.LINE_SEPARATOR
        && Character.getType(c) != Character.PARAGRAPH_SEPARATOR;
  }
}
