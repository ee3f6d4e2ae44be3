package coop.minga.federation.audit;

import coop.minga.federation.decision.Ballot;
import coop.minga.federation.decision.DecisionStatement;
import coop.minga.federation.decision.Place;
import coop.minga.federation.decision.Proven;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.CertificateFault;
import coop.minga.federation.roster.RosterCertificate;
import coop.minga.federation.wire.Said;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Whether what certificates show of members' ledgers is so in those ledgers: each commit its
/// author's first word on the ballot, each checkpoint one of the tree that is here.
final class Chained {
  private final Roll roll;
  private final Library library;
  private final Findings findings;

  private record Word(MemberId author, Ballot ballot) {}

  Chained(Roll roll, Library library, Findings findings) {
    this.roll = roll;
    this.library = library;
    this.findings = findings;
  }

  /// The entries that certificates contain.
  static Set<EntryId> entries(List<RosterCertificate> certificates) {
    var ids = new HashSet<EntryId>();
    certificates.forEach(certificate -> ids.addAll(certificate.entries()));
    return ids;
  }

  /// Compares all of them with the trees.
  void check(List<RosterCertificate> certificates, Map<TreeName, CheckedTree> trees) {
    Map<Word, Long> first = firstWords();
    for (int i = 0; i < certificates.size(); i++) {
      RosterCertificate certificate = certificates.get(i);
      int number = i + 1;
      secondWord(certificate, first)
          .ifPresent(member ->
              findings.add(
                  new Finding.BadCertificate(
                      number, new CertificateFault.SecondWord(member).sentence())));
      proven(certificate).forEach(entry -> compare(entry, trees));
    }
    trees.values().stream()
        .filter(tree -> tree.name().tree() == Tree.LEDGER)
        .filter(tree -> roll.roster().contains(tree.name().owner()))
        .filter(tree -> tree.by().number() < roll.roster().number())
        .forEach(tree ->
            findings.add(
                new Finding.NotAdopted(tree.name(), tree.by().number(), roll.roster().number())));
  }

  private static Stream<Proven> proven(RosterCertificate certificate) {
    return Stream.concat(
        certificate.commits().values().stream(), certificate.approvals().values().stream());
  }

  private Map<Word, Long> firstWords() {
    var first = new HashMap<Word, Long>();
    library
        .all()
        .forEach(found -> {
          if (found.said() instanceof Said.OfDecision(DecisionStatement.Word word)) {
            first.merge(new Word(found.author(), word.ballot()), found.index(), Math::min);
          }
        });
    return first;
  }

  private static Optional<MemberId> secondWord(
      RosterCertificate certificate, Map<Word, Long> first) {
    return certificate.commits().values().stream()
        .map(Proven::place)
        .filter(place -> isSecond(place, certificate.ballot(), first))
        .map(Place::author)
        .findFirst();
  }

  private static boolean isSecond(Place place, Ballot ballot, Map<Word, Long> first) {
    Long known = first.get(new Word(place.author(), ballot));
    return known != null && known < place.index();
  }

  private void compare(Proven entry, Map<TreeName, CheckedTree> trees) {
    var name = new TreeName(entry.place().author(), Tree.LEDGER);
    CheckedTree tree = trees.get(name);
    if (tree == null) {
      return;
    }
    roll.open(name, entry.note())
        .found()
        .filter(signed ->
            signed.origin().generation() == tree.generation()
                && signed.size() <= tree.hashes().size())
        .ifPresent(signed -> compare(tree, entry.note(), signed));
  }

  /// A checkpoint by its owner that is not of the tree that is here proves a fork; one of that tree
  /// is signed by all keys by which the ledger says that it must be.
  private void compare(CheckedTree tree, SignedNote note, Checkpoint signed) {
    long before = Math.max(tree.followedBefore(signed.size()), roll.begun(signed));
    List<PublicKey> signers = roll.ring(tree.name().owner()).signers(before, signed.size());
    if (!tree.hashes().root(signed.size()).equals(signed.root())) {
      findings.add(new Finding.Forked(tree.name(), signed.size()));
    } else if (!roll.isByAll(signers, note, signed)) {
      findings.add(new Finding.NotByAllKeys(tree.name(), signed.size()));
    }
  }
}
