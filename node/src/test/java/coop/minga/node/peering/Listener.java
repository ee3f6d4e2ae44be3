package coop.minga.node.peering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import coop.minga.federation.identity.MemberId;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Remembers what a peering tells, in order; takes each frame at once unless told to be slow.
final class Listener implements PeerEvents {
  /// A test that waits as long as this has failed.
  static final int PATIENCE_SECONDS = 20;

  /// What was told.
  sealed interface Told {
    record Connected(MemberId peer) implements Told {}

    record Disconnected(MemberId peer, Refusal why) implements Told {}

    record Received(MemberId peer, PeerFrame frame, Runnable taken) implements Told {}

    record Overflowed(MemberId peer) implements Told {}

    record Refused(Optional<MemberId> who, Refusal why) implements Told {}
  }

  private final LinkedBlockingQueue<Told> told = new LinkedBlockingQueue<>();
  private final boolean slow;

  Listener(boolean slow) {
    this.slow = slow;
  }

  /// The next of one kind; others before it are passed over.
  <T extends Told> T next(Class<T> kind) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      Told one = told.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      assertNotNull(one, "waited in vain for " + kind.getSimpleName());
      if (kind.isInstance(one)) {
        return kind.cast(one);
      }
    }
  }

  /// The next thing told, which must be of that kind.
  <T extends Told> T mustBe(Class<T> kind) throws InterruptedException {
    Told one = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertNotNull(one, "waited in vain for " + kind.getSimpleName());
    assertEquals(kind, one.getClass(), () -> "told " + one);
    return kind.cast(one);
  }

  PeerFrame nextFrame() throws InterruptedException {
    return next(Told.Received.class).frame();
  }

  Refusal nextRefusal() throws InterruptedException {
    return next(Told.Refused.class).why();
  }

  int waiting() {
    return told.size();
  }

  @Override
  public void connected(MemberId peer) {
    told.add(new Told.Connected(peer));
  }

  @Override
  public void disconnected(MemberId peer, Refusal why) {
    assertNotEquals(Refusal.OUTSIDE_THE_TABLE, why);
    told.add(new Told.Disconnected(peer, why));
  }

  @Override
  public void received(MemberId peer, PeerFrame frame, Runnable taken) {
    told.add(new Told.Received(peer, frame, taken));
    if (!slow) {
      taken.run();
    }
  }

  @Override
  public void overflowed(MemberId peer) {
    told.add(new Told.Overflowed(peer));
  }

  @Override
  public void refused(Optional<MemberId> who, Refusal why) {
    assertNotEquals(Refusal.OUTSIDE_THE_TABLE, why);
    told.add(new Told.Refused(who, why));
  }
}
