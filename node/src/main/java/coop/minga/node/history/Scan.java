package coop.minga.node.history;

import coop.minga.federation.goods.DateMark;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a GS1 barcode says: its application identifiers and their values, in their order.
///
/// It is read as a scanner gives it (FNC1 as group separator, with or without the symbology
/// identifier), as it is printed for people, `(01)09521234543213(17)261200(10)L-7`, or as a GS1
/// Digital Link URI. What is not to the standard is refused as a whole: half a code names another
/// product.
///
/// Sources: GS1 General Specifications, sections 3 and 7.8 (fixed lengths, dates; day 00 is the
/// last day of its month; the century is the nearest within 50 years); GS1 Digital Link Standard:
/// URI Syntax.
///
/// @param values by application identifier
public record Scan(Map<String, String> values) {
  private static final char SEPARATOR = '\u001d';

  /// Copies, in order.
  public Scan {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /// Whether a text claims to be such a code.
  static boolean looksLikeOne(String text) {
    return text.startsWith("(01)")
        || text.startsWith("(02)")
        || text.matches("\\](C1|d2|Q3|e0|J1).*")
        || text.matches("\\u001d?01\\d{14}.*")
        || isLink(text);
  }

  private static boolean isLink(String text) {
    return text.matches("(?i)https?://.*/0?1/\\d{8,14}.*");
  }

  /// Reads a code.
  ///
  /// @throws IllegalArgumentException with the reason, in a sentence, if it is none
  public static Scan of(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    if (isLink(text)) {
      ofLink(text, values);
    } else if (text.startsWith("(")) {
      ofPrint(text, values);
    } else {
      ofScanner(text.replaceFirst("^\\](C1|d2|Q3|e0|J1)", ""), values);
    }
    return new Scan(values);
  }

  private static void ofPrint(String text, Map<String, String> values) {
    int at = 0;
    while (at < text.length()) {
      int close = text.indexOf(')', at);
      if (text.charAt(at) != '(' || close < 0) {
        throw new IllegalArgumentException("it has a bracket too few.");
      }
      int next = text.indexOf('(', close);
      int end = next < 0 ? text.length() : next;
      put(text.substring(at + 1, close), text.substring(close + 1, end), values);
      at = end;
    }
  }

  private static void ofScanner(String text, Map<String, String> values) {
    int at = 0;
    while (at < text.length()) {
      if (text.charAt(at) == SEPARATOR) {
        at++;
        continue;
      }
      Identifier identifier = Identifier.at(text, at);
      at += identifier.code().length();
      int separator = text.indexOf(SEPARATOR, at);
      int rest = separator < 0 ? text.length() : separator;
      int end = identifier.predefined() ? at + identifier.most() : rest;
      if (end > text.length()) {
        throw new IllegalArgumentException("it ends within (" + identifier.code() + ").");
      }
      put(identifier.code(), text.substring(at, end), values);
      at = end;
    }
  }

  /// The key is in the path, and so are its qualifiers; attributes are in the query, where what has
  /// no digits for a name is somebody else's.
  private static void ofLink(String text, Map<String, String> values) {
    String link = text.replaceFirst("#.*", "");
    int query = link.indexOf('?');
    String path = query < 0 ? link : link.substring(0, query);
    String[] parts = path.substring(path.indexOf("://") + 3).split("/", -1);
    int key = parts.length - 2;
    while (key > 0 && !(parts[key].matches("0?1") && parts[key + 1].matches("\\d{8,14}"))) {
      key--;
    }
    put("01", "0".repeat(14 - parts[key + 1].length()) + parts[key + 1], values);
    for (int part = key + 2; part + 1 < parts.length; part += 2) {
      put(parts[part], decoded(parts[part + 1]), values);
    }
    if (query >= 0) {
      for (String pair : link.substring(query + 1).split("[&;]", -1)) {
        String[] halves = pair.split("=", 2);
        if (halves.length == 2 && halves[0].matches("\\d{2,4}")) {
          put(halves[0], decoded(halves[1]), values);
        }
      }
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static void put(String code, String value, Map<String, String> values) {
    Identifier.of(code).check(value);
    String before = values.putIfAbsent(code, value);
    if (before != null && !before.equals(value)) {
      throw new IllegalArgumentException("it says (" + code + ") twice, and not the same.");
    }
  }

  /// Value of an identifier.
  public Optional<String> value(String code) {
    return Optional.ofNullable(values.get(code));
  }

  /// The item's GTIN, 14 digits: (01), or of what a case holds (02).
  public Optional<String> gtin() {
    return value("01").or(() -> value("02"));
  }

  /// The batch or lot, (10).
  public Optional<String> lot() {
    return value("10");
  }

  /// The date until which it may be sold: expiration (17) is use-by, (15) best-before.
  ///
  /// @param near a day within fifty years of it, today as a rule
  public Optional<DateMark> mark(LocalDate near) {
    Optional<LocalDate> expires = value("17").map(six -> date(six, near));
    return expires.isPresent()
        ? expires.map(day -> new DateMark(DateMark.Kind.USE_BY, day))
        : value("15").map(six -> new DateMark(DateMark.Kind.BEST_BEFORE, date(six, near)));
  }

  /// Net weight in grams, (310n).
  public Optional<Long> netGrams() {
    for (int decimals = 0; decimals < 6; decimals++) {
      Optional<String> six = value("310" + decimals);
      if (six.isPresent()) {
        return Optional.of(Math.round(Long.parseLong(six.get()) * Math.pow(10, 3.0 - decimals)));
      }
    }
    return Optional.empty();
  }

  /// The date of six digits, YYMMDD.
  ///
  /// @throws IllegalArgumentException if no calendar has it
  static LocalDate date(String six, LocalDate near) {
    int century = near.getYear() / 100 * 100;
    int year = century + Integer.parseInt(six.substring(0, 2));
    int off = year - near.getYear();
    int nearest = off > 50 ? year - 100 : off < -49 ? year + 100 : year;
    int day = Integer.parseInt(six.substring(4));
    try {
      YearMonth month = YearMonth.of(nearest, Integer.parseInt(six.substring(2, 4)));
      return day == 0 ? month.atEndOfMonth() : month.atDay(day);
    } catch (DateTimeException problem) {
      throw new IllegalArgumentException("\"" + six + "\" is not a date, YYMMDD.", problem);
    }
  }
}
