package coop.minga.federation.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.LearningStatement.Deal;
import coop.minga.federation.learning.LearningStatement.Masked;
import coop.minga.federation.learning.LearningStatement.Release;
import coop.minga.federation.learning.LearningStatement.Revealed;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The entries of an attempt come in some order, each author's in its own. One member deals rubbish
/// to some, another gives back changed shares, a third dies before it hands over.
class AnAttemptThatGrowsTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void comesToWhatAllOfItComesTo(long seed) {
    var world = new LearningWorld(seed, 9, 0);
    MemberId deals = world.someMember(1);
    MemberId givesBack = world.someMember(2);
    MemberId dies = world.someMember(3);
    world.watch =
        (node, statement) -> {
          if (node.self.equals(dies) && statement instanceof Masked) {
            node.crash();
            return Optional.empty();
          }
          return Optional.of(
              statement instanceof Deal deal && node.self.equals(deals)
                  ? rubbishToOne(deal, world.cohort.members().indexOf(deals))
                  : statement instanceof Release release && node.self.equals(givesBack)
                      ? changed(release)
                      : statement);
        };
    world.start().runToTheEnd();

    Terms terms = world.plan(world.someMember(0)).round().terms();
    Facts facts = Facts.NONE;
    Tally grown = new Tally(terms, 1, Attempt.UNHEARD);
    for (Entered<?> entry : inSomeOrder(world.everything(), new Random(seed))) {
      facts = facts.with(entry);
      grown = grown.then(facts.attempt(1));
      assertEquals(
          said(new Tally(terms, 1, facts.attempt(1))), said(grown), "seed " + seed + ", " + entry);
    }
    Recovery recovery = grown.recovery().orElseThrow();
    assertTrue(recovery.isSettled());
    assertEquals(List.of(givesBack), recovery.wrongReleases());
    assertFalse(recovery.summed().contains(dies));
  }

  /// All that a tally says.
  private static List<Object> said(Tally tally) {
    return List.of(
        tally.attempt(),
        tally.isProposed(),
        tally.adverts(),
        tally.circle(),
        tally.closed(),
        tally.masked(),
        tally
            .recovery()
            .map(recovery ->
                List.<Object>of(
                    recovery.wrongReleases(),
                    recovery.wrongDealers(),
                    recovery.lost(),
                    recovery.summed(),
                    recovery.seedParts(),
                    recovery.isSettled())));
  }

  private static List<Entered<?>> inSomeOrder(List<Entered<?>> entries, Random random) {
    Map<MemberId, Deque<Entered<?>>> ledgers = new TreeMap<>();
    entries.forEach(
        entry -> ledgers.computeIfAbsent(entry.author(), _ -> new ArrayDeque<>()).add(entry));
    List<Entered<?>> all = new ArrayList<>();
    while (!ledgers.isEmpty()) {
      MemberId next = List.copyOf(ledgers.keySet()).get(random.nextInt(ledgers.size()));
      Deque<Entered<?>> ledger = Optional.ofNullable(ledgers.get(next)).orElseThrow();
      all.add(ledger.removeFirst());
      if (ledger.isEmpty()) {
        ledgers.remove(next);
      }
    }
    return all;
  }

  private static Deal rubbishToOne(Deal deal, int own) {
    var sealed = new ArrayList<>(deal.sealed());
    sealed.set(own == 0 ? 1 : 0, Bytes.of(new byte[Dealing.SEALED]));
    return new Deal(deal.epoch(), deal.attempt(), deal.adverts(), sealed);
  }

  private static Release changed(Release release) {
    var shares = new ArrayList<>(release.shares());
    for (int i = 0; i < shares.size(); i++) {
      if (shares.get(i) instanceof Revealed.Summed(var dealer, var ownMask, var seedPart)) {
        shares.set(i, new Revealed.Summed(dealer, seedPart, ownMask));
        break;
      }
    }
    return new Release(release.epoch(), release.attempt(), release.set(), shares);
  }
}
