package coop.minga.node.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.decision.Ballot;
import coop.minga.federation.decision.DecisionStatement;
import coop.minga.federation.decision.Place;
import coop.minga.federation.decision.Subject;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.wire.Said;
import coop.minga.node.exchange.Seen;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Liars call ballot after ballot on an epoch of several cohorts, and every honest node has to
/// decline each.
class EpochWordsTest {
  private static final MemberId LIAR = new MemberId("liar");
  private static final Hash ASKED = Hash.sha256(Bytes.utf8("epoch 7, as drawn"));
  private static final Hash NEXT = Hash.sha256(Bytes.utf8("epoch 8, as drawn"));
  private static final int JUNK = 3000;

  private final EpochWords words = new EpochWords();

  private static Ballot ballot(int number) {
    Hash change = Hash.sha256(Bytes.utf8("junk " + number));
    return new Ballot(Subject.EPOCH, ASKED, change, 1, Instant.EPOCH);
  }

  private static Seen seen(int index, DecisionStatement says) {
    var id = new EntryId(Hash.sha256(Bytes.utf8("entry " + index)));
    return new Seen(id, LIAR, Tree.LEDGER, index, new Said.OfDecision(says));
  }

  @Test
  void aNodeRemembersByWhatItIsBoundHoweverMuchItHasToDecline() {
    var approved = new Place(LIAR, 0, new EntryId(ASKED));
    words.say(new DecisionStatement.Commit(ballot(0), List.of(approved), List.of()));
    for (int i = 1; i <= JUNK; i++) {
      words.say(new DecisionStatement.DeclineBallot(ballot(i)));
    }
    assertTrue(words.isBound(ASKED));
    assertEquals(JUNK + 1, words.about(ASKED).size());
    words.forget(ASKED);
    assertFalse(words.isBound(ASKED));
  }

  @Test
  void ofAnotherNoMoreIsKeptThanAnHonestMemberMaySay() {
    for (int i = 0; i < JUNK; i++) {
      words.hear(seen(i, new DecisionStatement.DeclineBallot(ballot(i))));
    }
    assertEquals(EpochWords.MOST, words.about(ASKED).size());
    var longest = new DecisionStatement.Approve(Subject.EPOCH, NEXT, zeros(EpochWords.MAX_SET));
    var longer = new DecisionStatement.Approve(Subject.EPOCH, NEXT, zeros(EpochWords.MAX_SET + 1));
    assertTrue(words.hear(seen(JUNK, longer)).isEmpty());
    assertTrue(words.hear(seen(JUNK, longest)).isPresent());
    assertEquals(1, words.about(NEXT).size());
  }

  private static Bytes zeros(int size) {
    return Bytes.of(new byte[size]);
  }
}
