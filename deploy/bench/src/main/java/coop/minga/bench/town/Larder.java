package coop.minga.bench.town;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What a taker holds, and how much more it could still eat in time.
final class Larder {
  private static final Comparator<Batch> AS_EATEN =
      Comparator.comparingInt(Batch::eatBy)
          .thenComparing(batch -> batch.item().id())
          .thenComparingInt(Batch::collected)
          .thenComparingInt(Batch::firstMeal);

  private final Taker taker;
  private final List<Batch> batches;

  /// Units that came together.
  ///
  /// @param item of them
  /// @param eatBy the last day on which they may be eaten
  /// @param collected on which day
  /// @param firstMeal the first day on which they may be eaten
  /// @param units how many
  record Batch(Item item, int eatBy, int collected, int firstMeal, int units) {
    long grams() {
      return (long) units * item.grams();
    }

    Batch of(int count) {
      return new Batch(item, eatBy, collected, firstMeal, count);
    }
  }

  Larder(Taker taker) {
    this(taker, List.of());
  }

  private Larder(Taker taker, List<Batch> batches) {
    this.taker = taker;
    this.batches = new ArrayList<>(batches);
  }

  Larder copy() {
    return new Larder(taker, batches);
  }

  List<Batch> batches() {
    return List.copyOf(batches);
  }

  /// How many units of an item there is room for: on the shelves, and on the plates of every day
  /// until its date and until every later date that is held.
  int room(Item item, int eatBy, int firstMeal) {
    if (eatBy < firstMeal) {
      return 0;
    }
    boolean chilled = item.life().chilled();
    long room = taker.stores().of(chilled) - held(chilled);
    room = Math.min(room, plates(eatBy, firstMeal, chilled));
    for (Batch batch : batches) {
      if (batch.eatBy() > eatBy) {
        room = Math.min(room, plates(batch.eatBy(), firstMeal, chilled));
      }
    }
    return (int) (Math.max(0, room) / item.grams());
  }

  private long plates(int until, int firstMeal, boolean chilled) {
    long days = until - firstMeal + 1L;
    long room = taker.eats() * days - heldUntil(until, false);
    return chilled ? Math.min(room, taker.eatsChilled() * days - heldUntil(until, true)) : room;
  }

  long held(boolean chilled) {
    long grams = 0;
    for (Batch batch : batches) {
      grams += batch.item().life().chilled() == chilled ? batch.grams() : 0;
    }
    return grams;
  }

  /// Grams held that must be eaten by a day: all, or the chilled ones.
  long heldUntil(int day, boolean chilledOnly) {
    long grams = 0;
    for (Batch batch : batches) {
      boolean counts = batch.eatBy() <= day && (!chilledOnly || batch.item().life().chilled());
      grams += counts ? batch.grams() : 0;
    }
    return grams;
  }

  void add(Batch batch) {
    if (batch.units() > 0) {
      batches.add(batch);
    }
  }

  /// Takes a batch out again, as if it had never come.
  void remove(Batch batch) {
    if (batch.units() > 0 && !batches.remove(batch)) {
      throw new IllegalStateException("no such batch is held");
    }
  }

  /// The guests eat, what must go first before all else.
  ///
  /// @return what was eaten
  List<Batch> eat(int today) {
    batches.sort(AS_EATEN);
    List<Batch> eaten = new ArrayList<>();
    List<Batch> rest = new ArrayList<>();
    long room = taker.eats();
    long chilledRoom = taker.eatsChilled();
    for (Batch batch : batches) {
      boolean chilled = batch.item().life().chilled();
      long most = chilled ? Math.min(room, chilledRoom) : room;
      int units =
          batch.firstMeal() > today
              ? 0
              : (int) Math.min(batch.units(), most / batch.item().grams());
      long grams = (long) units * batch.item().grams();
      room -= grams;
      chilledRoom -= chilled ? grams : 0;
      keep(eaten, batch.of(units));
      keep(rest, batch.of(batch.units() - units));
    }
    batches.clear();
    batches.addAll(rest);
    return eaten;
  }

  private static void keep(List<Batch> list, Batch batch) {
    if (batch.units() > 0) {
      list.add(batch);
    }
  }

  /// Throws away what may not be eaten after a day.
  ///
  /// @return grams
  long spoil(int today) {
    long grams = 0;
    for (Batch batch : batches) {
      grams += batch.eatBy() <= today ? batch.grams() : 0;
    }
    batches.removeIf(batch -> batch.eatBy() <= today);
    return grams;
  }
}
