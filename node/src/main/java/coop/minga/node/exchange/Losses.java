package coop.minga.node.exchange;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.Pae;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.judgement.LostKey;
import coop.minga.federation.judgement.Moments;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.roster.KeyRing;
import coop.minga.federation.wire.RosterWire;
import coop.minga.node.storage.RosterFiles;
import coop.minga.node.storage.StateDatabase;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/// What members take back by saying that a key of theirs was somebody else's: entries by it that
/// were first witnessed when it was not safe any more, unless a decision rests on them.
///
/// Nothing is undone entry by entry. A node that learns of a loss which changes what counts begins
/// again, and a start is a fold: it leaves those entries out, and so awards, handovers, priorities,
/// votes and epochs come out as if nobody had ever entered them. What this node has entered
/// meanwhile stays in its ledger.
///
/// For this it keeps when each ledger was witnessed how far: of the newest times each, of older
/// ones ever fewer. What cannot be told from these counts, as with an auditor ([LostKey]). Whoever
/// was away has seen other checkpoints than the rest; so members show each other those around each
/// loss, and come to know the same.
final class Losses {
  /// Witnessed checkpoints that are kept of each ledger. Beyond, every other of the older half
  /// goes.
  static final int MAX_MOMENTS = 256;

  /// The least time between two new beginnings, and between the first two because of one member: it
  /// could say every second that it lost a key.
  static final Duration BETWEEN = Duration.ofMinutes(10);

  /// How long a loss is looked at anew.
  static final Duration LOOKED_AT = Duration.ofHours(1);

  private static final String MOMENT = "moment";
  private static final String RECKONED = "reckoned";
  private static final String BEGAN = "began-again";

  private final Roll roll;
  private final StateDatabase state;
  private final RosterFiles certificates;
  private final Map<MemberId, TreeMap<Long, Instant>> moments = new HashMap<>();
  private final Map<MemberId, List<Seen>> takenBack = new TreeMap<>();
  private final Set<MemberId> shownAnew = new TreeSet<>();
  private Optional<Certified> known = Optional.empty();

  /// How much this member had said of its own when it last learnt of a loss.
  ///
  /// @param losses one hash over all that were known then
  private record Reckoned(Hash losses, long ledger, long book) {
    private static final int BYTES = Hash.SIZE + 2 * Long.BYTES;

    static Optional<Reckoned> read(Bytes bytes) {
      if (bytes.size() != BYTES) {
        return Optional.empty();
      }
      ByteBuffer rest = ByteBuffer.wrap(bytes.slice(Hash.SIZE, BYTES).toArray());
      return Optional.of(
          new Reckoned(new Hash(bytes.slice(0, Hash.SIZE)), rest.getLong(), rest.getLong()));
    }

    Bytes write() {
      ByteBuffer all = ByteBuffer.allocate(BYTES).put(losses.value().toArray());
      return Bytes.of(all.putLong(ledger).putLong(book).array());
    }
  }

  /// How often this node began again because of one member's loss, and when last.
  private record Began(int times, Instant at) {
    private static final int BYTES = Integer.BYTES + Long.BYTES;
    private static final int MOST_DOUBLINGS = 10;

    static Optional<Began> read(Bytes bytes) {
      if (bytes.size() != BYTES) {
        return Optional.empty();
      }
      ByteBuffer rest = ByteBuffer.wrap(bytes.toArray());
      return Optional.of(new Began(rest.getInt(), Instant.ofEpochMilli(rest.getLong())));
    }

    Duration pause() {
      return BETWEEN.multipliedBy(1L << Math.min(times - 1, MOST_DOUBLINGS));
    }

    Bytes write() {
      ByteBuffer all = ByteBuffer.allocate(BYTES).putInt(times);
      return Bytes.of(all.putLong(at.toEpochMilli()).array());
    }
  }

  Losses(Roll roll, StateDatabase state, RosterFiles certificates) throws IOException {
    this.roll = roll;
    this.state = state;
    this.certificates = certificates;
    for (var kept : state.all(MOMENT).entrySet()) {
      int slash = kept.getKey().indexOf('/');
      times(new MemberId(kept.getKey().substring(0, slash)))
          .put(Long.parseLong(kept.getKey().substring(slash + 1), 16), time(kept.getValue()));
    }
  }

  /// A quorum holds so much of a ledger, as its checkpoint shows. Of those within one second the
  /// first is kept.
  ///
  /// @param at when, by cosignatures that were verified
  void witnessed(MemberId owner, long size, SignedNote note, Instant at) throws IOException {
    NavigableMap<Long, Instant> times = times(owner);
    if (!times.isEmpty() && !times.lastEntry().getValue().isBefore(at)) {
      return;
    }
    times.put(size, at);
    state.put(MOMENT, name(owner, size), moment(at, note));
    if (times.size() > MAX_MOMENTS) {
      thin(owner, times);
    }
  }

  /// A ledger was begun anew: what was witnessed of the one before beyond what the successor goes
  /// on from was witnessed of nothing.
  void succeeded(MemberId owner, long from) throws IOException {
    var gone = new HashMap<String, Optional<Bytes>>();
    NavigableMap<Long, Instant> beyond = times(owner).tailMap(from, false);
    beyond.keySet().forEach(size -> gone.put(name(owner, size), Optional.empty()));
    state.change(MOMENT, gone);
    beyond.clear();
  }

  /// Somebody shows a checkpoint that a quorum stood by and this node may never have seen: whoever
  /// was away heard only of a later one. It is kept if it is the nearest to a loss that is known
  /// here, on either side, and no doubt is on which.
  ///
  /// Where so many are known to have been held in time, who held fewer afterwards only lagged, and
  /// its word is let go of: one liar and one that lags could otherwise make entries late that were
  /// not. And one liar's early word does not make late ones early: for this [Moments.Span] asks for
  /// one more than may lie.
  ///
  /// @param span when, by cosignatures that were verified
  void shown(MemberId owner, long size, SignedNote note, Moments.Span span) throws IOException {
    List<Instant> losses = losses(owner);
    Instant at = span.from();
    NavigableMap<Long, Instant> known = times(owner);
    boolean lags =
        losses.stream()
            .anyMatch(since -> at.isAfter(since) && !isLate(known.tailMap(size, true), since));
    if (losses.isEmpty() || losses.stream().anyMatch(span::isAround) || lags) {
      return;
    }
    var with = new TreeMap<>(known);
    with.headMap(size, true).values().removeIf(held -> lags(held, at, losses));
    with.putIfAbsent(size, at);
    if (around(owner, with).contains(size) && !with.equals(known)) {
      keep(owner, with, size, note);
      shownAnew.add(owner);
    }
  }

  /// Whether all of these were witnessed after a loss.
  private static boolean isLate(Map<Long, Instant> times, Instant since) {
    return times.values().stream().allMatch(at -> at.isAfter(since));
  }

  /// Whether more was held before a loss than at this time after it.
  private static boolean lags(Instant held, Instant more, List<Instant> losses) {
    return losses.stream().anyMatch(since -> held.isAfter(since) && !more.isAfter(since));
  }

  private void keep(MemberId owner, NavigableMap<Long, Instant> next, long size, SignedNote note)
      throws IOException {
    NavigableMap<Long, Instant> times = times(owner);
    var changes = new HashMap<String, Optional<Bytes>>();
    times.keySet().stream()
        .filter(known -> !next.containsKey(known))
        .forEach(known -> changes.put(name(owner, known), Optional.empty()));
    Optional.ofNullable(next.get(size))
        .ifPresent(at -> changes.put(name(owner, size), Optional.of(moment(at, note))));
    state.change(MOMENT, changes);
    times.clear();
    times.putAll(next);
    if (times.size() > MAX_MOMENTS) {
      thin(owner, times);
    }
  }

  private List<Instant> losses(MemberId owner) {
    KeyRing ring = roll.ring(owner);
    return ring.compromised().stream().map(key -> ring.lostSince(key).orElseThrow()).toList();
  }

  /// Of whose ledgers more was shown since this was asked last.
  Set<MemberId> shownAnew() {
    Set<MemberId> owners = Set.copyOf(shownAnew);
    shownAnew.clear();
    return owners;
  }

  /// The last checkpoint of a ledger that was witnessed before each of its owner's keys was lost,
  /// and the first after it, as far as they are kept: for whoever has to judge the same later, they
  /// must stay.
  NavigableMap<Long, SignedNote> edges(MemberId owner) throws IOException {
    var edges = new TreeMap<Long, SignedNote>();
    for (long size : around(owner, times(owner))) {
      note(owner, size).ifPresent(note -> edges.put(size, note));
    }
    return edges;
  }

  private Set<Long> around(MemberId owner, NavigableMap<Long, Instant> times) {
    var sizes = new TreeSet<Long>();
    for (Instant since : losses(owner)) {
      Predicate<Map.Entry<Long, Instant>> after = each -> each.getValue().isAfter(since);
      times.entrySet().stream().filter(after).findFirst().ifPresent(e -> sizes.add(e.getKey()));
      times.descendingMap().entrySet().stream()
          .filter(after.negate())
          .findFirst()
          .ifPresent(each -> sizes.add(each.getKey()));
    }
    return sizes;
  }

  /// Checkpoints of a ledger that were witnessed once, the largest first: the cosignatures of one
  /// may not count any more.
  List<SignedNote> witnessedOnce(MemberId owner) throws IOException {
    var notes = new ArrayList<SignedNote>();
    for (long size : times(owner).descendingKeySet()) {
      note(owner, size).ifPresent(notes::add);
    }
    return notes;
  }

  /// Those entries of a ledger that count. The others are remembered.
  List<Seen> sift(MemberId owner, List<Seen> entries) throws IOException {
    var lost = new HashSet<>(lost(owner, entries));
    if (lost.isEmpty()) {
      return entries;
    }
    takenBack.put(owner, new ArrayList<>(entries.stream().filter(lost::contains).toList()));
    return new ArrayList<>(entries.stream().filter(entry -> !lost.contains(entry)).toList());
  }

  /// Whether an entry that comes now counts for nothing: its owner has called the key lost, and
  /// goes on by it. A quorum held all that stands before it after that.
  boolean isTooLate(MemberId owner, Seen entry) throws IOException {
    KeyRing ring = roll.ring(owner);
    Optional<Instant> since = ring.lostSince(ring.at(entry.index()).entry());
    boolean late =
        since.isPresent()
            && new Moments(times(owner)).isShownAfter(entry.index(), since.get())
            && !stands(entry, certified());
    if (late) {
      takenBack.computeIfAbsent(owner, _ -> new ArrayList<>()).add(entry);
    }
    return late;
  }

  /// Whether other entries of a ledger are taken back than those that were at the start, or that
  /// came too late since.
  boolean isOtherwise(MemberId owner, List<Seen> entries) throws IOException {
    Set<Seen> before = Set.copyOf(takenBack.getOrDefault(owner, List.of()));
    return !before.equals(new HashSet<>(lost(owner, entries)));
  }

  /// What is taken back, once all ledgers were sifted.
  ///
  /// @param ledger entries of this member's own ledger now
  /// @param book and of its book
  TakenBack takenBack(long ledger, long book) throws IOException {
    Optional<Hash> losses = losses();
    if (losses.isEmpty()) {
      return TakenBack.NOTHING;
    }
    Reckoned reckoned =
        reckoned()
            .filter(before -> before.losses().equals(losses.get()))
            .orElse(new Reckoned(losses.get(), ledger, book));
    if (!reckoned().equals(Optional.of(reckoned))) {
      state.put(RECKONED, RECKONED, reckoned.write());
      takenBack.values().forEach(entries -> entries.forEach(ExchangeLog::takenBack));
    }
    List<Seen> all = takenBack.values().stream().flatMap(List::stream).toList();
    return new TakenBack(all, reckoned.ledger(), reckoned.book());
  }

  /// Whether it is time to begin again because of a member's loss: each time it waits twice as long
  /// as before, for it may say so again and again.
  boolean mayBeginAgain(MemberId because, Instant now) throws IOException {
    return began(because).filter(last -> now.isBefore(last.at().plus(last.pause()))).isEmpty();
  }

  /// The node begins again because of a member's loss.
  void beginsAgain(MemberId because, Instant now) throws IOException {
    int times = began(because).map(Began::times).orElse(0);
    state.put(BEGAN, because.name(), new Began(times + 1, now).write());
  }

  private Optional<Began> began(MemberId because) throws IOException {
    return state.get(BEGAN, because.name()).flatMap(Began::read);
  }

  private Optional<Reckoned> reckoned() throws IOException {
    return state.get(RECKONED, RECKONED).flatMap(Reckoned::read);
  }

  private List<Seen> lost(MemberId owner, List<Seen> entries) throws IOException {
    KeyRing ring = roll.ring(owner);
    if (ring.compromised().isEmpty()) {
      return List.of();
    }
    Set<EntryId> certified = certified();
    var shown = new Moments(times(owner));
    return entries.stream()
        .filter(entry ->
            LostKey.worth(ring, entry.index(), shown, stands(entry, certified)) == LostKey.VOID)
        .toList();
  }

  private static boolean stands(Seen entry, Set<EntryId> certified) {
    return certified.contains(entry.id()) || LostKey.standsByItself(entry.said());
  }

  /// Entries that certificates contain: read once for each roster, for whoever goes on by a lost
  /// key may enter a great deal.
  private Set<EntryId> certified() throws IOException {
    Hash roster = roll.roster().hash();
    if (known.filter(each -> each.roster().equals(roster)).isEmpty()) {
      known = Optional.of(new Certified(roster, readCertified()));
    }
    return known.orElseThrow().entries();
  }

  private record Certified(Hash roster, Set<EntryId> entries) {}

  private Set<EntryId> readCertified() throws IOException {
    var certified = new HashSet<EntryId>();
    for (Bytes bytes : certificates.all()) {
      RosterWire.decodeCertificate(bytes)
          .ifPresent(certificate -> certified.addAll(certificate.entries()));
    }
    return certified;
  }

  private Optional<Hash> losses() {
    var parts = new ArrayList<Bytes>();
    for (MemberId member : roll.everybody()) {
      KeyRing ring = roll.ring(member);
      for (PublicKey key : ring.compromised()) {
        parts.add(Bytes.utf8(member.name()));
        parts.add(key.value());
        parts.add(Pae.number(ring.lostSince(key).orElseThrow().toEpochMilli()));
      }
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of(Hash.sha256(Pae.encode(parts)));
  }

  /// Of the older half every other goes, so that what is kept reaches back as far as ever; but for
  /// those around a loss.
  private void thin(MemberId owner, NavigableMap<Long, Instant> times) throws IOException {
    var gone = new HashMap<String, Optional<Bytes>>();
    var sizes = new ArrayList<>(times.keySet());
    sizes.removeAll(around(owner, times));
    for (int i = 1; i < sizes.size() / 2; i += 2) {
      times.remove(sizes.get(i));
      gone.put(name(owner, sizes.get(i)), Optional.empty());
    }
    state.change(MOMENT, gone);
  }

  private NavigableMap<Long, Instant> times(MemberId owner) {
    return moments.computeIfAbsent(owner, _ -> new TreeMap<>());
  }

  private Optional<SignedNote> note(MemberId owner, long size) throws IOException {
    return state
        .get(MOMENT, name(owner, size))
        .flatMap(bytes -> SignedNote.parse(bytes.slice(Long.BYTES, bytes.size())).found());
  }

  private static Bytes moment(Instant at, SignedNote note) {
    Bytes encoded = note.encode();
    ByteBuffer all = ByteBuffer.allocate(Long.BYTES + encoded.size());
    return Bytes.of(all.putLong(at.getEpochSecond()).put(encoded.toArray()).array());
  }

  private static Instant time(Bytes moment) {
    return Instant.ofEpochSecond(ByteBuffer.wrap(moment.toArray()).getLong());
  }

  private static String name(MemberId owner, long size) {
    return "%s/%016x".formatted(owner, size);
  }
}
