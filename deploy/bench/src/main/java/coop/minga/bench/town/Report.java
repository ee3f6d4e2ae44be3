package coop.minga.bench.town;

import com.google.gson.JsonObject;
import coop.minga.bench.Figures;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Prints what the arms of one town came to.
///
/// @param figures where it goes
/// @param params which town
/// @param arms as played
record Report(Figures figures, Map<String, Integer> params, Arms arms) {
  /// What is printed of every town, by name.
  static final List<String> CASES =
      List.of("waste-plain", "waste-plain-first-come", "availability", "october-1972-first-come");

  /// Prints it, and in which way it is void, if it is.
  ///
  /// @param reference what the plain arm and first-come must come to
  void print(JsonObject reference) {
    arms.calm()
        .forEach((name, play) -> share("waste-" + name, play.tally().wasteShare(), Map.of()));
    var served = new TreeMap<String, Double>();
    arms.calm()
        .forEach((name, play) -> served.put(name, play.tally().availability(Tally.Span.COUNTED)));
    share("availability", arms.tally(Arms.PLAIN).availability(Tally.Span.COUNTED), served);
    share("october-1972-first-come", arms.kept(Arms.FIRST_COME), Map.of());
    Map<String, Integer> town = params;
    new Validity(arms, reference)
        .faults()
        .forEach(fault -> figures.say("VOID " + town + ": " + fault));
  }

  private void share(String name, double value, Map<String, Double> vs) {
    figures.print(new Figures.Figure(name, params, value, "share", vs));
  }
}
