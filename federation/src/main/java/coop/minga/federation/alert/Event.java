package coop.minga.federation.alert;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import java.time.Instant;

/// What happens to one alert of this member's.
public sealed interface Event {
  /// When.
  Instant at();

  /// The level that was rung has seen it.
  record Acknowledged(Instant at) implements Event {}

  /// It is mended, as the node sees by itself.
  record Mended(Instant at) implements Event {}

  /// A person says that it is mended, whatever the node sees.
  record Handled(Instant at) implements Event {}

  /// There was nothing to mend.
  record NotReal(Instant at) implements Event {}

  /// The level that has it cannot mend it and does not wait.
  record PassedUp(Instant at) implements Event {}

  /// Its ALERT stands in this member's ledger.
  record Entered(EntryId id, Instant at) implements Event {}

  /// A peer answered.
  record Heard(EntryId id, MemberId peer, Answered answer) implements Event {
    @Override
    public Instant at() {
      return answer.at();
    }
  }

  /// Time has passed.
  record TimePassed(Instant at) implements Event {}
}
