package coop.minga.node.exchange;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.Pae;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Cosignature;
import coop.minga.federation.ledger.Evidence;
import coop.minga.federation.ledger.MirrorStep;
import coop.minga.federation.ledger.NoteFault;
import coop.minga.federation.ledger.NoteKey;
import coop.minga.federation.ledger.NoteSignature;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.Parting;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Witnesses.Standing;
import coop.minga.node.peering.PeerFrame;
import coop.minga.node.peering.PeerFrame.OriginFrontier;
import coop.minga.node.storage.LedgerFiles;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Keeps every member's ledger the same everywhere: pushes what is new, asks for what is missing,
/// cosigns what is held, and knows how much a quorum holds.
///
/// Push first; where a push was lost, frontiers that are exchanged at each meeting, and when pings
/// go on differing though one side stands still, show the gap.
final class Replication {
  /// How far in the future a cosignature may be dated, in seconds: clocks differ.
  static final long MAX_AHEAD_SECONDS = 3600;

  /// Checkpoints of one owner that are kept because they do not follow from what is held.
  static final int MAX_SUSPECTS = 4;

  /// Own checkpoints that wait for their cosignatures; the oldest gives way.
  static final int MAX_UNSETTLED = 64;

  /// How many checkpoints around losses of keys are shown of one ledger, the newest.
  static final int MAX_EDGES = 16;

  /// The least time between two frontiers that a peer's pings are answered by: a frontier is long,
  /// a ping short, and nobody may have the one for the other as often as it likes.
  static final Duration BETWEEN_FRONTIERS = Duration.ofSeconds(5);

  private final Ledgers ledgers;
  private final Outbox outbox;
  private final Timekeeper clock;
  private final Map<MemberId, Instant> mended = new TreeMap<>();
  private final TreeMap<Long, SignedNote> unsettled = new TreeMap<>();
  private final Map<MemberId, Long> cosignedUpTo = new TreeMap<>();

  /// What gets our word when the batch is done.
  private final SequencedSet<HeldLedger> toCosign = new LinkedHashSet<>();

  private final QuorumsWords words;
  private final Caution caution;
  private final Cosigners cosigners;
  private final Relay relay;
  private final Reminder reminder = new Reminder();
  private final Differences differences = new Differences();
  private final BiConsumer<Delivery, Seen> deliver;
  private final Successors successors;
  private final Doubts doubts;

  /// What the loop lends.
  ///
  /// @param deliver tells the desks of an entry
  /// @param caution towards those who were shown to lie
  /// @param successors of members that lost the end of their ledger
  /// @param doubts of what was cosigned
  record Ports(
      Timekeeper clock,
      BiConsumer<Delivery, Seen> deliver,
      Caution caution,
      Successors successors,
      Doubts doubts) {}

  /// What the loop tells its desks of an entry.
  enum Delivery {
    SEEN,
    WITNESSED,
    TOLD
  }

  Replication(Ledgers ledgers, Outbox outbox, Ports ports) {
    this.ledgers = ledgers;
    this.outbox = outbox;
    this.caution = ports.caution();
    this.words = new QuorumsWords(ledgers);
    this.cosigners = new Cosigners(ledgers.roll());
    this.relay = new Relay(ledgers, outbox, this::frontierOf);
    this.clock = ports.clock();
    this.deliver = ports.deliver();
    this.successors = ports.successors();
    this.doubts = ports.doubts();
  }

  /// The node starts: its last checkpoint may still want cosignatures.
  void resume() {
    LedgerFiles own = ledgers.own().files();
    own.checkpoint().ifPresent(note -> unsettled.put(size(note), note));
  }

  /// A session begins: say all that is held.
  void met(MemberId peer) throws IOException {
    ledgers.heldOf(peer).ifPresent(held -> held.said = Optional.empty());
    outbox.send(peer, new PeerFrame.Frontier(true, frontiers()));
    for (MemberId owner : ledgers.all().keySet()) {
      edges(owner).ifPresent(edges -> outbox.send(peer, edges));
    }
  }

  /// A member said that it lost a key: shows everybody when its ledger was witnessed around that
  /// time. Without it, whoever was away could not tell what to take back.
  void showEdges(MemberId owner) throws IOException {
    edges(owner).ifPresent(outbox::broadcast);
  }

  private Optional<PeerFrame.Frontier> edges(MemberId owner) throws IOException {
    List<OriginFrontier> newest =
        ledgers.edges(owner).descendingMap().entrySet().stream()
            .limit(MAX_EDGES)
            .map(edge -> shown(edge.getKey(), edge.getValue()))
            .toList();
    return Optional.of(newest)
        .filter(edges -> !edges.isEmpty())
        .map(edges -> new PeerFrame.Frontier(false, edges));
  }

  /// A checkpoint under the name of its generation, which may be one before.
  private static OriginFrontier shown(long size, SignedNote note) {
    return new OriginFrontier(note.text().lines().findFirst().orElseThrow(), size, note.encode());
  }

  /// Own entries are durable and signed for: push them.
  void appended(long from, List<Bytes> frames, SignedNote note) throws IOException {
    long size = from + frames.size();
    unsettled.put(size, note);
    if (unsettled.size() > MAX_UNSETTLED) {
      unsettled.pollFirstEntry();
    }
    String origin = ledgers.own().origin().text();
    Bytes encoded = note.encode();
    for (PeerFrame.Entries part : parts(origin, from, frames, encoded)) {
      outbox.broadcast(part);
    }
    settle(size, note);
  }

  /// Whether an own checkpoint still waits for its quorum.
  boolean isInFlight() {
    return !unsettled.isEmpty() && unsettled.lastKey() > ledgers.ownWitnessed().size();
  }

  void entries(MemberId peer, PeerFrame.Entries pushed) throws IOException {
    Optional<HeldLedger> held = heldOrBegun(pushed.origin());
    Optional<SignedNote> note = SignedNote.parse(pushed.note()).found();
    if (held.isEmpty() && isSuccessor(pushed.origin())) {
      return;
    }
    if (held.isEmpty() || note.isEmpty()) {
      ExchangeLog.badFrame(peer, "entries of " + pushed.origin());
      return;
    }
    if (peer.equals(held.get().owner)) {
      held.get().said = Optional.empty();
    }
    offer(peer, held.get(), new Unread.Offered(pushed.from(), pushed.frames(), note.get()));
  }

  void want(MemberId peer, PeerFrame.Want want) throws IOException {
    Optional<LedgerFiles> files = files(want.origin());
    if (files.isEmpty()) {
      ExchangeLog.badFrame(peer, "wants " + want.origin());
      return;
    }
    long until = Math.min(want.until(), files.get().size());
    if (want.from() >= until) {
      return;
    }
    Origin origin = Origin.parse(want.origin()).orElseThrow();
    Optional<Map.Entry<Long, SignedNote>> turn = ledgers.turnAfter(origin, want.from());
    Bytes note = turn.map(at -> at.getValue().encode()).orElseGet(() -> newestNote(want.origin()));
    until = turn.isPresent() ? Math.min(until, turn.get().getKey()) : until;
    long end = Math.min(until, want.from() + PeerFrame.MAX_ENTRIES);
    List<Bytes> frames = files.get().entries(want.from(), end);
    outbox.send(peer, parts(want.origin(), want.from(), frames, note).getFirst());
  }

  /// Time has passed: asks for what cannot be had from its owner, and says again there what may
  /// have been lost on the way.
  void tick(long nowNanos) throws IOException {
    for (MemberId peer : differences.due(nowNanos)) {
      outbox.send(peer, new PeerFrame.Ping(frontierHash()));
    }
    for (MemberId owner : relay.tick(nowNanos)) {
      HeldLedger held = held(ledgers.origin(owner).text()).orElseThrow();
      boolean waiting =
          held.mirror.checkpoint().filter(c -> c.size() > held.witnessed.size()).isPresent();
      if (waiting) {
        cosignIfAllowed(held);
      }
    }
    if (isInFlight() && reminder.isDue(unsettled.lastKey(), nowNanos)) {
      remind(unsettled.lastKey(), unsettled.lastEntry().getValue());
    }
  }

  /// Shows the newest own checkpoint, without entries, to those who have not cosigned it.
  private void remind(long size, SignedNote note) {
    String origin = ledgers.own().origin().text();
    var again = new PeerFrame.Entries(origin, size, List.of(), note.encode());
    outbox.connected().stream()
        .filter(peer -> cosignedUpTo.getOrDefault(peer, 0L) < size)
        .forEach(peer -> outbox.send(peer, again));
  }

  void frontier(MemberId peer, PeerFrame.Frontier frontier) throws IOException {
    if (frontier.asks()) {
      answer(peer, frontier.origins());
    }
    for (OriginFrontier each : frontier.origins()) {
      if (each.origin().equals(ledgers.own().origin().text())) {
        compareOwn(peer, each);
      } else if (each.note().size() == 0) {
        Origin.parse(each.origin())
            .filter(origin -> origin.member().equals(peer))
            .ifPresent(next -> successors.asked(peer, next));
      } else if (isOneWord(frontier) && words.mayWait(peer, each)) {
        words.letWait(peer, each, System.nanoTime());
      } else {
        compareHeld(peer, each);
      }
    }
    cosignAgain(doubts.heard(peer, frontier));
  }

  private static boolean isOneWord(PeerFrame.Frontier frontier) {
    return !frontier.asks() && frontier.origins().size() == 1;
  }

  /// The loop has nothing else to do, or always has: looks at the words of quorums that are due.
  void catchUp(long nowNanos) throws IOException {
    lookAt(words.due(nowNanos));
  }

  private void lookAt(SortedMap<MemberId, OriginFrontier> said) throws IOException {
    for (var word : said.entrySet()) {
      compareHeld(word.getKey(), word.getValue());
    }
  }

  /// What was in doubt no longer is: the last checkpoint of each may want our word.
  private void cosignAgain(List<HeldLedger> settled) throws IOException {
    for (HeldLedger held : settled) {
      ExchangeLog.doubtSettled(held.origin);
      if (held.mirror.checkpoint().isPresent()) {
        cosignIfAllowed(held);
      }
    }
  }

  /// A quorum holds an entry.
  void witnessed(Seen entry) throws IOException {
    rely(entry);
  }

  /// An entry may have been the last that a successor waited for. Its owner is asked for what it
  /// has.
  private void rely(Seen entry) throws IOException {
    Optional<MemberId> owner = successors.heard(entry);
    if (owner.isPresent()) {
      take(successors.look(owner.get(), List.of()));
      outbox.send(owner.get(), new PeerFrame.Ping(frontierHash()));
    }
  }

  private void take(Optional<Successors.InForce> inForce) throws IOException {
    if (inForce.isPresent()) {
      HeldLedger held = inForce.get().ledger();
      cosignIfAllowed(held);
      inForce.get().fresh().forEach(entry -> deliver.accept(Delivery.SEEN, entry));
    }
  }

  private void cosignIfAllowed(HeldLedger held) throws IOException {
    if (mayCosign(held)) {
      cosign(held);
    } else if (ledgers.roll().isLate(held.owner, clock.now())) {
      ExchangeLog.notAdopted(held.origin, ledgers.roster().number());
    }
  }

  /// A mirror's word has come, from it or by others.
  void cosignature(MemberId peer, PeerFrame.Cosignature frame) throws IOException {
    if (!frame.origin().equals(ledgers.own().origin().text())) {
      held(frame.origin()).ifPresent(held -> relay.passOn(peer, held, frame));
      return;
    }
    SignedNote waiting = unsettled.get(frame.size());
    SignedNote note = waiting == null ? settled(frame.size()) : waiting;
    if (note == null) {
      return;
    }
    Optional<NoteSignature> signature = Relay.line(frame);
    Optional<NoteKey> signer = signature.flatMap(relay::signer);
    if (signature.isPresent() && signer.isEmpty()) {
      ExchangeLog.byUnknownMirror(peer, frame.size());
      return;
    }
    if (signer.flatMap(key -> cosignature(signature.get(), key, note)).isEmpty()) {
      ExchangeLog.badFrame(peer, "a cosignature on our checkpoint that does not hold");
      return;
    }
    relay
        .mirror(signature.get())
        .ifPresent(mirror -> cosignedUpTo.merge(mirror, frame.size(), Math::max));
    if (waiting == null) {
      return; // it is witnessed already: who comes late only shows that it holds it, too
    }
    SignedNote more = note.with(signature.get());
    unsettled.put(frame.size(), more);
    settle(frame.size(), more);
  }

  private Optional<Cosignature> cosignature(NoteSignature line, NoteKey key, SignedNote note) {
    long latest = clock.now().getEpochSecond() + MAX_AHEAD_SECONDS;
    return Cosignature.read(line)
        .found()
        .filter(found -> found.seconds() <= latest)
        .filter(found -> found.isBy(key, note.text(), ledgers.verifier()));
  }

  /// The newest own checkpoint, if it is of that size.
  private @Nullable SignedNote settled(long size) throws IOException {
    LedgerFiles own = ledgers.own().files();
    return own.size() == size ? own.checkpoint().orElse(null) : null;
  }

  /// Compares a ping's hash. A gap is mended by saying all that is held, though not for every ping
  /// of a peer that sends many. First the words of quorums that wait are looked at, as these may be
  /// all that differs.
  void pinged(MemberId peer, Hash theirs) throws IOException {
    Hash ours = frontierHash();
    if (theirs.equals(ours)) {
      differences.agreed(peer);
      return;
    }
    if (!mended.getOrDefault(peer, Instant.MIN).plus(BETWEEN_FRONTIERS).isAfter(clock.now())
        && differences.isGap(peer, theirs, ours, System.nanoTime())) {
      lookAt(words.all());
      if (!theirs.equals(frontierHash())) {
        mended.put(peer, clock.now());
        outbox.send(peer, new PeerFrame.Frontier(true, frontiers()));
      }
    }
  }

  /// As [#pinged], of a ping's answer: it may lead to one more ping.
  void ponged(MemberId peer, Hash theirs) throws IOException {
    pinged(peer, theirs);
    differences.answered(peer, System.nanoTime());
  }

  /// One hash over the sizes and roots of every ledger held, and how much of each is known to be
  /// witnessed: what a quorum said of a ledger gets lost on its way as entries do.
  Hash frontierHash() {
    var parts = new ArrayList<Bytes>();
    ledgers
        .all()
        .forEach((owner, files) -> {
          parts.add(Bytes.utf8(owner.name()));
          parts.add(Pae.number(files.size()));
          parts.add(files.frontier().root().value());
          parts.add(Pae.number(ledgers.witnessed(owner).size()));
        });
    return Hash.sha256(Pae.encode(parts));
  }

  private void offer(MemberId peer, HeldLedger held, Unread.Offered offered) throws IOException {
    Optional<NoteKey> former = ledgers.formerKey(held, offered.note());
    if (former.filter(key -> ledgers.isGivenUp(held, key)).isPresent()) {
      ExchangeLog.byLostKey(peer, held.origin, size(offered.note()));
      return;
    }
    switch (ledgers.offer(peer, held, offered)) {
      case MirrorStep.Extended step when !ledgers.isSignedForTurn(held, step, offered.note()) ->
          ExchangeLog.badFrame(peer, "a change of keys in " + held.origin + " without both keys");
      case MirrorStep.Extended step -> {
        extend(held, step, offered.note());
        // A successor that is whole by now has been put into the place of what was fetched.
        HeldLedger now = held(held.origin.text()).orElse(held);
        judge(now, offered.note());
        askOn(now);
      }
      case MirrorStep.Nothing _ when former.isPresent() ->
          ExchangeLog.byFormerKey(peer, held.origin, size(offered.note()));
      case MirrorStep.Nothing _ -> cosignAgain(peer, held, offered.note());
      case MirrorStep.Gap(var next, var want) -> {
        held.mirror = next;
        Checkpoint.parse(offered.note().text())
            .found()
            .filter(checkpoint -> checkpoint.size() > want)
            .ifPresent(c -> outbox.send(peer, want(held.origin, want, c.size())));
      }
      case MirrorStep.Refused(var next, var reason) -> {
        held.mirror = next;
        ExchangeLog.refusedEntries(peer, held.origin, reason);
        if (successors.isBeginning(held)) {
          startOver(peer, held, offered.note());
        } else if (reason instanceof MirrorStep.Reason.OtherRoot) {
          suspect(peer, held, offered.note());
        }
      }
      case MirrorStep.Forked(var parting) -> forked(held, parting, offered.note());
    }
  }

  /// The owner signed two histories: anybody can be shown. So can whoever cosigned both.
  private void forked(HeldLedger held, Parting parting, SignedNote note) throws IOException {
    if (!held.forked) {
      held.forked = true;
      ledgers.keepEvidence(held, parting);
      ExchangeLog.forked(held.origin);
    }
    caution.found(held.owner, new Evidence.LedgerFork(parting));
    remember(held, note);
    stoodByBoth(held);
  }

  /// A checkpoint that does not follow from what is held. Whoever passed it on may have changed the
  /// entries, so it proves nothing yet. Whoever holds the larger of two histories can prove that
  /// they part: so the peer is told ours and asked for what came before, once for each checkpoint.
  private void suspect(MemberId peer, HeldLedger held, SignedNote note) {
    boolean signed =
        Checkpoint.open(note, ledgers.roll().ledgerKey(held.origin, note), ledgers.verifier())
            .found()
            .isPresent();
    if (!signed || !remember(held, note)) {
      return;
    }
    long size = size(note);
    ExchangeLog.suspect(peer, held.origin, size);
    held.mirror
        .last()
        .map(last -> new OriginFrontier(held.origin.text(), size(last), last.encode()))
        .ifPresent(ours -> outbox.send(peer, new PeerFrame.Frontier(false, List.of(ours))));
    long from = Math.max(0, size - PeerFrame.MAX_ENTRIES);
    if (from < held.mirror.size()) {
      outbox.send(peer, want(held.origin, from, size));
    }
  }

  /// Whether the checkpoint was not known as a suspect before.
  private static boolean remember(HeldLedger held, SignedNote note) {
    if (held.suspects.stream().anyMatch(known -> known.text().equals(note.text()))) {
      return false;
    }
    held.suspects.addLast(note);
    if (held.suspects.size() > MAX_SUSPECTS) {
      held.suspects.removeFirst();
    }
    return true;
  }

  /// As much is held now as a suspect checkpoint covers: it is proof, or it was none.
  private void lookAgain(HeldLedger held) throws IOException {
    for (SignedNote suspect : List.copyOf(held.suspects)) {
      long ours = held.mirror.checkpoint().map(Checkpoint::size).orElse(-1L);
      if (size(suspect) <= ours
          && ledgers.offer(
                  held.owner, held, new Unread.Offered(held.mirror.size(), List.of(), suspect))
              instanceof MirrorStep.Forked(var parting)) {
        forked(held, parting, suspect);
      }
    }
  }

  /// Who cosigned what a quorum holds here, and also a checkpoint of another history.
  private void stoodByBoth(HeldLedger held) {
    Optional<SignedNote> ours = held.witnessed.note();
    for (SignedNote suspect : held.suspects) {
      ours.filter(note -> size(suspect) <= size(note))
          .filter(note -> held.files.size() >= size(note))
          .map(note -> cosigners.both(held, suspect, note))
          .ifPresent(found -> found.forEach(this::found));
    }
  }

  private void found(Cosigners.Finding finding) {
    caution.found(finding.mirror(), finding.evidence());
  }

  private static long size(SignedNote note) {
    return Checkpoint.parse(note.text()).found().map(Checkpoint::size).orElse(-1L);
  }

  /// A successor that does not go on from all that is held of the one before is fetched whole.
  private void startOver(MemberId peer, HeldLedger held, SignedNote note) throws IOException {
    if (held.mirror.size() > 0 && held.mirror.last().isEmpty()) {
      HeldLedger empty = successors.startOver(held);
      outbox.send(peer, want(empty.origin, 0, size(note)));
    }
  }

  private static PeerFrame.Want want(Origin origin, long from, long until) {
    return new PeerFrame.Want(origin.text(), from, until);
  }

  /// The beginning of a mirror's path: entries first, then, in [#flush], what was cosigned, then
  /// the word.
  private void extend(HeldLedger held, MirrorStep.Extended step, SignedNote note)
      throws IOException {
    List<Seen> fresh = ledgers.append(held, step, note);
    if (successors.isBeginning(held)) {
      take(successors.look(held.owner, fresh));
      return;
    }
    lookAgain(held);
    cosignAgain(doubts.settle());
    cosignIfAllowed(held);
    fresh.forEach(entry -> deliver.accept(Delivery.SEEN, entry));
    for (Seen entry : fresh) {
      if (successors.isOfNothingHeld(entry)) {
        rely(entry);
      }
    }
    Optional<SignedNote> ahead = held.ahead;
    if (ahead.isPresent()) {
      witness(held, ahead.get());
    }
  }

  /// There is more of this ledger than has come: a change of witnesses or keys divided the answer.
  private void askOn(HeldLedger held) {
    long size = held.mirror.size();
    if (size < held.heardOf) {
      held.heardFrom.ifPresent(peer -> outbox.send(peer, want(held.origin, size, held.heardOf)));
    }
  }

  private boolean mayCosign(HeldLedger held) {
    return !isFrozen(held) && ledgers.roll().mayCosign(held.owner, clock.now());
  }

  private boolean isFrozen(HeldLedger held) {
    return held.forked || held.retired || doubts.has(held.origin) || caution.isFrozen(held.owner);
  }

  private void cosign(HeldLedger held) {
    toCosign.add(held);
    held.said = held.mirror.last().map(SignedNote::text);
  }

  /// The batch is done: makes what came durable, and gives our word on each ledger that grew, of
  /// its newest checkpoint. One that was found to fork meanwhile gets none.
  void flush() throws IOException {
    ledgers.sync();
    toCosign.removeIf(this::isFrozen);
    if (toCosign.isEmpty()) {
      return;
    }
    ledgers
        .cosign(toCosign, clock.now().getEpochSecond())
        .forEach((held, cosignature) -> {
          long size = held.mirror.checkpoint().map(Checkpoint::size).orElse(0L);
          Bytes line = Bytes.utf8(cosignature.line().line() + "\n");
          relay.give(held.owner, new PeerFrame.Cosignature(held.origin.text(), size, line));
        });
    toCosign.clear();
  }

  /// The owner asks again: our word may not have arrived. What it only shows, in a session in which
  /// our word was given, asks for nothing.
  private void cosignAgain(MemberId peer, HeldLedger held, SignedNote note) throws IOException {
    boolean theLast =
        held.mirror.last().filter(last -> last.text().equals(note.text())).isPresent();
    ledgers.roll().vouch(held.owner, note, latest());
    if (theLast && peer.equals(held.owner) && held.said.filter(note.text()::equals).isEmpty()) {
      cosignIfAllowed(held);
    }
  }

  /// A copy from before a change of keys does not know by which key it has signed since: what it
  /// signed is as well whatever a quorum cosigned of its ledger.
  private void compareOwn(MemberId peer, OriginFrontier theirs) {
    long ours = ledgers.own().files().size();
    boolean ahead =
        SignedNote.parse(theirs.note())
            .found()
            .filter(note -> size(note) > ours)
            .filter(note -> ledgers.isOwn(note) || ledgers.isCosignedByQuorum(note, latest()))
            .isPresent();
    if (ahead) {
      ExchangeLog.aheadOfUs(peer, theirs.size(), ours);
      throw new StaleDirectoryException(ledgers.own().origin());
    }
  }

  private void compareHeld(MemberId peer, OriginFrontier theirs) throws IOException {
    Optional<HeldLedger> held = heldOrBegun(theirs.origin());
    Hash name = Hash.sha256(theirs.note());
    boolean known = held.filter(h -> h.known.has(name, ledgers.roll().revision())).isPresent();
    Optional<SignedNote> note = known ? Optional.empty() : SignedNote.parse(theirs.note()).found();
    if (held.isEmpty() && note.isPresent()) {
      compareBefore(theirs.origin(), note.get());
    }
    if (held.isEmpty() || note.isEmpty()) {
      return;
    }
    switch (standing(held.get(), note.get())) {
      case Standing.Witnessed(var checkpoint, var by) -> {
        cosigners.heard(note.get(), checkpoint, by).forEach(this::found);
        missing(peer, held.get(), checkpoint, note.get());
        if (checkpoint.size() <= held.get().witnessed.size()) {
          ledgers.shown(held.get(), checkpoint, note.get(), by);
        }
        witness(held.get(), note.get());
        forgo(peer, held.get(), checkpoint, name);
      }
      case Standing.Signed(var checkpoint, var by) -> {
        cosigners.heard(note.get(), checkpoint, by).forEach(this::found);
        missing(peer, held.get(), checkpoint, note.get());
        keepUnjudged(held.get(), note.get());
        forgo(peer, held.get(), checkpoint, name);
      }
      case Standing.Refused(var why) -> {
        // perhaps by a key of its owner's that is in entries still to come
        boolean unknown =
            why == NoteFault.NOT_SIGNED
                && note.get().signatures().stream()
                    .anyMatch(line -> line.name().equals(theirs.origin()));
        if (ledgers.formerKey(held.get(), note.get()).isPresent()) {
          compare(peer, held.get(), note.get());
        } else if (unknown && theirs.size() > held.get().mirror.size()) {
          ask(peer, held.get(), theirs.size());
        } else if (unknown) {
          askForTheTurn(peer, held.get(), theirs.size());
        } else {
          ExchangeLog.badFrame(peer, "frontier of " + theirs.origin() + ": " + why.sentence());
        }
      }
    }
  }

  /// A checkpoint of a generation before the one in force, which goes on from the same entries: it
  /// may tell when these were witnessed. Nothing else follows from it.
  private void compareBefore(String origin, SignedNote note) throws IOException {
    Optional<HeldLedger> held =
        Origin.parse(origin)
            .flatMap(before ->
                ledgers
                    .heldOf(before.member())
                    .filter(now -> before.generation() < now.origin.generation())
                    .filter(now -> before.equals(now.origin.in(before.generation()))));
    if (held.isPresent()
        && standing(held.get(), note) instanceof Standing.Witnessed(var checkpoint, var by)
        && checkpoint.size() <= held.get().witnessed.size()) {
      ledgers.shown(held.get(), checkpoint, note, by);
    }
  }

  /// A note of which all has been said is not looked at again: frontiers are full of them. Its
  /// owner's own is, for it may want our word on it.
  private void forgo(MemberId peer, HeldLedger held, Checkpoint checkpoint, Hash note) {
    boolean over = checkpoint.size() <= held.witnessed.size() && !held.forked;
    if (over && !peer.equals(held.owner)) {
      held.known.add(note, ledgers.roll().revision());
    }
  }

  private Standing standing(HeldLedger held, SignedNote note) {
    return ledgers.roll().judge(held.owner, note, size(note), latest());
  }

  private long latest() {
    return clock.now().getEpochSecond() + MAX_AHEAD_SECONDS;
  }

  /// A note that came with entries may show that a quorum holds them.
  private void judge(HeldLedger held, SignedNote note) throws IOException {
    if (note.signatures().size() > 1) {
      switch (standing(held, note)) {
        case Standing.Witnessed _ -> witness(held, note);
        case Standing.Signed _ -> keepUnjudged(held, note);
        case Standing.Refused _ -> {}
      }
    }
  }

  /// Of two of one size the later is kept: more may have cosigned it since.
  private static void keepUnjudged(HeldLedger held, SignedNote note) {
    boolean newer =
        held.unjudged.filter(before -> size(before) > size(note)).isEmpty()
            && note.signatures().size() > 1
            && size(note) > held.witnessed.size();
    if (newer) {
      held.unjudged = Optional.of(note);
    }
  }

  /// The roster has changed: what could not be judged by the rosters known before may be now.
  void judgeAgain() throws IOException {
    for (HeldLedger held : ledgers.allHeld()) {
      Optional<SignedNote> note = held.unjudged;
      if (note.isPresent()) {
        judge(held, note.get());
      }
    }
    LedgerFiles own = ledgers.own().files();
    Optional<SignedNote> newest = own.checkpoint();
    if (newest.isPresent() && unsettled.containsKey(own.size())) {
      outbox.broadcast(
          new PeerFrame.Frontier(
              false,
              List.of(
                  new OriginFrontier(
                      ledgers.own().origin().text(), own.size(), newest.get().encode()))));
    }
  }

  /// Up to which size of this member's ledger each other member has cosigned since the start.
  Map<MemberId, Long> cosignedUpTo() {
    return Map.copyOf(cosignedUpTo);
  }

  private void ask(MemberId peer, HeldLedger held, long size) {
    held.heardOf = size;
    held.heardFrom = Optional.of(peer);
    outbox.send(peer, want(held.origin, held.mirror.size(), size));
  }

  /// Somebody holds fewer entries than are held here, by a key of their owner's that is not known
  /// here: of another history, unless it is nobody's. The checkpoint with which it changed to that
  /// key bears one that is known.
  private void askForTheTurn(MemberId peer, HeldLedger held, long size) {
    long from = ledgers.roll().lastTurn(held.owner, held.mirror.size());
    if (from < size) {
      outbox.send(peer, want(held.origin, from, size));
    }
  }

  private void missing(MemberId peer, HeldLedger held, Checkpoint checkpoint, SignedNote note)
      throws IOException {
    if (checkpoint.size() > held.mirror.size()) {
      ask(peer, held, checkpoint.size());
    } else if (ledgers.isByKeyInForce(held, note) || ledgers.formerKey(held, note).isPresent()) {
      compare(peer, held, note);
    }
  }

  /// A checkpoint without entries, of what is held or of another history.
  private void compare(MemberId peer, HeldLedger held, SignedNote note) throws IOException {
    offer(peer, held, new Unread.Offered(held.mirror.size(), List.of(), note));
  }

  /// A note that a quorum cosigned, already judged.
  private void witness(HeldLedger held, SignedNote note) throws IOException {
    Checkpoint checkpoint = Checkpoint.parse(note.text()).found().orElseThrow();
    if (checkpoint.size() > held.files.size()) {
      held.ahead = Optional.of(note);
      return;
    }
    held.ahead = Optional.empty();
    if (!ledgers.holds(held, checkpoint)) {
      ExchangeLog.forked(held.origin);
      held.forked = true;
      return;
    }
    Roll.Settled settled =
        checkpoint.size() > held.witnessed.size()
            ? ledgers.roll().settle(held.owner, note, checkpoint.size(), latest())
            : Roll.Settled.NOT;
    if (settled.turns()) {
      ledgers.keepTurn(held.owner, checkpoint.size(), note);
    }
    if (settled.witnessed()) {
      ledgers.keepWitnessed(held, checkpoint, note);
      ledgers.keepMoment(held.owner, checkpoint.size(), note, settled.at());
      held.witnessed
          .grow(checkpoint.size(), note)
          .forEach(entry -> deliver.accept(Delivery.WITNESSED, entry));
      stoodByBoth(held);
      held.unjudged = held.unjudged.filter(kept -> size(kept) > held.witnessed.size());
    } else {
      keepUnjudged(held, note);
    }
    if (settled.turns() && mayCosign(held)) {
      cosign(held);
    }
  }

  /// Looks whether an own checkpoint has its quorum; tells everybody, and the desks, if so.
  private void settle(long size, SignedNote note) throws IOException {
    int needed = ledgers.roll().needed(ledgers.self());
    if (note.signatures().size() - 1 < needed || size <= ledgers.ownWitnessed().size()) {
      return;
    }
    Roll.Settled settled = ledgers.roll().settle(ledgers.self(), note, size, Long.MAX_VALUE);
    if (settled.turns()) {
      ledgers.keepTurn(ledgers.self(), size, note);
    }
    if (!settled.witnessed()) {
      askNewcomers(size, note);
      return;
    }
    unsettled.headMap(size, true).clear();
    ledgers.keepOwnWitnessed(size, note);
    ledgers.keepMoment(ledgers.self(), size, note, settled.at());
    var said = new OriginFrontier(ledgers.own().origin().text(), size, note.encode());
    outbox.broadcast(new PeerFrame.Frontier(false, List.of(said)));
    ledgers
        .ownWitnessed()
        .grow(size, note)
        .forEach(entry -> deliver.accept(Delivery.WITNESSED, entry));
  }

  /// The set before has witnessed what the next has not: a newcomer waits for just that.
  private void askNewcomers(long size, SignedNote note) {
    var said = new OriginFrontier(ledgers.own().origin().text(), size, note.encode());
    outbox.broadcast(new PeerFrame.Frontier(false, List.of(said)));
  }

  /// The newest checkpoint of every ledger, and the newest witnessed one where it is another.
  private List<OriginFrontier> frontiers() {
    var all = new ArrayList<OriginFrontier>();
    if (ledgers.heldOf(ledgers.self()).isPresent()) {
      // Nothing of the own next generation: whoever reads this knows that the one before is lost.
      all.add(new OriginFrontier(ledgers.own().origin().text(), 0, Bytes.empty()));
    }
    ledgers.all().keySet().stream()
        .flatMap(owner -> frontierOf(owner).stream())
        .filter(each -> each.note().size() > 0)
        .forEach(all::add);
    return all;
  }

  /// The same of one ledger; an empty one if nothing is held.
  private List<OriginFrontier> frontierOf(MemberId owner) {
    String origin = ledgers.origin(owner).text();
    Bytes newest = newestNote(origin);
    var notes = new ArrayList<OriginFrontier>();
    notes.add(new OriginFrontier(origin, ledgers.sizeOf(owner), newest));
    ledgers
        .witnessed(owner)
        .note()
        .filter(note -> note.text().startsWith(origin + "\n"))
        .map(SignedNote::encode)
        .filter(note -> !note.equals(newest))
        .ifPresent(
            note -> notes.add(new OriginFrontier(origin, ledgers.witnessed(owner).size(), note)));
    return notes;
  }

  /// Tells whoever asks what is held of those ledgers of which it shows less.
  private void answer(MemberId peer, List<OriginFrontier> asked) {
    var shown = new TreeMap<String, Shown>();
    for (OriginFrontier each : asked) {
      shown.merge(each.origin(), shown(each), Shown::and);
    }
    var told = new ArrayList<OriginFrontier>();
    shown.forEach((origin, theirs) -> {
      Optional<MemberId> owner = Origin.parse(origin).map(Origin::member);
      boolean held = files(origin).isPresent();
      if (held && owner.filter(member -> theirs.isLessThan(ledgers, member)).isPresent()) {
        told.addAll(frontierOf(owner.get()));
      }
    });
    if (!told.isEmpty()) {
      outbox.send(peer, new PeerFrame.Frontier(false, told));
    }
  }

  /// How much a peer says it holds of a ledger, and knows to be witnessed. Nothing rests on it but
  /// what it is told.
  private record Shown(long size, long witnessed) {
    Shown and(Shown other) {
      return new Shown(Math.max(size, other.size), Math.max(witnessed, other.witnessed));
    }

    boolean isLessThan(Ledgers ledgers, MemberId owner) {
      return size < ledgers.sizeOf(owner) || witnessed < ledgers.witnessed(owner).size();
    }
  }

  private Shown shown(OriginFrontier theirs) {
    boolean witnessed =
        Origin.parse(theirs.origin())
            .map(Origin::member)
            .filter(ledgers.roll().everybody()::contains)
            .map(ledgers.roll()::needed)
            .filter(needed ->
                SignedNote.parse(theirs.note())
                    .found()
                    .filter(note -> note.signatures().size() > needed)
                    .isPresent())
            .isPresent();
    return new Shown(theirs.size(), witnessed ? theirs.size() : 0);
  }

  private Bytes newestNote(String origin) {
    Optional<SignedNote> newest =
        origin.equals(ledgers.own().origin().text())
            ? ledgers.own().files().checkpoint()
            : held(origin)
                .map(held -> held.mirror.last())
                .orElseGet(() ->
                    Origin.parse(origin)
                        .flatMap(ledgers::succeeded)
                        .flatMap(LedgerFiles::checkpoint));
    return newest.map(SignedNote::encode).orElse(Bytes.empty());
  }

  private Optional<LedgerFiles> files(String origin) {
    return origin.equals(ledgers.own().origin().text())
        ? Optional.of(ledgers.own().files())
        : held(origin)
            .map(held -> held.files)
            .or(() -> Origin.parse(origin).flatMap(ledgers::succeeded));
  }

  private Optional<HeldLedger> held(String origin) {
    return Origin.parse(origin).flatMap(ledgers::held);
  }

  private Optional<HeldLedger> heldOrBegun(String origin) throws IOException {
    Optional<HeldLedger> held = held(origin);
    Optional<Origin> parsed = Origin.parse(origin);
    return held.isPresent() || parsed.isEmpty() ? held : successors.find(parsed.get());
  }

  /// Whether it is a later generation of a ledger that is held: one that cannot be taken up yet.
  private boolean isSuccessor(String origin) {
    return Origin.parse(origin)
        .filter(each ->
            ledgers
                .heldOf(each.member())
                .filter(held -> held.origin.generation() < each.generation())
                .isPresent())
        .isPresent();
  }

  /// Cuts a run of entries into messages.
  private static List<PeerFrame.Entries> parts(
      String origin, long from, List<Bytes> frames, Bytes note) {
    var parts = new ArrayList<PeerFrame.Entries>();
    var part = new ArrayList<Bytes>();
    long start = from;
    long bytes = 0;
    for (Bytes frame : frames) {
      boolean full =
          part.size() == PeerFrame.MAX_ENTRIES
              || bytes + frame.size() > PeerFrame.MAX_ENTRIES_BYTES;
      if (full && !part.isEmpty()) {
        parts.add(new PeerFrame.Entries(origin, start, part, note));
        start += part.size();
        part.clear();
        bytes = 0;
      }
      part.add(frame);
      bytes += frame.size();
    }
    parts.add(new PeerFrame.Entries(origin, start, part, note));
    return parts;
  }
}
