package coop.minga.node.history;

import coop.minga.node.config.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The public holidays where the sites are, each by its rule, so that next year's are known too.
///
/// A rule is `12-25` (every year), `easter+1` or `easter-2` (days from Easter Sunday), or
/// `2017-10-31` (once). They stand in the file `holidays` of the node's directory, one a line; what
/// follows a `#` is for people. Without the file there are none.
///
/// A rule with `open` or `closed` behind it, and maybe a site's code, is a person's word on such
/// days, whatever they were before, and makes no holiday of them: `2026-12-24 closed`, `easter+1
/// open mapocho`.
///
/// @param rules in the file's order
/// @param openings people's words, in the file's order
public record Holidays(List<Rule> rules, List<Opening> openings) {
  /// None are known.
  public static final Holidays NONE = new Holidays(List.of(), List.of());

  /// The file's name within a node's directory.
  public static final String FILE = "holidays";

  private static final Pattern WORD =
      Pattern.compile("(?<days>\\S+)\\s+(?<what>open|closed)(?:\\s+(?<site>\\S.*))?");

  private static final int MAX_RULES = 1000;
  private static final int FURTHEST_FROM_EASTER = 100;

  /// When a holiday is.
  public sealed interface Rule {
    /// Whether that is on a day.
    boolean falls(LocalDate day);

    /// When it was the year before one of its days; absent if it was not.
    Optional<LocalDate> before(LocalDate day);

    /// On one day of every year.
    record EveryYear(MonthDay on) implements Rule {
      @Override
      public boolean falls(LocalDate day) {
        return MonthDay.from(day).equals(on);
      }

      @Override
      public Optional<LocalDate> before(LocalDate day) {
        return Optional.of(on.atYear(day.getYear() - 1));
      }
    }

    /// So many days after Easter Sunday, or before it if below 0.
    record FromEaster(int days) implements Rule {
      @Override
      public boolean falls(LocalDate day) {
        return easter(day.minusDays(days).getYear()).plusDays(days).equals(day);
      }

      @Override
      public Optional<LocalDate> before(LocalDate day) {
        return Optional.of(easter(day.minusDays(days).getYear() - 1).plusDays(days));
      }
    }

    /// Once.
    record Once(LocalDate on) implements Rule {
      @Override
      public boolean falls(LocalDate day) {
        return on.equals(day);
      }

      @Override
      public Optional<LocalDate> before(LocalDate day) {
        return Optional.empty();
      }
    }
  }

  /// A person's word.
  ///
  /// @param days of which it holds
  /// @param site absent if it holds of all
  public record Opening(Rule days, Optional<String> site, boolean open) {
    private boolean isOf(String code) {
      return site.map(code::equals).orElse(true);
    }
  }

  /// Copies.
  public Holidays {
    rules = List.copyOf(rules);
    openings = List.copyOf(openings);
  }

  /// Holidays by the rules that are written like in the file.
  ///
  /// @throws UserError if one is no rule
  public static Holidays of(String... rules) {
    return parsed(FILE, List.of(rules));
  }

  /// The holidays of a node's directory.
  ///
  /// @throws UserError if a line of the file is no rule
  public static Holidays in(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    return Files.exists(file) ? parsed(file.toString(), Files.readAllLines(file)) : NONE;
  }

  /// Whether a day is one.
  public boolean on(LocalDate day) {
    return rules.stream().anyMatch(rule -> rule.falls(day));
  }

  /// Whether a site is open on a day, by the last word on it; a word on this site goes before one
  /// on all. Empty if nobody said.
  public Optional<Boolean> open(String site, LocalDate day) {
    return openings.stream()
        .filter(word -> word.isOf(site) && word.days().falls(day))
        .reduce((one, later) -> one.site().isPresent() && later.site().isEmpty() ? one : later)
        .map(Opening::open);
  }

  /// When the holiday of a day was the year before; absent if the day is none, or it was not.
  public Optional<LocalDate> yearBefore(LocalDate day) {
    return rules.stream()
        .filter(rule -> rule.falls(day))
        .flatMap(rule -> rule.before(day).stream())
        .findFirst();
  }

  private static Holidays parsed(String where, List<String> lines) {
    List<Rule> rules = new ArrayList<>();
    List<Opening> openings = new ArrayList<>();
    for (int line = 0; line < lines.size(); line++) {
      String text = lines.get(line).replaceFirst("#.*", "").strip();
      Matcher word = WORD.matcher(text);
      String place = where + " line " + (line + 1);
      if (word.matches()) {
        openings.add(
            new Opening(
                rule(place, word.group("days")),
                Optional.ofNullable(word.group("site")),
                word.group("what").equals("open")));
      } else if (!text.isEmpty()) {
        rules.add(rule(place, text));
      }
    }
    if (rules.size() + openings.size() > MAX_RULES) {
      throw new UserError(
          where, "there are more than " + MAX_RULES + " holidays.", "Write rules, not days.");
    }
    return new Holidays(rules, openings);
  }

  private static Rule rule(String where, String rule) {
    try {
      if (rule.startsWith("easter")) {
        return fromEaster(rule.substring("easter".length()));
      }
      return rule.length() > "12-25".length()
          ? new Rule.Once(LocalDate.parse(rule))
          : new Rule.EveryYear(MonthDay.parse("--" + rule));
    } catch (DateTimeException | NumberFormatException _) {
      throw new UserError(
          where,
          "\"" + rule + "\" is no holiday.",
          "Write 12-25 for every year, easter+1 for days from Easter Sunday, or 2017-10-31; behind"
              + " it open or closed, and a site, if you say so yourself.");
    }
  }

  private static Rule fromEaster(String days) {
    int count = days.isEmpty() ? 0 : Integer.parseInt(days);
    if (Math.abs(count) > FURTHEST_FROM_EASTER) {
      throw new DateTimeException("too far from Easter: " + days);
    }
    return new Rule.FromEaster(count);
  }

  /// Easter Sunday of the Gregorian calendar, by Gauss's rule with both of its exceptions.
  static LocalDate easter(int year) {
    int century = year / 100;
    int leapsLeftOut = century - century / 4;
    int moon = (century - (13 + 8 * century) / 25 - century / 4 + 15) % 30;
    int fullMoon = (19 * (year % 19) + moon) % 30;
    int sunday = (2 * (year % 4) + 4 * (year % 7) + 6 * fullMoon + (4 + leapsLeftOut) % 7) % 7;
    boolean late = fullMoon == 29 && sunday == 6;
    boolean alsoLate = fullMoon == 28 && sunday == 6 && (11 * moon + 11) % 30 < 19;
    int afterTwentySecond = fullMoon + sunday - (late || alsoLate ? 7 : 0);
    return LocalDate.of(year, 3, 22).plusDays(afterTwentySecond);
  }
}
