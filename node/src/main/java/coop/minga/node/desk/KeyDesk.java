package coop.minga.node.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.KeyRing;
import coop.minga.federation.roster.MemberCard;
import coop.minga.federation.roster.NodeKeys;
import coop.minga.federation.roster.RosterCertificate;
import coop.minga.federation.roster.RosterChange;
import coop.minga.federation.roster.RosterStatement;
import coop.minga.federation.wire.Said;
import coop.minga.node.exchange.Desk;
import coop.minga.node.exchange.Exchange;
import coop.minga.node.exchange.Recollection;
import coop.minga.node.exchange.Seen;
import coop.minga.node.keys.KeyFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/// Changes this node's keys, and says when one was somebody else's.
///
/// ```
/// made, durable --KEYS entered, signed by the root key--> the ledger's: at once
///                                                         cosignatures and sessions: once every
///                                                         other member holds KEYS, or two days after
///                                                         then the old private keys are erased
/// ```
///
/// Until then a member that has not heard yet still knows whom it speaks to. A root key that is
/// kept elsewhere is asked for its signatures, and until it has given them nothing changes: see
/// [RootSignatures].
public final class KeyDesk implements Desk {
  /// How long others have to hear of new keys before the old ones go all the same.
  static final Duration TIME_TO_HEAR = Duration.ofDays(2);

  private static final String ENTERED = "keys/entered";
  private static final String NOT_COVERED =
      "a change of keys is about to be signed; say it again in a few seconds";

  private final Exchange exchange;
  private final RosterDesk rosters;
  private final KeyFiles keys;
  private final SignatureVerifier verifier;
  private final SecureRandom random;
  private long held = Long.MAX_VALUE;

  /// A desk of keys that do not change.
  public KeyDesk(
      Exchange exchange,
      RosterDesk rosters,
      KeyFiles keys,
      SignatureVerifier verifier,
      SecureRandom random) {
    this.exchange = exchange;
    this.rosters = rosters;
    this.keys = keys;
    this.verifier = verifier;
    this.random = random;
  }

  @Override
  public void recall(Recollection all) {
    all.ledger(exchange.self()).forEach(this::seen);
    takeRoot();
  }

  @Override
  public void seen(Seen entry) {
    if (entry.author().equals(exchange.self())
        && entry.tree() == Tree.LEDGER
        && entry.said() instanceof Said.OfRoster(RosterStatement.Keys _)) {
      held = entry.index() + 1;
    }
  }

  @Override
  public void rosterChanged(RosterCertificate certificate) {
    takeRoot();
  }

  @Override
  public void tick() {
    if (isUnderWay() && isCovered() && (everybodyHolds() || isOverdue())) {
      promote();
    }
  }

  /// Whether the checkpoint that first covers the change is signed: the old ledger key still has to
  /// sign that one.
  private boolean isCovered() {
    return exchange
        .ownLedger()
        .checkpoint()
        .flatMap(note -> Checkpoint.parse(note.text()).found())
        .filter(checkpoint -> checkpoint.size() >= held)
        .isPresent();
  }

  @Override
  public Optional<JsonObject> answer(String verb, JsonObject question) {
    return switch (verb) {
      case "rotate-keys" -> Optional.of(rotate(question));
      case "rotate-root" -> Optional.of(rotateRoot(question));
      case "compromised" -> Optional.of(compromised(question));
      case "keys" -> Optional.of(list());
      default -> Optional.empty();
    };
  }

  /// All keys that this node has or had, the newest first.
  private JsonObject list() {
    KeyRing ring = exchange.belonging().keys(exchange.self());
    var keys = new JsonArray();
    int change = ring.serial();
    for (NodeKeys each : ring.all()) {
      keys.add(key(ring, change, "ledger", each.ledger()));
      keys.add(key(ring, change, "mirror", each.mirror()));
      keys.add(key(ring, change, "entry", each.entry()));
      change--;
    }
    var told = new JsonObject();
    told.add("keys", keys);
    return told;
  }

  private static JsonObject key(KeyRing ring, int change, String use, PublicKey key) {
    var told = new JsonObject();
    told.addProperty("change", change);
    told.addProperty("use", use);
    told.addProperty("key", key.toString());
    told.addProperty("current", ring.now().signing().contains(key));
    ring.lostSince(key).ifPresent(since -> told.addProperty("lostSince", since.toString()));
    return told;
  }

  private JsonObject rotate(JsonObject question) {
    RootSignatures signatures = RootSignatures.of(question, keys, verifier);
    if (isUnderWay()) {
      throw new IllegalArgumentException(
          isCovered() ? "a change of keys is under way; not all members hold it yet" : NOT_COVERED);
    }
    RosterStatement.Keys says = newKeys(signatures);
    Optional<JsonObject> asking = signatures.asking(question);
    if (asking.isPresent()) {
      return asking.get();
    }
    change(says);
    var told = new JsonObject();
    told.addProperty("serial", says.serial());
    return told;
  }

  /// The next change of keys, signed as far as the root key has.
  private RosterStatement.Keys newKeys(RootSignatures signatures) {
    boolean further = isUnderWay();
    NodeKeys next = unchecked(() -> further ? keys.prepareFurther(random) : keys.prepare(random));
    int serial = exchange.belonging().keys(exchange.self()).serial() + 1;
    Bytes toSign = RosterStatement.Keys.toSign(federation(), exchange.self(), next, serial);
    return new RosterStatement.Keys(next, serial, signatures.by(root(), toSign));
  }

  private void change(RosterStatement.Keys says) {
    exchange.remember(ENTERED, Bytes.utf8(exchange.now().toString()));
    exchange.enter(new Said.OfRoster(says));
    if (!exchange.belonging().keys(exchange.self()).now().equals(says.keys())) {
      throw new IllegalStateException("this node's own change of keys counts for nothing");
    }
  }

  private JsonObject rotateRoot(JsonObject question) {
    RootSignatures signatures = RootSignatures.of(question, keys, verifier);
    PublicKey before = root();
    PublicKey after = unchecked(() -> nextRoot(question));
    Bytes toSign = RosterChange.RootKey.signedBytes(federation(), exchange.self(), before, after);
    var change =
        new RosterChange.RootKey(
            exchange.self(), after, signatures.by(before, toSign), signatures.by(after, toSign));
    return signatures.asking(question).orElseGet(() -> rosters.propose(change));
  }

  /// The root key that is to come: the one named, which is kept elsewhere, or one made here.
  private PublicKey nextRoot(JsonObject question) throws IOException {
    if (!question.has("newRoot")) {
      return keys.prepareRoot(random);
    }
    var named = new PublicKey(Bytes.hex(Asking.text(question, "newRoot")));
    if (!keys.preparedRoot().equals(Optional.of(named))) {
      keys.prepareRoot(named);
    }
    return named;
  }

  /// Says that a key was somebody else's; if it is in use, it is replaced first, at once, and waits
  /// for nobody who has not heard of the change before.
  private JsonObject compromised(JsonObject question) {
    PublicKey key = key(Asking.text(question, "key"));
    Instant since = since(question);
    JsonObject whole = question.deepCopy();
    whole.addProperty("key", key.toString());
    whole.addProperty("since", since.toString());
    RootSignatures signatures = RootSignatures.of(question, keys, verifier);
    boolean inUse = exchange.belonging().keys(exchange.self()).now().signing().contains(key);
    if (inUse && isUnderWay() && !isCovered()) {
      throw new IllegalArgumentException(NOT_COVERED);
    }
    Optional<RosterStatement.Keys> next =
        inUse ? Optional.of(newKeys(signatures)) : Optional.empty();
    Bytes toSign = RosterStatement.Compromised.toSign(federation(), exchange.self(), key, since);
    var says = new RosterStatement.Compromised(key, since, signatures.by(root(), toSign));
    return signatures.asking(whole).orElseGet(() -> lose(says, next));
  }

  private JsonObject lose(RosterStatement.Compromised says, Optional<RosterStatement.Keys> next) {
    if (next.isPresent() && isUnderWay()) {
      promote(); // the root key has signed: what is lost need not be held by everybody first
    }
    next.ifPresent(this::change);
    exchange.enter(new Said.OfRoster(says));
    if (isUnderWay()) {
      exchange.remember(ENTERED, Bytes.utf8(Instant.EPOCH.toString()));
    }
    return lost(says.key());
  }

  private JsonObject lost(PublicKey key) {
    return list().getAsJsonArray("keys").asList().stream()
        .map(JsonElement::getAsJsonObject)
        .filter(each -> each.get("key").getAsString().equals(key.toString()))
        .findFirst()
        .orElseThrow();
  }

  /// A key by its use: the one in use. Until others have heard of a change this node cosigns by the
  /// key before.
  private PublicKey key(String name) {
    NodeKeys now = exchange.belonging().keys(exchange.self()).now();
    return switch (name) {
      case "ledger" -> now.ledger();
      case "mirror" -> isUnderWay() ? keys.publicKeys().mirror() : now.mirror();
      case "entry" -> now.entry();
      default -> formerly(name);
    };
  }

  /// One that this node has or had: of another's key it has nothing to say.
  private PublicKey formerly(String hex) {
    return exchange.belonging().keys(exchange.self()).all().stream()
        .flatMap(each -> each.signing().stream())
        .filter(key -> key.toString().equalsIgnoreCase(hex))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "KEY is ledger, mirror or entry, or in hex one of the public keys that this node"
                    + " has or had; not "
                    + hex));
  }

  private Instant since(JsonObject question) {
    Instant now = exchange.now().truncatedTo(ChronoUnit.MILLIS);
    Instant since =
        question.has("since")
            ? Instant.parse(question.get("since").getAsString()).truncatedTo(ChronoUnit.MILLIS)
            : now;
    if (since.isAfter(now)) {
      throw new IllegalArgumentException(
          "a key is lost since some time that is past; " + since + " is still to come");
    }
    Instant founded = exchange.rosters().genesis().charter().founded();
    if (since.isBefore(founded)) {
      throw new IllegalArgumentException(
          "the federation was founded at %s, and no key of it was lost before; not at %s"
              .formatted(founded, since));
    }
    return since;
  }

  private Hash federation() {
    return exchange.roster().federationId();
  }

  /// The root key on the roster, wherever its private half is.
  private PublicKey root() {
    return exchange
        .roster()
        .member(exchange.self())
        .map(MemberCard::keys)
        .orElseThrow(() -> new IllegalArgumentException("this node is no member any more"))
        .root();
  }

  private boolean isUnderWay() {
    return keys.prepared()
        .filter(next -> next.equals(exchange.belonging().keys(exchange.self()).now()))
        .isPresent();
  }

  private boolean everybodyHolds() {
    Map<MemberId, Long> cosigned = exchange.belonging().cosignedUpTo();
    return exchange.roster().others(exchange.self()).stream()
        .filter(other -> !exchange.roster().isDormant(other))
        .allMatch(other -> cosigned.getOrDefault(other, 0L) >= held);
  }

  private boolean isOverdue() {
    return exchange
        .remembered(ENTERED)
        .map(at -> Instant.parse(at.toUtf8()))
        .filter(at -> exchange.now().isBefore(at.plus(TIME_TO_HEAR)))
        .isEmpty();
  }

  private void promote() {
    unchecked(() -> {
      keys.promote();
      return keys;
    });
    exchange.disremember(ENTERED);
    DeskLog.keysChanged(exchange.belonging().keys(exchange.self()).serial());
  }

  /// The members have decided on a new root key of ours.
  private void takeRoot() {
    Optional<PublicKey> known =
        exchange.roster().member(exchange.self()).map(card -> card.keys().root());
    if (keys.preparedRoot().isPresent() && keys.preparedRoot().equals(known)) {
      unchecked(() -> {
        keys.promoteRoot();
        return keys;
      });
      DeskLog.rootKeyChanged();
    }
  }

  private interface Access<T> {
    T call() throws IOException;
  }

  /// A disk that fails ends the loop like any fault of ours.
  private static <T> T unchecked(Access<T> access) {
    try {
      return access.call();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
