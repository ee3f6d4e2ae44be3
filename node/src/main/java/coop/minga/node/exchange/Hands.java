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
import coop.minga.node.peering.BlobRefused;
import coop.minga.node.peering.Refusal;
import coop.minga.node.storage.OpeningFiles;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What desks may do, on the loop's thread.
final class Hands implements Exchange {
  private static final String DESKS = "desk";

  /// Who sends such a blob errs; that it is not there or does not come may have any reason.
  private static final Set<Refusal> WRONG = Set.of(Refusal.BLOB_WRONG, Refusal.BLOB_TOO_LARGE);

  /// Write what was fetched to the disk, each by itself: the loop need not wait.
  private static final Executor KEEPERS = Thread::startVirtualThread;

  private final NodeLoop.Parts parts;
  private final Tools tools;

  /// What the hands use.
  ///
  /// @param post puts mail into the loop's box
  record Tools(
      Timekeeper clock,
      OwnEntries own,
      Conversations conversations,
      Disclosures disclosures,
      Replication replication,
      Caution caution,
      Worker worker,
      Belonging belonging,
      Consumer<Mail> post) {}

  Hands(NodeLoop.Parts parts, Tools tools) {
    this.parts = parts;
    this.tools = tools;
  }

  private Ledgers ledgers() {
    return parts.trees().ledgers();
  }

  @Override
  public MemberId self() {
    return parts.trees().self();
  }

  @Override
  public Roster roster() {
    return ledgers().roster();
  }

  @Override
  public RosterChain rosters() {
    return ledgers().roll().chain();
  }

  @Override
  public Belonging belonging() {
    return tools.belonging();
  }

  @Override
  public Instant now() {
    return tools.clock().now();
  }

  @Override
  public EntryId enter(Said said) {
    return tools.own().enter(said);
  }

  @Override
  public EntryId note(Said said) {
    return tools.own().note(said);
  }

  @Override
  public Bytes salt() {
    return parts.trees().salts().get();
  }

  @Override
  public Optional<Notice> notice(EntryId offer) {
    return tools.disclosures().notice(offer);
  }

  @Override
  public List<Seen> openable() {
    return tools.disclosures().held();
  }

  @Override
  public void erase(List<EntryId> offers) {
    Stored.unchecked(() -> {
      tools.disclosures().erase(offers, tools.clock().now());
      return offers;
    });
  }

  @Override
  public List<OpeningFiles.Forgotten> erased() {
    return Stored.unchecked(tools.disclosures()::forgotten);
  }

  @Override
  public void tell(MemberId peer, EntryId bookEntry) {
    Seen entry =
        tools
            .own()
            .noted(bookEntry)
            .orElseThrow(() -> new IllegalArgumentException("not in this book: " + bookEntry));
    tools.conversations().tell(peer, entry.index());
  }

  @Override
  public Frontier book() {
    return ledgers().book().frontier();
  }

  @Override
  public Map<MemberId, Long> held() {
    var sizes = new TreeMap<MemberId, Long>();
    ledgers().all().forEach((owner, files) -> sizes.put(owner, files.size()));
    return sizes;
  }

  @Override
  public Hash frontierHash() {
    return tools.replication().frontierHash();
  }

  @Override
  public Map<MemberId, Long> witnessed() {
    var sizes = new TreeMap<MemberId, Long>();
    Ledgers ledgers = ledgers();
    roster().members().keySet().forEach(m -> sizes.put(m, ledgers.witnessed(m).size()));
    return sizes;
  }

  @Override
  public OwnLedger ownLedger() {
    return new PublishedLedger(ledgers());
  }

  @Override
  public <T> void await(CompletableFuture<T> answer, Consumer<Optional<T>> then) {
    var _ =
        answer.whenComplete((found, _) ->
            tools.post().accept(new Mail.Errand(() -> then.accept(Optional.ofNullable(found)))));
  }

  @Override
  public Map<MemberId, String> frozen() {
    var words = new TreeMap<MemberId, String>();
    tools.caution().frozen().forEach((member, evidence) -> words.put(member, evidence.words()));
    return words;
  }

  @Override
  public Set<MemberId> connected() {
    return parts.links().get().connected();
  }

  @Override
  public void fetch(MemberId peer, BlobName name, int maxBytes, Consumer<Boolean> then) {
    var _ =
        parts
            .links()
            .get()
            .fetch(peer, name, maxBytes)
            .thenAcceptAsync(blob -> parts.blobs().keep(name.form(), blob), KEEPERS)
            .whenComplete((_, fault) ->
                tools
                    .post()
                    .accept(
                        new Mail.Errand(() -> {
                          fetched(new Asked(peer, name), fault);
                          then.accept(fault == null);
                        })));
  }

  private record Asked(MemberId peer, BlobName blob) {}

  /// @param fault a disk's is ours; any other is the peer's
  private static void fetched(Asked asked, @Nullable Throwable fault) {
    switch (fault instanceof CompletionException both ? both.getCause() : fault) {
      case UncheckedIOException disk -> throw disk;
      case BlobRefused refused when WRONG.contains(refused.why()) ->
          ExchangeLog.wrongBlob(asked.peer(), asked.blob(), refused.why());
      case null, default -> {}
    }
  }

  @Override
  public <T> void work(String name, Callable<T> task, Consumer<T> then) {
    tools.worker().work(name, task, then);
  }

  @Override
  public void remember(String name, Bytes value) {
    Stored.unchecked(() -> {
      parts.trees().state().put(DESKS, name, value);
      return value;
    });
  }

  @Override
  public Optional<Bytes> remembered(String name) {
    return Stored.unchecked(() -> parts.trees().state().get(DESKS, name));
  }

  @Override
  public void disremember(String name) {
    Stored.unchecked(() -> {
      parts.trees().state().remove(DESKS, name);
      return name;
    });
  }
}
