package coop.minga.federation.surplus;

import coop.minga.federation.goods.Checks;
import coop.minga.federation.identity.MemberId;

/// A lot's name everywhere.
///
/// @param giver whose lot it is
/// @param lot a text that the giver never uses twice
public record LotName(MemberId giver, String lot) implements Comparable<LotName> {
  /// Checks the text.
  public LotName {
    Checks.text("a lot's name", lot, Checks.LOT);
  }

  @Override
  public int compareTo(LotName other) {
    int byGiver = giver.compareTo(other.giver);
    return byGiver != 0 ? byGiver : lot.compareTo(other.lot);
  }

  /// As in `mapocho/yoghurt-7`.
  @Override
  public String toString() {
    return giver + "/" + lot;
  }
}
