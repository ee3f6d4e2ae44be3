package coop.minga.federation.ledger;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.SignatureVerifier;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whether a ledger's next generation may take the place of the one before.
///
/// Each witnessed checkpoint of the lost generation was cosigned by q-1 others, and
/// [Quorum#retiring] others say what they cosigned last; whichever they are, the two sets share an
/// honest mirror. So a tree that is as large as all that they name holds whatever was witnessed.
///
/// @param owner whose ledger
/// @param before the keys by which the owner signed the generation that is succeeded, at least one
/// @param mirrors who may retire it: the others who vote by the last roster that it adopted
/// @param quorum how many members that roster has
/// @param verifier of the owner's checkpoints
public record Succession(
    MemberId owner,
    List<NoteKey> before,
    Set<MemberId> mirrors,
    Quorum quorum,
    SignatureVerifier verifier) {
  /// Copies.
  public Succession {
    before = List.copyOf(before);
    mirrors = Set.copyOf(mirrors);
  }

  /// A [Retire] entry, and who said it. It counts in its author's ledger, and a quorum holds it.
  ///
  /// @param author who retired
  /// @param says what
  public record Heard(MemberId author, Retire says) {}

  /// Why a generation does not begin.
  public enum Flaw {
    /// It is not the one that follows.
    NOT_THE_NEXT,
    /// It does not stand behind as many entries as it says.
    NOT_AT_ITS_PLACE,
    /// What it names as the last checkpoint is none of its owner's.
    NOT_THE_OWNERS,
    /// Not enough members have retired the generation before.
    TOO_FEW_RETIRED,
    /// It rests on an entry that is not known to retire that generation.
    NOT_RETIRED,
    /// A member that retired holds more than the successor has fetched.
    HELD_BEYOND,
    /// The entries that it goes on from are not those of the generation before.
    OTHER_HISTORY;

    /// The reason in words, to follow "the next generation does not begin: ".
    public String sentence() {
      return switch (this) {
        case NOT_THE_NEXT -> "it is not the one that follows";
        case NOT_AT_ITS_PLACE -> "it does not stand behind as many entries as it says";
        case NOT_THE_OWNERS -> "the last checkpoint that it names is not its owner's";
        case TOO_FEW_RETIRED -> "too few members have retired the one before";
        case NOT_RETIRED -> "an entry that it rests on does not retire the one before";
        case HELD_BEYOND -> "a member that retired the one before holds more of it";
        case OTHER_HISTORY -> "its entries are not those of the one before";
      };
    }
  }

  /// The first reason why a successor may not begin; absent if it may.
  ///
  /// @param succeed what its owner says
  /// @param index where that stands in the successor's tree
  /// @param tree the successor's tree, at least up to `index`
  /// @param heard the entries that retire, by name, as far as they are known
  public Optional<Flaw> check(
      Succeed succeed, long index, Subtrees tree, Map<EntryId, Heard> heard) {
    if (!Origin.parse(before.getFirst().name())
        .filter(origin -> origin.generation() + 1 == succeed.generation())
        .isPresent()) {
      return Optional.of(Flaw.NOT_THE_NEXT);
    }
    if (succeed.retired().size() < quorum.retiring()) {
      return Optional.of(Flaw.TOO_FEW_RETIRED);
    }
    return checkLast(succeed, index, tree).or(() -> checkRetired(succeed, index, tree, heard));
  }

  private Optional<Flaw> checkLast(Succeed succeed, long index, Subtrees tree) {
    Optional<Checkpoint> last = succeed.last().flatMap(this::owners);
    if (last.isEmpty() && succeed.last().isPresent()) {
      return Optional.of(Flaw.NOT_THE_OWNERS);
    }
    if (last.map(Checkpoint::size).orElse(0L) != index) {
      return Optional.of(Flaw.NOT_AT_ITS_PLACE);
    }
    return last.filter(checkpoint -> !isOf(tree, checkpoint)).map(_ -> Flaw.OTHER_HISTORY);
  }

  private Optional<Flaw> checkRetired(
      Succeed succeed, long index, Subtrees tree, Map<EntryId, Heard> heard) {
    for (Succeed.Named named : succeed.retired()) {
      Optional<Retire> retire =
          Optional.ofNullable(heard.get(named.entry()))
              .filter(found -> found.author().equals(named.member()))
              .map(Heard::says)
              .filter(says -> retires(named.member(), says, succeed.generation() - 1));
      if (retire.isEmpty()) {
        return Optional.of(Flaw.NOT_RETIRED);
      }
      Optional<Checkpoint> held = retire.get().last().flatMap(this::owners);
      if (held.filter(checkpoint -> checkpoint.size() > index).isPresent()) {
        return Optional.of(Flaw.HELD_BEYOND);
      }
      if (held.filter(checkpoint -> !isOf(tree, checkpoint)).isPresent()) {
        return Optional.of(Flaw.OTHER_HISTORY);
      }
    }
    return Optional.empty();
  }

  /// Whether a word retires that generation. One that names a checkpoint which the owner never
  /// signed is made up, and retires nothing.
  public boolean retires(MemberId author, Retire says, int generation) {
    boolean signed = says.last().isEmpty() || says.last().flatMap(this::owners).isPresent();
    return signed
        && says.generation() == generation
        && says.owner().equals(owner)
        && mirrors.contains(author)
        && !author.equals(owner);
  }

  private Optional<Checkpoint> owners(SignedNote note) {
    return before.stream()
        .flatMap(key -> Checkpoint.open(note, key, verifier).found().stream())
        .findFirst();
  }

  private static boolean isOf(Subtrees tree, Checkpoint checkpoint) {
    Hash root = tree.root(checkpoint.size());
    return root.equals(checkpoint.root());
  }
}
