package coop.minga.node.peering;

import com.google.protobuf.InvalidProtocolBufferException;
import coop.minga.federation.identity.Bytes;
import coop.minga.proto.v1.Frame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// One session with one peer, from the first byte to the last, whoever dialled.
///
/// Sending: what the wire cannot take now waits in a bounded queue. Receiving: [#WINDOW] frames are
/// read ahead, and one more for each that is taken, later if the peer talks too fast; TLS and TCP
/// then hold the peer back, so that it never costs more memory than that. Usable from several
/// threads; what calls out while locked is only [Sessions#opened], so that `connected` is told
/// before anything else.
final class Session implements Wire.Listener {
  /// Frames that are read before the first is taken.
  static final int WINDOW = 8;

  private enum State {
    GREETING,
    OPEN,
    LEAVING,
    ENDED
  }

  /// Whoever began the session.
  interface Owner {
    void opened(Session session);

    void ended(Session session, Refusal why, boolean wasOpen);
  }

  private final Common common;
  private final PeerRecord peer;
  private final Greeting.Role role;
  private final Owner owner;
  private final Wire wire;
  private final SendQueue queue;
  private final Meter meter;
  private final AtomicInteger untaken = new AtomicInteger();
  private final List<BlobStream> blobs = new ArrayList<>();
  private State state = State.GREETING;
  private boolean saidHello;
  private volatile long lastHeardNanos = System.nanoTime();

  Session(Common common, PeerRecord peer, Greeting.Role role, Owner owner, Wire wire) {
    this.common = common;
    this.peer = peer;
    this.role = role;
    this.owner = owner;
    this.queue = new SendQueue(common.settings().limits());
    this.meter = new Meter(common.settings().limits(), System.nanoTime());
    this.wire = wire;
  }

  PeerRecord peer() {
    return peer;
  }

  /// Waits for the peer's Hello, but not for ever.
  void begin() {
    wire.start(this);
    wire.request(1);
    common.timer().later(common.settings().patience().greeting(), this::greetingOver);
  }

  /// Queues a frame, and sends what the wire takes now.
  ///
  /// @return whether it is queued
  boolean send(PeerFrame frame) {
    Frame encoded = FrameWire.encode(frame);
    synchronized (this) {
      if (state != State.OPEN) {
        return false;
      }
      if (frame instanceof PeerFrame.Want(var _, var from, var until)) {
        meter.grant(until - from);
      }
      if (queue.offer(queued(encoded))) {
        drain();
        return true;
      }
    }
    PeeringLog.overflowed(peer.member());
    common.ports().events().overflowed(peer.member());
    return false;
  }

  /// Says Goodbye after what is queued, and then ends.
  synchronized void farewell() {
    if (state != State.OPEN) {
      return;
    }
    state = State.LEAVING;
    SendQueue.Queued goodbye =
        queued(FrameWire.encode(new PeerFrame.Goodbye("this node is closing")));
    if (!queue.offer(goodbye)) {
      queue.offer(goodbye); // the first has emptied the queue
    }
    drain();
  }

  void end(Refusal why) {
    end(why, true);
  }

  /// The roster has changed: whoever no longer belongs, or has another key now, is cut off.
  void judgeAgain() {
    RosterPins.Verdict whose =
        TlsChannel.of(wire.transport())
            .map(common.greeting()::whose)
            .orElseGet(() -> new RosterPins.Verdict.Nobody(Refusal.CUT, Optional.empty()));
    if (whose instanceof RosterPins.Verdict.Nobody(var why, var _)) {
      end(why);
    }
  }

  /// Ends a session whose peer has said nothing for too long, unless it is we who do not listen.
  void endIfSilent(long nowNanos) {
    long silence = common.settings().patience().silence().toNanos();
    if (isOpen() && untaken.get() == 0 && nowNanos - lastHeardNanos > silence) {
      end(Refusal.SILENT);
    }
  }

  synchronized boolean isOpen() {
    return state == State.OPEN;
  }

  /// The stream of blobs beside this session, which ends with it.
  ///
  /// @return false if the session is not open
  synchronized boolean attach(BlobStream stream) {
    return state == State.OPEN && blobs.isEmpty() && blobs.add(stream);
  }

  @Override
  public void ready() {
    Optional<Refusal> fault = Optional.empty();
    synchronized (this) {
      if (state == State.GREETING && role == Greeting.Role.DIALLER && !saidHello) {
        fault = sayHello();
      } else if (state != State.GREETING) {
        drain();
      }
    }
    fault.ifPresent(this::end);
  }

  @Override
  public void message(Bytes message) {
    lastHeardNanos = System.nanoTime();
    if (message.size() > common.settings().limits().messageBytes()) {
      end(Refusal.MESSAGE_TOO_LARGE);
      return;
    }
    try {
      Frame frame = Frame.parseFrom(message.toArray());
      common.traffic().received(peer.member(), FrameWire.kindOf(frame), message.size());
      if (isGreeting()) {
        hear(frame);
      } else if (isOpen()) {
        receive(frame, message.size());
      }
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      end(Refusal.BAD_FRAME);
    }
  }

  @Override
  public void closed(Refusal why) {
    end(why, false);
  }

  private synchronized boolean isGreeting() {
    return state == State.GREETING;
  }

  private void greetingOver() {
    boolean over;
    boolean reached;
    synchronized (this) {
      over = state == State.GREETING;
      reached = saidHello || role == Greeting.Role.ACCEPTOR;
    }
    if (over) {
      end(reached ? Refusal.NO_HELLO : Refusal.UNREACHABLE);
    }
  }

  private Optional<Refusal> sayHello() {
    Optional<TlsChannel> channel = TlsChannel.of(wire.transport());
    channel.ifPresent(tls -> {
      saidHello = true;
      put(
          queued(
              Frame.newBuilder()
                  .setHello(common.greeting().say(peer.member(), role, tls))
                  .build()));
    });
    return channel.isPresent() ? Optional.empty() : Optional.of(Refusal.TLS_REFUSED);
  }

  private void hear(Frame frame) {
    if (!frame.hasHello()) {
      end(frame.hasGoodbye() ? Refusal.LEFT : Refusal.NO_HELLO);
      return;
    }
    Optional<TlsChannel> channel = TlsChannel.of(wire.transport());
    Optional<Refusal> fault =
        channel.isEmpty()
            ? Optional.of(Refusal.TLS_REFUSED)
            : common.greeting().judge(frame.getHello(), peer, role.other(), channel.get());
    if (fault.isPresent()) {
      end(fault.get());
    } else {
      open();
    }
  }

  private void open() {
    synchronized (this) {
      if (state != State.GREETING) {
        return;
      }
      if (role == Greeting.Role.ACCEPTOR) {
        sayHello();
      }
      state = State.OPEN;
      owner.opened(this);
    }
    wire.request(WINDOW);
  }

  private void receive(Frame frame, int size) {
    Optional<PeerFrame> known = FrameWire.decode(frame);
    if (known.isPresent() && known.get() instanceof PeerFrame.Goodbye) {
      end(Refusal.LEFT);
      return;
    }
    int entries =
        known.isPresent() && known.get() instanceof PeerFrame.Entries run ? run.frames().size() : 0;
    long pause;
    synchronized (this) {
      pause = meter.charge(entries, size, System.nanoTime());
    }
    untaken.incrementAndGet();
    Runnable taken = once(() -> takenAfter(pause));
    known.ifPresentOrElse(
        one -> common.ports().events().received(peer.member(), one, taken), taken);
  }

  private void takenAfter(long pauseNanos) {
    if (pauseNanos == 0) {
      readOn();
    } else {
      common.timer().later(Duration.ofNanos(pauseNanos), this::readOn);
    }
  }

  private void readOn() {
    lastHeardNanos = System.nanoTime();
    untaken.decrementAndGet();
    wire.request(1);
  }

  private void drain() {
    while (wire.isReady()) {
      Optional<SendQueue.Queued> next = queue.poll();
      if (next.isEmpty()) {
        break;
      }
      put(next.get());
    }
    if (state == State.LEAVING && queue.isEmpty()) {
      end(Refusal.LEFT);
    }
  }

  private void put(SendQueue.Queued frame) {
    common.traffic().sent(peer.member(), frame.kind(), frame.message().size());
    wire.send(frame.message());
  }

  private void end(Refusal why, boolean tell) {
    boolean wasOpen;
    List<BlobStream> streams;
    synchronized (this) {
      if (state == State.ENDED) {
        return;
      }
      wasOpen = state != State.GREETING;
      state = State.ENDED;
      queue.clear();
      streams = List.copyOf(blobs);
      if (tell) {
        wire.end(why);
      }
    }
    streams.forEach(each -> each.end(why));
    owner.ended(this, why, wasOpen);
  }

  private static SendQueue.Queued queued(Frame frame) {
    return new SendQueue.Queued(FrameWire.kindOf(frame), Bytes.of(frame.toByteArray()));
  }

  private static Runnable once(Runnable action) {
    var done = new AtomicBoolean();
    return () -> {
      if (done.compareAndSet(false, true)) {
        action.run();
      }
    };
  }
}
