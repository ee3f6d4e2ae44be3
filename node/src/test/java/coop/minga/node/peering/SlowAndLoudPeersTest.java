package coop.minga.node.peering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.proto.v1.Frame;
import coop.minga.proto.v1.Ping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A peer that reads too slowly or talks too much costs a bounded amount, and only itself.
class SlowAndLoudPeersTest {
  private static final MemberId BUTCHER = new MemberId("butcher");
  private static final PeerFrame BULKY =
      new PeerFrame.Entries("o", 0, List.of(Bytes.of(new byte[60_000])), Bytes.empty());
  private static final PeerFrame PING = new PeerFrame.Ping(Hash.sha256(new byte[] {5}));

  @Test
  void aSlowReaderLosesWhatIsQueuedForItAndNobodyElseNotices() throws Exception {
    try (var town = new Town()) {
      Town.Keys butcher = Town.Keys.of(BUTCHER);
      Peering kitchen =
          town.start(
              town.kitchen.self(),
              Town.settings(0),
              BlobSource.none(),
              town.bakery.record(0),
              butcher.record(0));
      PeerRecord dialled = town.kitchen.record(kitchen.port());
      var slow = new Listener(true);
      var ports = new Peering.Ports(slow, BlobSource.none(), Town.VERIFIER, Town.CLOCK);
      town.start(town.bakery.self(), Town.settings(0), ports, dialled);
      town.awaitSession();
      town.start(butcher.self(), Town.settings(0), BlobSource.none(), dialled);
      town.heardBy(BUTCHER).next(Listener.Told.Connected.class);

      sendUntilRefused(kitchen);
      assertEquals(
          Town.BAKERY, town.heardBy(Town.KITCHEN).next(Listener.Told.Overflowed.class).peer());
      assertTrue(kitchen.send(BUTCHER, PING));
      assertEquals(PING, town.heardBy(BUTCHER).nextFrame());

      assertTrue(kitchen.send(Town.BAKERY, PING), "there is room again");
      takeUntil(slow, PING);
    }
  }

  @Test
  void aPeerThatFloodsIsHeldBackAtItsOwnEnd() throws Exception {
    try (var town = new Town()) {
      int burst = 20;
      var usual = PeeringSettings.Limits.USUAL;
      var strict =
          new PeeringSettings.Limits(
              usual.messageBytes(),
              1,
              burst,
              usual.bytesPerSecond(),
              usual.queueBytes(),
              usual.queueFrames());
      Peering kitchen =
          town.start(
              town.kitchen.self(),
              Town.settings(0).with(strict),
              BlobSource.none(),
              town.bakery.record(0));
      PeerRecord dialled = town.kitchen.record(kitchen.port());
      try (var bakery = new RawDialler(town.bakery.self(), dialled).greet()) {
        Frame ping = FrameWire.encode(PING);
        Frame padded =
            ping.toBuilder()
                .setPing(Ping.newBuilder(ping.getPing()).setUnknownFields(padding()))
                .build();
        for (int i = 0; i < 3000; i++) {
          bakery.say(padded); // whether there is room or not
        }
        Listener heard = town.heardBy(Town.KITCHEN);
        for (int i = 0; i < burst + Session.WINDOW; i++) {
          assertEquals(PING, heard.nextFrame());
        }
        kitchen.send(Town.BAKERY, PING);
        bakery.hear();
        assertFalse(bakery.wire.isReady());
        assertTrue(heard.waiting() < Listener.PATIENCE_SECONDS, "heard " + heard.waiting());
      }
    }
  }

  @Test
  void aPeerThatSaysNothingIsCutAndDialledAgain() throws Exception {
    try (var town = new Town()) {
      var hasty =
          new PeeringSettings.Patience(
              Duration.ofSeconds(10),
              Duration.ofMillis(20),
              Duration.ofMillis(50),
              Duration.ofMillis(200),
              Duration.ofSeconds(60),
              Duration.ofSeconds(1));
      Peering kitchen =
          town.start(
              town.kitchen.self(),
              Town.settings(0).with(hasty),
              BlobSource.none(),
              town.bakery.record(0));
      town.bakery(kitchen.port());
      town.awaitSession();
      var cut = town.heardBy(Town.BAKERY).next(Listener.Told.Disconnected.class);
      assertEquals(Refusal.SILENT, cut.why());
      town.heardBy(Town.BAKERY).next(Listener.Told.Connected.class);
    }
  }

  private static void sendUntilRefused(Peering kitchen) {
    int sent = 0;
    while (kitchen.send(Town.BAKERY, BULKY)) {
      sent++;
      assertFalse(sent > 1000, "a queue without a bound");
    }
  }

  private static void takeUntil(Listener slow, PeerFrame last) throws InterruptedException {
    var frames = new ArrayList<PeerFrame>();
    while (frames.isEmpty() || !frames.getLast().equals(last)) {
      var next = slow.next(Listener.Told.Received.class);
      frames.add(next.frame());
      next.taken().run();
      next.taken().run(); // a second time changes nothing
    }
  }

  private static UnknownFieldSet padding() {
    var field =
        UnknownFieldSet.Field.newBuilder()
            .addLengthDelimited(ByteString.copyFrom(new byte[5000]))
            .build();
    return UnknownFieldSet.newBuilder().addField(99, field).build();
  }
}
