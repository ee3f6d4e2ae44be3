package coop.minga.node.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;
import coop.minga.node.exchange.Desk;
import coop.minga.node.exchange.Exchange;
import coop.minga.node.exchange.Recollection;
import coop.minga.node.exchange.Seen;
import coop.minga.node.peering.FrameKind;
import coop.minga.node.peering.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Says what ever left this node for other members: by kind of message, with its bytes; and what
/// this member's own entries among that said, by their kind.
///
/// The count of messages is kept in the state database once a minute and goes on after a restart; a
/// crash may lose the last minute of it. What entries said is counted from the trees themselves.
public final class EgressDesk implements Desk {
  private static final String KEPT = "egress/frames";
  private static final String SINCE = "egress/since";
  private static final Duration BETWEEN_SAVES = Duration.ofMinutes(1);

  private final Exchange exchange;
  private final Supplier<Map<MemberId, Map<FrameKind, Traffic>>> traffic;
  private final Map<FrameKind, Sum> before = new EnumMap<>(FrameKind.class);
  private final Map<Kind, Sum> said = new EnumMap<>(Kind.class);
  private Optional<Instant> saved = Optional.empty();

  /// How many, and their bytes together.
  private record Sum(long count, long bytes) {
    static final Sum NOTHING = new Sum(0, 0);

    Sum plus(Sum other) {
      return new Sum(count + other.count, bytes + other.bytes);
    }
  }

  /// A desk of an exchange.
  ///
  /// @param traffic what went to each peer since the node started
  public EgressDesk(Exchange exchange, Supplier<Map<MemberId, Map<FrameKind, Traffic>>> traffic) {
    this.exchange = exchange;
    this.traffic = traffic;
  }

  @Override
  public void recall(Recollection all) {
    all.ledger(exchange.self()).forEach(this::count);
    all.book().forEach(this::count);
    exchange.remembered(KEPT).ifPresent(this::read);
    if (exchange.remembered(SINCE).isEmpty()) {
      exchange.remember(SINCE, Bytes.utf8(exchange.now().toString()));
    }
  }

  @Override
  public void seen(Seen entry) {
    count(entry);
  }

  @Override
  public void tick() {
    Instant now = exchange.now();
    if (saved.filter(at -> now.isBefore(at.plus(BETWEEN_SAVES))).isEmpty()) {
      saved = Optional.of(now);
      exchange.remember(KEPT, Bytes.utf8(written(sums())));
    }
  }

  @Override
  public Optional<JsonObject> answer(String verb, JsonObject question) {
    return verb.equals("egress") ? Optional.of(told()) : Optional.empty();
  }

  private void count(Seen entry) {
    if (entry.author().equals(exchange.self())) {
      Said what = asEntered(entry);
      said.merge(Statements.kindOf(what), new Sum(1, Statements.encode(what).size()), Sum::plus);
    }
  }

  /// An offer of our own is known here with what its notice hides; the notice is what left.
  private Said asEntered(Seen entry) {
    Optional<Notice> notice =
        entry.said() instanceof Said.OfSurplus(Offer _)
            ? exchange.notice(entry.id())
            : Optional.empty();
    return notice.<Said>map(Said.OfSurplus::new).orElse(entry.said());
  }

  private Map<FrameKind, Sum> sums() {
    var sums = new EnumMap<FrameKind, Sum>(FrameKind.class);
    sums.putAll(before);
    for (Map<FrameKind, Traffic> peer : traffic.get().values()) {
      peer.forEach(
          (kind, sent) -> sums.merge(kind, new Sum(sent.framesOut(), sent.bytesOut()), Sum::plus));
    }
    sums.values().removeIf(Sum.NOTHING::equals);
    return sums;
  }

  private static String written(Map<FrameKind, Sum> sums) {
    var text = new StringBuilder();
    sums.forEach((kind, sum) ->
        text.append(kind)
            .append(' ')
            .append(sum.count())
            .append(' ')
            .append(sum.bytes())
            .append('\n'));
    return text.toString();
  }

  private void read(Bytes kept) {
    kept.toUtf8()
        .lines()
        .forEach(line -> {
          List<String> words = List.of(line.split(" ", 3));
          before.put(
              FrameKind.valueOf(words.get(0)),
              new Sum(Long.parseLong(words.get(1)), Long.parseLong(words.get(2))));
        });
  }

  private JsonObject told() {
    var told = new JsonObject();
    exchange.remembered(SINCE).ifPresent(since -> told.addProperty("since", since.toUtf8()));
    var messages = new JsonArray();
    sums().forEach((kind, sum) -> messages.add(row(kind.name(), sum, meaning(kind))));
    told.add("messages", messages);
    var entries = new JsonArray();
    said.forEach((kind, sum) -> entries.add(row(kind.name(), sum, "")));
    told.add("entries", entries);
    return told;
  }

  private static JsonObject row(String kind, Sum sum, String what) {
    var row = new JsonObject();
    row.addProperty("kind", kind);
    row.addProperty("count", sum.count());
    row.addProperty("bytes", sum.bytes());
    if (!what.isEmpty()) {
      row.addProperty("what", what);
    }
    return row;
  }

  private static String meaning(FrameKind kind) {
    return switch (kind) {
      case HELLO, PING, PONG, GOODBYE -> "who speaks, and that it is still there";
      case FRONTIER -> "how much is held of each ledger, and checkpoints";
      case WANT -> "which entries are missing here";
      case ENTRIES -> "signed entries of ledgers, this member's and, passed on, others'";
      case COSIGNATURE -> "signatures on what is held of others' ledgers";
      case TOLD -> "bids and replies, to the one they concern";
      case ROSTERS -> "which rosters are known";
      case OPENING -> "what opens an offer, to those who may bid";
      case BLOB_REQUEST -> "which vectors and certificates are missing here";
      case BLOB_CHUNK -> "masked updates and certificates, in pieces";
      case UNKNOWN -> "messages of a later version";
    };
  }
}
