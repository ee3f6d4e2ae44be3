package coop.minga.bench;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Prints figures as all benchmarks do: a JSON line each on stdout, a row for people on stderr.
///
/// @param bench its name
/// @param seeds what everything random in it was drawn from
/// @param out JSON lines
/// @param table rows for people
public record Figures(String bench, List<Integer> seeds, PrintStream out, PrintStream table) {
  /// One figure.
  ///
  /// @param name the case
  /// @param params what it was measured with
  /// @param value the median
  /// @param unit of it
  /// @param vs others measured in the same run, by name
  public record Figure(
      String name, Map<String, ?> params, double value, String unit, Map<String, Double> vs) {}

  /// A place that prints to the process's own streams.
  static Figures of(String bench) {
    return new Figures(bench, List.of(Run.SEED), System.out, System.err);
  }

  /// The same place, for what was drawn from another seed.
  public Figures of(int otherSeed) {
    return new Figures(bench, List.of(otherSeed), out, table);
  }

  /// The same place, for what was drawn from the seeds 1, 2, ... and put together.
  public Figures over(int count) {
    return new Figures(bench, IntStream.rangeClosed(1, count).boxed().toList(), out, table);
  }

  /// Says that a case was not measured, as what it is measured with is not there.
  public void absent(String name, String what) {
    var line = new JsonObject();
    line.addProperty("bench", bench);
    line.addProperty("case", name);
    line.addProperty("absent", what);
    out.println(line);
    table.printf("%-26s %-34s %12s%n", name, what, "absent");
  }

  /// Says something to people only.
  public void say(String sentence) {
    table.println(sentence);
  }

  /// Prints one figure.
  public void print(Figure figure) {
    print(figure, seeds, Map.of());
  }

  /// Prints one figure that is the median over several seeds.
  ///
  /// @param byMember the same figure for each of some members; may be empty
  public void print(Figure figure, List<Integer> from, Map<String, Double> byMember) {
    var line = new JsonObject();
    line.addProperty("bench", bench);
    line.addProperty("case", figure.name());
    if (!figure.params().isEmpty()) {
      var params = new JsonObject();
      new TreeMap<>(figure.params()).forEach((name, value) -> add(params, name, value));
      line.add("params", params);
    }
    line.add("value", number(figure.value()));
    line.addProperty("unit", figure.unit());
    var all = new JsonArray();
    from.forEach(all::add);
    line.add("seeds", all);
    if (!figure.vs().isEmpty()) {
      var vs = new JsonObject();
      figure.vs().forEach((name, value) -> vs.add(name, number(value)));
      line.add("vs", vs);
    }
    if (!byMember.isEmpty()) {
      var members = new JsonObject();
      byMember.forEach((name, value) -> members.add(name, number(value)));
      line.add("members", members);
    }
    out.println(line);
    table.printf(
        "%-26s %-34s %12.4f %-6s %s%n",
        figure.name(), new TreeMap<>(figure.params()), figure.value(), figure.unit(), figure.vs());
    byMember.forEach((member, value) -> table.printf("    %-22s %12.4f%n", member, value));
  }

  /// What is no number is null: JSON has no word for it.
  private static JsonElement number(double value) {
    return Double.isFinite(value) ? new JsonPrimitive(value) : JsonNull.INSTANCE;
  }

  private static void add(JsonObject params, String name, Object value) {
    if (value instanceof Number number) {
      params.addProperty(name, number);
    } else {
      params.addProperty(name, value.toString());
    }
  }

  /// The middle of an odd number of measurements.
  public static double median(double[] all) {
    double[] sorted = all.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
