package coop.minga.node.exchange;

import coop.minga.federation.blob.BlobName;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Frontier;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.RosterChain;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.wire.Said;
import coop.minga.node.storage.OpeningFiles;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// What a desk may do. On the loop's thread only. What is entered or noted is durable before
/// anything is told.
public interface Exchange {
  /// This member.
  MemberId self();

  /// Who belongs, as far as is known here.
  Roster roster();

  /// All rosters from the charter's on, as far as they are known here.
  RosterChain rosters();

  /// How it came that they belong, by which keys, and who witnesses whom.
  Belonging belonging();

  /// The time of the event being handled.
  Instant now();

  /// Enters a statement in this member's ledger, which every member will hold. Of an offer they
  /// hold the notice; what it hides is opened to those who may take donations.
  EntryId enter(Said said);

  /// Notes a statement in this member's book.
  EntryId note(Said said);

  /// 32 bytes that nobody can guess, new each time.
  Bytes salt();

  /// An offer as every member sees it; absent if there is none, or it hides nothing.
  Optional<Notice> notice(EntryId offer);

  /// Notices, of any member, whose fields this one can open, as they came.
  List<Seen> openable();

  /// Erases for good what opens these. The ledgers stay what they are.
  void erase(List<EntryId> offers);

  /// What was erased, in order.
  List<OpeningFiles.Forgotten> erased();

  /// Tells a member an entry of this member's book, with the proof that it stands there. If the
  /// member cannot be reached, nothing happens: [Desk#met] is the time to tell again.
  void tell(MemberId peer, EntryId bookEntry);

  /// The book as it will be once all that is noted so far is appended.
  Frontier book();

  /// Entries held of each member's ledger, this one's own among them.
  Map<MemberId, Long> held();

  /// One hash over the sizes and roots of every ledger held: the same at two members that hold the
  /// same.
  Hash frontierHash();

  /// Entries of each member's ledger that a quorum is known to hold, this one's own among them.
  Map<MemberId, Long> witnessed();

  /// Members against whom there is evidence, with what it shows of each: no new deal is made with
  /// them.
  Map<MemberId, String> frozen();

  /// This member's ledger, as it is published.
  OwnLedger ownLedger();

  /// Members with a session now.
  Set<MemberId> connected();

  /// Fetches a blob from a member and keeps it; then says whether it is here.
  void fetch(MemberId peer, BlobName name, int maxBytes, Consumer<Boolean> then);

  /// Goes on here once somebody outside has answered.
  ///
  /// @param then gets the answer; absent if none came
  <T> void await(CompletableFuture<T> answer, Consumer<Optional<T>> then);

  /// Does long work on the node's one worker thread, then goes on here. Work waits for its turn.
  ///
  /// @param then gets the result; what fails is logged and tells nothing
  <T> void work(String name, Callable<T> task, Consumer<T> then);

  /// Keeps a few bytes under a name, durable before anything is told.
  void remember(String name, Bytes value);

  /// What was kept under a name.
  Optional<Bytes> remembered(String name);

  /// Removes what was kept under a name.
  void disremember(String name);
}
