package coop.minga.bench.town;

import com.google.ortools.Loader;
import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPObjective;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPVariable;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// One planner who sees every shelf and larder of a closing, as nobody can: most grams, then least
/// way. It ignores stops, and does not look beyond the closing, so it is a strong rival and no
/// proof.
///
/// @param offering what shops offer
/// @param voices who says yes
record Central(Offering offering, Voices voices) implements Sharing {
  /// How long before a closing a link may have been up for its node to be reached.
  static final int REACH_MINUTES = 240;

  /// Grams come before metres: more than any way in the town.
  private static final double FAR = 1e6;

  private static final double ALMOST = 1e-6;

  @Override
  public void close(Play play, Closing closing) {
    List<Lot> lots = new ArrayList<>();
    for (int shop = 0; shop < play.town().shops().size(); shop++) {
      Shop who = play.town().shops().get(shop);
      if (voices.says(play, who, closing) && isReached(play, who.id(), closing)) {
        lots.addAll(offering.offers(play, shop, closing));
      }
    }
    lots.forEach(lot -> play.tally().offered(closing.day(), lot.offeredGrams()));
    List<Integer> takers = new ArrayList<>();
    for (int taker = 0; taker < play.town().takers().size(); taker++) {
      Taker who = play.town().takers().get(taker);
      if (voices.says(play, who, closing)
          && isReached(play, who.id(), closing)
          && !play.vehicles(closing, taker).isEmpty()) {
        takers.add(taker);
      }
    }
    if (!lots.isEmpty() && !takers.isEmpty()) {
      new Plan(play, closing, lots, takers).carryOut();
    }
  }

  private static boolean isReached(Play play, String node, Closing closing) {
    return !play.isShock(closing.day())
        || play.town().luck().wasUp(node, closing.minute() - REACH_MINUTES, closing.minute());
  }

  /// A linear programme over all pairs of a lot and a taker, rounded down to whole units.
  private static final class Plan {
    static {
      Loader.loadNativeLibraries();
    }

    private final Play play;
    private final Closing closing;
    private final List<Lot> lots;
    private final List<Integer> takers;
    private final MPSolver solver = MPSolver.createSolver("GLOP");
    private final MPVariable[][] units;

    Plan(Play play, Closing closing, List<Lot> lots, List<Integer> takers) {
      this.play = play;
      this.closing = closing;
      this.lots = lots;
      this.takers = takers;
      this.units = new MPVariable[takers.size()][lots.size()];
    }

    void carryOut() {
      MPObjective objective = solver.objective();
      objective.setMaximization();
      for (int t = 0; t < takers.size(); t++) {
        for (int l = 0; l < lots.size(); l++) {
          units[t][l] = solver.makeNumVar(0, lots.get(l).offered(), "");
          objective.setCoefficient(
              units[t][l], lots.get(l).item().grams() * (FAR - metres(t, l)) / FAR);
        }
        limit(t);
      }
      for (int l = 0; l < lots.size(); l++) {
        MPConstraint lot = solver.makeConstraint(0, lots.get(l).offered());
        for (int t = 0; t < takers.size(); t++) {
          lot.setCoefficient(units[t][l], 1);
        }
      }
      if (solver.solve() != MPSolver.ResultStatus.OPTIMAL) {
        throw new IllegalStateException("the planner's programme has no best plan");
      }
      award();
    }

    private void award() {
      for (int t = 0; t < takers.size(); t++) {
        var collection = new Collection(play, closing, takers.get(t));
        for (int l = 0; l < lots.size(); l++) {
          int promised = (int) Math.floor(units[t][l].solutionValue() + ALMOST);
          int fits = Math.min(promised, collection.room(lots.get(l)));
          if (fits > 0) {
            collection.award(lots.get(l), fits);
          }
        }
        collection.collect();
      }
      solver.clear();
    }

    private int metres(int t, int l) {
      Spot shop = play.town().shops().get(lots.get(l).shop()).spot();
      return shop.metresTo(play.town().takers().get(takers.get(t)).spot());
    }

    private void limit(int t) {
      Taker taker = play.town().takers().get(takers.get(t));
      Larder larder = play.larder(takers.get(t));
      int firstMeal = closing.firstMeal(taker.serveMinutes());
      long carried =
          play.vehicles(closing, takers.get(t)).stream().mapToLong(Vehicle::capacityGrams).sum();
      atMost(t, carried, Integer.MAX_VALUE, List.of(false, true));
      atMost(t, 0, firstMeal - 1, List.of(false, true));
      for (boolean chilled : List.of(false, true)) {
        long room = taker.stores().of(chilled) - larder.held(chilled);
        atMost(t, room, Integer.MAX_VALUE, List.of(chilled));
      }
      for (int date : dates(larder, firstMeal)) {
        long days = date - firstMeal + 1L;
        long plates = taker.eats() * days - larder.heldUntil(date, false);
        long cold = taker.eatsChilled() * days - larder.heldUntil(date, true);
        atMost(t, plates, date, List.of(false, true));
        atMost(t, cold, date, List.of(true));
      }
    }

    private Iterable<Integer> dates(Larder larder, int firstMeal) {
      var dates = new TreeSet<Integer>();
      lots.forEach(lot -> dates.add(lot.eatBy()));
      larder.batches().forEach(batch -> dates.add(batch.eatBy()));
      return dates.tailSet(firstMeal);
    }

    private void atMost(int t, long grams, int eatBy, List<Boolean> classes) {
      MPConstraint sum = solver.makeConstraint(0, (double) Math.max(0, grams));
      for (int l = 0; l < lots.size(); l++) {
        Item item = lots.get(l).item();
        if (lots.get(l).eatBy() <= eatBy && classes.contains(item.life().chilled())) {
          sum.setCoefficient(units[t][l], item.grams());
        }
      }
    }
  }
}
