package coop.minga.bench.town;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Whether figures count: the reference arms must come out as they did elsewhere, and no arm may
/// have bought less waste with emptier shelves.
///
/// @param arms as played
/// @param reference what the plain arm and first-come must come to
record Validity(Arms arms, JsonObject reference) {
  /// Bounds are not bound by the service of the others.
  private static final Set<String> BOUNDS =
      Set.of(Arms.CENTRAL, Arms.CENTRAL + Arms.ASKED, Arms.PERFECT);

  private static final double SAME = .001;
  private static final double SERVICE = .005;
  private static final double SERVICE_OF_A_SHELF = .02;
  private static final double LEAST_USE = .57;
  private static final double MOST_USE = .63;

  /// Why they do not count, in plain sentences; none if they do.
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    Tally plain = arms.tally(Arms.PLAIN);
    Tally firstCome = arms.tally(Arms.FIRST_COME);
    JsonObject asPlain = reference.getAsJsonObject("plain");
    JsonObject asFirstCome = reference.getAsJsonObject("plain+first-come");
    near("the plain arm's waste", plain.wasteShare(), asPlain, "waste_share", faults);
    near("its availability", served(plain), asPlain, "availability", faults);
    near("first-come's waste", firstCome.wasteShare(), asFirstCome, "waste_share", faults);
    near("its availability", served(firstCome), asFirstCome, "availability", faults);
    JsonObject october = reference.getAsJsonObject("october-1972");
    near("first-come's october", arms.kept(Arms.FIRST_COME), october, "kept", faults);
    double use = arms.use(Arms.FIRST_COME, Tally.Span.SHOCK);
    if (use < LEAST_USE || use > MOST_USE) {
      faults.add("first-come's twin uses %.3f of the vehicles".formatted(use));
    }
    arms.calm()
        .forEach((name, play) -> {
          if (!BOUNDS.contains(name)) {
            service(name, play.tally(), plain, faults);
          }
        });
    return faults;
  }

  private static void near(
      String what, double value, JsonObject said, String key, List<String> faults) {
    if (Math.abs(value - said.get(key).getAsDouble()) > SAME) {
      faults.add("%s is %.4f, not %s".formatted(what, value, said.get(key)));
    }
  }

  private static void service(String name, Tally arm, Tally plain, List<String> faults) {
    double off = served(arm) - served(plain);
    if (Math.abs(off) > SERVICE) {
      faults.add("%s serves %+.4f against the plain arm".formatted(name, off));
    }
    double worst = worst(arm, plain);
    if (worst < -SERVICE_OF_A_SHELF) {
      faults.add("%s serves one shop's category by %+.4f".formatted(name, worst));
    }
  }

  /// By how much the worst shop-category is served less than under the plain rule.
  static double worst(Tally arm, Tally plain) {
    double worst = 1;
    for (int kind = 0; kind < arm.kinds(); kind++) {
      worst = Math.min(worst, arm.availability(kind) - plain.availability(kind));
    }
    return worst;
  }

  private static double served(Tally tally) {
    return tally.availability(Tally.Span.COUNTED);
  }
}
