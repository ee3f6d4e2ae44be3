package coop.minga.bench;

import coop.minga.node.forecast.DemandModel;
import coop.minga.node.forecast.Forecasts;
import coop.minga.node.forecast.MemberModel;
import coop.minga.node.forecast.TrainingData;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/// The last days of some members, on which everything is judged and nothing chosen.
///
/// @param members their data, with those days
/// @param days how many they are
/// @param every so many days there is an origin
/// @param ahead so many days are forecast from each, all of them within the window
record Frozen(List<TrainingData> members, int days, int every, int ahead) {
  /// What comes with an origin.
  interface Forecaster {
    Forecasts from(LocalDate origin);
  }

  /// What was known before.
  List<TrainingData> known() {
    return members.stream().map(data -> data.until(data.until().minusDays(days))).toList();
  }

  /// One member's forecasts of its last days.
  Judged judge(int member, Forecaster forecaster) {
    TrainingData data = members.get(member);
    Judged sum = Judged.NOTHING;
    for (LocalDate origin : origins(data.until())) {
      sum = sum.plus(Judged.of(data, forecaster.from(origin)));
    }
    return sum;
  }

  /// The same, by what the member uses.
  Judged judge(int member, DemandModel model, MemberModel used) {
    TrainingData data = members.get(member);
    return judge(member, origin -> model.forecast(used, data, origin, ahead));
  }

  private List<LocalDate> origins(LocalDate until) {
    List<LocalDate> found = new ArrayList<>();
    LocalDate last = until.minusDays(ahead);
    for (LocalDate origin = until.minusDays(days);
        !origin.isAfter(last);
        origin = origin.plusDays(every)) {
      found.add(origin);
    }
    return found;
  }
}
