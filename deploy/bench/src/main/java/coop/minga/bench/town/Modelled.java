package coop.minga.bench.town;

import coop.minga.node.forecast.Forecasts;
import coop.minga.node.forecast.Quantiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Minga's ordering: each retailer's demand model, asked every day at 18:00, and a shelf that is
/// sold along what it expects. For one play.
final class Modelled implements Ordering, Belief {
  private static final int AHEAD = 3;

  /// Weekdays on which the model is asked: every other one, and before every weekend.
  private static final Set<Integer> ASKED_ON = Set.of(1, 3, 4, 6);

  private static final int HUNDRED = 100;
  private static final int MILLI = 1000;
  private static final double HIGH = .84;
  private static final double LOW = .16;

  private final Learned learned;
  private final Known known;
  private final int k;
  private final Service service;
  private final double carried;
  private final List<Optional<List<Quantiles>>> forecasts = new ArrayList<>();
  private int from = Integer.MIN_VALUE;
  private int today;

  /// @param k how much safety, in hundredths
  /// @param service as it is kept in this play
  Modelled(Learned learned, Town town, int k, Service service) {
    this.learned = learned;
    this.service = service;
    this.known = new Known(town);
    this.k = k;
    this.carried = carried(town);
    for (int series = 0; series < town.series(); series++) {
      forecasts.add(Optional.empty());
    }
  }

  /// How much of a day's weather is left the day after, by all days of the history.
  private static double carried(Town town) {
    double together = 0;
    double alone = 0;
    for (int day = Days.FIRST + 1; day < Days.TUNING; day++) {
      together += town.weather(day) * town.weather(day - 1);
      alone += town.weather(day - 1) * town.weather(day - 1);
    }
    return alone == 0 ? 0 : together / alone;
  }

  @Override
  public void study(Play play, int day) {
    today = day;
    known.readTo(play, day - 1);
    service.readTo(play, day - 1);
    if (from > Integer.MIN_VALUE && !ASKED_ON.contains(Days.weekday(day))) {
      return;
    }
    for (int retailer = 0; retailer < learned.weights().size(); retailer++) {
      Forecasts found =
          learned
              .model()
              .forecast(
                  learned.weights().get(retailer),
                  known.tonight(play, retailer),
                  Known.date(day),
                  AHEAD);
      for (int series : known.series(retailer)) {
        forecasts.set(
            series,
            Optional.ofNullable(found.bySeries().get(known.key(series)))
                .map(Forecasts.SeriesForecast::days));
      }
    }
    from = day + 1;
  }

  @Override
  public double units(Play play, int series, int day, double level) {
    Town town = play.town();
    int ahead = Math.clamp(day - from, 0, AHEAD - 1);
    double weather = today < day - 1 ? carried * town.weather(day - 1) : town.weather(day);
    return forecasts
        .get(series)
        .map(days -> days.get(ahead).at(level))
        .map(units -> units * town.factor(series, day) / 10 * Math.exp(weather))
        .orElse(0.0);
  }

  @Override
  public boolean isBehind(Play play, int series) {
    return service.isBehind(play.kind(series));
  }

  @Override
  public Outlook outlook(Play play, int series, int day) {
    double half = (units(play, series, day, HIGH) - units(play, series, day, LOW)) / 2;
    return new Outlook(
        Math.round(MILLI * units(play, series, day, .5)), Math.round(MILLI * HUNDRED * half));
  }

  @Override
  public int order(Play play, int series, int day) {
    Item item = play.town().item(series);
    Shelf shelf = play.shelf(series).copy();
    shelf.sell(day, tonight(play, series));
    shelf.bin(day);
    int cover = Days.cover(day + 1, item.life().days());
    double expected = 0;
    double square = 0;
    double lost = 0;
    for (int ahead = day + 1; ahead <= day + cover; ahead++) {
      double median = units(play, series, ahead, .5);
      double upper = units(play, series, ahead, HIGH) - median;
      expected += median;
      square += upper * upper;
      if (ahead < day + cover) {
        lost = Math.max(0, shelf.ending(ahead) - median);
      }
    }
    double spreads = k * item.kPercent() / (double) HUNDRED + service.more(play.kind(series));
    double safety = spreads / HUNDRED * Math.sqrt(square);
    double need = expected + safety - shelf.units() + lost;
    return Whole.packs(Math.round(MILLI * need), item.pack());
  }

  /// What may still be sold tonight.
  private static int tonight(Play play, int series) {
    return Play.wanted(Math.max(0, play.askedToday(series)), Play.SLOTS);
  }
}
