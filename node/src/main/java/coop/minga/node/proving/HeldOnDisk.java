package coop.minga.node.proving;

import static java.util.stream.Collectors.toUnmodifiableSet;

import coop.minga.federation.audit.Course;
import coop.minga.federation.audit.Roll;
import coop.minga.federation.audit.TreeName;
import coop.minga.federation.decision.Proven;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.judgement.LostKey;
import coop.minga.federation.judgement.Moments;
import coop.minga.federation.judgement.Ruling;
import coop.minga.federation.judgement.TreeJudge;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Cosignature;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.Policy;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.MemberCard;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.RosterCertificate;
import coop.minga.federation.wire.RosterWire;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.config.TreePlace;
import coop.minga.node.config.UserError;
import coop.minga.node.storage.PublishedEntries;
import coop.minga.node.storage.RosterFiles;
import coop.minga.node.storage.StateDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The ledgers that lie in a node's directory: its own, and its mirrors of the others'. The node
/// may run meanwhile: nothing is locked and nothing written.
///
/// Rosters and keys are those that the directory shows when it is opened: whoever looks on for
/// longer opens it again.
public final class HeldOnDisk {
  /// The state database's table of the last checkpoints known to be witnessed.
  private static final String WITNESSED = "witnessed";

  /// The table of those after which a ledger is judged by others, or signed by other keys.
  private static final String TURN = "turn";

  private final NodeDirectory directory;
  private final SignatureVerifier verifier;
  private final MemberId self;
  private final long latestSeconds;
  private final Roll roll;
  private final List<RosterCertificate> certificates = new ArrayList<>();

  private HeldOnDisk(
      NodeDirectory directory,
      SignatureVerifier verifier,
      long latestSeconds,
      Roster charter,
      MemberId self) {
    this.directory = directory;
    this.verifier = verifier;
    this.latestSeconds = latestSeconds;
    this.self = self;
    this.roll = Roll.of(charter, verifier, latestSeconds);
  }

  /// What came of following a ledger's checkpoints.
  ///
  /// @param last what the largest of them came to
  /// @param witnessed the largest that is witnessed
  /// @param policy by which any verifier judges that, or the next that is
  /// @param moments when it was witnessed how far, as it is shown here
  /// @param newest the newest time that a mirror put to it
  private record Followed(
      Optional<Course.Stand> last,
      Optional<SignedNote> witnessed,
      Policy policy,
      Moments moments,
      Instant newest) {}

  /// What an entry is worth to whoever holds what lies here.
  public enum Worth {
    /// It says what it says.
    COUNTS,

    /// It is dated ahead of all that its witnesses knew: without effect until one has that time.
    HELD,

    /// It is of a later Minga, and kept.
    UNKNOWN,

    /// It counts for nothing: it cannot be read, is not its author's, stands there for the second
    /// time or in the wrong tree, or is by a key that was lost.
    VOID
  }

  /// Looks at a node's charter and card, at its certificates and at what ledgers say of keys.
  ///
  /// @param latestSeconds a cosignature's time above it is refused
  /// @throws UserError if there is no node, or it has no charter in force
  public static HeldOnDisk open(
      NodeDirectory directory, SignatureVerifier verifier, long latestSeconds) throws IOException {
    Roster charter =
        RosterWire.decode(read(directory, directory.charter()))
            .filter(found -> found.check(verifier).isEmpty())
            .map(found -> Roster.of(found, verifier))
            .orElseThrow(
                () -> notANode(directory, "Its charter is not one that all founders signed."));
    MemberId self =
        RosterWire.decodeCard(read(directory, directory.card()))
            .map(MemberCard::id)
            .orElseThrow(() -> notANode(directory, "Its card cannot be read."));
    var held = new HeldOnDisk(directory, verifier, latestSeconds, charter, self);
    held.follow();
    return held;
  }

  private void follow() throws IOException {
    for (Bytes part : new RosterFiles(directory.rosters()).all()) {
      Optional<RosterCertificate> certificate = RosterWire.decodeCertificate(part);
      if (certificate.isEmpty() || roll.take(certificate.get()).isPresent()) {
        throw notANode(directory, "A certificate in rosters/ shows nothing.");
      }
      certificates.add(certificate.get());
    }
    for (MemberId member : roll.everybody()) {
      roll.read(member, entries(member));
    }
  }

  /// Whose ledgers there may be, this node's own first; of those who were removed, too.
  public List<MemberId> owners() {
    var owners = new ArrayList<MemberId>();
    if (roll.knows(self)) {
      owners.add(self);
    }
    roll.everybody().stream().filter(id -> !id.equals(self)).forEach(owners::add);
    return List.copyOf(owners);
  }

  /// The newest roster.
  public Roster roster() {
    return roll.roster();
  }

  /// The entries on which decisions rest.
  public Set<EntryId> certified() {
    return certificates.stream()
        .flatMap(each ->
            Stream.concat(each.commits().values().stream(), each.approvals().values().stream()))
        .map(Proven::entry)
        .map(entry -> entry.id())
        .collect(toUnmodifiableSet());
  }

  /// Whether there is anything of one.
  public boolean exists(MemberId owner) throws IOException {
    return note(owner).isPresent();
  }

  /// Whether one is what its owner signed, and extends what is known to be witnessed. That not all
  /// of it is witnessed yet is no fault.
  public Verdict verify(MemberId owner) throws IOException {
    Followed followed = followed(owner);
    if (followed.last().orElse(null) instanceof Course.Stand.NotByAllKeys(var says)) {
      return new Verdict.Refused(
          Reason.NOT_SIGNED,
          "the checkpoint of %s is the first after a change of keys, and not signed by both"
              .formatted(says.origin()));
    }
    Policy policy = policyOfPublished(owner, followed);
    var ledger =
        new PublishedLedger(new LedgerDirectory(place(owner)), policy, verifier, latestSeconds);
    return ledger.verifySigned(followed.witnessed().flatMap(HeldOnDisk::checkpoint));
  }

  /// One as far as it is known to be witnessed, to prove from.
  public PublishedLedger witnessedPart(MemberId owner) throws IOException {
    Followed followed = followed(owner);
    var files = new LedgerDirectory(place(owner));
    Optional<Bytes> published = note(owner);
    Optional<Bytes> before =
        followed
            .witnessed()
            .map(SignedNote::encode)
            .filter(note -> !published.equals(Optional.of(note)));
    return before.isPresent()
        ? new PublishedLedger(
            new WitnessedFiles(files, before.get()), followed.policy(), verifier, latestSeconds)
        : new PublishedLedger(files, followed.policy(), verifier, latestSeconds);
  }

  /// Whose signatures make one to rely on, as far as it is witnessed.
  public Policy policy(MemberId owner) throws IOException {
    return followed(owner).policy();
  }

  /// How many entries of one are known to be witnessed.
  public long witnessed(MemberId owner) throws IOException {
    return followed(owner).witnessed().map(HeldOnDisk::size).orElse(0L);
  }

  /// How many entries one's published checkpoint covers.
  public long size(MemberId owner) throws IOException {
    return note(owner)
        .flatMap(note -> SignedNote.parse(note).found())
        .map(HeldOnDisk::size)
        .orElse(0L);
  }

  /// Those entries.
  public List<Bytes> entries(MemberId owner) throws IOException {
    return PublishedEntries.read(place(owner), size(owner)).orElse(List.of());
  }

  /// What each of a ledger's entries is worth, in their order.
  ///
  /// @param entries as they were read: the node may have written more since
  public List<Worth> worths(MemberId owner, List<Bytes> entries) throws IOException {
    Followed followed = followed(owner);
    Set<EntryId> certified = certified();
    TreeJudge judge = roll.judge(new TreeName(owner, Tree.LEDGER));
    var worths = new ArrayList<Worth>();
    for (Bytes frame : entries) {
      long index = worths.size();
      worths.add(
          switch (judge.judge(index, frame)) {
            case Ruling.Void _ -> Worth.VOID;
            case Ruling.Unknown _ -> Worth.UNKNOWN;
            case Ruling.Known known -> {
              boolean stands =
                  certified.contains(known.id()) || LostKey.standsByItself(known.said());
              boolean lost =
                  LostKey.worth(roll.ring(owner), index, followed.moments(), stands)
                      == LostKey.VOID;
              boolean held = known.heldUntil(followed.newest()).isPresent();
              yield lost ? Worth.VOID : held ? Worth.HELD : Worth.COUNTS;
            }
          });
    }
    return worths;
  }

  /// Goes through what is kept of a ledger's checkpoints, the smallest first.
  private Followed followed(MemberId owner) throws IOException {
    Course course = roll.course(owner);
    Policy policy = roll.directory(course.inForce()).witnesses(origin(owner)).policy();
    Optional<Course.Stand> last = Optional.empty();
    Optional<SignedNote> witnessed = Optional.empty();
    var moments = new TreeMap<Long, Instant>();
    long newest = 0;
    for (SignedNote note : notes(owner)) {
      Course.Stand stand = course.next(note);
      last = Optional.of(stand);
      if (stand instanceof Course.Stand.Good good && good.witnessed()) {
        witnessed = Optional.of(note);
        policy = course.policy(note);
        int needed = roll.directory(good.by()).needed(owner);
        Moments.settled(good.cosignatures(), needed)
            .ifPresent(at -> moments.put(good.checkpoint().size(), at));
        newest =
            good.cosignatures().stream().mapToLong(Cosignature::seconds).reduce(newest, Math::max);
      }
    }
    return new Followed(
        last, witnessed, policy, new Moments(moments), Instant.ofEpochSecond(newest));
  }

  private List<SignedNote> notes(MemberId owner) throws IOException {
    var notes = new ArrayList<Bytes>();
    if (Files.exists(directory.state())) {
      try (StateDatabase state = StateDatabase.reading(directory.state())) {
        state.all(TURN).entrySet().stream()
            .filter(turn -> turn.getKey().startsWith(owner + "/"))
            .forEach(turn -> notes.add(turn.getValue()));
        state.get(WITNESSED, owner.name()).ifPresent(notes::add);
      }
    }
    note(owner).ifPresent(notes::add);
    return notes.stream()
        .flatMap(bytes -> SignedNote.parse(bytes).found().stream())
        .filter(note -> checkpoint(note).isPresent())
        .sorted(Comparator.comparingLong(HeldOnDisk::size))
        .toList();
  }

  /// The published checkpoint may be signed by other keys than the last that is witnessed.
  private Policy policyOfPublished(MemberId owner, Followed followed) throws IOException {
    return note(owner)
        .flatMap(note -> SignedNote.parse(note).found())
        .filter(note -> roll.open(new TreeName(owner, Tree.LEDGER), note).found().isPresent())
        .map(note -> roll.course(owner).policy(note))
        .orElse(followed.policy());
  }

  private static Optional<Checkpoint> checkpoint(SignedNote note) {
    return Checkpoint.parse(note.text()).found();
  }

  private static long size(SignedNote note) {
    return checkpoint(note).map(Checkpoint::size).orElse(0L);
  }

  private Origin origin(MemberId owner) {
    return roll.origin(new TreeName(owner, Tree.LEDGER)).in(tree(owner).generation());
  }

  private Optional<Bytes> note(MemberId owner) throws IOException {
    return new LedgerDirectory(place(owner)).read(PublishedLedger.CHECKPOINT);
  }

  private Path place(MemberId owner) {
    return tree(owner).path();
  }

  /// The newest generation of it.
  private TreePlace tree(MemberId owner) {
    return owner.equals(self) ? directory.ledger() : directory.mirror(owner.name());
  }

  private static Bytes read(NodeDirectory directory, Path file) throws IOException {
    try {
      return Bytes.of(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw notANode(directory, "There is no " + file.getFileName() + " in it.");
    }
  }

  private static UserError notANode(NodeDirectory directory, String what) {
    return new UserError(
        directory.root().toString(), what, "Give the directory of a node that adopted a charter.");
  }
}
