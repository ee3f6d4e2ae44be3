package coop.minga.bench.town;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/// Reads a town's folder, each table only if its SHA-256 is the one that `world.json` names.
final class TownReader {
  private static final String VERSION = "town-1";
  private static final int METRES = 1000;

  private final Path folder;
  private final JsonObject world;
  private final Map<String, Integer> places = new HashMap<>();

  private TownReader(Path folder, JsonObject world) {
    this.folder = folder;
    this.world = world;
  }

  /// Reads a town.
  ///
  /// @throws IOException if a file is missing, or is not the one that was drawn
  static Town read(Path folder) throws IOException {
    JsonObject world = json(folder.resolve("world.json"));
    if (!world.get("version").getAsString().equals(VERSION)) {
      throw new IOException(folder + " is not a town of version " + VERSION);
    }
    return new TownReader(folder, world).read();
  }

  static JsonObject json(Path file) throws IOException {
    return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
  }

  private Town read() throws IOException {
    int seed = world.get("seed").getAsInt();
    List<String> retailers = new ArrayList<>();
    table("retailers.csv").forEach(row -> retailers.add(row.text(0)));
    number(retailers);
    List<Item> items = items();
    List<Shop> shops = shops();
    List<Taker> takers = takers();
    var parties = new Town.Parties(shops, items, takers, vehicles());
    var tables =
        new Town.Tables(
            demand(shops.size(), items.size()),
            promotions(retailers.size(), items.size()),
            weather());
    return new Town(seed, parties, tables, new Luck(answers(), collected(), outages()));
  }

  private void number(List<String> ids) {
    for (int i = 0; i < ids.size(); i++) {
      places.put(ids.get(i), i);
    }
  }

  private int place(String id) {
    Integer place = places.get(id);
    if (place == null) {
      throw new IllegalArgumentException(folder + " names " + id + ", which it does not describe");
    }
    return place;
  }

  private List<Item> items() throws IOException {
    List<Item> items = new ArrayList<>();
    for (Row row : table("items.csv")) {
      var life = new Item.Life(row.number(3), row.number(8), row.text(6).equals("chilled"));
      items.add(
          new Item(row.text(0), row.text(1), row.number(4), row.number(5), life, row.number(11)));
    }
    number(items.stream().map(Item::id).toList());
    return items;
  }

  private List<Shop> shops() throws IOException {
    List<Shop> shops = new ArrayList<>();
    for (Row row : table("shops.csv")) {
      shops.add(new Shop(row.text(0), place(row.text(1)), row.spot(2), row.number(5) == 1));
    }
    number(shops.stream().map(Shop::id).toList());
    return shops;
  }

  private List<Taker> takers() throws IOException {
    List<Taker> takers = new ArrayList<>();
    for (Row row : table("takers.csv")) {
      var stores = new Taker.Stores(row.number(4), row.number(5));
      takers.add(
          new Taker(
              row.text(0), row.spot(1), row.number(3), stores, row.number(6), row.number(8) == 1));
    }
    number(takers.stream().map(Taker::id).toList());
    return takers;
  }

  private List<Vehicle> vehicles() throws IOException {
    List<Vehicle> vehicles = new ArrayList<>();
    for (Row row : table("vehicles.csv")) {
      vehicles.add(
          new Vehicle(
              row.text(0),
              place(row.text(1)),
              row.number(2),
              row.number(3),
              row.number(4),
              METRES * row.number(5),
              row.number(6) == 1));
    }
    return vehicles;
  }

  private int[][] demand(int shops, int items) throws IOException {
    int[][] demand = new int[shops * items][Days.COUNT];
    for (Row row : table("demand.csv.gz")) {
      demand[place(row.text(0)) * items + place(row.text(1))][Days.place(row.number(2))] =
          row.number(3);
    }
    return demand;
  }

  private boolean[][] promotions(int retailers, int items) throws IOException {
    boolean[][] promoted = new boolean[retailers * items][Days.COUNT + Days.WEEK];
    for (Row row : table("promotions.csv")) {
      boolean[] days = promoted[place(row.text(0)) * items + place(row.text(1))];
      for (int day = row.number(2); day <= row.number(3); day++) {
        days[Days.place(day)] = true;
      }
    }
    return promoted;
  }

  private double[] weather() throws IOException {
    double[] weather = new double[Days.COUNT];
    for (Row row : table("weather.csv")) {
      weather[Days.place(row.number(0))] = Double.parseDouble(row.text(1));
    }
    return weather;
  }

  private Map<Luck.Asked, Integer> answers() throws IOException {
    Map<Luck.Asked, Integer> answers = new HashMap<>();
    for (Row row : table("delays.csv")) {
      answers.put(row.asked(), row.number(3));
    }
    return answers;
  }

  private Map<Luck.Asked, Integer> collected() throws IOException {
    Map<Luck.Asked, Integer> collected = new HashMap<>();
    for (Row row : table("noshows.csv")) {
      collected.put(row.asked(), row.number(3));
    }
    return collected;
  }

  private Map<String, List<Luck.Outage>> outages() throws IOException {
    Map<String, List<Luck.Outage>> outages = new HashMap<>();
    for (Row row : table("outages.csv")) {
      outages
          .computeIfAbsent(row.text(0), _ -> new ArrayList<>())
          .add(new Luck.Outage(row.number(1), row.number(2)));
    }
    return outages;
  }

  private List<Row> table(String name) throws IOException {
    byte[] bytes = bytes(name);
    String said = world.getAsJsonObject("sha256").get(name).getAsString();
    if (!Hash.sha256(Bytes.of(bytes)).toString().equals(said)) {
      throw new IOException(folder.resolve(name) + " is not the table that was drawn");
    }
    return new String(bytes, StandardCharsets.UTF_8).lines().skip(1).map(Row::of).toList();
  }

  private byte[] bytes(String name) throws IOException {
    byte[] stored = Files.readAllBytes(folder.resolve(name));
    if (!name.endsWith(".gz")) {
      return stored;
    }
    try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(stored))) {
      return unpacked.readAllBytes();
    }
  }

  private record Row(List<String> cells) {
    static Row of(String line) {
      return new Row(List.of(line.split(",", -1)));
    }

    String text(int column) {
      return cells.get(column);
    }

    int number(int column) {
      return Integer.parseInt(cells.get(column));
    }

    /// Kilometres with three decimals, in this column and the next.
    Spot spot(int column) {
      return new Spot(metres(column), metres(column + 1));
    }

    private int metres(int column) {
      return new BigDecimal(text(column)).movePointRight(3).intValueExact();
    }

    Luck.Asked asked() {
      return new Luck.Asked(text(0), new Closing(number(1), number(2)));
    }
  }
}
