package coop.minga.node.desk;

import com.google.gson.JsonObject;
import java.util.Locale;
import java.util.OptionalDouble;

/// What an epoch took from this member, for its owner.
///
/// @param epoch which
/// @param bytes of the one masked vector that left
/// @param rightPairs what an attack on the update behind it found out; see [Trainer#attack]
record Receipt(long epoch, int bytes, OptionalDouble rightPairs) {
  private static final int HUNDRED = 100;

  JsonObject told() {
    var told = new JsonObject();
    told.addProperty("epoch", epoch);
    told.addProperty("bytes", bytes);
    rightPairs.ifPresent(share -> told.addProperty("right-pairs", share));
    told.addProperty("attack", attack());
    return told;
  }

  private String attack() {
    if (rightPairs.isEmpty()) {
      return "There was too little to try an attack on.";
    }
    return String.format(
        Locale.ROOT,
        "We attacked our own update, as all the others together could: of two weeks it told which"
            + " was trained on in %.0f of 100 tries. 50 is chance.",
        HUNDRED * rightPairs.getAsDouble());
  }
}
