package coop.minga.node.desk;

import com.google.gson.JsonObject;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.learning.Privacy;
import coop.minga.federation.learning.Unit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What this member has spent of its privacy, and whether another epoch fits.
///
/// A charge is kept for each epoch, once, before the entry that spends it is told; what a node that
/// starts again finds is what it spent. It is kept of both units, so that a member that changes
/// from one to the other has spent in the new one what it spent before. Epochs without noise are
/// kept too: no epsilon covers them.
final class PrivacyBudget {
  /// The delta of every epsilon that is told.
  static final double DELTA = 1e-6;

  private static final String CHARGED = "learning/charged/";
  private static final String BARE = "none";
  private static final int MOST = 10_000;

  private final Notes notes;
  private final double epsilon;
  private final Unit unit;
  private final Map<Long, Optional<Privacy.Cost>> charged = new HashMap<>();

  /// Where charges are kept, durable before anything is told.
  interface Notes {
    void remember(String name, Bytes value);

    Optional<Bytes> remembered(String name);
  }

  /// @param epsilon the most that is ever spent
  /// @param unit of which
  PrivacyBudget(Notes notes, double epsilon, Unit unit) {
    this.notes = notes;
    this.epsilon = epsilon;
    this.unit = unit;
  }

  /// Takes up what was charged before, of epochs up to one.
  void recall(long last) {
    for (long epoch = 1; epoch <= last; epoch++) {
      Optional<Bytes> kept = notes.remembered(CHARGED + epoch);
      if (kept.isPresent()) {
        charged.put(epoch, read(kept.get().toUtf8()));
      }
    }
  }

  private static Optional<Privacy.Cost> read(String kept) {
    if (kept.equals(BARE)) {
      return Optional.empty();
    }
    String[] both = kept.split(" ", -1);
    double organisation = Double.parseDouble(both[0]);
    return Optional.of(
        both.length == 1
            ? Privacy.Cost.ofOrganisation(organisation)
            : new Privacy.Cost(organisation, Double.parseDouble(both[1])));
  }

  /// Whether an epoch is paid for, or can be.
  ///
  /// @param cost of the epoch; absent without noise
  boolean allows(long epoch, Optional<Privacy.Cost> cost) {
    return cost.isEmpty()
        || charged.containsKey(epoch)
        || Privacy.epsilon(spent(unit) + cost.get().of(unit), DELTA) <= epsilon;
  }

  /// Charges an epoch, once.
  void charge(long epoch, Optional<Privacy.Cost> cost) {
    if (charged.containsKey(epoch)) {
      return;
    }
    charged.put(epoch, cost);
    String kept = cost.map(each -> each.organisation() + " " + each.siteWeek()).orElse(BARE);
    notes.remember(CHARGED + epoch, Bytes.utf8(kept));
  }

  /// What an operator is told.
  ///
  /// @param cost of an epoch as it would be now; absent without noise
  JsonObject told(Optional<Privacy.Cost> cost) {
    long bare = charged.values().stream().filter(Optional::isEmpty).count();
    var told = new JsonObject();
    told.addProperty("unit", name(unit));
    told.addProperty("delta", DELTA);
    told.addProperty("epochs-with-noise", charged.size() - bare);
    told.addProperty("epochs-without-noise", bare);
    if (spent(unit) > 0) {
      told.addProperty("epsilon-spent", Privacy.epsilon(spent(unit), DELTA));
      told.addProperty("gaussian-epsilon", Privacy.gaussianEpsilon(spent(unit), DELTA));
      Unit other = other();
      told.addProperty("other-unit", name(other));
      told.addProperty("epsilon-spent-of-other-unit", Privacy.epsilon(spent(other), DELTA));
    }
    told.addProperty("epsilon-budget", epsilon);
    cost.ifPresent(each -> told.addProperty("epochs-left", left(each.of(unit))));
    told.addProperty("promise", promise(cost, bare));
    return told;
  }

  private static String name(Unit unit) {
    return switch (unit) {
      case Unit.Organisation() -> "one organisation, added or removed";
      case Unit.SiteWeek _ -> "what one site sold in one week, added or removed";
    };
  }

  /// Only which of the two it is matters here.
  private Unit other() {
    return switch (unit) {
      case Unit.Organisation() -> new Unit.SiteWeek(1, 1);
      case Unit.SiteWeek _ -> new Unit.Organisation();
    };
  }

  private String promise(Optional<Privacy.Cost> cost, long bare) {
    if (bare > 0) {
      return "Updates of "
          + bare
          + " epochs are in sums without noise. Nobody sees anything but the sums; sums of"
          + " different members can be subtracted, and no epsilon covers that.";
    }
    if (cost.isPresent() && left(cost.get().of(unit)) == 0) {
      return "The budget is spent. This member takes part in no more epochs.";
    }
    return switch (unit) {
      case Unit.Organisation() ->
          "Whoever sees every sum can tell little more of us than epsilon says.";
      case Unit.SiteWeek _ ->
          "Whoever sees every sum can tell little more of any one week of a site than epsilon says,"
              + " wherever that week is learnt from; of what all our weeks have in common it may"
              + " tell much.";
    };
  }

  private int left(double each) {
    int left = 0;
    while (left < MOST && Privacy.epsilon(spent(unit) + (left + 1) * each, DELTA) <= epsilon) {
      left++;
    }
    return left;
  }

  private double spent(Unit of) {
    return charged.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .flatMap(charge -> charge.getValue().stream())
        .mapToDouble(cost -> cost.of(of))
        .sum();
  }
}
