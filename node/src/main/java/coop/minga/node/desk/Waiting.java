package coop.minga.node.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;

/// Something of a lot that waits for a person, and what silence means.
///
/// @param lot its name, with its giver's if that is another
/// @param who is asked
/// @param what to do, with the command that does it
/// @param until when
/// @param silence what happens then by itself
record Waiting(String lot, String who, String what, Instant until, String silence) {
  /// So many are listed at most, those first that wait least.
  static final int MOST_LISTED = 50;

  /// They, as an operator is told, the most urgent first.
  static JsonArray told(Collection<Waiting> all) {
    var told = new JsonArray();
    all.stream()
        .sorted(Comparator.comparing(Waiting::until).thenComparing(Waiting::lot))
        .limit(MOST_LISTED)
        .forEach(each -> told.add(each.told()));
    return told;
  }

  private JsonObject told() {
    var told = new JsonObject();
    told.addProperty("lot", lot);
    told.addProperty("who", who);
    told.addProperty("what", what);
    told.addProperty("until", until.toString());
    told.addProperty("silence", silence);
    return told;
  }
}
