package coop.minga.federation.goods;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What harms most of the people whom food harms, in the order of Annex II of Regulation (EU) No
/// 1169/2011.
public enum Allergen {
  /// Cereals that contain it: wheat, rye, barley, oats and their like.
  GLUTEN,
  /// Crabs, prawns.
  CRUSTACEANS,
  /// Eggs.
  EGGS,
  /// Fish.
  FISH,
  /// Peanuts.
  PEANUTS,
  /// Soybeans.
  SOYBEANS,
  /// Milk, and what is made of it.
  MILK,
  /// Almonds, hazelnuts, walnuts and their like.
  NUTS,
  /// Celery.
  CELERY,
  /// Mustard.
  MUSTARD,
  /// Sesame seeds.
  SESAME,
  /// Sulphur dioxide and sulphites above 10 mg a kg.
  SULPHITES,
  /// Lupin.
  LUPIN,
  /// Mussels, snails, squid.
  MOLLUSCS;

  /// As people write it: `nuts`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The one that a word names.
  public static Optional<Allergen> of(String word) {
    return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
  }
}
