package coop.minga.node.exchange;

import com.google.gson.JsonObject;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.roster.RosterCertificate;
import java.util.Optional;

/// One feature's part of a node. Called on the loop's thread only; never blocks.
public interface Desk {
  /// The node starts: build the state anew from what it holds. Nothing is entered or told here.
  void recall(Recollection all);

  /// An entry has come into a ledger that this node holds, or into its own ledger or book.
  default void seen(Seen entry) {}

  /// What an offer seen before hides from others is now open to this member: the entry, with the
  /// whole offer in it. Told once.
  default void opened(Seen entry) {}

  /// A quorum of members now holds a ledger entry seen before; each is told once, in its ledger's
  /// order.
  default void witnessed(Seen entry) {}

  /// A roster was decided and is in force here. Entries may be made.
  ///
  /// @param certificate what shows it
  default void rosterChanged(RosterCertificate certificate) {}

  /// A member told us an entry of its book, for the first time.
  default void told(Seen entry) {}

  /// A member told us again what it had told before: our answer may not have arrived. One that is
  /// told over and over comes at most every [Conversations#BETWEEN_COPIES].
  default void toldAgain(Seen entry) {}

  /// Time has passed. Called at least every [NodeLoop#TICK].
  default void tick() {}

  /// An operator asks. What changes anything is entered before the answer is given.
  ///
  /// @return absent if the question is for another desk
  /// @throws IllegalArgumentException with a sentence for the operator, if it cannot be done
  default Optional<JsonObject> answer(String verb, JsonObject question) {
    return Optional.empty();
  }

  /// A session with a member begins: whatever was told before may not have arrived.
  default void met(MemberId peer) {}
}
