package coop.minga.node.desk;

import coop.minga.node.exchange.Exchange;
import coop.minga.node.planning.LeftOver;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What is foreseen and not offered: who is asked to offer it, until when, and what silence means.
///
/// The shop is asked first, and its organisation once half of the time has passed that was left on
/// the first morning that saw it.
final class Drafts {
  private static final String ORGANISATION = "the organisation";

  private final Exchange exchange;
  private final LeftOvers leftOvers;
  private final StandingPolicy policy;
  private final Noticed noticed;

  Drafts(Exchange exchange, LeftOvers leftOvers, StandingPolicy policy) {
    this.exchange = exchange;
    this.leftOvers = leftOvers;
    this.policy = policy;
    this.noticed = new Noticed(exchange);
  }

  /// Notes once a morning what it foresees and nobody offers.
  void notice() {
    Instant morning = leftOvers.morning();
    if (leftOvers.day().isPresent() && !noticed.knows(morning)) {
      noticed.foreseen(
          morning,
          leftOvers.all().stream().filter(this::isUnoffered).map(leftOvers::nameOf).toList());
    }
  }

  private boolean isUnoffered(LeftOver lot) {
    return exchange.now().isBefore(lot.lastUsefulOffer())
        && leftOvers.usual(lot) > 0
        && leftOvers.recalled(lot).isEmpty()
        && !leftOvers.isNeverOffered(lot)
        && !leftOvers.isOffered(lot);
  }

  private boolean isDraft(LeftOver lot) {
    return isUnoffered(lot) && !leftOvers.isAskedFor(lot);
  }

  private Instant halfWay(LeftOver lot) {
    return Draft.halfWay(noticed(lot), lot.lastUsefulOffer());
  }

  private Instant noticed(LeftOver lot) {
    return noticed.since(leftOvers.nameOf(lot)).orElseGet(leftOvers::morning);
  }

  // ---- What waits for a person

  /// What waits for a person's yes.
  List<Waiting> waiting() {
    List<LeftOver> drafts = leftOvers.all().stream().filter(this::isDraft).toList();
    if (drafts.isEmpty()) {
      return List.of();
    }
    long roomGrams = policy.roomGrams();
    String unheeded = unheeded();
    return drafts.stream()
        .map(lot -> waiting(lot, byPolicy(lot, roomGrams).orElse(unheeded)))
        .toList();
  }

  private Waiting waiting(LeftOver lot, String silence) {
    return new Waiting(
        leftOvers.nameOf(lot),
        exchange.now().isBefore(halfWay(lot)) ? lot.series().site() : ORGANISATION,
        "offer it: minga offer " + leftOvers.nameOf(lot),
        lot.lastUsefulOffer(),
        silence);
  }

  /// What the node does with it by itself; absent if nothing.
  private Optional<String> byPolicy(LeftOver lot, long roomGrams) {
    if (policy.willOffer(lot)) {
      return Optional.of("your node offers it");
    }
    return policy.willExpect(lot, roomGrams)
        ? Optional.of("your node offers it as expected")
        : Optional.empty();
  }

  /// What becomes of that with which the node does nothing, and why.
  private String unheeded() {
    Optional<LocalDate> rests = policy.restsUntil();
    if (rests.isPresent()) {
      return "not offered; your node looks on until " + rests.get();
    }
    return policy
        .tooLittleThere()
        .filter(_ -> policy.mayExpect())
        .map(percent ->
            "not offered; your node expects nothing: of what it expected in %d days %d %% was there"
                .formatted(StandingPolicy.DAYS_OF_EXPECTING, percent))
        .orElse("not offered");
  }

  // ---- What the watch is told

  /// What is foreseen and not offered, and what of it the shop let wait for half of the time;
  /// absent while nothing is foreseen yet.
  Optional<Unoffered> unoffered() {
    return leftOvers
        .day()
        .map(morning -> {
          List<LeftOver> all = leftOvers.all().stream().filter(this::isUnoffered).toList();
          return new Unoffered(
              all.stream().map(leftOvers::nameOf).collect(Collectors.toSet()),
              late(all).stream().map(lot -> draft(lot, morning)).toList());
        });
  }

  private List<LeftOver> late(List<LeftOver> unoffered) {
    List<LeftOver> late = unoffered.stream().filter(this::isLate).toList();
    long roomGrams = late.isEmpty() ? 0 : policy.roomGrams();
    return late.stream().filter(lot -> !policy.willExpect(lot, roomGrams)).toList();
  }

  private boolean isLate(LeftOver lot) {
    return !exchange.now().isBefore(halfWay(lot)) && isDraft(lot) && !policy.willOffer(lot);
  }

  private Draft draft(LeftOver lot, LocalDate morning) {
    long units = leftOvers.usual(lot);
    return new Draft(
        leftOvers.nameOf(lot),
        lot.series().site(),
        lot.item().name(),
        lot.item().category(),
        units,
        units * lot.item().unitGrams(),
        morning,
        noticed(lot),
        lot.lastUsefulOffer());
  }
}
