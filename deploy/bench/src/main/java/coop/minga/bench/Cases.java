package coop.minga.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// Prints figures that are medians over seeds, each with its table of members.
///
/// @param seeds each trained everything anew
/// @param names of the members; none if there are too many for a table
record Cases(Figures figures, List<Integer> seeds, List<String> names) {
  /// How far off, over the goals' levels and days; beside it, over all levels and open days.
  void wql(String name, List<List<Judged>> bySeed) {
    print(
        name,
        bySeed.stream().map(judged -> outcome(judged, Judged::wql)).toList(),
        Map.of("seven-levels-open-days", median(bySeed, judged -> Judged.sum(judged).openDays())));
  }

  /// The share of days inside the range of .80, and what it is for the member furthest from it.
  void coverage(List<List<Judged>> bySeed) {
    List<Outcome> all = bySeed.stream().map(judged -> outcome(judged, Judged::coverage)).toList();
    print("coverage-80", all, Map.of());
    print("coverage-80-worst-member", all.stream().map(Cases::furthest).toList(), Map.of());
  }

  void print(String name, List<Outcome> bySeed) {
    print(name, bySeed, Map.of());
  }

  private void print(String name, List<Outcome> bySeed, Map<String, Double> beside) {
    double value = median(bySeed, Outcome::value);
    Map<String, Double> byMember = new LinkedHashMap<>();
    int members = Math.min(names.size(), bySeed.getFirst().byMember().size());
    for (int member = 0; member < members; member++) {
      int which = member;
      byMember.put(names.get(member), median(bySeed, one -> one.byMember().get(which)));
    }
    figures.print(new Figures.Figure(name, Map.of(), value, "", beside), seeds, byMember);
  }

  private static Outcome outcome(List<Judged> judged, Function<Judged, Double> by) {
    return new Outcome(by.apply(Judged.sum(judged)), judged.stream().map(by).toList());
  }

  /// The coverage that is furthest from .80.
  private static Outcome furthest(Outcome coverages) {
    double worst = .8;
    for (double one : coverages.byMember()) {
      worst = Math.abs(one - .8) > Math.abs(worst - .8) ? one : worst;
    }
    return new Outcome(worst, List.of());
  }

  private static <T> double median(List<T> bySeed, ToDoubleFunction<T> of) {
    return Figures.median(bySeed.stream().mapToDouble(of).toArray());
  }
}
