package coop.minga.node.desk;

import coop.minga.federation.alert.AlertStatement;
import coop.minga.federation.alert.Effect;
import coop.minga.federation.alert.Event;
import coop.minga.federation.alert.Ladder;
import coop.minga.federation.alert.Step;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/// One alert of this member's: what was seen, and all that has happened to it since. Its state is
/// the fold of that.
///
/// @param cause what it is of
/// @param alert what climbs
/// @param bell whom it may ring
/// @param events what changed it, in order
record OwnAlert(Cause cause, Ladder.Alert alert, Bell bell, List<Event> events) {
  /// Whom an alert may ring.
  enum Bell {
    /// Nobody: it stands in the list.
    NONE,
    /// This member's people; peers could do nothing.
    PEOPLE,
    /// Peers too, if a person passes it up.
    PEERS_IF_ASKED,
    /// Peers too.
    PEERS
  }

  /// What an alert is of.
  ///
  /// @param site its code
  /// @param what the item's code, or the category's name; empty for the whole site
  /// @param more whether more is sold
  /// @param seen the last day that was known
  /// @param grams at stake
  /// @param words the evidence in a sentence
  record Cause(String site, String what, boolean more, LocalDate seen, long grams, String words) {
    /// Whether it is of the same thing, in the same direction.
    boolean isLike(Cause other) {
      return site.equals(other.site) && what.equals(other.what) && more == other.more;
    }
  }

  OwnAlert {
    events = List.copyOf(events);
  }

  String name() {
    return alert.name();
  }

  /// The part of the name that people use.
  String brief() {
    return name().substring(name().lastIndexOf('-') + 1);
  }

  Ladder ladder() {
    Ladder now = Ladder.begin(alert).next();
    for (Event event : events) {
      now = now.on(event).next();
    }
    return now;
  }

  /// What has to stand in this member's ledger by now.
  List<AlertStatement> entries() {
    var entries = new ArrayList<AlertStatement>();
    Ladder now = Ladder.begin(alert).next();
    for (Event event : events) {
      Step step = now.on(event);
      now = step.next();
      for (Effect effect : step.effects()) {
        if (effect instanceof Effect.Enter(var says)) {
          entries.add(says);
        }
      }
    }
    return entries;
  }

  /// Whether time still does something to it: it was rung for, or a person touched it.
  boolean isLive() {
    return (bell != Bell.NONE || !events.isEmpty()) && ladder().outcome().isEmpty();
  }

  OwnAlert after(Event event) {
    var more = new ArrayList<>(events);
    more.add(event);
    return new OwnAlert(cause, alert, bell, more);
  }
}
