package coop.minga.federation.goods;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// Some of the allergens, or none: what food contains, or what a kitchen keeps out.
///
/// @param all in the order of the regulation
public record Allergens(Set<Allergen> all) {
  /// None of them.
  public static final Allergens NONE = new Allergens(Set.of());

  /// All of them.
  public static final Allergens ALL = new Allergens(EnumSet.allOf(Allergen.class));

  private static final String NO_ALLERGEN = "none";

  /// Copies.
  public Allergens {
    var copied = EnumSet.noneOf(Allergen.class);
    copied.addAll(all);
    all = Collections.unmodifiableSet(copied);
  }

  /// These.
  public static Allergens of(Allergen... some) {
    return new Allergens(Set.of(some));
  }

  /// Those that words name, in any order: `milk`, `nuts`.
  ///
  /// @throws IllegalArgumentException if one of them names none, with the words that do
  public static Allergens named(Collection<String> words) {
    var all = EnumSet.noneOf(Allergen.class);
    words.forEach(word -> all.add(named(word)));
    return new Allergens(all);
  }

  private static Allergen named(String word) {
    return Allergen.of(word.strip().toLowerCase(Locale.ROOT))
        .orElseThrow(() ->
            new IllegalArgumentException(
                "\"%s\" is none of the 14 allergens: %s"
                    .formatted(
                        word,
                        Arrays.stream(Allergen.values())
                            .map(Allergen::word)
                            .collect(joining(", ")))));
  }

  /// What a text lists: `milk,nuts`, or `none`.
  ///
  /// @throws IllegalArgumentException if a word in it names no allergen
  public static Allergens listed(String text) {
    return text.strip().equalsIgnoreCase(NO_ALLERGEN)
        ? NONE
        : named(Arrays.asList(text.split("[,;]", -1)));
  }

  /// As a text: `milk,nuts`, or `none`.
  public String text() {
    return isNone() ? NO_ALLERGEN : all.stream().map(Allergen::word).collect(joining(","));
  }

  /// Whether these are none.
  public boolean isNone() {
    return all.isEmpty();
  }

  /// These and others.
  public Allergens and(Allergens others) {
    var both = copy();
    both.addAll(others.all);
    return new Allergens(both);
  }

  /// Those that are among others too.
  public Allergens among(Allergens others) {
    var both = copy();
    both.retainAll(others.all);
    return new Allergens(both);
  }

  private EnumSet<Allergen> copy() {
    var copied = EnumSet.noneOf(Allergen.class);
    copied.addAll(all);
    return copied;
  }

  @Override
  public String toString() {
    return text();
  }
}
