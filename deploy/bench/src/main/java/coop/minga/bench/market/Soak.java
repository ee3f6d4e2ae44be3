package coop.minga.bench.market;

import coop.minga.bench.Figures;
import coop.minga.federation.sim.Season;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/// Many seasons of a simulated town, one after the other: nodes crash, the network is cut, loses,
/// doubles and reorders, and one liar of every kind takes part. Nothing may ever be promised twice
/// by an honest shop, every lot must end, and the auditor must reckon everything alike.
///
/// @param figures where they go
/// @param seeds one season each
public record Soak(Figures figures, List<Integer> seeds) {
  private static final int DAYS = 20;
  private static final int SEASONS = 50;
  private static final int QUICK_SEASONS = 2;
  private static final String FROM = "--from=";
  private static final String COUNT = "--seasons=";

  /// Copies.
  public Soak {
    seeds = List.copyOf(seeds);
  }

  /// The seasons that a command line asks for: all fifty, or a piece of them, as in `--from=11
  /// --seasons=10`.
  public static Soak of(Figures figures, List<String> words, boolean quick) {
    int from = number(words, FROM, 1);
    int count = number(words, COUNT, quick ? QUICK_SEASONS : SEASONS);
    return new Soak(figures, IntStream.range(from, from + count).boxed().toList());
  }

  private static int number(List<String> words, String option, int otherwise) {
    return words.stream()
        .filter(word -> word.startsWith(option))
        .map(word -> Integer.parseInt(word.substring(option.length())))
        .findFirst()
        .orElse(otherwise);
  }

  /// Lives through all of them. What does not hold ends it, with the seed that shows it again.
  public void run() {
    long begun = System.nanoTime();
    List<Season.Outcome> all = seeds.stream().map(this::season).toList();
    sum(all, "days", Season.Outcome::days);
    sum(all, "offers", Season.Outcome::offers);
    sum(all, "awards", Season.Outcome::awards);
    sum(all, "crashes", Season.Outcome::crashes);
    sum(all, "messages", Season.Outcome::messages);
    sum(all, "lies", Season.Outcome::lies);
    sum(all, "over-promises", Season.Outcome::overPromised);
    sum(all, "unended", Season.Outcome::unended);
    sum(all, "recomputed-otherwise", Season.Outcome::recomputedOtherwise);
    sum(all, "settlements-recomputed", Season.Outcome::settlements);
    sum(all, "liars-not-found", Season.Outcome::unfound);
    print("wall-seconds", (System.nanoTime() - begun) / 1e9, "s");
  }

  private Season.Outcome season(int seed) {
    Season.Outcome outcome = new Season(seed, DAYS).run();
    figures.say("season " + seed + ": " + outcome);
    return outcome;
  }

  private void sum(List<Season.Outcome> all, String name, ToIntFunction<Season.Outcome> of) {
    print(name, all.stream().mapToInt(of).sum(), "");
  }

  private void print(String name, double value, String unit) {
    figures.print(
        new Figures.Figure(name, Map.of("days", seeds.size() * DAYS), value, unit, Map.of()),
        seeds,
        Map.of());
  }
}
