package coop.minga.federation.surplus;

import coop.minga.federation.disclosure.FieldOpening;
import coop.minga.federation.goods.Checks;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a giver wishes of who gets a lot. It is fixed before the lot opens: the notice commits to
/// it by a field of its own, and what it was stands in the giver's ledger once the lot is closed.
///
/// @param bonuses points per kg that are added to a taker's bids, and never taken off its debit; by
///   the rules at most a tenth of the category's base points
/// @param vetoes who gets nothing of the lot, and why
/// @param reserve points per kg below which its price is not cut
/// @param salt of the hidden field: bytes that nobody can guess; empty where nothing is wished
public record GiversWishes(
    SortedMap<MemberId, Integer> bonuses,
    SortedMap<MemberId, VetoReason> vetoes,
    int reserve,
    Bytes salt) {
  /// The name of the hidden field.
  public static final String FIELD = "wishes";

  /// The most takers that are named, in bonuses and vetoes together.
  public static final int MOST_NAMED = 20;

  /// A tenth of the base points is the most of a bonus.
  public static final int PART_OF_BASE = 10;

  /// Nothing in particular.
  public static final GiversWishes NONE =
      new GiversWishes(
          Collections.emptySortedMap(), Collections.emptySortedMap(), 0, Bytes.empty());

  private static final String BONUS = "bonus";
  private static final String VETO = "veto";
  private static final String RESERVE = "reserve";
  private static final int WORDS = 3;

  /// Copies and checks ranges.
  public GiversWishes {
    bonuses = Collections.unmodifiableSortedMap(new TreeMap<>(bonuses));
    vetoes = Collections.unmodifiableSortedMap(new TreeMap<>(vetoes));
    bonuses.values().forEach(points -> Checks.range("a bonus", points, 1, Offer.MAX_POINTS));
    Checks.range("a reserve", reserve, 0, Offer.MAX_POINTS);
    Checks.range("takers named in wishes", bonuses.size() + vetoes.size(), 0, MOST_NAMED);
    if (!Collections.disjoint(bonuses.keySet(), vetoes.keySet())) {
      throw new IllegalArgumentException("nobody has a bonus and a veto on one lot");
    }
    boolean wishes = !bonuses.isEmpty() || !vetoes.isEmpty() || reserve > 0;
    if (salt.size() != (wishes ? FieldOpening.SALT_BYTES : 0)) {
      throw new IllegalArgumentException("wishes have a salt of 32 bytes; where none are, none is");
    }
  }

  /// What opens the hidden field.
  public FieldOpening opening() {
    return new FieldOpening(FIELD, salt, value());
  }

  /// Does not show them: they must not end in a log before the close.
  @Override
  public String toString() {
    return "GiversWishes";
  }

  /// Points per kg that are added to the bids of a taker.
  public int bonus(MemberId taker) {
    return bonuses.getOrDefault(taker, 0);
  }

  /// The bytes that are committed to: a line for each wish, bonuses first, then vetoes, each by
  /// name, then the reserve if there is one.
  Bytes value() {
    var lines = new StringBuilder();
    bonuses.forEach((taker, points) -> line(lines, BONUS, taker.name(), points.toString()));
    vetoes.forEach((taker, reason) -> line(lines, VETO, taker.name(), reason.word()));
    if (reserve > 0) {
      line(lines, RESERVE, Integer.toString(reserve));
    }
    return Bytes.utf8(lines.toString());
  }

  private static void line(StringBuilder lines, String... words) {
    lines.append(String.join(" ", words)).append('\n');
  }

  /// What an opening of the field shows.
  ///
  /// @throws IllegalArgumentException if it shows no wishes in the one form that they have
  public static GiversWishes read(FieldOpening opening) {
    var bonuses = new TreeMap<MemberId, Integer>();
    var vetoes = new TreeMap<MemberId, VetoReason>();
    int reserve = 0;
    for (String line : opening.value().toUtf8().lines().toList()) {
      String[] words = line.split(" ", WORDS);
      String last = words[words.length - 1];
      switch (words[0] + words.length) {
        case BONUS + WORDS -> bonuses.put(new MemberId(words[1]), Integer.parseInt(last));
        case VETO + WORDS ->
            vetoes.put(
                new MemberId(words[1]),
                VetoReason.of(last)
                    .orElseThrow(
                        () -> new IllegalArgumentException("no veto for \"" + last + "\"")));
        case RESERVE + (WORDS - 1) -> reserve = Integer.parseInt(last);
        default -> throw new IllegalArgumentException("not a wish: \"" + line + "\"");
      }
    }
    var wishes = new GiversWishes(bonuses, vetoes, reserve, opening.salt());
    if (!opening.field().equals(FIELD) || !wishes.value().equals(opening.value())) {
      throw new IllegalArgumentException("wishes are not in the one form that they have");
    }
    return wishes;
  }
}
