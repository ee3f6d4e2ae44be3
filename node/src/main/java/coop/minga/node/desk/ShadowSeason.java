package coop.minga.node.desk;

import coop.minga.node.exchange.Exchange;
import java.time.LocalDate;
import java.util.Optional;

/// The first days of a member that wished to look on: its node offers and bids for nothing by
/// itself. What a person says counts as ever.
///
/// @param until its last day, by the federation's time; absent if there is none
record ShadowSeason(Exchange exchange, Optional<LocalDate> until) {
  /// Whether it is not over yet.
  boolean isOn() {
    return until.filter(last -> !today().isAfter(last)).isPresent();
  }

  /// The day by the federation's time.
  LocalDate today() {
    return exchange.now().atZone(exchange.roster().rules().time().zone()).toLocalDate();
  }
}
