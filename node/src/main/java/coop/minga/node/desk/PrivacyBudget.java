package coop.minga.node.desk;

import com.google.gson.JsonObject;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.learning.Privacy;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What this member has spent of its privacy, and whether another epoch fits.
///
/// A charge is kept for each epoch, once, before the entry that spends it is told; what a node that
/// starts again finds is what it spent. Epochs without noise are kept too: no epsilon covers them.
final class PrivacyBudget {
  /// The delta of every epsilon that is told.
  static final double DELTA = 1e-6;

  private static final String CHARGED = "learning/charged/";
  private static final String BARE = "none";
  private static final int MOST = 10_000;

  private final Notes notes;
  private final double epsilon;
  private final Map<Long, Optional<Double>> charged = new HashMap<>();

  /// Where charges are kept, durable before anything is told.
  interface Notes {
    void remember(String name, Bytes value);

    Optional<Bytes> remembered(String name);
  }

  /// @param epsilon the most that is ever spent
  PrivacyBudget(Notes notes, double epsilon) {
    this.notes = notes;
    this.epsilon = epsilon;
  }

  /// Takes up what was charged before, of epochs up to one.
  void recall(long last) {
    for (long epoch = 1; epoch <= last; epoch++) {
      Optional<Bytes> kept = notes.remembered(CHARGED + epoch);
      if (kept.isPresent()) {
        String text = kept.get().toUtf8();
        charged.put(
            epoch, text.equals(BARE) ? Optional.empty() : Optional.of(Double.parseDouble(text)));
      }
    }
  }

  /// Whether an epoch is paid for, or can be.
  ///
  /// @param rho of the epoch; absent without noise
  boolean allows(long epoch, Optional<Double> rho) {
    return rho.isEmpty()
        || charged.containsKey(epoch)
        || Privacy.epsilon(spent() + rho.get(), DELTA) <= epsilon;
  }

  /// Charges an epoch, once.
  void charge(long epoch, Optional<Double> rho) {
    if (charged.containsKey(epoch)) {
      return;
    }
    charged.put(epoch, rho);
    notes.remember(CHARGED + epoch, Bytes.utf8(rho.map(String::valueOf).orElse(BARE)));
  }

  /// What an operator is told.
  ///
  /// @param rho of an epoch as it would be now; absent without noise
  JsonObject told(Optional<Double> rho) {
    long bare = charged.values().stream().filter(Optional::isEmpty).count();
    var told = new JsonObject();
    told.addProperty("unit", "one organisation, added or removed");
    told.addProperty("delta", DELTA);
    told.addProperty("epochs-with-noise", charged.size() - bare);
    told.addProperty("epochs-without-noise", bare);
    if (spent() > 0) {
      told.addProperty("epsilon-spent", Privacy.epsilon(spent(), DELTA));
      told.addProperty("gaussian-epsilon", Privacy.gaussianEpsilon(spent(), DELTA));
    }
    told.addProperty("epsilon-budget", epsilon);
    rho.ifPresent(each -> told.addProperty("epochs-left", left(each)));
    told.addProperty("promise", promise(rho, bare));
    return told;
  }

  private String promise(Optional<Double> rho, long bare) {
    if (bare > 0) {
      return "Updates of "
          + bare
          + " epochs are in sums without noise. Nobody sees anything but the sums; sums of"
          + " different members can be subtracted, and no epsilon covers that.";
    }
    if (rho.isPresent() && left(rho.get()) == 0) {
      return "The budget is spent. This member takes part in no more epochs.";
    }
    return "Whoever sees every sum can tell little more of us than epsilon says.";
  }

  private int left(double each) {
    int left = 0;
    while (left < MOST && Privacy.epsilon(spent() + (left + 1) * each, DELTA) <= epsilon) {
      left++;
    }
    return left;
  }

  private double spent() {
    return charged.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .flatMap(charge -> charge.getValue().stream())
        .mapToDouble(Double::doubleValue)
        .sum();
  }
}
