package coop.minga.node.demo;

import coop.minga.federation.identity.MemberId;
import coop.minga.node.config.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Makes a [Town] of real sales: a file with an `organisation` column is cut into members, and what
/// it lacks is invented by a seed and listed in [Town#invented].
///
/// Real are the sales, and prices, promotions and sell-outs if the file has them. Invented are the
/// stock on the morning after the last sale, its dates, what the items are, where the sites lie,
/// the takers, and what customers want afterwards (what was sold on one of the last same weekdays).
public final class SalesCut {
  /// Members that are cut: the largest by rows.
  public static final int MEMBERS = 7;

  /// An organisation with less history is left out.
  public static final int MIN_WEEKS = 8;

  /// So many days without a sale at the file's end, and an organisation is taken as closed.
  private static final int SILENT_DAYS = 28;

  /// With fewer days than one in so many it does not sell daily.
  private static final int DAILY_ONE_IN = 3;

  private final String name;
  private final long seed;
  private final SalesFile file;
  private final int lastDays;

  private SalesCut(String name, long seed, SalesFile file, int lastDays) {
    this.name = name;
    this.seed = seed;
    this.file = file;
    this.lastDays = lastDays;
  }

  /// Cuts a file, using all its days.
  ///
  /// @throws UserError if the file cannot be read as told, lacks a column, or has fewer than
  ///   [#MEMBERS] organisations with [#MIN_WEEKS] weeks of daily sales
  /// @throws IOException if the disk fails
  public static Town cut(Path file, long seed) throws IOException {
    return cut(file, seed, TownSize.MAX_DAYS);
  }

  /// Cuts the last so many days of a file, so that training takes no longer than it should.
  ///
  /// @param lastDays at least [#MIN_WEEKS] weeks
  /// @throws UserError as the other
  /// @throws IOException if the disk fails
  public static Town cut(Path file, long seed, int lastDays) throws IOException {
    if (lastDays < MIN_WEEKS * 7) {
      throw new IllegalArgumentException("at least " + MIN_WEEKS * 7 + " days: " + lastDays);
    }
    String name = String.valueOf(file.getFileName());
    return new SalesCut(name, seed, SalesFile.read(file), lastDays).town();
  }

  private Town town() {
    List<String> chosen = chosen();
    LocalDate morning = lastDay(chosen).plusDays(1);
    CutShops shops = new CutShops(seed, morning, TownMap.ofTheTown());
    Set<String> taken = new HashSet<>(Takers.names());
    List<TownMember> members = new ArrayList<>();
    for (String organisation : chosen) {
      MemberId id = idOf(organisation, taken);
      members.add(shops.member(id, organisation, lastSales(organisation, morning)));
    }
    FirstMorning first = new FirstMorning(morning, members);
    Followed followed =
        first
            .heaviest()
            .orElseThrow(() ->
                new UserError(
                    name,
                    "nothing was sold in its last weeks.",
                    "Give a file whose last weeks have sales."));
    members.addAll(new Takers(seed, TownMap.ofTheTown()).sizedTo(first.surplus()));
    return new Town(seed, morning, members, invented(morning, chosen), followed);
  }

  /// The largest organisations with enough history, the largest first.
  private List<String> chosen() {
    Map<String, List<TownSale>> all = file.byOrganisation();
    LocalDate end = all.isEmpty() ? LocalDate.MIN : lastDay(List.copyOf(all.keySet()));
    List<String> fit =
        all.keySet().stream()
            .filter(organisation -> isFit(sales(organisation), end))
            .sorted(
                Comparator.comparingInt((String organisation) -> -sales(organisation).size())
                    .thenComparing(Comparator.naturalOrder()))
            .limit(MEMBERS)
            .toList();
    if (fit.size() < MEMBERS) {
      throw new UserError(
          name,
          "%d of its %d organisations have %d weeks of daily sales up to its end; %d are needed."
              .formatted(fit.size(), all.size(), MIN_WEEKS, MEMBERS),
          "Give a file of more organisations, or cut its organisation column finer.");
    }
    return fit;
  }

  private static boolean isFit(List<TownSale> sales, LocalDate end) {
    List<LocalDate> days = sales.stream().map(TownSale::date).distinct().sorted().toList();
    long span = ChronoUnit.DAYS.between(days.getFirst(), days.getLast()) + 1;
    return span >= MIN_WEEKS * 7
        && days.size() >= span / DAILY_ONE_IN
        && !days.getLast().isBefore(end.minusDays(SILENT_DAYS));
  }

  private LocalDate lastDay(List<String> organisations) {
    return organisations.stream()
        .flatMap(organisation -> sales(organisation).stream())
        .map(TownSale::date)
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  private List<TownSale> sales(String organisation) {
    return file.byOrganisation().getOrDefault(organisation, List.of());
  }

  private List<TownSale> lastSales(String organisation, LocalDate morning) {
    LocalDate first = morning.minusDays(lastDays);
    return sales(organisation).stream()
        .filter(sale -> !sale.date().isBefore(first))
        .sorted(
            Comparator.comparing(TownSale::date)
                .thenComparing(TownSale::site)
                .thenComparing(TownSale::item))
        .toList();
  }

  private List<String> invented(LocalDate morning, List<String> chosen) {
    List<String> told = new ArrayList<>();
    told.add(
        "stock, dates, item names and weights, site positions and takers invented by seed " + seed);
    told.add(
        "what customers want from %s on drawn by seed %d from what was sold on the last %d same"
                .formatted(morning, seed, CutShops.WEEKS_TO_DRAW_FROM)
            + " weekdays");
    if (!file.silentOn().isEmpty()) {
      told.add(
          "%s says nothing of %s, and none were invented"
              .formatted(name, String.join(", ", file.silentOn())));
    }
    List<String> leftOut = new ArrayList<>(file.byOrganisation().keySet());
    leftOut.removeAll(chosen);
    if (!leftOut.isEmpty()) {
      told.add("left out of " + name + ": " + String.join(", ", leftOut));
    }
    if (lastDays < TownSize.MAX_DAYS) {
      told.add("only the last " + lastDays + " days of " + name + " used");
    }
    return told;
  }

  /// A member's name from an organisation's: lower case, what is not a letter or digit as `-`, cut
  /// to length, numbered if taken.
  static MemberId idOf(String organisation, Set<String> taken) {
    String plain =
        organisation
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-+|-+$", "");
    String whole = plain.matches("[a-z].+") ? plain : ("member-" + plain).replaceAll("-$", "");
    String name = cutTo(whole, MemberId.MAX_LENGTH);
    String free = name;
    for (int number = 2; !taken.add(free); number++) {
      String ending = "-" + number;
      free = cutTo(name, MemberId.MAX_LENGTH - ending.length()) + ending;
    }
    return new MemberId(free);
  }

  private static String cutTo(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length);
  }
}
