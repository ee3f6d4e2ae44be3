package coop.minga.node.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Collects what is assumed while masters are completed, one line for each value.
final class Assumed {
  private record Line(String field, String value, String because) {}

  private final Map<Line, List<String>> lines = new LinkedHashMap<>();

  void note(String field, String value, String because, String name) {
    lines.computeIfAbsent(new Line(field, value, because), _ -> new ArrayList<>()).add(name);
  }

  List<DefaultUsed> all() {
    List<DefaultUsed> all = new ArrayList<>();
    lines.forEach(
        (line, names) -> all.add(new DefaultUsed(line.field, line.value, line.because, names)));
    return all;
  }
}
