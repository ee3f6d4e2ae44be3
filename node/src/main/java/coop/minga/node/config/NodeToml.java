package coop.minga.node.config;

import coop.minga.federation.goods.Allergens;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Policy;
import coop.minga.federation.negotiation.Elsewhere;
import coop.minga.federation.negotiation.Trip;
import coop.minga.federation.surplus.GiversWishes;
import coop.minga.federation.surplus.Outlet;
import coop.minga.federation.surplus.OutletReason;
import coop.minga.federation.surplus.VetoReason;
import coop.minga.node.config.NodeConfig.Consent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;

/// Reads `node.toml`. The shipped example holds every key with its default, so a key that is not in
/// the example is not a key.
public final class NodeToml {
  /// The longest file that is read, in bytes.
  public static final int MAX_BYTES = 64 * 1024;

  private static final Map<String, Consent> CONSENT =
      Map.of("ask", Consent.ASK, "always", Consent.ALWAYS);
  private static final int THOUSAND = 1000;

  /// Witnesses outside that a node may name.
  public static final int MAX_WITNESSES = 16;

  private static final String SHADOW = "policy.shadow-until";
  private static final int GRAMS_PER_KG = 1000;

  private static final Pattern CATEGORY_LEVEL = Pattern.compile("(.+?) *= *([01]?\\.\\d{1,3})");
  private static final double LEAST_LEVEL = .70;
  private static final double MOST_LEVEL = .985;

  private final String where;
  private final TomlParseResult given;
  private final TomlParseResult defaults;

  private NodeToml(String where, TomlParseResult given) {
    this.where = where;
    this.given = given;
    this.defaults = Toml.parse(example());
  }

  /// The commented example that `init` writes.
  public static String example() {
    try (InputStream in = NodeToml.class.getResourceAsStream("/node.toml")) {
      if (in == null) {
        throw new IllegalStateException("the example node.toml is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads a file.
  ///
  /// @throws UserError if it is missing, not TOML, has an unknown key or a value out of range
  public static NodeConfig read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new UserError(
            file.toString(), "It is longer than 64 KiB.", "Settings are one short file.");
      }
      return parse(file.toString(), Files.readString(file));
    } catch (IOException e) {
      throw new UserError(
          file.toString(),
          "It cannot be read (" + e + ").",
          "Run `minga init` to make a node's directory, or name one with --dir.",
          e);
    }
  }

  /// Reads a text.
  ///
  /// @param where the text's name in errors
  public static NodeConfig parse(String where, String text) {
    TomlParseResult result = Toml.parse(text);
    if (result.hasErrors()) {
      var error = result.errors().getFirst();
      throw new UserError(
          where + " line " + error.position().line(),
          error.getMessage() + ".",
          "See the example that `minga init` writes.");
    }
    return new NodeToml(where, result).config();
  }

  private NodeConfig config() {
    refuseUnknownKeys();
    return new NodeConfig(
        member(),
        peers(),
        policy(),
        taker(),
        orders(),
        watch(),
        learning(),
        ledger(),
        witnesses(),
        serve());
  }

  private NodeConfig.Member member() {
    String name = text("member.name");
    if (!MemberId.isValid(name)) {
      throw wrong("member.name", name, "2 to 20 of a-z, 0-9 and -, first a letter");
    }
    String shown = text("member.display-name");
    return new NodeConfig.Member(new MemberId(name), shown.isEmpty() ? name : shown);
  }

  private NodeConfig.Peers peers() {
    return new NodeConfig.Peers(
        text("peers.host"),
        number("peers.port", 1, 65_535),
        Duration.ofSeconds(number("peers.retry-seconds", 1, 3600)));
  }

  private NodeConfig.Policy policy() {
    return new NodeConfig.Policy(
        consent("policy.offer"),
        byCategory(),
        consent("policy.bid"),
        wishes(),
        leftOver(),
        kilograms("policy.expect-up-to-kg"),
        shadowUntil());
  }

  private Optional<LocalDate> shadowUntil() {
    String said = text(SHADOW);
    try {
      return said.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(said));
    } catch (DateTimeParseException e) {
      throw new UserError(
          where,
          SHADOW + " = \"" + said + "\" is not a day.",
          "Write it as \"2026-12-11\", or \"\" to look on no longer.",
          e);
    }
  }

  /// A file's text with another last day of the shadow season, all else as it is.
  ///
  /// @throws UserError if its keys are not where they can be found
  public static String lookingOn(String where, String text, LocalDate last) {
    String line = "shadow-until = \"" + last + "\"";
    Matcher there = Pattern.compile("(?m)^\\s*shadow-until\\s*=.*$").matcher(text);
    Matcher policy = Pattern.compile("(?m)^\\s*\\[policy\\]\\s*$").matcher(text);
    String with;
    if (there.find()) {
      with = there.replaceFirst(Matcher.quoteReplacement(line));
    } else if (policy.find()) {
      with = policy.replaceFirst(Matcher.quoteReplacement("[policy]\n" + line));
    } else {
      with = text + "\n[policy]\n" + line + "\n";
    }
    if (!parse(where, with).policy().shadowUntil().equals(Optional.of(last))) {
      throw new UserError(
          where, "The shadow season cannot be written into it.", "Write under [policy]: " + line);
    }
    return with;
  }

  private SortedMap<String, Consent> byCategory() {
    var all = new TreeMap<String, Consent>();
    for (String line : texts("policy.offer-by-category")) {
      String[] words = line.strip().split("\\s*=\\s*", 2);
      Optional<Consent> consent = Optional.ofNullable(CONSENT.get(words[words.length - 1]));
      if (words.length < 2
          || words[0].isEmpty()
          || consent.isEmpty()
          || all.putIfAbsent(words[0], consent.get()) != null) {
        throw wrong(
            "policy.offer-by-category",
            line,
            "\"CATEGORY = ask\" or \"CATEGORY = always\", each category once");
      }
    }
    return all;
  }

  private Optional<Elsewhere.Way> leftOver() {
    String said = text("policy.left-over");
    if (said.isEmpty()) {
      return Optional.empty();
    }
    String[] words = said.split("\\s*=\\s*", 2);
    Optional<Outlet> outlet = Outlet.of(words[0].strip()).filter(each -> !each.isEaten());
    if (outlet.isEmpty() || words.length < 2 || words[1].isBlank() || words[1].length() > 100) {
      throw wrong(
          "policy.left-over",
          said,
          "\"OUTLET = WHERE\", of at most 100 characters; outlets are feed, digestion, compost");
    }
    return Optional.of(
        new Elsewhere.Way(outlet.get(), OutletReason.usual(outlet.get()), words[1].strip()));
  }

  private NodeConfig.Wishes wishes() {
    var prefer = new TreeSet<MemberId>();
    for (String line : texts("policy.prefer")) {
      if (!MemberId.isValid(line) || !prefer.add(new MemberId(line))) {
        throw wrong("policy.prefer", line, "a member's name, each once");
      }
    }
    var exclude = new TreeMap<MemberId, VetoReason>();
    for (String line : texts("policy.exclude")) {
      String[] words = line.split("\\s*=\\s*", 2);
      Optional<VetoReason> reason = VetoReason.of(words[words.length - 1].strip());
      String taker = words[0].strip();
      boolean twice =
          MemberId.isValid(taker)
              && (prefer.contains(new MemberId(taker)) || exclude.containsKey(new MemberId(taker)));
      if (words.length < 2 || reason.isEmpty() || !MemberId.isValid(taker) || twice) {
        throw wrong(
            "policy.exclude",
            line,
            "\"TAKER = REASON\", each once and none that is preferred; reasons are cold-chain,"
                + " safety-record, legal, distance, other");
      }
      exclude.put(new MemberId(taker), reason.get());
    }
    if (prefer.size() + exclude.size() > GiversWishes.MOST_NAMED) {
      throw wrong(
          "policy.prefer", prefer.toString(), "at most 20 takers, those excluded among them");
    }
    return new NodeConfig.Wishes(prefer, exclude, number("policy.least-percent", 0, 100));
  }

  private NodeConfig.Taker taker() {
    return new NodeConfig.Taker(
        Duration.ofMinutes(number("taker.serve-minutes", 0, 2880)),
        number("taker.speed-kmh", 1, 200),
        kilograms("taker.ambient-kg"),
        kilograms("taker.chilled-kg"),
        kilograms("taker.frozen-kg"),
        kilograms("taker.hot-kg"),
        vehicle(),
        avoids());
  }

  private NodeConfig.Avoids avoids() {
    var everywhere = Allergens.NONE;
    var bySite = new TreeMap<String, Allergens>();
    for (String line : texts("taker.avoids")) {
      String[] words = line.split("=", 2);
      Allergens kept = allergens(line, words[words.length - 1]);
      if (words.length == 1) {
        everywhere = everywhere.and(kept);
      } else if (words[0].isBlank() || bySite.putIfAbsent(words[0].strip(), kept) != null) {
        throw wrong("taker.avoids", line, "\"SITE = nuts, milk\", each site once");
      }
    }
    return new NodeConfig.Avoids(everywhere, bySite);
  }

  private Allergens allergens(String line, String listed) {
    try {
      return Allergens.named(Arrays.asList(listed.split(",", -1)));
    } catch (IllegalArgumentException e) {
      throw wrong(
          "taker.avoids",
          line,
          "\"nuts\", or \"SITE = nuts, milk\" for one site; the words are "
              + Allergens.ALL.text().replace(",", ", "));
    }
  }

  private Optional<NodeConfig.Vehicle> vehicle() {
    int stops = number("vehicle.stops", 0, Trip.MAX_STOPS);
    Grams load = kilograms("vehicle.load-kg");
    Grams chilled = kilograms("vehicle.chilled-kg");
    LocalTime from = time("vehicle.from");
    LocalTime until = time("vehicle.until");
    if (chilled.compareTo(load) > 0) {
      throw wrong("vehicle.chilled-kg", text(chilled), "at most load-kg, of which it is part");
    }
    if (!from.isBefore(until)) {
      throw wrong("vehicle.until", until.toString(), "later than from, on the same day");
    }
    var vehicle =
        new NodeConfig.Vehicle(load, chilled, stops, from, until, kilograms("vehicle.stop-kg"));
    return stops == 0 ? Optional.empty() : Optional.of(vehicle);
  }

  private static String text(Grams kilograms) {
    return Long.toString(kilograms.value() / GRAMS_PER_KG);
  }

  private NodeConfig.Orders orders() {
    var levels = new TreeMap<String, Double>();
    for (String line : texts("orders.levels")) {
      Matcher parts = CATEGORY_LEVEL.matcher(line);
      if (!parts.matches()) {
        throw wrong("orders.levels", line, "\"CATEGORY = 0.85\", each once");
      }
      levels.put(parts.group(1), level("orders.levels", Double.parseDouble(parts.group(2))));
    }
    return new NodeConfig.Orders(
        level("orders.level", thousandths("orders.level", 1)),
        level("orders.level-of-one-day", thousandths("orders.level-of-one-day", 1)),
        levels,
        thousandths("orders.disposal-per-kg", 1_000_000) / (double) THOUSAND);
  }

  private NodeConfig.Watch watch() {
    return new NodeConfig.Watch(
        Duration.ofHours(number("watch.shop-hours", 0, 672)),
        Duration.ofHours(number("watch.organisation-hours", 0, 672)),
        kilograms("watch.peers-from-kg"));
  }

  private double level(String key, int thousandths) {
    return level(key, thousandths / (double) THOUSAND);
  }

  private double level(String key, double level) {
    if (!(level >= LEAST_LEVEL && level <= MOST_LEVEL)) {
      throw wrong(key, Double.toString(level), "a level from 0.70 to 0.985");
    }
    return level;
  }

  private NodeConfig.Ledger ledger() {
    return new NodeConfig.Ledger(truth("ledger.ml-dsa"));
  }

  private NodeConfig.Serve serve() {
    return new NodeConfig.Serve(text("serve.host"), number("serve.port", 0, 65_535));
  }

  private NodeConfig.Witnesses witnesses() {
    var outside = new ArrayList<Policy.Witness>();
    for (String line : texts("witnesses.outside")) {
      Policy.Witness witness = witness(line);
      boolean twice =
          outside.stream()
              .anyMatch(known ->
                  known.name().equals(witness.name())
                      || known.key().key().equals(witness.key().key()));
      if (twice || outside.size() == MAX_WITNESSES) {
        throw wrong("witnesses.outside", line, "each once, at most " + MAX_WITNESSES);
      }
      outside.add(witness);
    }
    return new NodeConfig.Witnesses(outside);
  }

  /// A witness as a policy file names it, with its address.
  private Policy.Witness witness(String line) {
    Bytes file = Bytes.utf8("witness " + line + "\nquorum none\n");
    if (Policy.read(file) instanceof Policy.Read.Good(var policy)
        && policy.witnesses().size() == 1
        && policy.witnesses().getFirst().url().filter(NodeToml::isWebAddress).isPresent()) {
      return policy.witnesses().getFirst();
    }
    throw wrong("witnesses.outside", line, "\"NAME VERIFIER-KEY URL\", the key of type 4");
  }

  private static boolean isWebAddress(String url) {
    try {
      URI uri = new URI(url);
      return uri.getHost() != null
          && Set.of("http", "https").contains(String.valueOf(uri.getScheme()));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private NodeConfig.Learning learning() {
    return new NodeConfig.Learning(
        truth("learning.take-part"),
        time("learning.start"),
        number("learning.epochs", 0, 100),
        Duration.ofMinutes(number("learning.advertise-minutes", 1, 1440)),
        Duration.ofMinutes(number("learning.train-minutes", 1, 1440)),
        new NodeConfig.Models(model("learning.model"), model("learning.own-model")),
        new NodeConfig.Privacy(
            thousandths("learning.noise", 100),
            hidden("learning.unit"),
            thousandths("learning.epsilon", 1000)));
  }

  private void refuseUnknownKeys() {
    Set<String> known = new TreeSet<>(defaults.dottedKeySet());
    for (String key : new TreeSet<>(given.dottedKeySet())) {
      if (!known.contains(key)) {
        throw new UserError(
            where,
            "There is no setting \"" + key + "\".",
            "Did you mean \"" + Nearest.to(key, known) + "\"?");
      }
    }
  }

  private Object value(String key) {
    Object value = given.get(key);
    Object fallback = defaults.get(key);
    if (fallback == null) {
      throw new IllegalStateException("the example node.toml lacks " + key);
    }
    if (value == null) {
      return fallback;
    }
    if (!value.getClass().equals(fallback.getClass())) {
      throw wrong(key, value.toString(), "a value like " + fallback);
    }
    return value;
  }

  private String text(String key) {
    return (String) value(key);
  }

  private List<String> texts(String key) {
    Object value = given.contains(key) ? given.get(key) : defaults.get(key);
    if (!(value instanceof TomlArray array)
        || !array.toList().stream().allMatch(String.class::isInstance)) {
      throw wrong(key, String.valueOf(value), "a list of texts");
    }
    return array.toList().stream().map(String.class::cast).toList();
  }

  private boolean truth(String key) {
    return (Boolean) value(key);
  }

  private int number(String key, int least, int most) {
    long value = (Long) value(key);
    if (value < least || value > most) {
      throw wrong(key, Long.toString(value), "a whole number from " + least + " to " + most);
    }
    return (int) value;
  }

  /// A number with up to three decimals; a whole one may be written without a point.
  private int thousandths(String key, int most) {
    Object written = given.get(key);
    Object number = written instanceof Long ? written : value(key);
    double value = ((Number) number).doubleValue();
    double thousandths = value * THOUSAND;
    if (!(value >= 0 && value <= most) || thousandths != Math.rint(thousandths)) {
      throw wrong(key, Double.toString(value), "0 to " + most + ", with up to three decimals");
    }
    return (int) thousandths;
  }

  private Grams kilograms(String key) {
    return new Grams((long) number(key, 0, 1_000_000) * GRAMS_PER_KG);
  }

  private Consent consent(String key) {
    return Optional.ofNullable(CONSENT.get(text(key)))
        .orElseThrow(() -> wrong(key, text(key), "\"ask\" or \"always\""));
  }

  private NodeConfig.Model model(String key) {
    Map<String, NodeConfig.Model> words =
        Map.of("row64", NodeConfig.Model.ROW64, "gru32", NodeConfig.Model.GRU32);
    return Optional.ofNullable(words.get(text(key)))
        .orElseThrow(() -> wrong(key, text(key), "\"row64\" or \"gru32\""));
  }

  private NodeConfig.Hidden hidden(String key) {
    Map<String, NodeConfig.Hidden> words =
        Map.of(
            "organisation", NodeConfig.Hidden.ORGANISATION,
            "site-week", NodeConfig.Hidden.SITE_WEEK);
    return Optional.ofNullable(words.get(text(key)))
        .orElseThrow(() -> wrong(key, text(key), "\"organisation\" or \"site-week\""));
  }

  private LocalTime time(String key) {
    try {
      return LocalTime.parse(text(key));
    } catch (DateTimeParseException e) {
      throw new UserError(
          where, key + " = \"" + text(key) + "\" is not a time.", "Write it as \"03:00\".", e);
    }
  }

  private UserError wrong(String key, String value, String wanted) {
    return new UserError(
        where, key + " = \"" + value + "\" is not possible.", "Give " + wanted + ".");
  }
}
