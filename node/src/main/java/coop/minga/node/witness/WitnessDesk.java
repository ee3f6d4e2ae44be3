package coop.minga.node.witness;

import com.google.gson.JsonObject;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Cosignature;
import coop.minga.federation.ledger.NoteSignature;
import coop.minga.federation.ledger.Policy;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.node.exchange.Desk;
import coop.minga.node.exchange.Exchange;
import coop.minga.node.exchange.Recollection;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Gives each witness outside the newest checkpoint of this member's ledger, one at a time, and
/// puts what it says onto the published one.
///
/// What a witness saw last is asked of it, by the size it answers with, and never remembered: after
/// a restart the first try may cost one more answer.
public final class WitnessDesk implements Desk {
  /// The shortest time between two tries with one witness.
  static final Duration SOONEST = Duration.ofSeconds(2);

  /// The longest, however often it failed.
  static final Duration LATEST = Duration.ofMinutes(10);

  /// Tries in a row that only tell what the witness saw last.
  static final int MAX_CORRECTIONS = 3;

  private final Exchange exchange;
  private final SignatureVerifier verifier;
  private final WitnessClient client = new WitnessClient();
  private final List<Outside> witnesses = new ArrayList<>();

  /// One witness, and how it is with it.
  private static final class Outside {
    final Policy.Witness witness;
    final URI prefix;
    long sawLast;
    long cosigned = -1;
    int corrections;
    boolean underway;
    long notBeforeNanos;
    Duration pause = SOONEST;
    String state = "not asked yet";

    Outside(Policy.Witness witness) {
      this.witness = witness;
      this.prefix = URI.create(witness.url().orElseThrow());
    }
  }

  /// @param witnesses each with the address it takes checkpoints at
  public WitnessDesk(
      Exchange exchange, SignatureVerifier verifier, List<Policy.Witness> witnesses) {
    this.exchange = exchange;
    this.verifier = verifier;
    witnesses.forEach(witness -> this.witnesses.add(new Outside(witness)));
  }

  @Override
  public void recall(Recollection all) {}

  @Override
  public void tick() {
    long now = System.nanoTime();
    for (Outside outside : witnesses) {
      if (!outside.underway && now - outside.notBeforeNanos >= 0) {
        exchange.ownLedger().checkpoint().ifPresent(note -> submit(outside, note, now));
      }
    }
  }

  @Override
  public Optional<JsonObject> answer(String verb, JsonObject question) {
    return verb.equals("witnesses") ? Optional.of(told()) : Optional.empty();
  }

  private void submit(Outside outside, SignedNote note, long now) {
    long size = size(note);
    if (size <= outside.cosigned) {
      return;
    }
    long from = Math.min(outside.sawLast, size);
    var submission = new Submission(exchange.ownLedger().prove(from, size), ownerOnly(note));
    outside.underway = true;
    outside.notBeforeNanos = now + SOONEST.toNanos();
    exchange.await(
        client.submit(outside.prefix, submission), answer -> heard(outside, note, answer));
  }

  private void heard(Outside outside, SignedNote note, Optional<Answer> answer) {
    outside.underway = false;
    if (answer.isEmpty()) {
      failed(outside, "it does not answer");
      return;
    }
    switch (answer.get()) {
      case Answer.Cosigned(var lines) -> cosigned(outside, note, lines);
      case Answer.SawLast(var size) -> corrected(outside, note, size);
      case Answer.Refused(var why) -> failed(outside, why);
    }
  }

  private void cosigned(Outside outside, SignedNote note, List<NoteSignature> lines) {
    Optional<NoteSignature> good =
        lines.stream()
            .filter(line ->
                Cosignature.read(line)
                    .found()
                    .filter(word -> word.isBy(outside.witness.key(), note.text(), verifier))
                    .isPresent())
            .findFirst();
    if (good.isEmpty()) {
      failed(outside, "what it signed is not this checkpoint, or not by its key");
      return;
    }
    outside.cosigned = size(note);
    outside.sawLast = outside.cosigned;
    outside.corrections = 0;
    outside.pause = SOONEST;
    outside.state = "cosigned " + outside.cosigned;
    exchange.ownLedger().addSignature(note.text(), good.get());
  }

  /// It saw more, or less, than we thought: at once again from there, a few times. More than we
  /// have ever signed is no size of this ledger.
  private void corrected(Outside outside, SignedNote note, long size) {
    if (size > size(note) || ++outside.corrections > MAX_CORRECTIONS) {
      outside.corrections = 0;
      failed(outside, "it says that it saw " + size + " entries last");
      return;
    }
    outside.sawLast = size;
    outside.notBeforeNanos = System.nanoTime();
  }

  private void failed(Outside outside, String why) {
    outside.state = why;
    Duration longer = outside.pause.multipliedBy(2);
    outside.pause = longer.compareTo(LATEST) > 0 ? LATEST : longer;
    outside.notBeforeNanos = System.nanoTime() + outside.pause.toNanos();
    WitnessLog.failed(outside.witness.name(), why, outside.pause);
  }

  /// How it is with each witness, by its name.
  public JsonObject told() {
    var told = new JsonObject();
    for (Outside outside : witnesses) {
      told.addProperty(outside.witness.name(), outside.state);
    }
    return told;
  }

  /// Witnesses ignore lines by keys they do not know; they need not be sent them.
  private SignedNote ownerOnly(SignedNote note) {
    return note.only(exchange.ownLedger().key());
  }

  private static long size(SignedNote note) {
    return Checkpoint.parse(note.text()).found().map(Checkpoint::size).orElse(0L);
  }
}
