package coop.minga.node.planning;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/// What most of a category, or of the organisation, have of one thing.
///
/// @param ofCategory by category
/// @param ofAll over all; absent if nobody told
record Usual<T>(Map<String, T> ofCategory, Optional<T> ofAll) {
  /// One that somebody told.
  record Told<T>(String category, T value) {}

  /// A value, and why it is taken.
  record Taken<T>(T value, String because) {}

  /// The value told most often; of several, the one whose words come first.
  static <T> Usual<T> commonest(List<Told<T>> all) {
    return of(all, Usual::commonestOf);
  }

  /// The middle value.
  static <T extends Comparable<T>> Usual<T> middle(List<Told<T>> all) {
    return of(all, values -> values.stream().sorted().toList().get((values.size() - 1) / 2));
  }

  private static <T> Usual<T> of(List<Told<T>> all, Function<List<T>, T> choose) {
    Map<String, T> ofCategory = new TreeMap<>();
    all.stream()
        .collect(groupingBy(Told::category, mapping(Told::value, toList())))
        .forEach((category, values) -> ofCategory.put(category, choose.apply(values)));
    List<T> values = all.stream().map(Told::value).toList();
    return new Usual<>(
        ofCategory, values.isEmpty() ? Optional.empty() : Optional.of(choose.apply(values)));
  }

  private static <T> T commonestOf(List<T> values) {
    Map<T, Long> counts = values.stream().collect(groupingBy(each -> each, counting()));
    BinaryOperator<Map.Entry<T, Long>> better =
        BinaryOperator.minBy(
            Comparator.comparingLong((Map.Entry<T, Long> each) -> -each.getValue())
                .thenComparing(each -> each.getKey().toString()));
    return counts.entrySet().stream().reduce(better).orElseThrow().getKey();
  }

  /// What to take for an item of a category; absent if nobody told.
  Optional<Taken<T>> of(String category) {
    T told = ofCategory.get(category);
    return told == null
        ? ofAll.map(value -> new Taken<>(value, "as most of what is ordered"))
        : Optional.of(new Taken<>(told, "as most of " + category));
  }
}
