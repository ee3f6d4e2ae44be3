package coop.minga.node.proving;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Policy;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.ledger.Witnesses.Standing;
import coop.minga.federation.roster.MemberCard;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.wire.RosterWire;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.config.TreePlace;
import coop.minga.node.config.UserError;
import coop.minga.node.storage.PublishedEntries;
import coop.minga.node.storage.StateDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The ledgers that lie in a node's directory: its own, and its mirrors of the others'. The node
/// may run meanwhile: nothing is locked and nothing written.
public final class HeldOnDisk {
  /// The state database's table of the last checkpoints known to be witnessed.
  private static final String WITNESSED = "witnessed";

  private final NodeDirectory directory;
  private final SignatureVerifier verifier;
  private final Roster roster;
  private final MemberId self;

  private HeldOnDisk(
      NodeDirectory directory, SignatureVerifier verifier, Roster roster, MemberId self) {
    this.directory = directory;
    this.verifier = verifier;
    this.roster = roster;
    this.self = self;
  }

  /// Looks at a node's charter and card.
  ///
  /// @throws UserError if there is no node, or it has no charter in force
  public static HeldOnDisk open(NodeDirectory directory, SignatureVerifier verifier)
      throws IOException {
    Roster roster =
        RosterWire.decode(read(directory, directory.charter()))
            .filter(charter -> charter.check(verifier).isEmpty())
            .map(charter -> Roster.of(charter, verifier))
            .orElseThrow(
                () -> notANode(directory, "Its charter is not one that all founders signed."));
    MemberId self =
        RosterWire.decodeCard(read(directory, directory.card()))
            .map(MemberCard::id)
            .orElseThrow(() -> notANode(directory, "Its card cannot be read."));
    return new HeldOnDisk(directory, verifier, roster, self);
  }

  /// Whose ledgers there may be, this node's own first.
  public List<MemberId> owners() {
    var owners = new ArrayList<MemberId>();
    owners.add(self);
    roster.members().keySet().stream().filter(id -> !id.equals(self)).forEach(owners::add);
    return List.copyOf(owners);
  }

  /// The founders' roster.
  public Roster roster() {
    return roster;
  }

  /// Whether there is anything of one.
  public boolean exists(MemberId owner) throws IOException {
    return note(owner).isPresent();
  }

  /// Whether one is what its owner signed, and extends what is known to be witnessed. That not all
  /// of it is witnessed yet is no fault.
  public Verdict verify(MemberId owner) throws IOException {
    Optional<Bytes> before = remembered(owner);
    var ledger = new PublishedLedger(new LedgerDirectory(place(owner)), policy(owner), verifier);
    return ledger.verifySigned(before);
  }

  /// One as far as it is known to be witnessed, to prove from.
  public PublishedLedger witnessedPart(MemberId owner) throws IOException {
    var files = new LedgerDirectory(place(owner));
    boolean published = note(owner).map(this::witnessedSize).orElse(0L) == witnessed(owner);
    Optional<Bytes> before = published ? Optional.empty() : remembered(owner);
    return before.isPresent()
        ? new PublishedLedger(new WitnessedFiles(files, before.get()), policy(owner), verifier)
        : new PublishedLedger(files, policy(owner), verifier);
  }

  /// Whose signatures make one to rely on.
  public Policy policy(MemberId owner) {
    int generation = tree(owner).generation();
    return roster.witnesses(roster.origin(owner, Tree.LEDGER).in(generation)).policy();
  }

  /// How many entries of one are known to be witnessed.
  public long witnessed(MemberId owner) throws IOException {
    long before = remembered(owner).map(this::witnessedSize).orElse(0L);
    return Math.max(before, note(owner).map(this::witnessedSize).orElse(0L));
  }

  /// How many entries one's published checkpoint covers.
  public long size(MemberId owner) throws IOException {
    return note(owner)
        .flatMap(note -> SignedNote.parse(note).found())
        .flatMap(note -> Checkpoint.parse(note.text()).found())
        .map(Checkpoint::size)
        .orElse(0L);
  }

  /// Those entries.
  public List<Bytes> entries(MemberId owner) throws IOException {
    return PublishedEntries.read(place(owner), size(owner)).orElse(List.of());
  }

  /// The last checkpoint known to be witnessed, as the node keeps it.
  private Optional<Bytes> remembered(MemberId owner) throws IOException {
    if (!Files.exists(directory.state())) {
      return Optional.empty();
    }
    try (StateDatabase state = StateDatabase.reading(directory.state())) {
      return state.get(WITNESSED, owner.name());
    }
  }

  private long witnessedSize(Bytes bytes) {
    return SignedNote.parse(bytes)
        .found()
        .map(note ->
            Checkpoint.parse(note.text())
                .found()
                .filter(checkpoint -> roster.contains(checkpoint.origin().member()))
                .map(checkpoint ->
                    switch (policy(checkpoint.origin().member())
                        .judge(note, Long.MAX_VALUE, verifier)) {
                      case Standing.Witnessed(var known, _) -> known.size();
                      case Standing.Signed _, Standing.Refused _ -> 0L;
                    })
                .orElse(0L))
        .orElse(0L);
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
