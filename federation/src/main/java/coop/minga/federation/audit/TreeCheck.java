package coop.minga.federation.audit;

import coop.minga.federation.audit.Bundle.Copy;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.judgement.Moments;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Cosignature;
import coop.minga.federation.ledger.Parsed;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.Roster;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Whether the entries given of a tree are those that its owner signed for, and a quorum with it:
/// the quorum of the roster that the ledger had adopted there.
final class TreeCheck {
  private final Roll roll;
  private final Findings findings;

  TreeCheck(Roll roll, Findings findings) {
    this.roll = roll;
    this.findings = findings;
  }

  /// A note as it is given.
  ///
  /// @param part where it stands
  /// @param what what it is there for
  private record Given(String part, What what, SignedNote note, Checkpoint says) {}

  private enum What {
    TURN,
    WITNESSED,
    SIGNED
  }

  /// A checkpoint that its owner signed, and who else.
  private record Noted(
      Checkpoint checkpoint, List<Cosignature> cosignatures, boolean quorum, Roster by) {
    long size() {
      return checkpoint.size();
    }
  }

  /// What became of the notes of one tree.
  private static final class Followed {
    private final List<Noted> turns = new ArrayList<>();
    private Optional<Noted> witnessed = Optional.empty();
    private Optional<Noted> signed = Optional.empty();
    private Optional<Bytes> policy = Optional.empty();

    void take(What what, Noted noted) {
      switch (what) {
        case TURN -> turns.add(noted);
        case WITNESSED -> witnessed = Optional.of(noted);
        case SIGNED -> signed = Optional.of(noted);
      }
    }

    Stream<Noted> all() {
      return Stream.of(turns.stream(), witnessed.stream(), signed.stream()).flatMap(each -> each);
    }

    Optional<Noted> newest() {
      return signed.or(() -> witnessed);
    }
  }

  /// The tree; absent, and said why, if it cannot be relied upon.
  ///
  /// @param copy whose entries the roll has read
  Optional<CheckedTree> check(TreeName name, Copy copy) {
    Optional<List<Given>> given = given(name, copy);
    if (given.isEmpty() || !inOrder(name, given.get())) {
      return Optional.empty();
    }
    HeldTree hashes = HeldTree.of(copy.frames());
    boolean matches = matches(name, given.get(), hashes);
    Followed followed = new Followed();
    Course course = roll.course(name.owner());
    boolean good =
        name.tree() == Tree.BOOK
            ? sign(given.get(), followed)
            : follow(name, course, given.get(), followed);
    copy.policy()
        .filter(file -> !followed.policy.equals(Optional.of(file)))
        .ifPresent(_ ->
            findings.add(new Finding.OtherPolicy(name, "is not the one by which it is witnessed")));
    boolean quorate =
        good && (name.tree() == Tree.BOOK || quorate(name, course, followed, hashes.size()));
    return matches && quorate
        ? Optional.of(checked(name, copy, hashes, followed, course))
        : Optional.empty();
  }

  // ---- Reading

  private Optional<List<Given>> given(TreeName name, Copy copy) {
    var all = new ArrayList<Optional<Given>>();
    for (int i = 0; i < copy.turns().size(); i++) {
      all.add(read(name, name.place() + "/turns/" + i, What.TURN, copy.turns().get(i)));
    }
    copy.witnessed()
        .ifPresent(n -> all.add(read(name, name.place() + "/witnessed", What.WITNESSED, n)));
    copy.signed().ifPresent(n -> all.add(read(name, name.place() + "/signed", What.SIGNED, n)));
    return all.stream().allMatch(Optional::isPresent)
        ? Optional.of(all.stream().flatMap(Optional::stream).toList())
        : Optional.empty();
  }

  private Optional<Given> read(TreeName name, String part, What what, Bytes bytes) {
    Parsed<SignedNote> note = SignedNote.parse(bytes);
    return switch (note.then(read -> roll.open(name, read))) {
      case Parsed.Bad<Checkpoint>(var why) -> bad(part, why.sentence());
      case Parsed.Good<Checkpoint>(var says) ->
          Optional.of(new Given(part, what, note.found().orElseThrow(), says));
    };
  }

  private <T> Optional<T> bad(String part, String why) {
    findings.add(new Finding.BadCheckpoint(part, why));
    return Optional.empty();
  }

  /// A tree that was begun anew is signed for under its newest generation's name.
  private boolean inOrder(TreeName name, List<Given> given) {
    Optional<Given> witnessed = of(given, What.WITNESSED);
    Optional<Given> signed = of(given, What.SIGNED);
    boolean beyond =
        witnessed.isEmpty()
            || signed.isEmpty()
            || (generation(signed) == generation(witnessed) && size(signed) > size(witnessed));
    if (!beyond) {
      findings.add(
          new Finding.BadCheckpoint(
              name.place() + "/signed", "it is not beyond the witnessed one"));
    }
    List<Given> turns = given.stream().filter(each -> each.what() == What.TURN).toList();
    for (int i = 1; i < turns.size(); i++) {
      if (turns.get(i).says().size() < turns.get(i - 1).says().size()) {
        bad(turns.get(i).part(), "it is smaller than the one before");
        return false;
      }
    }
    return beyond;
  }

  private static Optional<Given> of(List<Given> given, What what) {
    return given.stream().filter(each -> each.what() == what).findFirst();
  }

  // ---- Judging

  /// A book is its owner's alone.
  private boolean sign(List<Given> given, Followed followed) {
    given.forEach(
        each -> followed.take(each.what(), new Noted(each.says(), List.of(), true, roll.roster())));
    return true;
  }

  /// Goes through a ledger's checkpoints in the order of their sizes.
  private boolean follow(TreeName name, Course course, List<Given> given, Followed followed) {
    List<Given> rising =
        given.stream()
            .sorted(Comparator.comparingLong((Given each) -> each.says().size()))
            .toList();
    for (Given each : rising) {
      switch (course.next(each.note())) {
        case Course.Stand.Refused(var why) -> {
          bad(each.part(), why.sentence());
          return false;
        }
        case Course.Stand.NotByAllKeys(var says) -> {
          findings.add(new Finding.NotByAllKeys(name, says.size()));
          return false;
        }
        case Course.Stand.Good(var says, var by, boolean quorum, var roster, _) -> {
          followed.take(each.what(), new Noted(says, by, quorum, roster));
          if (each.what() == What.WITNESSED) {
            followed.policy = Optional.of(course.policy(each.note()).encode());
          }
        }
      }
    }
    course
        .unknown()
        .ifPresent(
            adopt -> findings.add(new Finding.AdoptsUnknown(name, adopt.index(), adopt.roster())));
    return true;
  }

  private boolean quorate(TreeName name, Course course, Followed followed, long size) {
    if (size == 0 || followed.witnessed.filter(Noted::quorum).isPresent()) {
      return true;
    }
    boolean unknown =
        course
            .unknown()
            .filter(adopt -> adopt.index() < followed.witnessed.map(Noted::size).orElse(0L))
            .isPresent();
    if (unknown) {
      findings.add(new Finding.ByUnknownWitnesses(name));
      return false;
    }
    int have = 1 + followed.witnessed.map(noted -> noted.cosignatures().size()).orElse(0);
    int needed = 1 + roll.directory(course.adopted()).needed(name.owner());
    findings.add(new Finding.NotWitnessed(name, have, needed));
    return false;
  }

  private boolean matches(TreeName name, List<Given> given, HeldTree hashes) {
    Optional<Given> newest = of(given, What.SIGNED).or(() -> of(given, What.WITNESSED));
    if (size(newest) != hashes.size()) {
      findings.add(new Finding.SizeDiffers(name, size(newest), hashes.size()));
      return false;
    }
    return given.stream().allMatch(each -> covers(name, each.says(), hashes));
  }

  private boolean covers(TreeName name, Checkpoint says, HeldTree hashes) {
    if (says.size() <= hashes.size() && hashes.root(says.size()).equals(says.root())) {
      return true;
    }
    findings.add(new Finding.RootDiffers(name, says.size()));
    return false;
  }

  // ---- What is good

  private CheckedTree checked(
      TreeName name, Copy copy, HeldTree hashes, Followed followed, Course course) {
    Optional<Noted> witnessed = followed.witnessed;
    List<Cosignature> by = witnessed.map(Noted::cosignatures).orElse(List.of());
    long covered = witnessed.map(Noted::size).orElse(0L);
    if (name.tree() == Tree.LEDGER && covered < hashes.size()) {
      findings.add(new Finding.NotYetWitnessed(name, hashes.size() - covered));
    }
    int generation = followed.newest().map(n -> n.checkpoint().origin().generation()).orElse(0);
    return new CheckedTree(
        name,
        generation,
        copy.frames(),
        hashes,
        covered,
        1 + by.size(),
        witnessed.flatMap(noted -> settled(name, noted)),
        course.inForce(),
        moments(name, followed),
        new TreeSet<>(followed.all().map(Noted::size).toList()));
  }

  private Moments moments(TreeName name, Followed followed) {
    var moments = new TreeMap<Long, Instant>();
    var all = new ArrayList<>(followed.turns);
    followed.witnessed.ifPresent(all::add);
    all.stream()
        .filter(noted -> name.tree() == Tree.LEDGER && noted.quorum())
        .forEach(noted ->
            settled(name, noted)
                .ifPresent(at -> moments.merge(noted.size(), at, (a, b) -> a.isBefore(b) ? a : b)));
    return new Moments(moments);
  }

  private Optional<Instant> settled(TreeName name, Noted noted) {
    return name.tree() == Tree.BOOK
        ? Optional.empty()
        : Moments.settled(noted.cosignatures(), roll.directory(noted.by()).needed(name.owner()));
  }

  private static int generation(Optional<Given> given) {
    return given.map(found -> found.says().origin().generation()).orElse(0);
  }

  private static long size(Optional<Given> given) {
    return given.map(found -> found.says().size()).orElse(0L);
  }
}
