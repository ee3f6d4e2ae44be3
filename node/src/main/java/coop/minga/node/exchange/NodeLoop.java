package coop.minga.node.exchange;

import com.google.gson.JsonObject;
import coop.minga.federation.blob.BlobName;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.BookCommitment;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.RosterCertificate;
import coop.minga.federation.roster.RosterChain;
import coop.minga.federation.roster.RosterStatement;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.wire.Said;
import coop.minga.node.peering.PeerEvents;
import coop.minga.node.peering.PeerFrame;
import coop.minga.node.peering.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The node's one thread. It takes what has come, up to [#MAX_BATCH] at a time, lets the desks
/// answer, makes the answers durable together, and only then lets them out.
///
/// Everything behind it is single-threaded; everything in front of it only puts mail into a bounded
/// box. A fault of ours ends the loop: nothing more is signed, and the next start recovers as every
/// start does.
public final class NodeLoop implements PeerEvents, AutoCloseable {
  /// How often desks are told that time passes, in real time.
  public static final Duration TICK = Duration.ofMillis(20);

  /// Mail that may wait. Peers have few frames each underway, so this is never met in health.
  public static final int MAX_MAIL = 8192;

  /// Mail handled before the next sync.
  public static final int MAX_BATCH = 256;

  /// Without mail for so long a node is idle. Shorter gaps lie between any two steps of an epoch or
  /// an auction: who takes those for idle publishes fifteen ledgers just when the next step comes.
  static final Duration IDLE = Duration.ofSeconds(1);

  /// How long the checkpoints of others' ledgers that are published lag behind what is held, while
  /// the node is never idle.
  static final Duration LONGEST_UNPUBLISHED = Duration.ofSeconds(10);

  /// For how long a node that always has mail leaves what may wait.
  static final Duration LONGEST_BUSY = Duration.ofSeconds(1);

  private static final Duration PING = Duration.ofSeconds(25);

  private final BlockingQueue<Mail> mailbox = new ArrayBlockingQueue<>(MAX_MAIL);
  private final CompletableFuture<Ending> stopped = new CompletableFuture<>();
  private final Map<Object, CompletableFuture<?>> unanswered = new ConcurrentHashMap<>();
  private final Parts parts;
  private final Outbox outbox;
  private final OwnEntries own;
  private final Caution caution;
  private final Successors successors;
  private final Rosters rosters;
  private final Replication replication;
  private final Conversations conversations;
  private final BookWitness bookWitness;
  private final Pace pace = new Pace();
  private final Disclosures disclosures;
  private final Worker worker;
  private final Exchange exchange;
  private final Timekeeper clock;
  private final List<Desk> desks = new ArrayList<>();
  private final List<Runnable> afterFlush = new ArrayList<>();
  private final HeldBack heldBack;
  private final LossWatch losses;
  private final Thread thread = Thread.ofPlatform().name("minga-loop").unstarted(this::run);
  private long caughtUp = System.nanoTime();
  private long published = caughtUp;
  private long busy = caughtUp;
  private long nextTick;
  private long nextPing;
  private volatile boolean stopping;

  /// How a loop that nothing was wrong with ended.
  public enum Ending {
    /// It was closed.
    CLOSED,

    /// Other entries count than those that it began with: whoever started it is to close it and to
    /// start the node again, which then judges all of them anew.
    BEGINS_AGAIN
  }

  /// What the loop is made of.
  ///
  /// @param links how peers are reached; asked for late, since the sessions need the loop
  public record Parts(
      NodeTrees trees, BlobShelf blobs, Supplier<Links> links, InstantSource clock) {}

  /// Makes a loop that has not started.
  public NodeLoop(Parts parts) {
    this.parts = parts;
    this.clock = new Timekeeper(parts.clock());
    this.outbox =
        new Outbox(
            (peer, frame) -> parts.links().get().send(peer, frame),
            () -> parts.links().get().connected());
    Ledgers ledgers = parts.trees().ledgers();
    this.rosters =
        new Rosters(
            ledgers.roll(), new Rosters.Shelves(parts.trees().rosters(), parts.blobs()), outbox);
    this.disclosures =
        new Disclosures(
            new Disclosures.Terms(
                ledgers.roster().federationId(), parts.trees().self(), parts.trees().salts()),
            parts.trees().openings());
    this.own = new OwnEntries(parts.trees(), disclosures, clock);
    this.caution = new Caution(ledgers, own::enter);
    this.successors = new Successors(ledgers, own::enter);
    this.replication =
        new Replication(
            ledgers,
            outbox,
            new Replication.Ports(
                clock, this::deliver, caution, successors, parts.trees().doubts()));
    this.conversations = new Conversations(ledgers, parts.trees().state(), outbox, clock);
    this.bookWitness = new BookWitness(parts.trees().state(), parts.trees().salts());
    this.worker = new Worker(this::post);
    this.heldBack = new HeldBack(parts.trees().self());
    this.losses = new LossWatch(clock, replication);
    this.exchange = new Hands(parts, tools());
  }

  private Hands.Tools tools() {
    return new Hands.Tools(
        clock,
        own,
        conversations,
        disclosures,
        replication,
        caution,
        worker,
        new KnownMembers(parts, clock, rosters, replication, this::follow),
        this::post);
  }

  /// What desks of this loop may do.
  public Exchange exchange() {
    return exchange;
  }

  /// Adds a desk. Before [#start] only.
  public void add(Desk desk) {
    desks.add(desk);
  }

  /// Folds what is on disk through the desks, and starts the thread.
  public void start() throws IOException {
    clock.look();
    Ledgers ledgers = parts.trees().ledgers();
    Recollection held = heldBack.sift(ledgers.recall(conversations.recall()), clock.now());
    if (!parts.trees().isRestoring()) {
      signWhatIsThere(ledgers);
    }
    Recollection all = disclosures.recall(held);
    rosters.recall(all);
    own.recall(all);
    bookWitness.recall(all.ledger(self()), ledgers.book().frontier());
    caution.recall(all);
    successors.recall(all);
    replication.resume();
    desks.forEach(desk -> desk.recall(all));
    losses.recall(all);
    long now = System.nanoTime();
    nextTick = now;
    nextPing = now + PING.toNanos();
    parts.links().get().follow(ledgers.roll().peers());
    thread.start();
  }

  private static void signWhatIsThere(Ledgers ledgers) throws IOException {
    for (OwnTree tree : List.of(ledgers.book(), ledgers.own())) {
      if (tree.isUnsigned()) {
        tree.sign();
      }
    }
  }

  /// Does something on the loop's thread, and tells the caller once its effects are durable.
  ///
  /// @return fails with whatever the task threw, or if the node is stopping
  public <T> CompletableFuture<T> ask(Callable<T> task) {
    var answer = new CompletableFuture<T>();
    var question = new Object();
    unanswered.put(question, answer);
    var _ = answer.whenComplete((_, _) -> unanswered.remove(question));
    boolean taken =
        mailbox.offer(
            new Mail.Errand(() -> {
              try {
                T result = task.call();
                afterFlush.add(() -> answer.complete(result));
              } catch (Exception e) {
                answer.completeExceptionally(e);
              }
            }));
    if (!taken || stopping) {
      answer.completeExceptionally(new IllegalStateException("the node is stopping or too busy"));
    }
    return answer;
  }

  /// Answers an operator's question, which names what it is about in `do`. On the loop's thread.
  ///
  /// @throws IllegalArgumentException if no desk knows that verb, or it cannot be done
  public JsonObject answer(JsonObject question) {
    if (!question.has("do")) {
      throw new IllegalArgumentException("a question says what to do, in \"do\"");
    }
    String verb = question.get("do").getAsString();
    return desks.stream()
        .flatMap(desk -> desk.answer(verb, question).stream())
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("this node cannot \"" + verb + "\""));
  }

  /// Completes when the loop has ended; exceptionally if by a fault of ours.
  public CompletableFuture<Ending> stopped() {
    return stopped;
  }

  @Override
  public void close() {
    stopping = true;
    worker.close();
    if (!Thread.currentThread().equals(thread) && thread.isAlive()) {
      try {
        thread.join(Duration.ofSeconds(10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void connected(MemberId peer) {
    post(new Mail.Met(peer));
  }

  @Override
  public void disconnected(MemberId peer, Refusal why) {
    ExchangeLog.left(peer, why);
  }

  @Override
  public void received(MemberId peer, PeerFrame frame, Runnable taken) {
    if (!mailbox.offer(new Mail.Frame(peer, frame, taken))) {
      ExchangeLog.mailboxFull();
      taken.run();
    }
  }

  @Override
  public void overflowed(MemberId peer) {
    post(new Mail.Lost(peer));
  }

  @Override
  public void refused(Optional<MemberId> who, Refusal why) {
    ExchangeLog.refusedPeer(who.map(MemberId::name).orElse("unknown"), why);
  }

  private void post(Mail mail) {
    if (!mailbox.offer(mail)) {
      ExchangeLog.mailboxFull();
    }
  }

  private void run() {
    try {
      Ending ending = Ending.CLOSED;
      while (!stopping) {
        batch();
        if (mustBeginAgain()) {
          ending = Ending.BEGINS_AGAIN;
          stopping = true;
        }
      }
      ledgers().publish();
      stopped.complete(ending);
    } catch (IOException | RuntimeException | Error e) {
      ExchangeLog.stopped(e);
      stopping = true;
      stopped.completeExceptionally(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped.complete(Ending.CLOSED);
    } finally {
      stopping = true;
      var why = new IllegalStateException("the node has stopped");
      unanswered.values().forEach(answer -> answer.completeExceptionally(why));
    }
  }

  /// Whether a key was lost that changes what counts, and all that was said until now is durable.
  private boolean mustBeginAgain() throws IOException {
    Optional<MemberId> lostAKey = losses.look(ledgers());
    if (lostAKey.isEmpty() || parts.trees().isRestoring()) {
      return false;
    }
    ledgers().beginsAgain(lostAKey.get(), clock.now());
    ExchangeLog.beginsAgain(lostAKey.get());
    return true;
  }

  private void batch() throws IOException, InterruptedException {
    long wait = Math.max(0, nextTick - System.nanoTime());
    Mail first = mailbox.poll(wait, TimeUnit.NANOSECONDS);
    var batch = new ArrayList<Mail>();
    if (first != null) {
      batch.add(first);
      mailbox.drainTo(batch, MAX_BATCH - 1);
    }
    for (Mail mail : batch) {
      clock.look();
      handle(mail);
      hearOurselves();
    }
    tick();
    catchUp(first != null);
    hearOurselves();
    flush();
  }

  /// What may wait is done when nothing else does, or has been left for long.
  ///
  /// @param came whether there was mail
  private void catchUp(boolean came) throws IOException {
    long now = System.nanoTime();
    busy = came ? now : busy;
    if (mailbox.isEmpty() || now - caughtUp >= LONGEST_BUSY.toNanos()) {
      caughtUp = now;
      replication.catchUp(now);
    }
    boolean idle = now - busy >= IDLE.toNanos();
    if (idle || now - published >= LONGEST_UNPUBLISHED.toNanos()) {
      published = now;
      ledgers().publish();
    }
  }

  private void handle(Mail mail) throws IOException {
    switch (mail) {
      case Mail.Met(var peer) -> {
        ExchangeLog.met(peer);
        outbox.send(peer, rosters.known());
        met(peer);
      }
      case Mail.Lost(var peer) -> met(peer);
      case Mail.Frame(var peer, var frame, var taken) -> {
        handle(peer, frame);
        taken.run();
      }
      case Mail.Errand(var task) -> task.run();
    }
  }

  private void met(MemberId peer) throws IOException {
    replication.met(peer);
    disclosures.met(peer, clock.now(), notice -> mayBid(peer, notice));
    desks.forEach(desk -> desk.met(peer));
  }

  private void handle(MemberId peer, PeerFrame frame) throws IOException {
    switch (frame) {
      case PeerFrame.Frontier frontier -> replication.frontier(peer, frontier);
      case PeerFrame.Want want -> replication.want(peer, want);
      case PeerFrame.Entries entries -> replication.entries(peer, entries);
      case PeerFrame.Cosignature cosignature -> replication.cosignature(peer, cosignature);
      case PeerFrame.Told told -> hear(conversations.told(peer, told));
      case PeerFrame.Rosters known -> rosters.heard(peer, known, this::fetch, this::follow);
      case PeerFrame.Opening(var opening) ->
          disclosures.told(peer, opening).ifPresent(this::opened);
      case PeerFrame.Ping(var hash) -> {
        replication.pinged(peer, hash);
        outbox.send(peer, new PeerFrame.Pong(replication.frontierHash()));
      }
      case PeerFrame.Pong(var hash) -> replication.ponged(peer, hash);
      case PeerFrame.Goodbye _ -> {}
    }
  }

  private void hear(Conversations.Heard heard) {
    switch (heard) {
      case Conversations.Heard.First(var entry) -> deliver(Replication.Delivery.TOLD, entry);
      case Conversations.Heard.Again(var entry) -> desks.forEach(desk -> desk.toldAgain(entry));
      case Conversations.Heard.Nothing() -> {}
    }
  }

  /// Desks hear of this member's own entries as they hear of others', one event later.
  private void hearOurselves() {
    for (var echo = own.nextEcho(); echo.isPresent(); echo = own.nextEcho()) {
      deliver(Replication.Delivery.SEEN, echo.get());
    }
  }

  private void tick() throws IOException {
    long now = System.nanoTime();
    if (now < nextTick) {
      return;
    }
    nextTick = now + TICK.toNanos();
    clock.look();
    heldBack.due(clock.now()).forEach(telling -> tell(telling.delivery(), telling.entry()));
    replication.tick(now);
    if (ledgers().roll().isConfirmed()) {
      desks.forEach(Desk::tick);
    }
    if (now >= nextPing) {
      nextPing = now + PING.toNanos();
      outbox.broadcast(new PeerFrame.Ping(replication.frontierHash()));
    }
  }

  /// The order that everything rests on: what others told us, our book, our ledger, then words. The
  /// ledger is durable each time, and signed for when the last checkpoint has its quorum: what is
  /// said in between shares the next one.
  private void flush() throws IOException {
    replication.flush();
    Ledgers ledgers = parts.trees().ledgers();
    bookWitness.commitment(clock.now(), ledgers).ifPresent(this::enterCommitment);
    if (ledgers.book().hasStaged()) {
      ledgers.book().commit();
    }
    if (ledgers.own().hasStaged()) {
      ledgers.own().append();
    }
    List<Bytes> unsigned = ledgers.own().unsigned();
    if (!unsigned.isEmpty() && pace.maySign(System.nanoTime(), replication.isInFlight())) {
      long from = ledgers.own().files().size() - unsigned.size();
      SignedNote note = ledgers.own().sign();
      if (ledgers.ownSigners(from, from + unsigned.size()) > 1) {
        ledgers.keepTurn(self(), from + unsigned.size(), note);
      }
      ledgers.keepOnTheWay(ledgers.own().origin(), from + unsigned.size(), note);
      replication.appended(from, unsigned, note);
    }
    conversations.flush();
    disclosures.flush(outbox);
    outbox.flush();
    List.copyOf(afterFlush).forEach(Runnable::run);
    afterFlush.clear();
  }

  private void enterCommitment(BookCommitment commitment) {
    own.enter(new Said.OfBook(commitment));
  }

  /// Whether an offer was made to a member: by the roster that it names.
  private boolean mayBid(MemberId member, Notice notice) {
    RosterChain chain = ledgers().roll().chain();
    Roster named = notice.roster().flatMap(chain::roster).orElse(chain.genesis());
    return named.isSocial(member) && chain.current().contains(member);
  }

  private void opened(Seen entry) {
    desks.forEach(desk -> desk.opened(entry));
  }

  private void deliver(Replication.Delivery delivery, Seen entry) {
    if (!heldBack.holds(new HeldBack.Telling(delivery, entry), clock.now())) {
      tell(delivery, entry);
    }
  }

  private void tell(Replication.Delivery delivery, Seen entry) {
    if (delivery == Replication.Delivery.SEEN) {
      caution.heard(entry);
      if (entry.said() instanceof Said.OfDecision(var says)) {
        rosters.seen(entry, says);
      }
      if (entry.said() instanceof Said.OfRoster(RosterStatement.Keys _)
          || entry.said() instanceof Said.OfRoster(RosterStatement.Compromised _)) {
        parts.links().get().follow(ledgers().roll().peers());
      }
    }
    if (delivery == Replication.Delivery.WITNESSED) {
      Stored.unchecked(() -> {
        replication.witnessed(entry);
        losses.heard(entry);
        return entry;
      });
    }
    for (Desk desk : desks) {
      switch (delivery) {
        case SEEN -> desk.seen(entry);
        case WITNESSED -> desk.witnessed(entry);
        case TOLD -> desk.told(entry);
      }
    }
    if (delivery == Replication.Delivery.SEEN && Disclosures.isNotice(entry)) {
      Stored.unchecked(() -> disclosures.noticed(entry)).ifPresent(this::opened);
    }
  }

  private Ledgers ledgers() {
    return parts.trees().ledgers();
  }

  private void follow(RosterCertificate certificate, Roster next) {
    Stored.unchecked(() -> {
      comesIntoForce(next);
      return next;
    });
    desks.forEach(desk -> desk.rosterChanged(certificate));
  }

  /// A roster is in force: what is held, who is spoken to and what is judged follow at once.
  void comesIntoForce(Roster next) throws IOException {
    ledgers().roll().take(next, clock.now());
    ledgers().holdAll();
    parts.links().get().follow(ledgers().roll().peers());
    rosters.tell();
    replication.judgeAgain();
  }

  private void fetch(MemberId peer, Hash name, Consumer<Boolean> then) {
    exchange.fetch(peer, BlobName.whole(name), BlobShelf.MAX_BYTES, then);
  }

  private MemberId self() {
    return parts.trees().self();
  }
}
