package coop.minga.node.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.Suspicion;
import java.util.Collection;
import java.util.stream.Collectors;

/// What an operator is told of who may have spoiled a sum.
///
/// @param suspicion as it is before the next epoch
record Suspected(Suspicion suspicion) {
  JsonObject told() {
    var told = new JsonObject();
    told.addProperty("says", sentence());
    told.add("next", names(suspicion.cohort().members()));
    told.add("suspects", names(suspicion.suspects()));
    told.add("singled-out", names(suspicion.singledOut()));
    return told;
  }

  private String sentence() {
    if (!suspicion.singledOut().isEmpty()) {
      String who =
          suspicion.singledOut().stream().map(MemberId::name).collect(Collectors.joining(", "));
      return "Sums are spoiled whenever "
          + who
          + " is in them. That is a suspicion, no proof: ask. To learn without: minga members"
          + " quarantine NAME.";
    }
    if (suspicion.isSearching()) {
      return "Somebody's update was out of bounds. Until it is clear whose, groups learn instead"
          + " of all together.";
    }
    if (suspicion.gaveUp()) {
      return suspicion.canTell()
          ? "Somebody's update was out of bounds, now and then; the groups did not show whose."
          : "Somebody's update was out of bounds. So few members cannot tell whose.";
    }
    return "Nobody is suspected of spoiling sums.";
  }

  private static JsonArray names(Collection<MemberId> members) {
    var names = new JsonArray();
    members.forEach(member -> names.add(member.name()));
    return names;
  }
}
