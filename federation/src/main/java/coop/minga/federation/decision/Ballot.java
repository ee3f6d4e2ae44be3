package coop.minga.federation.decision;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.Pae;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;

/// One attempt to have a change follow a parent.
///
/// Two ballots with the same parts are one, whoever called them. One with another round or another
/// close is another ballot, even of the same change.
///
/// @param subject which chain
/// @param parent what the change is to follow
/// @param change the SHA-256 of the change's canonical bytes
/// @param round 1 to [#MAX_ROUND]
/// @param close when nodes that have not committed may decline, in whole milliseconds
public record Ballot(Subject subject, Hash parent, Hash change, int round, Instant close)
    implements Comparable<Ballot> {
  /// Rounds of one change on one parent.
  public static final int MAX_ROUND = 4096;

  private static final String DOMAIN = "minga/proposal/v1";

  private static final Comparator<Ballot> ORDER =
      Comparator.comparing(Ballot::change)
          .thenComparingInt(Ballot::round)
          .thenComparing(Ballot::close)
          .thenComparing(Ballot::parent)
          .thenComparing(Ballot::subject);

  /// Checks round and time.
  public Ballot {
    if (round < 1 || round > MAX_ROUND) {
      throw new IllegalArgumentException("a round is 1 to " + MAX_ROUND + ", not " + round);
    }
    if (!close.equals(close.truncatedTo(ChronoUnit.MILLIS))) {
      throw new IllegalArgumentException("a ballot closes at a whole millisecond, not " + close);
    }
  }

  /// H(parent, change): of several changes a node may commit to, the one of the lowest rank is it.
  public static Hash rank(Subject subject, Hash parent, Hash change) {
    return Hash.sha256(
        Pae.encode(DOMAIN, Pae.number(subject.code()), parent.value(), change.value()));
  }

  /// The name of a change: the SHA-256 of its canonical bytes.
  public static Hash nameOf(Bytes change) {
    return Hash.sha256(change);
  }

  @Override
  public int compareTo(Ballot other) {
    return ORDER.compare(this, other);
  }
}
