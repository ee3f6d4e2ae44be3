package coop.minga.federation.roster;

import coop.minga.federation.decision.Parent;
import coop.minga.federation.decision.Succession;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.SignatureVerifier;
import java.util.Optional;

/// Which changes may follow a roster.
///
/// @param roster the parent
/// @param reader reads changes
/// @param verifier verifies root keys' signatures
public record RosterSuccession(
    Roster roster, WrittenChange.Reader reader, SignatureVerifier verifier) implements Succession {
  /// The roster as the parent of the next decision.
  public Parent parent() {
    return new Parent(roster.hash(), roster.voters(), this);
  }

  @Override
  public Outcome of(Bytes change) {
    Optional<WrittenChange> read = reader.read(change);
    if (read.isEmpty()) {
      return new Outcome.Refused("it is not a change of a roster");
    }
    return switch (roster.apply(read.get(), verifier)) {
      case Applied.Next(var next) ->
          new Outcome.Next(new RosterSuccession(next, reader, verifier).parent());
      case Applied.Refused(var reason) -> new Outcome.Refused(reason.sentence());
    };
  }
}
