package coop.minga.federation.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import coop.minga.federation.decision.Ballot;
import coop.minga.federation.decision.DecisionStatement.Commit;
import coop.minga.federation.decision.DecisionStatement.Released;
import coop.minga.federation.decision.Place;
import coop.minga.federation.decision.Subject;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Entry;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.ledger.Quorum;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A word that names as many dead ballots as a word may, by members with the longest of names and
/// ledgers of the greatest size.
class ACommitFitsIntoAnEntryTest {
  private static final Instant CLOSE = Instant.parse("9999-12-31T23:59:59.999Z");
  private static final int FRAME_AND_SIGNATURE = 512;

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 11, 40, 64})
  void withAllThatReleasedIt(int members) throws InvalidProtocolBufferException {
    var quorum = new Quorum(members);
    List<Released> released =
        IntStream.range(0, Commit.mostReleased(quorum))
            .mapToObj(i -> new Released(ballot("other", i + 1), places(quorum.blocking())))
            .toList();
    var commit = new Commit(ballot("this", 1), places(quorum.deciding()), released);
    Bytes payload = DecisionWire.encode(commit);
    assertTrue(payload.size() + FRAME_AND_SIGNATURE <= Entry.MAX_FRAME, payload.size() + " bytes");
    assertEquals(commit, DecisionWire.decode(Kind.COMMIT, payload));
  }

  private static Ballot ballot(String change, int round) {
    return new Ballot(Subject.ROSTER, hash("parent"), hash(change), round, CLOSE);
  }

  private static List<Place> places(int count) {
    return IntStream.range(0, count)
        .mapToObj(i ->
            new Place(
                new MemberId("a-long-member-name%02d".formatted(i)),
                Long.MAX_VALUE,
                new EntryId(hash("entry"))))
        .toList();
  }

  private static Hash hash(String of) {
    return Hash.sha256(Bytes.utf8(of));
  }
}
