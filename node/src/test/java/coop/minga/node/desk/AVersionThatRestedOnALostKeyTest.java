package coop.minga.node.desk;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.Cohort;
import coop.minga.federation.learning.LearningStatement;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.wire.Said;
import coop.minga.node.exchange.Recollection;
import coop.minga.node.exchange.Seen;
import coop.minga.node.exchange.TakenBack;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Six learned, two only pass on what they hear, and the first of the six lost its key.
class AVersionThatRestedOnALostKeyTest {
  private static final Hash MODEL = Hash.sha256(Bytes.utf8("model"));
  private static final LearningDesk.Told VERSION = new LearningDesk.Told(3, MODEL);
  private static final Cohort SIX = new Cohort(members(0, 6), 6);

  @Test
  void whoWasNotInItsCohortDoesNotStandByIt() {
    assertFalse(LearningDesk.isTakenBack(VERSION, SIX, said(members(1, 5))), "four of six do");
    var three = new TreeMap<>(said(members(1, 4)).ledgers());
    three.putAll(said(members(6, 8)).ledgers());
    assertTrue(LearningDesk.isTakenBack(VERSION, SIX, lost(three)), "three do, and two others");
  }

  private static Recollection said(List<MemberId> members) {
    var ledgers = new TreeMap<MemberId, List<Seen>>();
    members.forEach(member -> ledgers.put(member, List.of(says(member))));
    return lost(ledgers);
  }

  private static Recollection lost(SortedMap<MemberId, List<Seen>> ledgers) {
    var gone = new TakenBack(List.of(says(SIX.members().getFirst())), 1, 0);
    return new Recollection(ledgers, Map.of(), List.of(), List.of(), gone);
  }

  private static Seen says(MemberId member) {
    var opened = new LearningStatement.Opened(1, MODEL, MODEL, SIX.members());
    var version = new LearningStatement.Finding.Version(opened, MODEL, MODEL, 6, MODEL);
    var id = new EntryId(Hash.sha256(Bytes.utf8(member.name())));
    return new Seen(
        id, member, Tree.LEDGER, 0, new Said.OfLearning(new LearningStatement.Result(3, version)));
  }

  private static List<MemberId> members(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> new MemberId("shop-" + (char) ('a' + i)))
        .toList();
  }
}
