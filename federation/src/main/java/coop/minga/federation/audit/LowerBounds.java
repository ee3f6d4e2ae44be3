package coop.minga.federation.audit;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.RosterStatement;
import coop.minga.federation.roster.WitnessedFrontier;
import coop.minga.federation.wire.Said;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What is known of how much there must be: the sizes on the auditor's slip, and how far members
/// saw each other's ledgers witnessed, day by day. Without any of these nobody can tell whether the
/// end of a ledger was left out: whoever signed it signed its beginnings, too.
///
/// A frontier is one member's word. So a ledger that ends before it is told and refutes nothing:
/// else a liar could spoil everybody's audit, and so would a node that was cut off for a while.
final class LowerBounds {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);

  private final Roll roll;
  private final Library library;
  private final Findings findings;
  private int frontiers;
  private final Set<MemberId> seers = new TreeSet<>();

  /// Of each ledger once, else a year's worth of them could push other notes out.
  private final Map<TreeName, Finding.SeenBegunAnew> begunAnew = new TreeMap<>();

  LowerBounds(Roll roll, Library library, Findings findings) {
    this.roll = roll;
    this.library = library;
    this.findings = findings;
  }

  /// Who saw how much of a ledger, at most.
  private record Further(long size, MemberId by) {}

  /// Compares what members saw with what is here.
  void check(Map<MemberId, List<WitnessedFrontier>> seen, Map<TreeName, CheckedTree> trees) {
    Map<MemberId, Set<Hash>> entered = entered();
    var further = new TreeMap<TreeName, Further>();
    seen.forEach((member, all) -> {
      for (WitnessedFrontier frontier : all) {
        if (entered.getOrDefault(member, Set.of()).contains(frontier.hash())) {
          frontiers++;
          seers.add(member);
          frontier
              .ledgers()
              .forEach((owner, checkpoint) -> compare(member, checkpoint, trees, further));
        } else if (!library.isWithoutEffect(
            member, new Said.OfRoster(new RosterStatement.Seen(frontier.hash())))) {
          findings.add(
              new Finding.BadPart("seen/" + member, "is nothing that the member said it saw"));
        }
      }
    });
    begunAnew.values().forEach(findings::add);
    further.forEach((name, most) ->
        findings.add(new Finding.SeenFurther(name, most.size(), size(trees, name), most.by())));
  }

  private Map<MemberId, Set<Hash>> entered() {
    var entered = new TreeMap<MemberId, Set<Hash>>();
    library
        .all()
        .forEach(found -> {
          if (found.said() instanceof Said.OfRoster(RosterStatement.Seen(var frontier))) {
            entered.computeIfAbsent(found.author(), _ -> new HashSet<>()).add(frontier);
          }
        });
    return entered;
  }

  private void compare(
      MemberId by,
      Checkpoint saw,
      Map<TreeName, CheckedTree> trees,
      Map<TreeName, Further> further) {
    var name = new TreeName(saw.origin().member(), Tree.LEDGER);
    CheckedTree tree = trees.get(name);
    boolean its = tree == null || tree.generation() == saw.origin().generation();
    if (tree != null && tree.generation() < saw.origin().generation()) {
      begunAnew.merge(
          name,
          new Finding.SeenBegunAnew(name, saw.origin().generation(), by),
          (one, other) -> one.generation() < other.generation() ? other : one);
    }
    if (its && saw.size() > size(trees, name)) {
      further.merge(
          name,
          new Further(saw.size(), by),
          (one, other) -> one.size() < other.size() ? other : one);
    } else if (its && tree != null && !tree.hashes().root(saw.size()).equals(saw.root())) {
      findings.add(new Finding.SeenOther(name, saw.size(), by));
    }
  }

  private static long size(Map<TreeName, CheckedTree> trees, TreeName name) {
    return Optional.ofNullable(trees.get(name)).map(tree -> tree.hashes().size()).orElse(0L);
  }

  /// What of completeness may be said, in one sentence.
  String sentence(Demands demands) {
    var known = new StringBuilder();
    if (!demands.atLeast().isEmpty()) {
      known
          .append(counted(demands.atLeast().size(), "size", "sizes"))
          .append(" on your slip")
          .append(demands.slipOf().map(at -> " of " + day(at)).orElse(""));
    }
    if (frontiers > 0) {
      known
          .append(known.isEmpty() ? "" : " and ")
          .append("what ")
          .append(counted(seers.size(), "member", "members"))
          .append(" saw witnessed in ")
          .append(counted(frontiers, "entry", "entries"));
    }
    boolean further =
        findings.all().stream()
            .anyMatch(finding ->
                finding instanceof Finding.SeenFurther || finding instanceof Finding.SeenBegunAnew);
    if (further) {
      return "NOT complete: a member saw more of a ledger than is here.";
    }
    return known.isEmpty()
        ? "Nobody can say that it is complete: what stood at the ends of ledgers may have been left"
            + " out. Give the sizes on your slip."
        : "Complete at least up to " + known + ".";
  }

  private static String counted(int count, String one, String more) {
    return count + " " + (count == 1 ? one : more);
  }

  private String day(Instant at) {
    return DAY.format(at.atZone(roll.roster().rules().time().zone()));
  }
}
