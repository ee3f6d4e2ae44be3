package coop.minga.node.peering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import coop.minga.federation.blob.BlobName;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.node.LiesIn;
import coop.minga.proto.v1.BlobAbsent;
import coop.minga.proto.v1.BlobChunk;
import coop.minga.proto.v1.BlobFrame;
import coop.minga.proto.v1.BlobRequest;
import coop.minga.proto.v1.Frame;
import coop.minga.proto.v1.Goodbye;
import coop.minga.proto.v1.Hello;
import coop.minga.proto.v1.Ping;
import coop.minga.proto.v1.Want;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The bakery has the right key and certificate, and lies to the kitchen in every way there is.
class ALiarOnTheWireTest {
  private static final Hash SOME = Hash.sha256(new byte[] {3});
  private static final Frame PING =
      Frame.newBuilder()
          .setPing(Ping.newBuilder().setFrontier(FrameWire.string(SOME.value())))
          .build();

  private final Town town = new Town();
  private int port;

  @BeforeEach
  void open() throws Exception {
    port = town.kitchen().port();
  }

  @AfterEach
  void close() {
    town.close();
  }

  @Test
  void aRightHelloIsTaken() throws Exception {
    try (var bakery = dial().greet()) {
      bakery.say(PING);
      assertEquals(new PeerFrame.Ping(SOME), town.heardBy(Town.KITCHEN).nextFrame());
    }
  }

  @Test
  @LiesIn(FrameKind.HELLO)
  void aHelloOfAnotherChannelIsWorthNothing() throws Exception {
    try (var one = dial().greet();
        var other = dial()) {
      other.say(one.hello());
      assertRefused(other, Refusal.HELLO_SIGNATURE);
    }
  }

  @Test
  @LiesIn(FrameKind.HELLO)
  void aHelloOfAnotherFederationIsRefused() throws Exception {
    try (var bakery = dial()) {
      ByteString other = FrameWire.string(SOME.value());
      bakery.say(bakery.hello().toBuilder().setFederation(other).build());
      assertRefused(bakery, Refusal.WRONG_FEDERATION);
    }
  }

  @Test
  @LiesIn(FrameKind.HELLO)
  void aHelloInAnotherNameIsRefused() throws Exception {
    try (var bakery = dial()) {
      bakery.say(bakery.hello().toBuilder().setMember("butcher").build());
      assertRefused(bakery, Refusal.HELLO_NAME);
    }
  }

  @Test
  @LiesIn(FrameKind.HELLO)
  void aHelloForAnotherIsRefused() throws Exception {
    try (var bakery = dial()) {
      bakery.say(bakery.hello().toBuilder().setPeer("larder").build());
      assertRefused(bakery, Refusal.HELLO_NAME);
    }
  }

  @Test
  @LiesIn(FrameKind.HELLO)
  void aVersionChangedAfterSigningIsRefused() throws Exception {
    try (var bakery = dial()) {
      bakery.say(bakery.hello().toBuilder().setHighestVersion(7).build());
      assertRefused(bakery, Refusal.HELLO_SIGNATURE);
    }
  }

  @Test
  @LiesIn(FrameKind.PING)
  void whoSpeaksBeforeItsHelloIsRefused() throws Exception {
    try (var bakery = dial()) {
      bakery.hello();
      bakery.say(PING);
      assertRefused(bakery, Refusal.NO_HELLO);
    }
  }

  @Test
  @LiesIn(FrameKind.HELLO)
  void whoNeverSaysHelloIsCut() throws Exception {
    Town.Keys larder = Town.Keys.of(new MemberId("larder"));
    var hasty =
        new PeeringSettings.Patience(
            Duration.ofMillis(300),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofSeconds(1));
    Peering listening =
        town.start(
            larder.self(), Town.settings(0).with(hasty), BlobSource.none(), town.bakery.record(0));
    try (var bakery = new RawDialler(town.bakery.self(), larder.record(listening.port()))) {
      assertEquals(Refusal.NO_HELLO, bakery.refusal());
    }
  }

  @Test
  @LiesIn(FrameKind.HELLO)
  void aSecondHelloIsABadFrame() throws Exception {
    try (var bakery = dial().greet()) {
      bakery.say(bakery.hello());
      assertEnds(bakery, Refusal.BAD_FRAME);
    }
  }

  @Test
  void nonsenseEndsTheSessionAndTheLiarMustCoolDown() throws Exception {
    try (var bakery = dial().greet()) {
      bakery.wire.send(Bytes.hex("ffffffffff"));
      assertEnds(bakery, Refusal.BAD_FRAME);
    }
    try (var again = dial()) {
      assertRefused(again, Refusal.COOLING_DOWN);
    }
  }

  @Test
  @LiesIn(FrameKind.WANT)
  void aRangeThatEndsBeforeItBeginsIsABadFrame() throws Exception {
    try (var bakery = dial().greet()) {
      Want backwards = Want.newBuilder().setOrigin("x").setFrom(5).setUntil(5).build();
      bakery.say(Frame.newBuilder().setWant(backwards).build());
      assertEnds(bakery, Refusal.BAD_FRAME);
    }
  }

  @Test
  @LiesIn(FrameKind.GOODBYE)
  void aMessageOverTheLimitIsRefused() throws Exception {
    try (var bakery = dial().greet()) {
      String endless = "x".repeat(PeeringSettings.Limits.USUAL.messageBytes());
      bakery.say(Frame.newBuilder().setGoodbye(Goodbye.newBuilder().setReason(endless)).build());
      assertEnds(bakery, Refusal.MESSAGE_TOO_LARGE);
    }
  }

  @Test
  @LiesIn(FrameKind.GOODBYE)
  void whoSaysGoodbyeAndGoesOnTalkingIsNotHeard() throws Exception {
    try (var bakery = dial().greet()) {
      bakery.say(Frame.newBuilder().setGoodbye(Goodbye.newBuilder().setReason("bye")).build());
      bakery.say(PING);
      assertEnds(bakery, Refusal.LEFT);
    }
  }

  @Test
  @LiesIn(FrameKind.UNKNOWN)
  void aFrameOfALaterVersionIsSkipped() throws Exception {
    try (var bakery = dial().greet()) {
      var field = UnknownFieldSet.Field.newBuilder().addLengthDelimited(ByteString.EMPTY).build();
      var later = UnknownFieldSet.newBuilder().addField(100, field).build();
      bakery.say(Frame.newBuilder().setUnknownFields(later).build());
      bakery.say(PING);
      assertEquals(new PeerFrame.Ping(SOME), town.heardBy(Town.KITCHEN).nextFrame());
    }
  }

  @Test
  @LiesIn(FrameKind.BLOB_REQUEST)
  void blobsBeforeTheHelloAreRefused() throws Exception {
    try (var bakery = dial()) {
      bakery.hello();
      assertEquals(Refusal.NO_HELLO, blobsRefused(bakery, BlobFrame.getDefaultInstance()));
    }
  }

  @Test
  @LiesIn(FrameKind.BLOB_REQUEST)
  void anAnswerThatNobodyAskedForEndsTheSession() throws Exception {
    try (var bakery = dial().greet()) {
      var absent = BlobAbsent.newBuilder().setBlob(FrameWire.string(SOME.value()));
      blobsRefused(bakery, BlobFrame.newBuilder().setAbsent(absent).build());
      assertEnds(bakery, Refusal.BAD_FRAME);
    }
  }

  @Test
  @LiesIn(FrameKind.BLOB_REQUEST)
  void aQuestionForAPieceWhereNoneBeginsEndsTheSession() throws Exception {
    try (var bakery = dial().greet()) {
      var amiss =
          BlobRequest.newBuilder().setBlob(FrameWire.string(SOME.value())).setInPieces(true);
      blobsRefused(bakery, BlobFrame.newBuilder().setRequest(amiss.setOffset(5)).build());
      assertEnds(bakery, Refusal.BAD_FRAME);
    }
  }

  @Test
  @LiesIn(FrameKind.BLOB_CHUNK)
  void anAnswerOfAnotherBlobOrPlaceOrWithAProofThatIsNoneEndsTheSession() throws Exception {
    ByteString some = FrameWire.string(SOME.value());
    BlobChunk chunk = BlobChunk.newBuilder().setBlob(some).setSize(1).build();
    var tooLong = Collections.nCopies(BlobStream.MAX_PROOF_HASHES + 1, some);
    for (BlobChunk lie :
        List.of(
            chunk.toBuilder().setBlob(FrameWire.string(Town.FEDERATION.value())).build(),
            chunk.toBuilder().setOffset(BlobStream.CHUNK_BYTES).build(),
            chunk.toBuilder().addProof(some.substring(1)).build(),
            chunk.toBuilder().addAllProof(tooLong).build())) {
      assertAnswerEndsTheSession(lie);
    }
  }

  /// A kitchen of its own for each, since a liar must cool down.
  private void assertAnswerEndsTheSession(BlobChunk lie) throws Exception {
    try (Peering kitchen = town.kitchen();
        var bakery = new RawDialler(town.bakery.self(), town.kitchen.record(kitchen.port()))) {
      bakery.greet();
      var _ = kitchen.fetch(Town.BAKERY, BlobName.inPieces(SOME), 1);
      var asked = new CompletableFuture<BlobRequest>();
      DialledWire blobs =
          bakery.blobs(
              new Wire.Listener() {
                @Override
                public void ready() {}

                @Override
                public void message(Bytes message) {
                  try {
                    asked.complete(BlobFrame.parseFrom(message.toArray()).getRequest());
                  } catch (InvalidProtocolBufferException e) {
                    asked.completeExceptionally(e);
                  }
                }

                @Override
                public void closed(Refusal why) {}
              });
      BlobRequest question = asked.get(Listener.PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertTrue(question.getInPieces());
      blobs.send(Bytes.of(BlobFrame.newBuilder().setChunk(lie).build().toByteArray()));
      assertEquals(Refusal.BAD_FRAME, bakery.refusal());
    }
  }

  @Test
  void theNewerOfTwoSessionsTakesTheOldersPlace() throws Exception {
    try (var older = dial().greet();
        var newer = dial().greet()) {
      assertEquals(Refusal.REPLACED, older.refusal());
      newer.say(PING);
      assertEquals(new PeerFrame.Ping(SOME), town.heardBy(Town.KITCHEN).nextFrame());
    }
  }

  @Test
  void aThirdConnectionIsRefused() throws Exception {
    try (var one = dial();
        var two = dial()) {
      one.hello();
      two.hello();
      try (var three = dial()) {
        assertRefused(three, Refusal.TOO_MANY_CONNECTIONS);
      }
    }
  }

  @Test
  void ofTwoMembersTheOneWithTheLargerNameMayNotDial() throws Exception {
    Peering bakery =
        town.start(town.bakery.self(), Town.settings(0), BlobSource.none(), town.kitchen.record(0));
    try (var kitchen = new RawDialler(town.kitchen.self(), town.bakery.record(bakery.port()))) {
      assertEquals(Refusal.WRONG_DIALLER, kitchen.refusal());
    }
  }

  @Test
  void noVersionInCommonIsNoSession() throws Exception {
    var greeting =
        new Greeting(
            town.kitchen.self(),
            new RosterPins(Town.FEDERATION, List.of(record()), Town.CLOCK),
            (key, message, signature) -> true);
    var channel =
        new TlsChannel(
            List.of(town.bakery.certificate().selfSigned().certificate()), Bytes.empty());
    Hello later =
        Hello.newBuilder()
            .setFederation(FrameWire.string(Town.FEDERATION.value()))
            .setMember("bakery")
            .setPeer("kitchen")
            .setLowestVersion(Greeting.HIGHEST_VERSION + 1)
            .setHighestVersion(-1)
            .build();
    assertEquals(
        Refusal.NO_COMMON_VERSION,
        greeting.judge(later, record(), Greeting.Role.DIALLER, channel).orElseThrow());
  }

  private PeerRecord record() {
    return town.bakery.record(0);
  }

  private RawDialler dial() throws Exception {
    return new RawDialler(town.bakery.self(), town.kitchen.record(port));
  }

  private static Refusal blobsRefused(RawDialler dialler, BlobFrame frame) throws Exception {
    var refused = new CompletableFuture<Refusal>();
    DialledWire blobs =
        dialler.blobs(
            new Wire.Listener() {
              @Override
              public void ready() {}

              @Override
              public void message(Bytes message) {}

              @Override
              public void closed(Refusal why) {
                refused.complete(why);
              }
            });
    blobs.send(Bytes.of(frame.toByteArray()));
    return refused.get(Listener.PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /// Refused before there was a session; both sides know why.
  private void assertRefused(RawDialler dialler, Refusal why) throws Exception {
    assertEquals(why, dialler.refusal());
    assertEquals(why, town.heardBy(Town.KITCHEN).nextRefusal());
  }

  /// A session was ended; both sides know why.
  private void assertEnds(RawDialler dialler, Refusal why) throws Exception {
    assertEquals(why, dialler.refusal());
    var ended = town.heardBy(Town.KITCHEN).next(Listener.Told.Disconnected.class);
    assertEquals(why, ended.why());
    assertEquals(0, town.heardBy(Town.KITCHEN).waiting());
  }
}
