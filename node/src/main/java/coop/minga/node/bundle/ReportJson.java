package coop.minga.node.bundle;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import coop.minga.federation.audit.Counts;
import coop.minga.federation.audit.Finding;
import coop.minga.federation.audit.Report;
import coop.minga.federation.identity.Hash;

/// A report as one JSON document:
///
/// ```
/// {verified, sentence, federationId?,
///  roster?: {hash, number},
///  made?: {by, at},
///  counts: {members,
///           entries: {ledgers, unwitnessed, books, told, proven, leastWitnesses, witnessedAt?},
///           deals: {lots, awards, recomputed, handovers}},
///  findings: [{kind, refutes, sentence}]}
/// ```
///
/// Times are ISO 8601 in UTC; `kind` is the name of a [Finding]. What was not looked at because the
/// bundle was refuted before is 0.
public final class ReportJson {
  private ReportJson() {}

  /// The document.
  public static JsonObject of(Report report) {
    var document = new JsonObject();
    document.addProperty("verified", report.verified());
    document.addProperty("sentence", report.sentence());
    document.addProperty("completeness", report.completeness());
    report
        .federationId()
        .map(Hash::toString)
        .ifPresent(id -> document.addProperty("federationId", id));
    report
        .roster()
        .ifPresent(newest -> {
          var roster = new JsonObject();
          roster.addProperty("hash", newest.hash().toString());
          roster.addProperty("number", newest.number());
          document.add("roster", roster);
        });
    report
        .manifest()
        .ifPresent(manifest -> {
          var made = new JsonObject();
          made.addProperty("by", manifest.maker().name());
          made.addProperty("at", manifest.made().toString());
          document.add("made", made);
        });
    document.add("counts", of(report.counts()));
    var findings = new JsonArray();
    report.findings().forEach(finding -> findings.add(of(finding)));
    document.add("findings", findings);
    return document;
  }

  private static JsonObject of(Counts counts) {
    var entries = new JsonObject();
    entries.addProperty("ledgers", counts.entries().ledgers());
    entries.addProperty("unwitnessed", counts.entries().unwitnessed());
    entries.addProperty("books", counts.entries().books());
    entries.addProperty("told", counts.entries().told());
    entries.addProperty("proven", counts.entries().proven());
    entries.addProperty("leastWitnesses", counts.entries().leastWitnesses());
    counts
        .entries()
        .witnessedAt()
        .ifPresent(at -> entries.addProperty("witnessedAt", at.toString()));
    var deals = new JsonObject();
    deals.addProperty("lots", counts.deals().lots());
    deals.addProperty("awards", counts.deals().awards());
    deals.addProperty("recomputed", counts.deals().recomputed());
    deals.addProperty("handovers", counts.deals().handovers());
    var all = new JsonObject();
    all.addProperty("members", counts.members());
    all.add("entries", entries);
    all.add("deals", deals);
    return all;
  }

  private static JsonObject of(Finding finding) {
    var told = new JsonObject();
    told.addProperty("kind", finding.getClass().getSimpleName());
    told.addProperty("refutes", finding.refutes());
    told.addProperty("sentence", finding.sentence());
    return told;
  }
}
