package coop.minga.federation.learning;

import coop.minga.federation.roster.Rules;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.stream.LongStream;

/// How many members are taken to be in league with one another, and how large a cohort must be for
/// it: so large that but once in a million draws those of them in it reach 2t - c, where two sets
/// of t need no honest member in common any more.
///
/// All is counted in whole numbers, so that everybody draws the same: of N members M collude, and a
/// cohort of c has k of them in C(M, k) C(N - M, c - k) of C(N, c) draws.
///
/// @param perThousand of all who train, rounded up to whole members
public record Collusion(int perThousand) {
  /// What is assumed where nobody says otherwise: one in ten.
  public static final Collusion USUAL = new Collusion(Rules.Learning.USUAL_COLLUDING_PER_THOUSAND);

  /// How rarely a cohort may have too many of them: once in so many draws.
  public static final long ONCE_IN = 1_000_000;

  private static final int THOUSAND = 1_000;

  /// Checks the share.
  public Collusion {
    if (perThousand < 0 || perThousand > THOUSAND) {
      throw new IllegalArgumentException("a share is 0 to 1000 in a thousand, not " + perThousand);
    }
  }

  /// How many collude of so many.
  public int of(int members) {
    return Math.ceilDiv(members * perThousand, THOUSAND);
  }

  /// The smallest cohort for which, and for every larger one, too many are in it so rarely; all of
  /// them if there is none.
  public int least(int members) {
    int least = members;
    while (least > Cohort.LEAST && isRare(members, least - 1)) {
      least--;
    }
    return least;
  }

  /// How likely a cohort has too many, for people to read.
  public double chance(int members, int cohort) {
    return new BigDecimal(tooMany(members, cohort))
        .divide(new BigDecimal(choose(members, cohort)), MathContext.DECIMAL64)
        .doubleValue();
  }

  private boolean isRare(int members, int cohort) {
    BigInteger often = tooMany(members, cohort).multiply(BigInteger.valueOf(ONCE_IN));
    return often.compareTo(choose(members, cohort)) < 0;
  }

  /// In how many draws.
  private BigInteger tooMany(int members, int cohort) {
    int colluders = of(members);
    int threshold = Cohort.threshold(cohort);
    return LongStream.rangeClosed(2L * threshold - cohort, Math.min(colluders, cohort))
        .mapToInt(Math::toIntExact)
        .mapToObj(in -> choose(colluders, in).multiply(choose(members - colluders, cohort - in)))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  /// In how many ways some can be taken of others; 0 if there are fewer.
  private static BigInteger choose(int of, int some) {
    if (some > of) {
      return BigInteger.ZERO;
    }
    BigInteger ways = BigInteger.ONE;
    for (int i = 0; i < some; i++) {
      ways = ways.multiply(BigInteger.valueOf(of - i)).divide(BigInteger.valueOf(i + 1));
    }
    return ways;
  }
}
