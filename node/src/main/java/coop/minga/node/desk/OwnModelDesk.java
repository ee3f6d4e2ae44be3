package coop.minga.node.desk;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.wire.Said;
import coop.minga.node.exchange.Desk;
import coop.minga.node.exchange.Exchange;
import coop.minga.node.exchange.Recollection;
import coop.minga.node.exchange.Seen;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/// Trains the node's own model in nights in which nobody learns: a member of a federation of five,
/// or of one that does not learn, has a model of its own all the same.
///
/// Where members learn together, trying the night's version trains the own model beside it, and
/// this desk does nothing. It waits [#SILENCE] from the night's start; then, once a night, whoever
/// has heard nothing of learning since then trains alone.
public final class OwnModelDesk implements Desk {
  /// So long somebody who learns with others has to be heard of.
  public static final Duration SILENCE = Duration.ofHours(1);

  private static final String LAST = "own-model/night";

  private final Exchange exchange;
  private final Trainer trainer;
  private final LocalTime start;
  private final ZoneId zone;
  private Instant heard = Instant.MIN;

  /// @param start local time of the night's start
  public OwnModelDesk(Exchange exchange, Trainer trainer, LocalTime start) {
    this.exchange = exchange;
    this.trainer = trainer;
    this.start = start;
    this.zone = exchange.roster().rules().time().zone();
  }

  @Override
  public void recall(Recollection all) {}

  @Override
  public void seen(Seen entry) {
    if (entry.said() instanceof Said.OfLearning) {
      heard = exchange.now();
    }
  }

  @Override
  public void tick() {
    LocalDate day = exchange.now().atZone(zone).toLocalDate();
    ZonedDateTime night = day.atTime(start).atZone(zone);
    Instant silent = night.toInstant().plus(SILENCE);
    boolean isNight =
        !exchange.now().isBefore(silent)
            && exchange.now().isBefore(night.toInstant().plus(LearningDesk.NIGHT));
    if (isNight && heard.isBefore(night.toInstant()) && !isDone(day)) {
      exchange.remember(LAST, Bytes.utf8(day.toString()));
      exchange.work("train-alone", () -> trainer.alone(day.toEpochDay()), DeskLog::trainedAlone);
    }
  }

  private boolean isDone(LocalDate day) {
    return exchange
        .remembered(LAST)
        .map(last -> !LocalDate.parse(last.toUtf8()).isBefore(day))
        .orElse(false);
  }
}
