package coop.minga.node.desk;

import coop.minga.federation.alert.Ladder;
import coop.minga.federation.alert.Raised;
import coop.minga.federation.alert.Recovery;
import coop.minga.federation.goods.Cell;
import coop.minga.federation.goods.Checks;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.goods.Place;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.Pae;
import coop.minga.node.config.NodeConfig;
import coop.minga.node.exchange.Exchange;
import coop.minga.node.monitor.Alarm;
import coop.minga.node.monitor.Form;
import coop.minga.node.monitor.Sentence;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Makes an alert of an alarm: how long each level has, and what peers would be told.
///
/// Its name tells a stranger the category only. An odd day is over: peers can do nothing about it,
/// nor where nobody told in which place a site is.
///
/// @param secret of the names
/// @param settings the levels' own times
/// @param zone where the sites are
record AlertMaker(Bytes secret, NodeConfig.Watch settings, ZoneId zone) {
  private static final String DOMAIN = "minga/alert-name/v1";
  private static final String SECRET = "alert-names";
  private static final int DIGITS = 10;
  private static final int MAX_CATEGORY = 40;
  private static final int KILOGRAM = 1000;
  private static final long MOST_KILOGRAMS = 1_000_000_000;
  private static final double MILLION = 1e6;

  /// What peers are told of a category whose name they cannot be told.
  private static final String UNNAMED = "unnamed";

  /// Food that keeps longer can wait for the next time that it is told of.
  private static final int LONGEST_DAYS = 27;

  /// Where a site is of which nobody told; it is never told to anybody.
  static final Cell NOWHERE = new Cell(0, 0);

  static AlertMaker of(Exchange exchange, NodeConfig.Watch settings) {
    Bytes secret =
        exchange
            .remembered(SECRET)
            .orElseGet(() -> {
              Bytes fresh = exchange.salt();
              exchange.remember(SECRET, fresh);
              return fresh;
            });
    return new AlertMaker(secret, settings, exchange.roster().rules().time().zone());
  }

  OwnAlert alert(Lookout.Found found, Instant now) {
    Alarm alarm = found.alarm();
    Optional<Cell> cell = alarm.site().place().map(place -> Cell.of(exactly(place)));
    Instant plateBy = plateBy(found, now);
    OwnAlert.Bell bell = bell(alarm, cell);
    var wanted = new Recovery.Wanted(settings.shop(), settings.organisation());
    Recovery recovery = Recovery.of(wanted, now, plateBy);
    var about =
        new Raised.About(
            alarm.noticed().isMore() ? Raised.Help.GIVERS : Raised.Help.TAKERS,
            category(alarm.category()),
            grams(alarm.grams()),
            cell.orElse(NOWHERE));
    return new OwnAlert(
        cause(alarm), new Ladder.Alert(name(alarm), about, recovery, plateBy), bell, List.of());
  }

  /// A category as peers can be told of it, whatever the import took: files hold longer names than
  /// [Checks#NAME], and others than [Checks#text] passes.
  static String category(String name) {
    String plain =
        name.codePoints()
            .map(each -> isTellable(each) ? each : ' ')
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString()
            .strip();
    String cut = plain;
    while (cut.length() > Checks.NAME) {
      cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
    }
    return cut.isEmpty() ? UNNAMED : cut.strip();
  }

  private static boolean isTellable(int point) {
    return !Character.isISOControl(point) && Character.getType(point) != Character.SURROGATE;
  }

  /// In whole kilograms, at least one and no more than [Grams] holds.
  static Grams grams(long atStake) {
    long kilograms = Math.round((double) atStake / KILOGRAM);
    return new Grams(Math.clamp(kilograms, 1L, MOST_KILOGRAMS) * KILOGRAM);
  }

  private static OwnAlert.Cause cause(Alarm alarm) {
    return new OwnAlert.Cause(
        alarm.site().site(),
        what(alarm),
        alarm.noticed().isMore(),
        alarm.noticed().seen(),
        alarm.grams(),
        Sentence.of(alarm));
  }

  private static String what(Alarm alarm) {
    return alarm.reach() == Alarm.Reach.ITEM ? alarm.items().getFirst() : alarm.what();
  }

  /// The end of the day on which the food ends that is bought as was usual.
  private Instant plateBy(Lookout.Found found, Instant now) {
    boolean over = found.alarm().noticed().form() == Form.ODD_DAY;
    LocalDate today = now.atZone(zone).toLocalDate();
    int days = over ? 1 : Math.clamp(found.keepsDays(), 1, LONGEST_DAYS);
    return today.plusDays(days).atStartOfDay(zone).toInstant();
  }

  private OwnAlert.Bell bell(Alarm alarm, Optional<Cell> cell) {
    if (alarm.noticed().form() == Form.ODD_DAY || cell.isEmpty()) {
      return OwnAlert.Bell.PEOPLE;
    }
    return alarm.grams() >= settings.peersFrom().value()
        ? OwnAlert.Bell.PEERS
        : OwnAlert.Bell.PEERS_IF_ASKED;
  }

  private String name(Alarm alarm) {
    Hash hash =
        Hash.sha256(
            Pae.encode(
                DOMAIN,
                secret,
                Bytes.utf8(alarm.site().site()),
                Bytes.utf8(alarm.reach().name()),
                Bytes.utf8(what(alarm)),
                Bytes.utf8(alarm.noticed().form().name()),
                Bytes.utf8(alarm.noticed().since().toString())));
    String plain = alarm.category().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]+", "-");
    String category = plain.length() > MAX_CATEGORY ? plain.substring(0, MAX_CATEGORY) : plain;
    return category + "-" + hash.toString().substring(0, DIGITS);
  }

  private static Place exactly(coop.minga.node.history.Place place) {
    return new Place(
        (int) Math.round(place.latitude() * MILLION),
        (int) Math.round(place.longitude() * MILLION));
  }
}
