package coop.minga.node.desk;

import coop.minga.federation.identity.MlDsaSigner;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.MlDsaKey;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.node.exchange.Desk;
import coop.minga.node.exchange.OwnLedger;
import coop.minga.node.exchange.Recollection;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// Signs the published checkpoint by an ML-DSA-44 key, too, if the operator wants it: for the day
/// on which Ed25519 proves nothing any more. Others ignore the line.
///
/// The line is put on a moment after a checkpoint was published, and never sent to members: nothing
/// waits for it.
public final class SealingDesk implements Desk {
  /// The shortest time between two signatures.
  public static final Duration PAUSE = Duration.ofSeconds(1);

  private final Supplier<OwnLedger> ledger;
  private final MlDsaSigner signer;
  private Optional<String> last = Optional.empty();
  private long notBeforeNanos = System.nanoTime();

  /// A desk that has signed nothing.
  public SealingDesk(Supplier<OwnLedger> ledger, MlDsaSigner signer) {
    this.ledger = ledger;
    this.signer = signer;
  }

  @Override
  public void recall(Recollection all) {}

  @Override
  public void tick() {
    long now = System.nanoTime();
    if (now - notBeforeNanos >= 0) {
      ledger.get().checkpoint().filter(note -> !isLast(note)).ifPresent(note -> seal(note, now));
    }
  }

  private boolean isLast(SignedNote note) {
    return last.filter(text -> text.equals(note.text())).isPresent();
  }

  private void seal(SignedNote note, long now) {
    var key = new MlDsaKey(ledger.get().key().name(), signer.publicKey());
    if (note.signatures().stream().noneMatch(key::isNamedBy)) {
      Checkpoint.parse(note.text())
          .found()
          .ifPresent(checkpoint ->
              ledger.get().addSignature(note.text(), key.sign(checkpoint, 0, signer)));
    }
    last = Optional.of(note.text());
    notBeforeNanos = now + PAUSE.toNanos();
  }
}
