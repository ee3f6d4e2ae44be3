package coop.minga.node.peering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class TwoMembersTalkTest {
  private static final Hash SOME = Hash.sha256(new byte[] {1});

  static final List<PeerFrame> ALL_KINDS =
      List.of(
          new PeerFrame.Frontier(
              true,
              List.of(
                  new PeerFrame.OriginFrontier("ab/bakery/ledger", 7, Bytes.utf8("note")),
                  new PeerFrame.OriginFrontier("ab/mill/ledger", 0, Bytes.empty()))),
          new PeerFrame.Want("ab/bakery/ledger", 3, Long.MAX_VALUE),
          new PeerFrame.Entries(
              "ab/bakery/ledger",
              3,
              List.of(Bytes.utf8("one"), Bytes.utf8("two")),
              Bytes.utf8("n")),
          new PeerFrame.Entries("ab/bakery/ledger", 5, List.of(), Bytes.utf8("checkpoint only")),
          new PeerFrame.Cosignature("ab/bakery/ledger", 5, Bytes.utf8("line")),
          new PeerFrame.Told(Bytes.utf8("bid"), 4, 9, List.of(SOME, SOME), Bytes.utf8("book")),
          new PeerFrame.Ping(SOME),
          new PeerFrame.Pong(SOME));

  @Test
  void twoHonestMembersExchangeEveryKindOfFrameBothWaysInOrder() throws Exception {
    try (var town = new Town()) {
      Peering kitchen = town.kitchen();
      Peering bakery = town.bakery(kitchen.port());
      town.awaitSession();
      for (PeerFrame each : ALL_KINDS) {
        assertTrue(bakery.send(Town.KITCHEN, each));
        assertTrue(kitchen.send(Town.BAKERY, each));
      }
      for (PeerFrame each : ALL_KINDS) {
        assertEquals(each, town.heardBy(Town.KITCHEN).nextFrame());
        assertEquals(each, town.heardBy(Town.BAKERY).nextFrame());
      }
      assertEquals(Set.of(Town.KITCHEN), bakery.connected());
      assertEquals(Set.of(Town.BAKERY), kitchen.connected());
    }
  }

  @Test
  void whatOneCountsAsSentTheOtherCountsAsReceived() throws Exception {
    try (var town = new Town()) {
      Peering kitchen = town.kitchen();
      Peering bakery = town.bakery(kitchen.port());
      town.awaitSession();
      for (PeerFrame each : ALL_KINDS) {
        bakery.send(Town.KITCHEN, each);
      }
      for (var _ : ALL_KINDS) {
        town.heardBy(Town.KITCHEN).nextFrame();
      }
      assertEquals(2, of(bakery, Town.KITCHEN, FrameKind.ENTRIES).framesOut());
      assertTrue(of(bakery, Town.KITCHEN, FrameKind.HELLO).bytesOut() > 64);
      for (FrameKind kind : FrameKind.values()) {
        Traffic out = of(bakery, Town.KITCHEN, kind);
        Traffic in = of(kitchen, Town.BAKERY, kind);
        assertEquals(out.bytesOut(), in.bytesIn(), kind.name());
        assertEquals(out.framesOut(), in.framesIn(), kind.name());
      }
    }
  }

  @RepeatedTest(10) // also while the other side is still opening its stream of blobs
  void oneThatClosesSaysGoodbyeAfterWhatIsQueued() throws Exception {
    try (var town = new Town()) {
      Peering kitchen = town.kitchen();
      Peering bakery = town.bakery(kitchen.port());
      town.awaitSession();
      kitchen.send(Town.BAKERY, ALL_KINDS.getFirst());
      kitchen.close();
      assertEquals(ALL_KINDS.getFirst(), town.heardBy(Town.BAKERY).nextFrame());
      var left = town.heardBy(Town.BAKERY).mustBe(Listener.Told.Disconnected.class);
      assertEquals(Refusal.LEFT, left.why());
      assertFalse(bakery.send(Town.KITCHEN, ALL_KINDS.getFirst()));
    }
  }

  @Test
  void thePeerIsDialledAgainWhenItComesBack() throws Exception {
    try (var town = new Town()) {
      Peering kitchen = town.kitchen();
      int port = kitchen.port();
      town.bakery(port);
      town.awaitSession();
      kitchen.close();
      town.heardBy(Town.BAKERY).next(Listener.Told.Disconnected.class);
      assertEquals(Refusal.UNREACHABLE, town.heardBy(Town.BAKERY).nextRefusal());
      town.start(
          town.kitchen.self(), Town.settings(port), BlobSource.none(), town.bakery.record(0));
      town.awaitSession();
    }
  }

  private static Traffic of(Peering peering, MemberId peer, FrameKind kind) {
    return peering.traffic().getOrDefault(peer, Map.of()).getOrDefault(kind, Traffic.NONE);
  }
}
