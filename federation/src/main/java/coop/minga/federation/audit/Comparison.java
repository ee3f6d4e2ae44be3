package coop.minga.federation.audit;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.judgement.EvidenceJudge;
import coop.minga.federation.ledger.Evidence;
import coop.minga.federation.ledger.Exposed;
import coop.minga.federation.ledger.Parting;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/// Lays two bundles of one federation beside each other. Whoever shows one history to one auditor
/// and another to the next is found here, even if each bundle is sound in itself.
///
/// Only what an owner signed is compared: a checkpoint with the entries that it covers. Whether a
/// quorum stood by it is told and does not matter: a fork that nobody witnessed is one, too.
public final class Comparison {
  private final SignatureVerifier verifier;

  /// A comparison with a verifier of one's own choice.
  public Comparison(SignatureVerifier verifier) {
    this.verifier = verifier;
  }

  /// What two bundles show beside each other.
  ///
  /// @param faults why they cannot be compared, in sentences' ends; empty if they could
  /// @param splits two histories of one tree
  /// @param longer trees of which one of the two has more, in sentences
  /// @param same trees that are the same in both
  public record Result(List<String> faults, List<SplitView> splits, List<String> longer, int same) {
    /// Copies.
    public Result {
      faults = List.copyOf(faults);
      splits = List.copyOf(splits);
      longer = List.copyOf(longer);
    }

    /// Whether both show one history.
    public boolean agrees() {
      return faults.isEmpty() && splits.isEmpty();
    }

    /// What came of it, in one sentence.
    public String sentence() {
      if (!faults.isEmpty()) {
        return "Not compared: " + faults.getFirst() + ".";
      }
      return splits.isEmpty()
          ? "One history: %d trees are the same in both, %d go on in one of them."
              .formatted(same, longer.size())
          : "TWO histories: " + splits.getFirst().sentence() + ".";
    }
  }

  /// Compares two files.
  public Result of(Bytes one, Bytes other) {
    var faults = new ArrayList<String>();
    Optional<Opening.Opened> first = open("the first bundle", one, faults);
    Optional<Opening.Opened> second = open("the second bundle", other, faults);
    if (first.isEmpty() || second.isEmpty()) {
      return new Result(faults, List.of(), List.of(), 0);
    }
    if (!federation(first.get()).equals(federation(second.get()))) {
      return new Result(List.of("they are of two federations"), List.of(), List.of(), 0);
    }
    var beside = new Beside(List.of(first.get().roll(), second.get().roll()));
    Map<TreeName, Held> ones = held(first.get());
    held(second.get())
        .forEach((tree, there) ->
            Optional.ofNullable(ones.get(tree)).ifPresent(here -> beside.lay(tree, here, there)));
    return new Result(List.of(), beside.splits, beside.longer, beside.same);
  }

  private static Hash federation(Opening.Opened opened) {
    return opened.roll().roster().federationId();
  }

  private Optional<Opening.Opened> open(String which, Bytes file, List<String> faults) {
    var findings = new Findings();
    Optional<Opening.Opened> opened = new Opening(verifier, findings).open(file, Demands.ALL);
    List<Finding> refuting = Finding.refuting(findings.all());
    if (opened.isEmpty() || !refuting.isEmpty()) {
      faults.add(which + " is not as it was signed: " + refuting.getFirst().sentence());
      return Optional.empty();
    }
    return opened;
  }

  // ---- What an owner signed

  /// @param noted the largest checkpoint
  /// @param witnessed the largest that mirrors cosigned
  private record Held(
      Noted noted, Optional<Noted> witnessed, List<Bytes> frames, HeldTree hashes) {}

  private static Map<TreeName, Held> held(Opening.Opened opened) {
    var held = new TreeMap<TreeName, Held>();
    BiConsumer<TreeName, Bundle.Copy> take =
        (tree, copy) -> held(opened.roll(), tree, copy).ifPresent(found -> held.put(tree, found));
    Bundle bundle = opened.bundle();
    bundle.ledgers().forEach((owner, copy) -> take.accept(new TreeName(owner, Tree.LEDGER), copy));
    bundle
        .books()
        .forEach((owner, book) -> take.accept(new TreeName(owner, Tree.BOOK), book.tree()));
    return held;
  }

  /// The larger checkpoint and its entries; absent if the owner did not sign for just these.
  private static Optional<Held> held(Roll roll, TreeName tree, Bundle.Copy copy) {
    HeldTree hashes = HeldTree.of(copy.frames());
    return copy.signed()
        .or(copy::witnessed)
        .flatMap(note -> read(roll, tree, note))
        .filter(noted -> noted.size() == hashes.size())
        .filter(noted -> hashes.root(noted.size()).equals(noted.root()))
        .map(noted ->
            new Held(
                noted,
                copy.witnessed().flatMap(note -> read(roll, tree, note)),
                copy.frames(),
                hashes));
  }

  private record Noted(SignedNote note, long size, Hash root, List<MemberId> witnesses) {}

  private static Optional<Noted> read(Roll roll, TreeName tree, Bytes bytes) {
    return Optional.of(bytes)
        .filter(_ -> roll.knows(tree.owner()))
        .flatMap(note -> SignedNote.parse(note).found())
        .flatMap(note ->
            roll.open(tree, note)
                .found()
                .map(says ->
                    new Noted(note, says.size(), says.root(), roll.cosigners(tree.owner(), note))));
  }

  /// Two copies of a tree, laid beside each other.
  private static final class Beside {
    private final List<Roll> rolls;
    private final List<SplitView> splits = new ArrayList<>();
    private final List<String> longer = new ArrayList<>();
    private int same;

    /// @param rolls by which it is judged what two notes prove: one may know members or keys that
    ///   the other does not
    Beside(List<Roll> rolls) {
      this.rolls = rolls;
    }

    void lay(TreeName tree, Held here, Held there) {
      long common = Math.min(here.hashes().size(), there.hashes().size());
      if (!here.hashes().root(common).equals(there.hashes().root(common))) {
        int from = firstDifference(here.frames(), there.frames());
        var view = new SplitView(tree, from, view(here, from), view(there, from), List.of());
        splits.add(view.proving(proven(view, here, there)));
      } else if (here.hashes().size() == there.hashes().size()) {
        same++;
      } else {
        longer.add(
            "%s has %d entries in the first bundle and %d in the second"
                .formatted(tree, here.hashes().size(), there.hashes().size()));
      }
    }

    /// What the two show of the owner, and of whoever cosigned both; only what anybody else would
    /// find proven, too.
    private List<Exposed> proven(SplitView view, Held here, Held there) {
      var found = new ArrayList<Exposed>();
      MemberId owner = view.tree().owner();
      parting(here, here.noted(), there, there.noted())
          .ifPresent(fork -> found.add(new Exposed(owner, new Evidence.LedgerFork(fork))));
      for (MemberId mirror : view.twoFaced()) {
        parting(here, here.witnessed().orElseThrow(), there, there.witnessed().orElseThrow())
            .ifPresent(fork -> found.add(new Exposed(mirror, new Evidence.WitnessFork(fork))));
      }
      return found.stream().filter(this::isProven).toList();
    }

    /// Absent if they are of two generations.
    private static Optional<Parting> parting(Held here, Noted one, Held there, Noted other) {
      Parting parting =
          one.size() <= other.size()
              ? Parting.make(one.note(), other.note(), there.hashes())
              : Parting.make(other.note(), one.note(), here.hashes());
      return Optional.of(parting).filter(Parting::holds);
    }

    private boolean isProven(Exposed exposed) {
      return rolls.stream().anyMatch(roll -> isProven(roll, exposed));
    }

    private static boolean isProven(Roll roll, Exposed exposed) {
      return roll.last(exposed.member())
          .map(last -> new EvidenceJudge(roll.directory(last), roll.verifier()))
          .filter(judge -> judge.fault(exposed).isEmpty())
          .isPresent();
    }

    private static int firstDifference(List<Bytes> one, List<Bytes> other) {
      int at = 0;
      while (one.get(at).equals(other.get(at))) {
        at++;
      }
      return at;
    }

    private static SplitView.View view(Held held, int from) {
      List<MemberId> witnesses =
          held.witnessed()
              .filter(noted -> noted.size() > from)
              .map(Noted::witnesses)
              .orElse(List.of());
      return new SplitView.View(
          held.noted().note(), held.hashes().size(), witnesses, held.frames().get(from));
    }
  }
}
