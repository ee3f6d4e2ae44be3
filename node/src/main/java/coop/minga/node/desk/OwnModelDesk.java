package coop.minga.node.desk;

import coop.minga.federation.identity.Bytes;
import coop.minga.node.exchange.Desk;
import coop.minga.node.exchange.Exchange;
import coop.minga.node.exchange.Recollection;
import coop.minga.node.exchange.Seen;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Optional;

/// Trains the node's own model in nights in which nothing else does: a member of a federation of
/// five, one of a federation that does not learn, or one that only looks on while the others do,
/// has a model of its own all the same.
///
/// Trying a night's version trains the own model beside it. So this desk waits [#SILENCE] from the
/// night's start, and then until no epoch is open here, but not beyond the night's end; then, once
/// a night, whoever has tried no version trains alone. While a person keeps what is in use, nothing
/// is trained.
public final class OwnModelDesk implements Desk {
  /// So long members have to open an epoch, and so long after a night's end there is still time to
  /// train.
  public static final Duration SILENCE = Duration.ofHours(1);

  private static final String LAST = "own-model/night";

  private final Exchange exchange;
  private final Trainer trainer;
  private final Learning learning;
  private final Nights nights;
  private Optional<LocalDate> begun = Optional.empty();

  /// How it is with what members learn together.
  public interface Learning {
    /// Whether an epoch is open here.
    boolean isUnderWay();

    /// Whether a version is tried in a night, or was since this node started, whatever came of it.
    boolean isTried(LocalDate night);

    /// Whether a person keeps what is forecast with as it is.
    boolean isHeld();

    /// Takes down what training alone came to.
    void trainedAlone(Trainer.Adoption result);
  }

  /// @param start local time of the night's start
  public OwnModelDesk(Exchange exchange, Trainer trainer, Learning learning, LocalTime start) {
    this.exchange = exchange;
    this.trainer = trainer;
    this.learning = learning;
    this.nights = new Nights(start, exchange.roster().rules().time().zone());
  }

  /// Keeps that the own model was trained in a night: it is trained once. One that failed, or that
  /// a crash ended, was not: a node that starts again tries once more.
  static void trained(Exchange exchange, LocalDate night) {
    exchange.remember(LAST, Bytes.utf8(night.toString()));
  }

  @Override
  public void recall(Recollection all) {}

  @Override
  public void seen(Seen entry) {}

  @Override
  public void tick() {
    LocalDate night = nights.of(exchange.now()).toLocalDate();
    if (isTime() && !learning.isHeld() && !isBegun(night) && !isDone(night)) {
      begun = Optional.of(night);
      exchange.work(
          "train-alone",
          () -> trainer.alone(night.toEpochDay()),
          result -> {
            trained(exchange, night);
            learning.trainedAlone(result);
          });
    }
  }

  /// At the night's end nobody is waited for: else one proposal a night would keep a member from
  /// ever training.
  private boolean isTime() {
    Instant began = nights.of(exchange.now()).toInstant();
    Instant ends = began.plus(LearningDesk.NIGHT);
    Instant now = exchange.now();
    boolean isLate = !now.isBefore(ends) && now.isBefore(ends.plus(SILENCE));
    boolean isNight = !now.isBefore(began.plus(SILENCE)) && now.isBefore(ends);
    return isLate || (isNight && !learning.isUnderWay());
  }

  /// Whether it trains for a night, or has since this node started, whatever came of it.
  private boolean isBegun(LocalDate night) {
    return begun.filter(night::equals).isPresent() || learning.isTried(night);
  }

  private boolean isDone(LocalDate night) {
    return exchange
        .remembered(LAST)
        .map(last -> !LocalDate.parse(last.toUtf8()).isBefore(night))
        .orElse(false);
  }
}
