package coop.minga.node.peering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/// On real sockets: whoever is not a member may knock while the door is open, and do nothing else.
class StrangersAtTheDoorTest {
  private static final Bytes NONCE = Bytes.of(new byte[16]);

  private final Town town = new Town();
  private final Town.Keys stranger = Town.Keys.of(new MemberId("acorn"));
  private final Keeper keeper = new Keeper();

  @Test
  void aStrangerKnocksAndHearsTheAnswer() throws Exception {
    try (town) {
      Peering kitchen = kitchen();
      var papers = Bytes.utf8("papers");
      keeper.says = new Doorkeeper.Answer(new Doorkeeper.Outcome.Waiting("two"), 9, papers);
      Doorkeeper.Answer heard = knock(kitchen, town.kitchen, Optional.of(3));
      assertEquals(keeper.says, heard);
      Doorkeeper.Knock knock = keeper.knocks.remove();
      assertEquals(NONCE, knock.nonce());
      assertEquals(Optional.of(3), knock.papersFrom());
      assertEquals(stranger.record(0).tlsPins().iterator().next(), knock.tls());
    }
  }

  @Test
  void whileNoInviteIsOpenTlsRefusesEverybodyElse() throws Exception {
    try (town) {
      Peering kitchen = kitchen();
      keeper.open = false;
      var refused =
          assertThrows(
              Visitor.KnockRefused.class, () -> knock(kitchen, town.kitchen, Optional.empty()));
      assertEquals(Refusal.TLS_REFUSED, refused.why());
      assertEquals(Refusal.NOT_IN_ROSTER, town.heardBy(Town.KITCHEN).nextRefusal());
    }
  }

  @Test
  void theNewcomerSpeaksToTheDoorOfItsInviteAndToNobodyElse() throws Exception {
    try (town) {
      Peering kitchen = kitchen();
      Town.Keys other = Town.Keys.of(Town.KITCHEN);
      var refused =
          assertThrows(Visitor.KnockRefused.class, () -> knock(kitchen, other, Optional.empty()));
      assertEquals(Refusal.WRONG_KEY, refused.why());
      assertTrue(keeper.knocks.isEmpty(), "nothing was said");
    }
  }

  @Test
  void aStrangerThatTheDoorLetsKnockGetsNoSession() throws Exception {
    try (town) {
      Peering kitchen = kitchen();
      town.start(
          stranger.self(),
          Town.settings(0),
          BlobSource.none(),
          town.kitchen.record(kitchen.port()));
      assertEquals(Refusal.NOT_IN_ROSTER, town.heardBy(Town.KITCHEN).nextRefusal());
      assertTrue(kitchen.connected().isEmpty());
    }
  }

  @Test
  void aKnockOverItsLimitIsRefused() throws Exception {
    try (town) {
      Peering kitchen = kitchen();
      var large = Bytes.of(new byte[Doorkeeper.MAX_KNOCK_BYTES]);
      var knock = new Doorkeeper.Knock(NONCE, large, Town.FEDERATION, Optional.empty());
      var refused =
          assertThrows(Visitor.KnockRefused.class, () -> say(kitchen, town.kitchen, knock));
      assertEquals(Refusal.MESSAGE_TOO_LARGE, refused.why());
      assertTrue(keeper.knocks.isEmpty());
    }
  }

  @Test
  void whoeverKnocksTooOftenIsToldToComeAgainLater() {
    var threshold = new Threshold(keeper);
    long now = System.nanoTime();
    for (int i = 0; i < Threshold.BURST; i++) {
      assertTrue(threshold.mayKnock(now));
    }
    assertFalse(threshold.mayKnock(now));
    assertTrue(threshold.mayKnock(now + Threshold.EACH.toNanos()));
    assertFalse(threshold.mayKnock(now + Threshold.EACH.toNanos()));
  }

  @Test
  void oneStrangerTooManyIsNotLetIn() {
    var threshold = new Threshold(keeper);
    threshold.count(Threshold.GUESTS - 1);
    assertTrue(threshold.letsIn(Refusal.NOT_IN_ROSTER));
    assertFalse(threshold.letsIn(Refusal.REMOVED), "a name is never used again");
    assertFalse(threshold.letsIn(Refusal.CERTIFICATE_FORM));
    assertFalse(threshold.letsIn(Refusal.WRONG_KEY), "nobody comes in by a member's name");
    threshold.count(1);
    assertFalse(threshold.letsIn(Refusal.NOT_IN_ROSTER));
  }

  private Peering kitchen() throws IOException {
    var ports =
        new Peering.Ports(
            new Listener(false), BlobSource.none(), Town.VERIFIER, Town.CLOCK, keeper);
    return town.start(town.kitchen.self(), Town.settings(0), ports, town.bakery.record(0));
  }

  private Doorkeeper.Answer knock(Peering at, Town.Keys door, Optional<Integer> papers)
      throws IOException {
    var knock = new Doorkeeper.Knock(NONCE, Bytes.utf8("card"), Town.FEDERATION, papers);
    return say(at, door, knock);
  }

  private Doorkeeper.Answer say(Peering at, Town.Keys door, Doorkeeper.Knock knock)
      throws IOException {
    Hash pin = door.record(0).tlsPins().iterator().next();
    return new Visitor(stranger.certificate().selfSigned(), pin)
        .knock("127.0.0.1", at.port(), knock);
  }

  private static final class Keeper implements Doorkeeper {
    private final BlockingQueue<Knock> knocks = new LinkedBlockingQueue<>();
    private volatile boolean open = true;
    private volatile Answer says = new Answer(new Outcome.Admitted(), 0, Bytes.empty());

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public CompletableFuture<Answer> knock(Knock knock) {
      knocks.add(knock);
      return CompletableFuture.completedFuture(says);
    }
  }
}
