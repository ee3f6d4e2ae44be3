package coop.minga.federation.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.Suspicion.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class SuspicionTest {
  private static final int FEDERATIONS = 60;
  private static final int PATIENCE = 40;

  /// What was seen of one search.
  ///
  /// @param groups who learned, epoch by epoch, the spoiled one first
  /// @param suspicion at its end
  private record Searched(List<List<MemberId>> groups, Suspicion suspicion) {}

  private static Searched search(int seed, int members, IntFunction<Set<MemberId>> spoiling) {
    return search(seed, Suspicion.none(new Cohort(Samples.members(members), 6)), spoiling);
  }

  private static Searched search(int seed, Suspicion before, IntFunction<Set<MemberId>> spoiling) {
    Suspicion now = before;
    var groups = new ArrayList<List<MemberId>>();
    for (int epoch = 0; epoch < PATIENCE && now.singledOut().isEmpty(); epoch++) {
      now = now.drawn(Samples.hash(seed + "/" + epoch));
      List<MemberId> group = now.cohort().members();
      groups.add(group);
      boolean spoiled = !Collections.disjoint(group, spoiling.apply(epoch));
      now = now.after(spoiled ? Verdict.SPOILED : Verdict.CLEAN);
      if (!now.isSearching() && epoch > 0) {
        break;
      }
    }
    return new Searched(groups, now);
  }

  @Test
  void whoAlwaysSpoilsIsSingledOutAndNobodyElse() {
    for (int seed = 0; seed < FEDERATIONS; seed++) {
      int members = 12 + seed % 14;
      MemberId bad = Samples.members(members).get(seed % members);
      Searched searched = search(seed, members, _ -> Set.of(bad));
      assertEquals(Set.of(bad), searched.suspicion().singledOut(), "seed " + seed);
      assertTrue(searched.groups().size() <= 16, seed + ": " + searched.groups().size());
    }
  }

  @Test
  void ofTwoWhoSpoilNobodyHonestIsSingledOut() {
    int found = 0;
    for (int seed = 0; seed < FEDERATIONS; seed++) {
      int members = 12 + seed % 14;
      List<MemberId> all = Samples.members(members);
      Set<MemberId> bad = Set.of(all.get(seed % members), all.get((seed + 5) % members));
      Searched searched = search(seed, members, _ -> bad);
      assertTrue(bad.containsAll(searched.suspicion().singledOut()), "seed " + seed);
      found += searched.suspicion().singledOut().isEmpty() ? 0 : 1;
    }
    assertTrue(found > FEDERATIONS * 9 / 10, found + " of " + FEDERATIONS);
  }

  @Test
  void noGroupDiffersFromAnotherByOneMemberOrTwo() {
    for (int seed = 0; seed < FEDERATIONS; seed++) {
      int members = 12 + seed % 14;
      MemberId bad = Samples.members(members).getFirst();
      List<List<MemberId>> groups = search(seed, members, _ -> Set.of(bad)).groups();
      areApart(groups);
    }
  }

  private static void areApart(List<List<MemberId>> groups) {
    for (List<MemberId> one : groups) {
      assertTrue(one.size() >= 6, one + "");
      for (List<MemberId> other : groups) {
        var different = new TreeSet<>(one);
        different.addAll(other);
        different.removeIf(member -> one.contains(member) && other.contains(member));
        assertTrue(different.isEmpty() || different.size() > 2, one + " and " + other);
      }
    }
  }

  @Test
  void theGroupsOfALaterSearchKeepApartFromThoseOfAnEarlierOne() {
    int found = 0;
    for (int seed = 0; seed < FEDERATIONS; seed++) {
      int members = 12 + seed % 14;
      List<MemberId> all = Samples.members(members);
      MemberId other = all.get(seed % members);
      Searched first = search(seed, members, _ -> Set.of(other));
      List<List<MemberId>> groups = new ArrayList<>(first.groups());
      Suspicion over = first.suspicion();
      while (over.isSearching()) {
        over = over.drawn(Samples.hash(seed + "/on"));
        if (over.isSearching()) {
          groups.add(over.cohort().members());
          over = over.after(Verdict.CLEAN);
        }
      }
      MemberId bad = all.get((seed + 5) % members);
      Searched second = search(seed + FEDERATIONS, over, _ -> Set.of(bad));
      groups.addAll(second.groups());
      areApart(groups);
      assertTrue(Set.of(bad).containsAll(second.suspicion().singledOut()), "seed " + seed);
      found += second.suspicion().singledOut().size();
    }
    assertTrue(found > FEDERATIONS * 9 / 10, found + " of " + FEDERATIONS);
  }

  @Test
  void aMemberWhoIsLeftOutLeavesNoGroupThatDiffersByItAlone() {
    for (int seed = 0; seed < FEDERATIONS; seed++) {
      int members = 13 + seed % 13;
      List<MemberId> all = Samples.members(members);
      MemberId bad = all.get(seed % members);
      Searched first = search(seed, members, _ -> Set.of(bad));
      List<MemberId> rest = all.stream().filter(member -> !member.equals(bad)).toList();
      Suspicion without = first.suspicion().among(new Cohort(rest, 6));
      assertFalse(without.isSearching());
      Searched second =
          search(seed, without, epoch -> epoch == 0 ? Set.of(rest.getFirst()) : Set.of());
      List<List<MemberId>> groups = new ArrayList<>(first.groups());
      groups.addAll(second.groups().subList(1, second.groups().size()));
      areApart(groups);
    }
  }

  @Test
  void noMoreGroupsAreRememberedThanThoseOfAWholeSearch() {
    Suspicion now = Suspicion.none(new Cohort(Samples.members(25), 6));
    for (int epoch = 0; epoch < 4 * Suspicion.MOST_KEPT; epoch++) {
      now = now.drawn(Samples.hash("epoch " + epoch));
      now = now.after(now.isSearching() ? Verdict.UNKNOWN : Verdict.SPOILED);
      assertTrue(now.before().size() <= Suspicion.MOST_KEPT);
      assertTrue(now.tried().size() <= Suspicion.MOST_GROUPS + 2);
    }
    assertEquals(Suspicion.MOST_KEPT, now.before().size());
  }

  @Test
  void whoSpoiledOnceIsNotSoughtForLong() {
    MemberId bad = Samples.members(12).getFirst();
    Searched searched = search(1, 12, epoch -> epoch == 0 ? Set.of(bad) : Set.of());
    assertEquals(3, searched.groups().size());
    assertFalse(searched.suspicion().isSearching());
    assertEquals(12, searched.suspicion().cohort().members().size());
  }

  @Test
  void whoSpoilsNowAndThenIsNotBelievedToBeCleared() {
    List<MemberId> all = Samples.members(12);
    Suspicion now = Suspicion.none(new Cohort(all, 6)).after(Verdict.SPOILED);
    now = now.drawn(Samples.hash("one")).after(Verdict.CLEAN);
    List<MemberId> second = now.cohort().members();
    now = now.after(Verdict.SPOILED);
    assertEquals(Set.copyOf(second), now.suspects());
    while (!now.suspects().equals(Set.copyOf(all))) {
      now = now.drawn(Samples.hash("two")).after(Verdict.CLEAN);
      assertTrue(now.isSearching(), "a group was spoiled, so it is not over that all were cleared");
    }
    assertTrue(now.singledOut().isEmpty());
    assertTrue(now.tried().stream().allMatch(group -> group.verdict() == Verdict.UNKNOWN));
    assertFalse(now.gaveUp());
  }

  @Test
  void underTwelveNobodyCanTellWhoItWas() {
    Suspicion eleven = Suspicion.none(new Cohort(Samples.members(11), 6));
    Suspicion after = eleven.after(Verdict.SPOILED).drawn(Samples.hash("next"));
    assertFalse(eleven.canTell() || after.isSearching());
    assertTrue(after.gaveUp());
    assertEquals(eleven.cohort(), after.drawn(Samples.hash("seed")).cohort());
    assertFalse(after.after(Verdict.CLEAN).gaveUp());
  }

  @Test
  void anotherSmallestCohortAloneEndsNoSearch() {
    List<MemberId> twelve = Samples.members(12);
    Cohort since = new Cohort(twelve, 5);
    Suspicion now = Suspicion.none(new Cohort(twelve, 6)).after(Verdict.SPOILED);
    now = now.drawn(Samples.hash("one")).after(Verdict.CLEAN);
    Suspicion changed = now.among(since).drawn(Samples.hash("two"));
    assertEquals(now.suspects(), changed.suspects());
    assertEquals(now.cohort().members(), changed.cohort().members(), "it was drawn");
    assertEquals(since.minimum(), changed.cohort().minimum());
  }

  @Test
  void anEpochWithoutASumClearsNobody() {
    Suspicion searching = Suspicion.none(new Cohort(Samples.members(12), 6)).after(Verdict.SPOILED);
    Suspicion drawn = searching.drawn(Samples.hash("seed"));
    Suspicion after = drawn.after(Verdict.UNKNOWN);
    assertEquals(12, after.suspects().size());
    assertNotEquals(drawn.cohort(), after.cohort());
  }

  @Test
  void everybodyDrawsTheSameGroupsAndAnotherSeedGivesOthers() {
    Suspicion searching = Suspicion.none(new Cohort(Samples.members(14), 6)).after(Verdict.SPOILED);
    assertEquals(searching.drawn(Samples.hash("seed")), searching.drawn(Samples.hash("seed")));
    assertNotEquals(
        searching.drawn(Samples.hash("seed")).cohort(),
        searching.drawn(Samples.hash("other")).cohort());
  }

  @Test
  void aSearchThatFindsNobodyEnds() {
    Suspicion now = Suspicion.none(new Cohort(Samples.members(12), 6)).after(Verdict.SPOILED);
    int groups = 0;
    while (now.isSearching() && groups < 1000) {
      now = now.drawn(Samples.hash("seed " + groups));
      if (now.isSearching()) {
        now = now.after(Verdict.UNKNOWN);
        groups++;
      }
    }
    assertTrue(groups <= Suspicion.MOST_GROUPS + 1, groups + "");
    assertTrue(now.gaveUp());
  }
}
