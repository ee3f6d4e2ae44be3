package coop.minga.bench.market;

import coop.minga.federation.goods.Grams;
import coop.minga.federation.goods.Place;
import coop.minga.federation.goods.Storage;
import coop.minga.federation.negotiation.PaperSession;
import coop.minga.federation.negotiation.Want;
import coop.minga.federation.negotiation.Wants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/// Food banks where they really are, with needs in proportion to the people whom they serve.
///
/// A unit is a pallet; lots come up beside the banks, more where more people live; a point of a bid
/// is a hundredth of a unit's standard worth, the bid step three of them. A pallet travels for 0.05
/// points a km, up to 800 km.
///
/// @param bench says how much of it
record FoodBanks(MarketBench bench) {
  private static final String FILE = "us-foodbanks.csv";
  private static final int STEP = 3;
  private static final double POINTS_PER_KM = .05;
  private static final double REACH_KM = 800;
  private static final double METRES = 1000;
  private static final double MICRO = 1e6;
  private static final List<String> CATEGORIES = List.of("dry", "fresh", "protein");

  private record Bank(Place place, double people) {}

  void run() throws IOException {
    String data = System.getenv("MINGA_DATA");
    if (data == null || !Files.exists(Path.of(data, FILE))) {
      bench.figures().absent("us-foodbanks-eps3", FILE + " of MINGA_DATA");
      return;
    }
    List<Bank> banks = read(Path.of(data, FILE));
    bench.mean(
        "us-foodbanks-eps3",
        Map.of("banks", banks.size(), "step", STEP),
        Map.of(),
        seed -> {
          Day day = day(banks, new Random(seed));
          long got = Arms.welfare(Arms.of(day, day.session(STEP).runInTurn()));
          return got / (double) Arms.welfare(Optimum.of(day));
        });
  }

  private static List<Bank> read(Path file) throws IOException {
    var banks = new ArrayList<Bank>();
    for (String line : Files.readAllLines(file).stream().skip(1).toList()) {
      // The name may hold a comma; the numbers are the last four fields.
      String[] fields = line.split(",", -1);
      int last = fields.length - 1;
      var place =
          new Place(
              (int) Math.round(Double.parseDouble(fields[last - 3]) * MICRO),
              (int) Math.round(Double.parseDouble(fields[last - 2]) * MICRO));
      banks.add(new Bank(place, Double.parseDouble(fields[last])));
    }
    return banks;
  }

  private static Day day(List<Bank> banks, Random dice) {
    double mean = banks.stream().mapToDouble(Bank::people).average().orElseThrow();
    List<Wants> wants = banks.stream().map(bank -> wants(bank, mean, dice)).toList();
    long room = wants.stream().mapToLong(w -> w.whole().value() / 1000).sum();
    var goods = new ArrayList<PaperSession.Good>();
    var links = banks.stream().map(_ -> new ArrayList<PaperSession.Link>()).toList();
    long supply = 0;
    while (supply < room / 2) {
      Bank near = drawn(banks, dice);
      String category = CATEGORIES.get(dice.nextInt(CATEGORIES.size()));
      int units = 1 + dice.nextInt(20);
      goods.add(new PaperSession.Good(category, Storage.AMBIENT, 1000, units, 0));
      for (int b = 0; b < banks.size(); b++) {
        double km = near.place().metresTo(banks.get(b).place()) / METRES;
        if (km <= REACH_KM) {
          int cost = (int) Math.round(POINTS_PER_KM * km);
          links.get(b).add(new PaperSession.Link(goods.size() - 1, cost, 0));
        }
      }
      supply += units;
    }
    return new Day(
        goods,
        IntStream.range(0, banks.size())
            .mapToObj(b -> new Day.Site(wants.get(b), links.get(b)))
            .toList());
  }

  private static Bank drawn(List<Bank> banks, Random dice) {
    double at = dice.nextDouble() * banks.stream().mapToDouble(Bank::people).sum();
    for (Bank bank : banks) {
      at -= bank.people();
      if (at <= 0) {
        return bank;
      }
    }
    return banks.getLast();
  }

  private static Wants wants(Bank bank, double mean, Random dice) {
    double size = bank.people() / mean;
    var wants = new ArrayList<Want>();
    for (String category : CATEGORIES) {
      Grams need = new Grams(4000 * Math.round(3 * size * (.5 + dice.nextDouble())) + 4000);
      wants.add(Want.inQuarters(category, Storage.AMBIENT, need, 80 + dice.nextInt(41)));
    }
    Grams room = new Grams(1000 * (Math.round(24 * size * (.5 + dice.nextDouble())) + 2));
    return new Wants(
        new Wants.Road(bank.place(), 1000, 60, 1_000_000),
        wants,
        Map.of(Storage.AMBIENT, room),
        room);
  }
}
