package coop.minga.node.demo;

import coop.minga.federation.identity.MemberId;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// One organisation of the demonstration.
///
/// @param displayName as people call it
/// @param trains whether it has sales to learn from: a retailer
/// @param social whether it gives food to people and sells none: a taker
/// @param tables what its node imports
/// @param taking of a taker only
/// @param afterwards what its customers want from the first morning on; its node never sees it
public record TownMember(
    MemberId id,
    String displayName,
    boolean trains,
    boolean social,
    TownTables tables,
    Optional<Taking> taking,
    List<Wanted> afterwards) {
  /// Copies the list.
  public TownMember {
    afterwards = List.copyOf(afterwards);
  }

  /// How many units of a lot customers really buy by the end of its date, if none of it is set
  /// aside. The oldest date is bought first; deliveries that come later carry later dates and so
  /// change nothing. Only the days of [Town#DAYS_AFTERWARDS] are known.
  public int reallySold(TownStock lot) {
    int ahead = 0;
    for (TownStock other : tables.stock()) {
      if (isBefore(other, lot)) {
        ahead += soldFrom(other, ahead);
      }
    }
    return soldFrom(lot, ahead);
  }

  /// Units of a lot that are bought when so many units of older lots are bought before it.
  private int soldFrom(TownStock lot, int ahead) {
    int wanted = wantedUntil(lot.site(), lot.item(), lot.mark().date());
    return Math.clamp((long) wanted - ahead, 0, lot.units());
  }

  private int wantedUntil(String site, String item, LocalDate last) {
    return afterwards.stream()
        .filter(w -> w.site().equals(site) && w.item().equals(item) && !w.date().isAfter(last))
        .mapToInt(Wanted::units)
        .sum();
  }

  private static boolean isBefore(TownStock other, TownStock lot) {
    return other.site().equals(lot.site())
        && other.item().equals(lot.item())
        && other.mark().date().isBefore(lot.mark().date());
  }
}
