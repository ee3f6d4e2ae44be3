package coop.minga.federation.roster;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.Pae;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Who mirrors whom where a federation is too large for everybody to mirror everybody: so many of
/// the others, drawn by lot, that a third of them are bad less than once in a million draws.
///
/// A draw without replacement has a hypergeometric number of bad mirrors. Its tail is compared in
/// whole numbers: nobody's rounding decides who witnesses whom. The lot is drawn anew each year,
/// from a value that nobody knew when the roster was decided: each member first commits to a secret
/// and then opens it ([#value]).
///
/// @param others how many a mirror may be drawn from: all members but the ledger's owner
/// @param badPerThousand how many of a thousand are assumed to be bad
public record MirrorSample(int others, int badPerThousand) {
  /// Once in so many draws a third may be bad: in less.
  private static final BigInteger DRAWS = BigInteger.valueOf(1_000_000);

  /// More would not be fewer than all.
  private static final int MOST = 100_000;

  private static final String LOT = "minga/mirrors/lot/v1";
  private static final String COMMIT = "minga/mirrors/commit/v1";
  private static final String VALUE = "minga/mirrors/value/v1";

  /// Checks the numbers.
  public MirrorSample {
    if (others < 1 || others > MOST || badPerThousand < 0 || badPerThousand > 333) {
      throw new IllegalArgumentException(
          badPerThousand + " bad of a thousand, among " + others + " others");
    }
  }

  /// The fewest mirrors that are enough; all of the others if no fewer are.
  public int size() {
    for (int drawn = 1; drawn < others; drawn++) {
      if (isEnough(drawn)) {
        return drawn;
      }
    }
    return others;
  }

  /// Whether a third of so many are bad less than once in a million draws.
  public boolean isEnough(int drawn) {
    BigInteger unlucky = BigInteger.ZERO;
    for (int bad = (drawn + 2) / 3; bad <= Math.min(drawn, bad()); bad++) {
      unlucky = unlucky.add(choose(bad(), bad).multiply(choose(others - bad(), drawn - bad)));
    }
    return unlucky.multiply(DRAWS).compareTo(choose(others, drawn)) < 0;
  }

  /// The bad ones among all, rounded up.
  private int bad() {
    return Math.ceilDiv(others * badPerThousand, 1000);
  }

  /// Draws an owner's mirrors: those of the lowest lots.
  ///
  /// @param value what the year's secrets came to
  /// @param members all of them
  public static SortedSet<MemberId> draw(
      Hash value, MemberId owner, Collection<MemberId> members, int size) {
    List<MemberId> others =
        new ArrayList<>(members.stream().filter(member -> !member.equals(owner)).toList());
    others.sort(Comparator.comparing(member -> lot(value, owner, member)));
    return Collections.unmodifiableSortedSet(
        new TreeSet<>(others.subList(0, Math.min(size, others.size()))));
  }

  private static String lot(Hash value, MemberId owner, MemberId member) {
    return Hash.sha256(
            Pae.encode(LOT, value.value(), Bytes.utf8(owner.name()), Bytes.utf8(member.name())))
        .toString();
  }

  /// What a member commits to before anybody opens.
  ///
  /// @param roster the roster that the lot is for, so that nothing is fixed before it is
  /// @param secret 32 bytes that nobody can guess
  public static Hash commitment(Hash roster, int year, MemberId member, Bytes secret) {
    return Hash.sha256(
        Pae.encode(COMMIT, roster.value(), Pae.number(year), Bytes.utf8(member.name()), secret));
  }

  /// What the secrets of all who committed come to; absent until all of them are open. Whoever
  /// keeps its own back keeps everybody waiting, and is seen to.
  ///
  /// @param commitments by member
  /// @param secrets by member; one that does not open its commitment is none
  public static Optional<Hash> value(
      Hash roster, int year, Map<MemberId, Hash> commitments, Map<MemberId, Bytes> secrets) {
    SortedMap<MemberId, Bytes> open = new TreeMap<>(secrets);
    open.entrySet()
        .removeIf(each ->
            !commitment(roster, year, each.getKey(), each.getValue())
                .equals(commitments.get(each.getKey())));
    if (commitments.isEmpty() || !open.keySet().equals(commitments.keySet())) {
      return Optional.empty();
    }
    var parts = new ArrayList<Bytes>(List.of(Bytes.utf8(VALUE), roster.value(), Pae.number(year)));
    open.forEach((member, secret) -> {
      parts.add(Bytes.utf8(member.name()));
      parts.add(secret);
    });
    return Optional.of(Hash.sha256(Pae.encode(parts)));
  }

  private static BigInteger choose(int of, int some) {
    if (some < 0 || some > of) {
      return BigInteger.ZERO;
    }
    BigInteger ways = BigInteger.ONE;
    for (int i = 1; i <= some; i++) {
      ways = ways.multiply(BigInteger.valueOf(of - some + i)).divide(BigInteger.valueOf(i));
    }
    return ways;
  }
}
