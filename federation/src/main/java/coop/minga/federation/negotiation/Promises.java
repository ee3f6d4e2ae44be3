package coop.minga.federation.negotiation;

import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What became of a lot after its close. Promised, freed and expired units are together the lot's.
///
/// @param made awards by their number
/// @param freed units promised to nobody, by what made them so, oldest first
/// @param missed who let an award lapse or did not come, and is not asked again
/// @param reoffers how often freed units went to the standby
/// @param expired units left to other outlets
/// @param holdMinutes after the close in which nothing is awarded
/// @param elsewhere what is told of where the expired went
record Promises(
    SortedMap<Integer, Promise> made,
    List<Freed> freed,
    Set<Party> missed,
    int reoffers,
    int expired,
    int holdMinutes,
    List<Elsewhere> elsewhere) {
  static final Promises NONE =
      new Promises(Collections.emptySortedMap(), List.of(), Set.of(), 0, 0, 0, List.of());

  Promises {
    made = Collections.unmodifiableSortedMap(new TreeMap<>(made));
    freed = List.copyOf(freed);
    missed = Set.copyOf(missed);
    elsewhere = List.copyOf(elsewhere);
  }

  Optional<Promise> promise(int seq) {
    return Optional.ofNullable(made.get(seq));
  }

  Optional<Freed> freedBy(EntryId cause) {
    return freed.stream().filter(f -> f.cause().equals(cause)).findFirst();
  }

  int promised() {
    return made.values().stream().mapToInt(Promise::units).sum();
  }

  /// Units that count as promised where those of one cause are awarded or expire: also those that
  /// others gave back and that no entry of the giver's names yet. Whoever recomputes the award has
  /// not heard of them.
  int promisedBeside(Freed cause) {
    return promised() + unnamed(cause).mapToInt(Freed::units).sum();
  }

  /// The same of one taker's.
  int promisedBeside(Freed cause, Party taker) {
    int promised =
        made.values().stream()
            .filter(p -> p.award().taker().equals(taker))
            .mapToInt(Promise::units)
            .sum();
    return promised
        + unnamed(cause)
            .filter(f -> f.by().equals(Optional.of(taker)))
            .mapToInt(Freed::units)
            .sum();
  }

  private Stream<Freed> unnamed(Freed cause) {
    return freed.stream()
        .filter(f -> f.by().isPresent() && !f.begun() && !f.cause().equals(cause.cause()));
  }

  boolean allFinal() {
    return freed.isEmpty() && made.values().stream().allMatch(p -> p.state().isFinal());
  }

  /// With more units free; none changes nothing.
  Promises freeing(Freed more) {
    if (more.units() <= 0) {
      return this;
    }
    var all = new ArrayList<>(freed);
    all.add(more);
    return new Promises(made, all, missed, reoffers, expired, holdMinutes, elsewhere);
  }

  Promises with(Promise promise) {
    var all = new TreeMap<>(made);
    all.put(promise.award().seq(), promise);
    return new Promises(all, freed, missed, reoffers, expired, holdMinutes, elsewhere);
  }

  Promises missing(Party taker) {
    var all = new HashSet<>(missed);
    all.add(taker);
    return new Promises(made, freed, all, reoffers, expired, holdMinutes, elsewhere);
  }

  /// After an award: the units are no longer free.
  Promises awarded(Promise promise) {
    Award award = promise.award();
    Optional<Freed> from = freedBy(award.because());
    boolean first = from.filter(f -> f.again() && !f.begun()).isPresent();
    var rest = new ArrayList<>(freed);
    from.ifPresent(f -> shrink(rest, f, f.awarded(award.taker(), award.units())));
    return new Promises(
            made, rest, missed, first ? reoffers + 1 : reoffers, expired, holdMinutes, elsewhere)
        .with(promise);
  }

  /// After units expired.
  Promises expired(EntryId cause, int units) {
    var rest = new ArrayList<>(freed);
    rest.removeIf(f -> f.cause().equals(cause));
    return new Promises(made, rest, missed, reoffers, expired + units, holdMinutes, elsewhere);
  }

  /// After the lot was stopped: what has not left the giver's building is promised to nobody.
  Promises halted(EntryId cause, int offered) {
    var all = new TreeMap<>(made);
    all.replaceAll((_, p) ->
        switch (p.state()) {
          case OPEN, ACCEPTED -> p.to(Promise.State.HALTED, 0, cause, Grams.ZERO);
          case PICKED_UP, RECEIVED, NO_SHOW -> p;
          case DECLINED, LAPSED, REJECTED, HALTED, FELL_SHORT, DEBITED -> p;
        });
    int gone = all.values().stream().mapToInt(Promise::units).sum();
    return new Promises(all, List.of(), missed, reoffers, offered - gone, holdMinutes, elsewhere);
  }

  /// After the giver said how much of an expected lot is there.
  Promises firmed(EntryId cause, FirmUp said) {
    var all = new TreeMap<>(made);
    all.replaceAll((seq, p) ->
        switch (p.state()) {
          case OPEN, ACCEPTED -> p.shrunk(said.leftOf(seq, p.units()), cause);
          case PICKED_UP, RECEIVED, NO_SHOW -> p;
          case DECLINED, LAPSED, REJECTED, HALTED, FELL_SHORT, DEBITED -> p;
        });
    int promised = all.values().stream().mapToInt(Promise::units).sum();
    int others = Math.max(0, said.units() - promised);
    return new Promises(all, List.of(), missed, reoffers, others, holdMinutes, elsewhere);
  }

  Promises held(int minutes) {
    return new Promises(made, freed, missed, reoffers, expired, minutes, elsewhere);
  }

  /// After units of the expired went to another outlet.
  Promises gone(Elsewhere says) {
    var all = new ArrayList<>(elsewhere);
    all.add(says);
    return new Promises(made, freed, missed, reoffers, expired, holdMinutes, all);
  }

  /// Units of the expired of which it is not told where they went.
  int unclaimed() {
    int gone = 0;
    for (Elsewhere each : elsewhere) {
      gone += each.units();
    }
    return Math.max(0, expired - gone);
  }

  /// After a ruling before the first award: what a member was to be awarded goes to the standby.
  Promises ruledOut(EntryId cause, MemberId taker) {
    List<Held> lost =
        freed.stream()
            .flatMap(each -> each.winners().stream())
            .filter(w -> w.taker().member().equals(taker))
            .toList();
    if (lost.isEmpty()) {
      return this;
    }
    List<Freed> rest =
        freed.stream().map(each -> each.without(lost)).filter(each -> each.units() > 0).toList();
    int units = lost.stream().mapToInt(Held::units).sum();
    return new Promises(made, rest, missed, reoffers, expired, holdMinutes, elsewhere)
        .freeing(Freed.ruledOut(cause, units, lost.getFirst().taker()));
  }

  private static void shrink(List<Freed> all, Freed from, Freed to) {
    int index = all.indexOf(from);
    if (to.units() > 0) {
      all.set(index, to);
    } else {
      all.remove(index);
    }
  }
}
