package coop.minga.federation.ledger;

import coop.minga.federation.identity.SignatureVerifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// Whose word makes a checkpoint of one ledger a witnessed one: a policy.
///
/// @param ledger the key that signs the ledger's checkpoints
/// @param mirrors the other members' cosigning keys; no two the same key
/// @param needed how many of them must have cosigned
public record Witnesses(NoteKey ledger, List<NoteKey> mirrors, int needed) {
  /// Checks the keys and the number.
  public Witnesses {
    mirrors = List.copyOf(mirrors);
    if (ledger.type() != NoteKey.Type.ED25519
        || mirrors.stream().anyMatch(m -> m.type() != NoteKey.Type.COSIGNATURE)) {
      throw new IllegalArgumentException("a ledger signs by 0x01, its mirrors by 0x04");
    }
    var keys = new HashSet<>();
    if (!mirrors.stream().allMatch(m -> keys.add(m.key())) || !keys.add(ledger.key())) {
      throw new IllegalArgumentException("one key stands for two in " + ledger.name());
    }
    if (needed < 0 || needed > mirrors.size()) {
      throw new IllegalArgumentException(needed + " of " + mirrors.size() + " mirrors");
    }
  }

  /// How far a checkpoint may be relied upon.
  public sealed interface Standing {
    /// Enough mirrors hold everything it covers.
    ///
    /// @param checkpoint the checkpoint
    /// @param cosignatures one for each mirror that cosigned, in the note's order
    record Witnessed(Checkpoint checkpoint, List<Cosignature> cosignatures) implements Standing {}

    /// Its owner signed it; not enough mirrors cosigned yet.
    ///
    /// @param checkpoint the checkpoint
    /// @param cosignatures one for each mirror that cosigned, in the note's order
    record Signed(Checkpoint checkpoint, List<Cosignature> cosignatures) implements Standing {}

    /// Not to be relied upon at all.
    ///
    /// @param why the first reason met
    record Refused(NoteFault why) implements Standing {}
  }

  /// Judges a note: the owner's signature, and each known mirror's. Lines by unknown keys count for
  /// nothing; one bad line by a known key refuses the note.
  ///
  /// @param latestSeconds a cosignature's time above it is refused; `Long.MAX_VALUE` if the reader
  ///   has no clock
  public Standing judge(SignedNote note, long latestSeconds, SignatureVerifier verifier) {
    return switch (Checkpoint.open(note, ledger, verifier)) {
      case Parsed.Bad<Checkpoint>(var why) -> new Standing.Refused(why);
      case Parsed.Good<Checkpoint>(var checkpoint) ->
          switch (cosignatures(note, mirrors, latestSeconds, verifier)) {
            case Parsed.Bad<List<Cosignature>>(var why) -> new Standing.Refused(why);
            case Parsed.Good<List<Cosignature>>(var found) ->
                found.size() >= needed
                    ? new Standing.Witnessed(checkpoint, found)
                    : new Standing.Signed(checkpoint, found);
          };
    };
  }

  /// The mirrors' cosignatures on a note, whoever signed it; none if one of them is bad.
  ///
  /// @param latestSeconds a cosignature's time above it is refused
  public List<Cosignature> cosignatures(
      SignedNote note, long latestSeconds, SignatureVerifier verifier) {
    return cosignatures(note, mirrors, latestSeconds, verifier).found().orElse(List.of());
  }

  /// The policy by which a verifier that is not ours judges this ledger.
  public Policy policy() {
    return Policy.of(this);
  }

  /// The cosignatures that these keys have on a note, in the keys' order.
  static Parsed<List<Cosignature>> cosignatures(
      SignedNote note, List<NoteKey> keys, long latestSeconds, SignatureVerifier verifier) {
    var found = new ArrayList<Cosignature>();
    for (NoteKey mirror : keys) {
      switch (mirror.signatureOn(note, verifier).then(Cosignature::read)) {
        case Parsed.Good<Cosignature>(var cosignature) -> {
          if (cosignature.seconds() > latestSeconds) {
            return Parsed.bad(NoteFault.BAD_TIMESTAMP);
          }
          found.add(cosignature);
        }
        case Parsed.Bad<Cosignature>(var why) -> {
          if (why != NoteFault.NOT_SIGNED) {
            return Parsed.bad(why);
          }
        }
      }
    }
    return Parsed.good(List.copyOf(found));
  }
}
