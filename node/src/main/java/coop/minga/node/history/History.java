package coop.minga.node.history;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import coop.minga.node.config.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The organisation's own data, in one DuckDB file of its node's directory. It never leaves it.
///
/// What a day without a row means is decided here, in one place. A site that sold nothing at all on
/// a day (no row, or two or more rows and all of them zero, none sold out) was **closed**; an item
/// without a row on a day when its site was open sold **zero**. A series begins with its first
/// sale, and all series end on the same day, [#lastSale]. Where no file says whether a day sold
/// out, deliveries, waste and counts may, or the times of the sales: see [EmptyShelves] and
/// [QuietEvenings].
///
/// A history is one connection: used by one thread at a time, open in one process at a time, and
/// closed by whoever opened it. A failing disk shows as an `UncheckedIOException`.
public final class History implements AutoCloseable {
  /// The file's name within a node's directory.
  public static final String FILE = "history.duckdb";

  private static final LocalDate EVER = LocalDate.of(1970, 1, 1);
  private static final LocalDate FOREVER = LocalDate.of(9999, 12, 31);

  private final Path dir;
  private final Database database;
  private final SalesReader sales;
  private final MasterReader masters;
  private final FlowReader flows;
  private final ChangeBook changes;
  private final PlacedBook placed;

  private History(Path dir, Database database) {
    this.dir = dir;
    this.database = database;
    sales = new SalesReader(database);
    masters = new MasterReader(database);
    flows = new FlowReader(database);
    changes = new ChangeBook(database);
    placed = new PlacedBook(database);
  }

  /// Opens the history in a node's directory, and makes an empty one where there is none.
  ///
  /// @throws UserError if another process has it open
  public static History open(Path dir) throws IOException {
    Database database = Database.open(dir.resolve(FILE));
    Schema.lay(database);
    return new History(dir, database);
  }

  /// The node's directory.
  public Path dir() {
    return dir;
  }

  Database database() {
    return database;
  }

  /// Every item at every site that ever sold by the day, sorted.
  public List<SeriesKey> series() {
    return sales.keys(false);
  }

  /// One series, without gaps.
  ///
  /// @throws IllegalArgumentException if it is none of [#series]
  public DailySeries daily(SeriesKey key) {
    return marked(List.of(sales.daily(key))).getFirst();
  }

  /// All of [#series], in their order, at the cost of two passes over the sales and one over what
  /// came and went besides.
  public List<DailySeries> allDaily() {
    return marked(sales.allDaily());
  }

  /// With the days on which they likely sold out, or did not, though nobody said so: see
  /// [EmptyShelves].
  private List<DailySeries> marked(List<DailySeries> all) {
    Map<SeriesKey, List<Receipt>> receipts =
        flows.receipts(EVER, FOREVER).stream().collect(groupingBy(Receipt::series));
    Map<SeriesKey, List<StockLine>> counts =
        masters.counts(EVER, FOREVER).stream()
            .collect(groupingBy(line -> new SeriesKey(line.site(), line.item())));
    if (receipts.isEmpty() && counts.isEmpty()) {
      return all;
    }
    Map<SeriesKey, List<WasteLine>> waste =
        flows.waste(EVER, FOREVER).stream().collect(groupingBy(WasteLine::series));
    Map<String, Integer> lives = items().stream().collect(toMap(Item::item, Item::shelfLifeDays));
    return all.stream()
        .map(one -> {
          var flow =
              new EmptyShelves.Flow(
                  receipts.getOrDefault(one.key(), List.of()),
                  counts.getOrDefault(one.key(), List.of()),
                  waste.getOrDefault(one.key(), List.of()),
                  lives.getOrDefault(one.key().item(), 1));
          return EmptyShelves.marked(one, flow);
        })
        .toList();
  }

  /// Every item at every site that sold in files of weeks, sorted. A week never passes for days.
  public List<SeriesKey> weeklySeries() {
    return sales.keys(true);
  }

  /// One series of weeks, without gaps.
  ///
  /// @throws IllegalArgumentException if it is none of [#weeklySeries]
  public WeeklySeries weekly(SeriesKey key) {
    return sales.weekly(key);
  }

  /// The last day of which the daily sales tell anything, at any site; absent when there are none.
  public Optional<LocalDate> lastSale() {
    return sales.lastDay(false);
  }

  /// Every item of the items' files, and every other that was sold or counted, sorted by its code.
  /// What no file tells is assumed and listed in [#defaultsUsed].
  public List<Item> items() {
    return masters.items().known();
  }

  /// Every site of the sites' files, and every other that sold, counted or needs, sorted by its
  /// code. What no file tells is assumed and listed in [#defaultsUsed].
  public List<Site> sites() {
    return masters.sites().known();
  }

  /// Each site's latest count on that day or before it, sorted by site, item and printed date.
  ///
  /// A line says when it was counted: how old a count may be is for the reader to decide.
  public List<StockLine> stock(LocalDate day) {
    return masters.stock(day);
  }

  /// What was counted on those days, sorted by site, item and day.
  ///
  /// @param from the first of the days
  /// @param until the last of them
  public List<StockLine> counts(LocalDate from, LocalDate until) {
    return masters.counts(from, until);
  }

  /// How items come to sites, sorted by site and item, as far as files tell.
  public List<SupplyLine> supply() {
    return flows.supply();
  }

  /// What was delivered on those days, sorted by site, item and day.
  ///
  /// @param from the first of the days
  /// @param until the last of them
  public List<Receipt> receipts(LocalDate from, LocalDate until) {
    return flows.receipts(from, until);
  }

  /// What was written off on those days, sorted by site, item and day.
  ///
  /// @param from the first of the days
  /// @param until the last of them
  public List<WasteLine> waste(LocalDate from, LocalDate until) {
    return flows.waste(from, until);
  }

  /// Keeps a changed order; an earlier change of the same morning, site and item gives way. When it
  /// returns, the change is durable.
  public void note(ChangedOrder change) {
    changes.note(change);
  }

  /// All changed orders, sorted by morning, site and item.
  public List<ChangedOrder> changes() {
    return changes.all();
  }

  /// Keeps orders that were placed; an earlier one of the same morning, site and item gives way.
  /// When it returns, they are durable.
  public void place(List<PlacedOrder> orders) {
    placed.place(orders);
  }

  /// Orders that are to arrive on those days, sorted by site, item and day.
  ///
  /// @param from the first of the days
  /// @param until the last of them
  public List<PlacedOrder> placed(LocalDate from, LocalDate until) {
    return placed.arriving(from, until);
  }

  /// What the kitchens need, sorted by site and category.
  public List<NeedLine> needs() {
    return masters.needs();
  }

  /// The public holidays, by the node's own file of them.
  ///
  /// @throws UserError if a line of it is no rule
  public Holidays holidays() throws IOException {
    return Holidays.in(dir);
  }

  /// What was assumed of items and sites because no file tells it; empty when nothing was.
  public List<DefaultUsed> defaultsUsed() {
    return masters.defaultsUsed();
  }

  @Override
  public void close() {
    database.close();
  }
}
