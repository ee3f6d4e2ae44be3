package coop.minga.federation.surplus;

import coop.minga.federation.goods.Checks;
import coop.minga.federation.identity.Hash;
import java.time.Instant;
import java.time.LocalDate;

/// A taker claims how many people it feeds, instead of what it claimed before: the taker's ledger.
/// It counts once members who take nothing themselves attest to it.
///
/// @param people a week, on average over the period
/// @param needPermille by which each of them counts, in thousandths: what is published of the area;
///   1000 where nothing is
/// @param method how they were counted, for people
/// @param from the period's first day
/// @param until its last
/// @param document the hash of what was counted from, which attesters are shown
/// @param at when
public record PeopleServed(
    int people,
    int needPermille,
    String method,
    LocalDate from,
    LocalDate until,
    Hash document,
    Instant at)
    implements EntitlementStatement {
  /// More than any one taker feeds.
  public static final int MOST_PEOPLE = 10_000_000;

  /// The least that one of an area's people may count, in thousandths: a tenth.
  public static final int LEAST_NEED = 100;

  /// The most: ten.
  public static final int MOST_NEED = 10_000;

  /// Checks ranges and order.
  public PeopleServed {
    Checks.range("people", people, 1, MOST_PEOPLE);
    Checks.range("need in thousandths", needPermille, LEAST_NEED, MOST_NEED);
    Checks.text("a method", method, Checks.SENTENCE);
    Checks.instant("a time", at);
    if (until.isBefore(from)) {
      throw new IllegalArgumentException("a period ends after it begins");
    }
  }

  /// What the taker is entitled to, in thousandths of a person's share.
  public long entitlement() {
    return (long) people * needPermille;
  }
}
