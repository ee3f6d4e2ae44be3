package coop.minga.federation.roster;

import coop.minga.federation.ledger.Witnesses.Standing;
import java.util.Optional;
import java.util.function.Function;

/// By whose witnesses the checkpoints of one ledger are judged: folded from its ADOPT entries and
/// its witnessed checkpoints.
///
/// The last ADOPT that a checkpoint covers says whose. The first checkpoint that covers one needs a
/// quorum of the old *and* of the new set: whoever trusts the old one sees in it the new one, and
/// no two new ones. Until there is such a checkpoint, a further ADOPT is void.
///
/// Immutable.
///
/// @param inForce the roster by which checkpoints are judged
/// @param sealed the size of the checkpoint that was witnessed by its set and the one before; 0 for
///   a ledger's first
/// @param pending the ADOPT that no checkpoint has sealed yet
public record Adoption(Roster inForce, long sealed, Optional<Pending> pending) {
  /// An ADOPT on its way.
  ///
  /// @param index where it stands
  /// @param next the roster it names
  public record Pending(long index, Roster next) {}

  /// What became of an ADOPT entry.
  public sealed interface Taken {
    /// It counts from the next checkpoint on.
    ///
    /// @param adoption with it pending
    record Pends(Adoption adoption) implements Taken {}

    /// It is void.
    ///
    /// @param sentence why
    record IsVoid(String sentence) implements Taken {}
  }

  /// A ledger's beginning.
  ///
  /// @param first the charter's roster, or the one that admitted its owner
  public static Adoption begin(Roster first) {
    return new Adoption(first, 0, Optional.empty());
  }

  /// Takes an ADOPT entry.
  ///
  /// @param next the roster it names, which its reader knows to be certified
  public Taken adopt(long index, Roster next) {
    if (pending.isPresent()) {
      return new Taken.IsVoid("no checkpoint has sealed the ADOPT before it");
    }
    if (index < sealed) {
      return new Taken.IsVoid("it stands before the checkpoint that sealed the last one");
    }
    return next.number() > inForce.number()
        ? new Taken.Pends(new Adoption(inForce, sealed, Optional.of(new Pending(index, next))))
        : new Taken.IsVoid("it names a roster that is no newer");
  }

  /// Judges a checkpoint of a size.
  ///
  /// @param by how it stands by the witnesses of one roster
  public Standing judge(long size, Function<Roster, Standing> by) {
    Standing old = by.apply(inForce);
    return switch (old) {
      case Standing.Witnessed _ when isSealedBy(size) -> by.apply(pending.orElseThrow().next());
      case Standing.Witnessed _, Standing.Signed _, Standing.Refused _ -> old;
    };
  }

  /// Takes a checkpoint that [#judge] found witnessed.
  public Adoption witnessed(long size) {
    return isSealedBy(size)
        ? new Adoption(pending.orElseThrow().next(), size, Optional.empty())
        : this;
  }

  private boolean isSealedBy(long size) {
    return pending.filter(adopt -> adopt.index() < size).isPresent();
  }
}
