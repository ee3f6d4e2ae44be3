package coop.minga.node.exchange;

import coop.minga.federation.disclosure.About;
import coop.minga.federation.disclosure.EntryOpening;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.surplus.HiddenField;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.Uncovered;
import coop.minga.federation.wire.DisclosureWire;
import coop.minga.federation.wire.Said;
import coop.minga.node.peering.PeerFrame;
import coop.minga.node.storage.OpeningFiles;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// What this node's offers hide from most members, and what other members' offers do not hide from
/// it. An opening counts once it fits the notice that stands in its author's ledger, whichever of
/// the two came first, and is durable before anything that rests on it is said.
final class Disclosures {
  /// Openings by one member that wait for their notice; the oldest gives way. A member sends them
  /// again whenever a session begins.
  static final int MAX_EARLY = 256;

  /// How long after its window an offer is still opened to a member that was away.
  private static final Duration WORTH_TELLING = Duration.ofHours(1);

  private final Hash federation;
  private final MemberId self;
  private final OpeningFiles files;
  private final Supplier<Bytes> salts;
  private final Map<EntryId, Seen> notices = new LinkedHashMap<>();
  private final Map<EntryId, EntryOpening> openings = new TreeMap<>();
  private final Map<MemberId, Map<EntryId, EntryOpening>> early = new TreeMap<>();
  private final List<Telling> tellings = new ArrayList<>();

  private record Telling(MemberId peer, EntryId entry) {}

  /// By whom, and with what salts.
  record Terms(Hash federation, MemberId self, Supplier<Bytes> salts) {}

  Disclosures(Terms terms, OpeningFiles files) {
    this.federation = terms.federation();
    this.self = terms.self();
    this.salts = terms.salts();
    this.files = files;
  }

  /// Covers an offer of this member's.
  Notice.Covered cover(Offer offer) {
    return Notice.cover(new About(federation, self, offer.lot().name()), offer, salts);
  }

  /// Keeps what opens an entry of this member's that is staged.
  void entered(Seen entry, EntryOpening opening) throws IOException {
    files.keep(opening);
    openings.put(entry.id(), opening);
    notices.put(entry.id(), entry);
  }

  /// Remembers a notice that came into a ledger.
  ///
  /// @return the same entry with the whole offer, if it is open to this member
  Optional<Seen> noticed(Seen entry) throws IOException {
    notices.put(entry.id(), entry);
    EntryOpening waiting = earlyOf(entry.author()).remove(entry.id());
    return waiting == null ? uncovered(entry) : take(entry, waiting);
  }

  /// Takes an opening from its author.
  ///
  /// @return the entry with the whole offer, if that is new
  Optional<Seen> told(MemberId peer, Bytes bytes) throws IOException {
    Optional<EntryOpening> read = DisclosureWire.decodeOpening(bytes);
    if (read.isEmpty()) {
      ExchangeLog.badFrame(peer, "an opening that cannot be read");
      return Optional.empty();
    }
    EntryOpening opening = read.get();
    Seen entry = notices.get(opening.entry());
    if (entry == null) {
      keepForLater(peer, opening);
      return Optional.empty();
    }
    return entry.author().equals(peer) && !openings.containsKey(entry.id())
        ? take(entry, opening)
        : Optional.empty();
  }

  private void keepForLater(MemberId peer, EntryOpening opening) {
    Map<EntryId, EntryOpening> waiting = earlyOf(peer);
    waiting.put(opening.entry(), opening);
    if (waiting.size() > MAX_EARLY) {
      waiting.remove(waiting.keySet().iterator().next());
    }
  }

  private Map<EntryId, EntryOpening> earlyOf(MemberId peer) {
    return early.computeIfAbsent(peer, _ -> new LinkedHashMap<>());
  }

  private Optional<Seen> take(Seen entry, EntryOpening opening) throws IOException {
    Optional<Seen> whole = uncover(entry, opening);
    if (whole.isEmpty()) {
      ExchangeLog.badOpening(entry.author(), entry.id());
    } else {
      files.keep(opening);
      openings.put(entry.id(), opening);
    }
    return whole;
  }

  /// Opens an entry of this member's to another, once the entry is durable.
  void tell(MemberId peer, EntryId entry) {
    tellings.add(new Telling(peer, entry));
  }

  /// A session begins: tell again what is not over.
  ///
  /// @param mayBid whether an offer was made to the peer
  void met(MemberId peer, Instant now, Predicate<Notice> mayBid) {
    notices.forEach((id, entry) -> {
      boolean ours = entry.author().equals(self) && isCurrent(entry, now);
      if (ours && notice(id).filter(mayBid).isPresent()) {
        tell(peer, id);
      }
    });
  }

  /// The ledger is durable: pass the openings to the outbox.
  void flush(Outbox outbox) {
    for (Telling telling : tellings) {
      Optional.ofNullable(openings.get(telling.entry()))
          .flatMap(Disclosures::ofTheLot)
          .map(DisclosureWire::encode)
          .ifPresent(opening -> outbox.send(telling.peer(), new PeerFrame.Opening(opening)));
    }
    tellings.clear();
  }

  /// What opens the lot: what its giver wishes is shown to nobody before the close, and then to
  /// all.
  private static Optional<EntryOpening> ofTheLot(EntryOpening opening) {
    return opening.only(Set.copyOf(HiddenField.NAMES));
  }

  private static boolean isCurrent(Seen entry, Instant now) {
    return entry.said() instanceof Said.OfSurplus(Notice notice)
        && now.isBefore(notice.window().until().plus(WORTH_TELLING));
  }

  /// Reads back what is kept.
  ///
  /// @return the same, every notice that is open to this member replaced by its offer
  Recollection recall(Recollection all) throws IOException {
    openings.putAll(files.all());
    var ledgers = new TreeMap<MemberId, List<Seen>>();
    all.ledgers()
        .forEach((owner, entries) -> {
          var seen = new ArrayList<Seen>();
          for (Seen entry : entries) {
            if (isNotice(entry)) {
              notices.put(entry.id(), entry);
            }
            seen.add(uncovered(entry).orElse(entry));
          }
          ledgers.put(owner, seen);
        });
    return new Recollection(ledgers, all.witnessed(), all.book(), all.told(), all.takenBack());
  }

  /// Notices, of any member, whose fields this one can open, as they came.
  List<Seen> held() {
    return notices.values().stream().filter(entry -> openings.containsKey(entry.id())).toList();
  }

  /// An offer as every member sees it.
  Optional<Notice> notice(EntryId entry) {
    return Optional.ofNullable(notices.get(entry))
        .flatMap(seen ->
            seen.said() instanceof Said.OfSurplus(Notice notice)
                ? Optional.of(notice)
                : Optional.empty());
  }

  /// Erases what opens these, for good.
  void erase(List<EntryId> entries, Instant at) throws IOException {
    files.erase(entries, at);
    entries.forEach(openings::remove);
  }

  /// What was erased.
  List<OpeningFiles.Forgotten> forgotten() throws IOException {
    return files.forgotten();
  }

  static boolean isNotice(Seen entry) {
    return entry.said() instanceof Said.OfSurplus(Notice _);
  }

  private Optional<Seen> uncovered(Seen entry) {
    return Optional.ofNullable(openings.get(entry.id()))
        .flatMap(opening -> uncover(entry, opening));
  }

  private Optional<Seen> uncover(Seen entry, EntryOpening opening) {
    if (!(entry.said() instanceof Said.OfSurplus(Notice notice))) {
      return Optional.empty();
    }
    About about = notice.about(federation, entry.author());
    return notice.uncover(about, opening.fields()) instanceof Uncovered.Whole(var offer)
        ? Optional.of(
            new Seen(
                entry.id(), entry.author(), entry.tree(), entry.index(), new Said.OfSurplus(offer)))
        : Optional.empty();
  }
}
