package coop.minga.federation.audit;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.judgement.EvidenceJudge;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Exposed;
import coop.minga.federation.ledger.Parsed;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.negotiation.Award;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.Received;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.ToldEntry;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Verifies a bundle, then replays what stands in it.
///
/// It asks nobody and remembers nothing: the same bytes give the same report. Each step rests on
/// the ones before, so that the first that refutes ends the audit after telling all that it found:
/// the file is as its maker signed it; trees, witnesses, entries and books are what members signed;
/// what they speak of is there; and the awards are those that the bids give.
public final class Auditor {
  private final SignatureVerifier verifier;
  private final Demands demands;

  /// An auditor with a verifier of their own choice.
  public Auditor(SignatureVerifier verifier, Demands demands) {
    this.verifier = verifier;
    this.demands = demands;
  }

  /// The report on a file.
  public Report audit(Bytes file) {
    var findings = new Findings();
    var opening = new Opening(verifier, findings);
    Optional<Opening.Opened> opened = opening.open(file, demands);
    if (opened.isEmpty() || findings.refuted()) {
      return Report.refuted(opening.roster(), findings.all());
    }
    return new Reading(opened.get(), findings).report();
  }

  /// One audit of a file that is as it was signed.
  private final class Reading {
    private final Roll roll;
    private final Opening.Opened opened;
    private final Findings findings;
    private final Library library;
    private final Successions successions;
    private final Disclosed disclosed;
    private final LowerBounds bounds;
    private final Map<TreeName, CheckedTree> trees = new TreeMap<>();

    Reading(Opening.Opened opened, Findings findings) {
      this.opened = opened;
      this.roll = opened.roll();
      this.findings = findings;
      this.library = new Library(roll, findings);
      this.successions = new Successions(roll, library, findings);
      this.disclosed = new Disclosed(roll, library, findings);
      this.bounds = new LowerBounds(roll, library, findings);
    }

    Report report() {
      trees();
      new Chained(roll, library, findings).check(opened.certificates(), trees);
      slip();
      ends();
      bounds.check(opened.bundle().seen(), trees);
      proofs();
      evidence();
      exposed();
      books();
      disclosed.open(opened.bundle().openings());
      disclosed.open(demands.openings());
      disclosed.hearWishes();
      if (!findings.refuted()) {
        new References(library, findings).check();
        new Recalled(library, disclosed, findings).check(entries().witnessedAt());
        ZoneId zone = roll.chain().genesis().rules().time().zone();
        new SplitLots(zone, library, disclosed, findings).check(roll.everybody());
        new Epochs(roll, library, findings).check();
        disclosed.check();
        new Alerts(library, findings).check();
        new Carriers(roll, library, findings).check();
        new BothSides(roll.chain().genesis().rules(), library, findings)
            .compare(entries().witnessedAt(), sizes());
      }
      int recomputed = demands.replay() && !findings.refuted() ? replay() : 0;
      return findings.refuted()
          ? Report.refuted(Optional.of(roll.roster()), findings.all())
          : Report.untampered(opened, counts(recomputed), findings.all(), demands.replay())
              .complete(bounds.sentence(demands));
    }

    private int replay() {
      return new Negotiations(roll, library, successions, disclosed, findings)
          .replay(
              giver -> trees.containsKey(new TreeName(giver, Tree.BOOK)),
              giver ->
                  Optional.ofNullable(trees.get(new TreeName(giver, Tree.LEDGER)))
                      .flatMap(CheckedTree::at));
    }

    private void trees() {
      Bundle bundle = opened.bundle();
      var check = new TreeCheck(roll, findings);
      library.certify(Chained.entries(opened.certificates()));
      bundle.ledgers().forEach((owner, copy) -> take(check, owner, Tree.LEDGER, copy));
      bundle.books().forEach((owner, book) -> take(check, owner, Tree.BOOK, book.tree()));
      roll.roster().members().keySet().stream()
          .filter(member -> !bundle.ledgers().containsKey(member))
          .forEach(member -> findings.add(new Finding.LedgerAbsent(member)));
      trees.values().forEach(library::read);
      successions.check(trees);
    }

    /// What the auditor knows to be there must be.
    private void slip() {
      demands
          .atLeast()
          .forEach((name, least) -> {
            long there =
                Optional.ofNullable(trees.get(name)).map(t -> t.hashes().size()).orElse(0L);
            if (there < least) {
              findings.add(new Finding.ShorterThanKnown(name, least, there));
            }
          });
    }

    /// What came between the newest that is here and the slip is not here.
    private void ends() {
      Optional<Instant> newest = entries().witnessedAt();
      demands
          .slipOf()
          .filter(slip -> newest.filter(at -> at.isBefore(slip)).isPresent())
          .ifPresent(slip -> findings.add(new Finding.EndsBeforeSlip(newest.orElseThrow(), slip)));
    }

    /// Single entries, each by its own proof.
    private void proofs() {
      var check = new ProvenEntries(roll, findings);
      opened
          .bundle()
          .proofs()
          .forEach((owner, own) -> {
            if (isMember("proof/" + owner, owner)) {
              own.forEach((index, file) -> check.check(owner, index, file, trees));
            }
          });
    }

    private void take(TreeCheck check, MemberId owner, Tree tree, Bundle.Copy copy) {
      var name = new TreeName(owner, tree);
      if (isMember(name.place(), owner)) {
        check.check(name, copy).ifPresent(found -> trees.put(name, found));
      }
    }

    private boolean isMember(String part, MemberId owner) {
      if (!roll.knows(owner)) {
        findings.add(new Finding.BadPart(part, "is of somebody who is not a member"));
      }
      return roll.knows(owner);
    }

    private void evidence() {
      opened
          .bundle()
          .evidence()
          .forEach((owner, notes) -> {
            if (isMember("evidence/" + owner, owner)) {
              notes.forEach(note -> evidence(owner, note));
            }
          });
    }

    /// A note that the owner signed and that is not of the tree that is here proves a fork.
    private void evidence(MemberId owner, Bytes bytes) {
      var name = new TreeName(owner, Tree.LEDGER);
      Parsed<Checkpoint> read = SignedNote.parse(bytes).then(note -> roll.open(name, note));
      switch (read) {
        case Parsed.Bad<Checkpoint>(var why) ->
            findings.add(new Finding.BadCheckpoint("evidence/" + owner, why.sentence()));
        case Parsed.Good<Checkpoint>(var checkpoint) ->
            Optional.ofNullable(trees.get(name))
                .filter(tree -> checkpoint.size() <= tree.hashes().size())
                .filter(tree -> successions.wentOn(tree, checkpoint))
                .filter(tree -> !tree.hashes().root(checkpoint.size()).equals(checkpoint.root()))
                .ifPresent(_ -> findings.add(new Finding.Forked(name, checkpoint.size())));
      }
    }

    /// Evidence that members entered is checked like any other's: it may prove nothing. Who was
    /// removed since is judged by the last roster that it was on.
    private void exposed() {
      library
          .all()
          .forEach(found -> {
            if (found.said() instanceof Said.OfLedger(Exposed exposed)) {
              Roster last = roll.last(exposed.member()).orElse(roll.roster());
              findings.add(
                  exposed(new EvidenceJudge(roll.directory(last), verifier), found, exposed));
            }
          });
    }

    private static Finding exposed(EvidenceJudge judge, Found found, Exposed exposed) {
      return judge
          .fault(exposed)
          .<Finding>map(
              why -> new Finding.EmptyEvidence(found.tree(), found.index(), exposed.member(), why))
          .orElseGet(() ->
              new Finding.ProvenFault(
                  found.tree(), found.index(), exposed, judge.restsOnALostKey(exposed)));
    }

    private void books() {
      var check = new BookCheck(roll, library, successions, findings);
      opened
          .bundle()
          .books()
          .forEach((owner, book) ->
              Optional.ofNullable(trees.get(new TreeName(owner, Tree.BOOK)))
                  .ifPresent(tree -> {
                    check.committed(owner, tree.hashes(), book.openings());
                    check.closed(owner, tree.hashes());
                  }));
      opened
          .bundle()
          .told()
          .forEach((author, told) -> {
            if (isMember("told/" + author, author)) {
              told.forEach(entry -> check.told(author, entry, trees));
            }
          });
    }

    private Counts counts(int recomputed) {
      int lots =
          count(said ->
              said instanceof Said.OfSurplus(Offer _) || said instanceof Said.OfSurplus(Notice _));
      int awards = count(said -> said instanceof Said.OfNegotiation(Award _));
      int handovers = count(said -> said instanceof Said.OfSurplus(Received _));
      return new Counts(
          roll.roster().members().size(),
          entries(),
          new Counts.Deals(lots, awards, recomputed, handovers));
    }

    private int count(Predicate<Said> kind) {
      return (int) library.all().filter(found -> kind.test(found.said())).count();
    }

    private Counts.Entries entries() {
      List<CheckedTree> ledgers = of(Tree.LEDGER);
      long all = ledgers.stream().mapToLong(tree -> tree.hashes().size()).sum();
      long witnessed = ledgers.stream().mapToLong(CheckedTree::witnessed).sum();
      long books = of(Tree.BOOK).stream().mapToLong(tree -> tree.hashes().size()).sum();
      long told = opened.bundle().told().values().stream().mapToLong(List<ToldEntry>::size).sum();
      int least =
          ledgers.stream()
              .filter(tree -> tree.hashes().size() > 0)
              .mapToInt(CheckedTree::witnesses)
              .min()
              .orElse(0);
      Optional<Instant> at =
          ledgers.stream().flatMap(tree -> tree.at().stream()).max(Instant::compareTo);
      long proven = opened.bundle().proofs().values().stream().mapToLong(own -> own.size()).sum();
      return new Counts.Entries(all, all - witnessed, books, told, proven, least, at);
    }

    private Map<MemberId, Long> sizes() {
      var sizes = new TreeMap<MemberId, Long>();
      of(Tree.LEDGER).forEach(tree -> sizes.put(tree.name().owner(), tree.hashes().size()));
      return sizes;
    }

    private List<CheckedTree> of(Tree kind) {
      return trees.values().stream().filter(tree -> tree.name().tree() == kind).toList();
    }
  }
}
