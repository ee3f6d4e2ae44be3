package coop.minga.federation.audit;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.wire.Manifest;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What an auditor says of a bundle. From the same bytes always the same.
///
/// @param federationId the charter's hash; absent if there is no charter in force
/// @param roster the newest that it shows to have been decided; absent like the charter
/// @param manifest as signed; absent if it could not be relied upon
/// @param counts how much was looked at
/// @param findings in the order in which they were made
/// @param sentence the verdict in one sentence
/// @param completeness up to what lower bounds all is here; nothing if it was refuted
public record Report(
    Optional<Hash> federationId,
    Optional<Newest> roster,
    Optional<Manifest> manifest,
    Counts counts,
    List<Finding> findings,
    String sentence,
    String completeness) {
  private static final DateTimeFormatter SHOWN =
      DateTimeFormatter.ofPattern("d MMM uuuu HH:mm 'in' VV", Locale.ENGLISH);

  /// A roster's name.
  ///
  /// @param hash which auditors compare with the one on their slip
  /// @param number of changes since the charter
  public record Newest(Hash hash, int number) {
    private static Newest of(Roster roster) {
      return new Newest(roster.hash(), roster.number());
    }
  }

  /// Copies.
  public Report {
    findings = List.copyOf(findings);
  }

  /// Whether nothing refutes the bundle.
  public boolean verified() {
    return Finding.refuting(findings).isEmpty();
  }

  /// The report on a bundle that is refuted.
  static Report refuted(Optional<Roster> roster, List<Finding> findings) {
    return new Report(
        roster.map(Roster::federationId),
        roster.map(Newest::of),
        Optional.empty(),
        Counts.NONE,
        findings,
        "NOT verified: " + headline(findings) + ".",
        "");
  }

  /// The report on a bundle of which nothing was refuted.
  ///
  /// @param replayed whether negotiations were
  static Report untampered(
      Opening.Opened opened, Counts counts, List<Finding> notes, boolean replayed) {
    Roster roster = opened.roll().roster();
    Manifest manifest = opened.manifest();
    String sentence =
        counts.entries().ledgers() == 0 && counts.entries().proven() > 0
            ? proven(counts.entries().proven())
            : untampered(opened, counts, replayed);
    return new Report(
        Optional.of(roster.federationId()),
        Optional.of(Newest.of(roster)),
        Optional.of(manifest),
        counts,
        notes,
        sentence,
        "");
  }

  /// The same with what may be said of completeness.
  Report complete(String how) {
    return new Report(federationId, roster, manifest, counts, findings, sentence, how);
  }

  private static String untampered(Opening.Opened opened, Counts counts, boolean replayed) {
    Instant at = counts.entries().witnessedAt().orElse(opened.manifest().made());
    return "Untampered up to "
        + time(opened.roll().roster(), at)
        + ": "
        + entries(counts)
        + "; "
        + awards(counts.deals(), replayed)
        + ".";
  }

  /// Single entries say nothing of what else there is.
  private static String proven(long entries) {
    return "Proven: %d single entries stand where they say, witnessed by a quorum; no ledger is here."
        .formatted(entries);
  }

  /// The finding that tells most: the one entry that changed, if that could be found out.
  private static String headline(List<Finding> findings) {
    List<Finding> refuting = Finding.refuting(findings);
    return refuting.stream()
        .filter(Finding.EntryChanged.class::isInstance)
        .findFirst()
        .orElse(refuting.getFirst())
        .sentence();
  }

  private static String time(Roster roster, Instant at) {
    String shown = SHOWN.format(at.atZone(roster.rules().time().zone()));
    return roster.rules().time().simulated() ? shown + ", by a simulated clock" : shown;
  }

  private static String entries(Counts counts) {
    Counts.Entries entries = counts.entries();
    String them = Counted.entries(entries.ledgers()) + " of " + Counted.members(counts.members());
    String witnessed =
        entries.unwitnessed() == 0
            ? ", each witnessed by "
            : ", all but " + entries.unwitnessed() + " witnessed by ";
    long ofBooks = entries.books() + entries.told();
    String books = ofBooks == 0 ? "" : ", and " + ofBooks + " of their books";
    return them + witnessed + entries.leastWitnesses() + " of " + counts.members() + books;
  }

  private static String awards(Counts.Deals deals, boolean replayed) {
    if (!replayed) {
      return "nothing was replayed";
    }
    if (deals.awards() == 0) {
      return "nothing was awarded";
    }
    String some = deals.recomputed() == deals.awards() ? "all " : deals.recomputed() + " of ";
    return some + deals.awards() + " awards recomputed, same";
  }
}
