package coop.minga.node.exchange;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.decision.Ballot;
import coop.minga.federation.decision.Subject;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Almacen speaks as often as it should, and tia invents ballots.
class FirstWordsTest {
  private static final MemberId ALMACEN = new MemberId("almacen");
  private static final MemberId TIA = new MemberId("tia");

  private final FirstWords words = new FirstWords();

  @Test
  void ofTwoWordsOnABallotOnlyTheFirstCounts() {
    words.say(ALMACEN, ballot(1), 7);
    words.say(ALMACEN, ballot(1), 9);
    assertTrue(words.isFirst(ALMACEN, ballot(1), 7));
    assertFalse(words.isFirst(ALMACEN, ballot(1), 9));
    assertTrue(words.isFirst(ALMACEN, ballot(2), 11), "it said nothing on that before");
  }

  /// Else it could commit to a ballot, decline it, and have both counted.
  @Test
  void whoHasWordsOnMoreBallotsThanAreRememberedHasNoneOnTheOthers() {
    for (int round = 1; round <= FirstWords.MAX_BALLOTS; round++) {
      words.say(TIA, ballot(round), round);
    }
    Ballot one = ballot(FirstWords.MAX_BALLOTS + 1);
    words.say(TIA, one, 5_000);
    words.say(TIA, one, 5_001);
    assertFalse(words.isFirst(TIA, one, 5_000));
    assertFalse(words.isFirst(TIA, one, 5_001));
    assertTrue(words.isFirst(ALMACEN, one, 5_000), "others have theirs");

    words.forget(Set.of(ballot(1), ballot(2))::contains);
    words.say(TIA, one, 5_002);
    assertFalse(words.isFirst(TIA, one, 5_002), "what it said of it first was not remembered");
    assertTrue(words.isFirst(TIA, ballot(7), 7), "what was remembered stays");
  }

  private static Ballot ballot(int round) {
    Hash change = Hash.sha256(Bytes.utf8("admit"));
    return new Ballot(Subject.ROSTER, change, change, round, Instant.EPOCH);
  }
}
