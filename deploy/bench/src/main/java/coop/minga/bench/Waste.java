package coop.minga.bench;

import coop.minga.node.forecast.DemandModel;
import coop.minga.node.forecast.Forecasts;
import coop.minga.node.forecast.MemberModel;
import coop.minga.node.forecast.TrainingData;
import coop.minga.node.history.SeriesKey;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What is thrown away at the same service: the model's orders beside the plain rule's, on the
/// frozen window.
///
/// Both order for each day on the morning before it, knowing what sold up to the day before that,
/// food that lives one day. The plain rule is the mean of the last 4 open days of the weekday and k
/// times the spread of its own last 12 weeks' errors; the model orders one of its quantiles. Both
/// are swept, and compared where they serve the same share of demand. Waste is units left over, as
/// a share of demand; demand is the file's quantity, taken as uncensored.
///
/// @param members with the days to judge by
record Waste(Figures figures, DemandModel model, List<TrainingData> members) {
  private static final int LEAD = 2;
  private static final int WEEKS_OF_ERRORS = 12;
  private static final int STEPS = 60;
  private static final double MOST_SPREADS = 4;
  private static final double[] SERVED = {.90, .95, .98};

  /// One day of one series.
  ///
  /// @param orders by step of the sweep
  private record Day(int member, SeriesKey series, double demand, List<Double> orders) {}

  /// @param fill the share of demand that was served
  /// @param waste units left over, as a share of demand
  private record Point(double fill, double waste) {}

  void print(List<MemberModel> used, List<Integer> seeds) {
    List<Day> ours = new ArrayList<>();
    List<Day> plain = new ArrayList<>();
    for (int member = 0; member < members.size(); member++) {
      TrainingData data = members.get(member);
      Map<SeriesKey, Errors> errors = errors(data);
      for (int back = ForecastBench.JUDGED_DAYS - 1; back >= 0; back--) {
        LocalDate day = data.until().minusDays(back);
        Forecasts said = model.forecast(used.get(member), data, day.minusDays(LEAD), LEAD);
        for (SeriesKey key : said.bySeries().keySet()) {
          var demand = data.told(key, day);
          Errors before = errors.get(key);
          if (demand.isPresent() && before != null) {
            double sold = demand.getAsDouble();
            ours.add(new Day(member, key, sold, quantiles(said, key, day)));
            plain.add(new Day(member, key, sold, before.orders(data, key, day)));
          }
        }
      }
    }
    tell(ours, plain, seeds);
  }

  private void tell(List<Day> ours, List<Day> plain, List<Integer> seeds) {
    Map<String, Double> beside = new HashMap<>();
    double saved = 0;
    for (double served : SERVED) {
      double less = 1 - wasteAt(ours, served) / wasteAt(plain, served);
      saved = served == .95 ? less : saved;
      int percent = (int) Math.round(100 * served);
      beside.put("saved-at-" + percent, less);
      beside.put("waste-plain-at-" + percent, wasteAt(plain, served));
    }
    beside.put("worst-item-fill-gap", worstGap(ours, plain));
    figures.print(
        new Figures.Figure("waste-at-equal-service", Map.of("life", 1), saved, "", beside),
        seeds,
        Map.of());
  }

  private static List<Double> quantiles(Forecasts said, SeriesKey key, LocalDate day) {
    List<Double> orders = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      double level = .3 + .695 * step / (STEPS - 1);
      orders.add(Math.rint(said.at(key, day).orElseThrow().at(level)));
    }
    return orders;
  }

  /// How far the plain rule was off, day by day, since long before the window.
  private Map<SeriesKey, Errors> errors(TrainingData data) {
    Map<SeriesKey, Errors> found = new HashMap<>();
    int days = ForecastBench.JUDGED_DAYS + 7 * WEEKS_OF_ERRORS;
    for (SeriesKey key : data.series()) {
      var errors = new Errors(new ArrayDeque<>());
      for (int back = days; back > ForecastBench.JUDGED_DAYS - LEAD; back--) {
        errors.learn(data, key, data.until().minusDays(back));
      }
      found.put(key, errors);
    }
    return found;
  }

  /// @param last of the open days, oldest first
  private record Errors(Deque<Double> last) {
    void learn(TrainingData data, SeriesKey key, LocalDate day) {
      var sold = data.told(key, day);
      if (sold.isPresent()) {
        last.add(sold.getAsDouble() - mean(data, key, day));
        if (last.size() > 7 * WEEKS_OF_ERRORS) {
          last.remove();
        }
      }
    }

    List<Double> orders(TrainingData data, SeriesKey key, LocalDate day) {
      double mean = mean(data, key, day);
      double squares = last.stream().mapToDouble(error -> error * error).sum();
      double spread = last.isEmpty() ? 0 : Math.sqrt(squares / last.size());
      List<Double> orders = new ArrayList<>();
      for (int step = 0; step < STEPS; step++) {
        double times = -1 + (MOST_SPREADS + 1) * step / (STEPS - 1);
        orders.add(Math.rint(Math.max(0, mean + times * spread)));
      }
      learn(data, key, day.minusDays(LEAD - 1L));
      return orders;
    }

    private static double mean(TrainingData data, SeriesKey key, LocalDate day) {
      double sum = 0;
      int count = 0;
      for (int week = 1; week <= WEEKS_OF_ERRORS && count < 4; week++) {
        var sold = data.told(key, day.minusWeeks(week));
        sum += sold.orElse(0);
        count += sold.isPresent() ? 1 : 0;
      }
      return count == 0 ? 0 : sum / count;
    }
  }

  private static double wasteAt(List<Day> days, double served) {
    Point before = point(days, 0);
    for (int step = 1; step < STEPS; step++) {
      Point next = point(days, step);
      if (next.fill() >= served) {
        double share = (served - before.fill()) / (next.fill() - before.fill());
        return before.waste() + share * (next.waste() - before.waste());
      }
      before = next;
    }
    return Double.NaN;
  }

  private static int stepAt(List<Day> days, double served) {
    int step = 0;
    while (step < STEPS - 1 && point(days, step).fill() < served) {
      step++;
    }
    return step;
  }

  private static Point point(List<Day> days, int step) {
    double demand = 0;
    double sold = 0;
    double left = 0;
    for (Day day : days) {
      double order = day.orders().get(step);
      demand += day.demand();
      sold += Math.min(order, day.demand());
      left += Math.max(0, order - day.demand());
    }
    return new Point(sold / demand, left / demand);
  }

  /// How much less of one member's item the model serves than the plain rule, at most, both at .95.
  private static double worstGap(List<Day> ours, List<Day> plain) {
    int here = stepAt(ours, .95);
    int there = stepAt(plain, .95);
    Map<String, List<Day>> mine = byItem(ours);
    Map<String, List<Day>> theirs = byItem(plain);
    double worst = 0;
    for (Map.Entry<String, List<Day>> item : mine.entrySet()) {
      List<Day> other = theirs.getOrDefault(item.getKey(), List.of());
      worst = Math.max(worst, point(other, there).fill() - point(item.getValue(), here).fill());
    }
    return worst;
  }

  private static Map<String, List<Day>> byItem(List<Day> days) {
    Map<String, List<Day>> found = new HashMap<>();
    for (Day day : days) {
      String item = day.member() + "/" + day.series().item();
      found.computeIfAbsent(item, _ -> new ArrayList<>()).add(day);
    }
    return found;
  }
}
