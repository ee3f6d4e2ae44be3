package coop.minga.node.peering;

import com.google.protobuf.InvalidProtocolBufferException;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.proto.v1.BlobAbsent;
import coop.minga.proto.v1.BlobChunk;
import coop.minga.proto.v1.BlobFrame;
import coop.minga.proto.v1.BlobRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;

/// The stream of blobs beside a session: asks and is asked.
///
/// It always reads on, else two nodes that both serve could wait for each other; what it remembers
/// is bounded instead: [Fetches#MAX_AT_ONCE] unanswered questions, and one piece being read.
final class BlobStream implements Wire.Listener {
  /// Bytes of a piece.
  static final int CHUNK_BYTES = 256 * 1024;

  /// A session without its stream of blobs is ended after so long, to be had anew with one.
  static final Duration SESSION_LASTS = Duration.ofSeconds(5);

  private final Common common;
  private final Session session;
  private final Fetches fetches;
  private final Wire wire;
  private final ArrayDeque<BlobRequest> questions = new ArrayDeque<>();
  private int unanswered; // our questions
  private boolean serving;
  private boolean ended;

  private BlobStream(Common common, Session session, Fetches fetches, Wire wire) {
    this.common = common;
    this.session = session;
    this.fetches = fetches;
    this.wire = wire;
  }

  /// A stream beside a session, not yet begun; empty if the session is not open, or has one.
  static Optional<BlobStream> beside(Session session, Common common, Wire wire) {
    return Optional.ofNullable(common.fetches().get(session.peer().member()))
        .map(fetches -> new BlobStream(common, session, fetches, wire))
        .filter(session::attach);
  }

  void begin() {
    wire.start(this);
    wire.request(1);
    fetches.attach(this);
  }

  void ask(Hash blob, int offset) {
    BlobRequest.Builder question =
        BlobRequest.newBuilder().setBlob(FrameWire.string(blob.value())).setOffset(offset);
    synchronized (this) {
      if (!ended) {
        unanswered++;
        put(BlobFrame.newBuilder().setRequest(question).build());
      }
    }
  }

  /// The session has ended.
  void end(Refusal why) {
    fetches.detach(this);
    synchronized (this) {
      if (!ended) {
        ended = true;
        wire.end(why);
      }
    }
  }

  @Override
  public void ready() {
    serveNext();
  }

  @Override
  public void message(Bytes message) {
    if (message.size() > common.settings().limits().messageBytes()) {
      session.end(Refusal.MESSAGE_TOO_LARGE);
      return;
    }
    try {
      BlobFrame frame = BlobFrame.parseFrom(message.toArray());
      common.traffic().received(session.peer().member(), kindOf(frame), message.size());
      take(frame);
      wire.request(1);
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      session.end(Refusal.BAD_FRAME);
    }
  }

  @Override
  public void closed(Refusal why) {
    synchronized (this) {
      ended = true;
    }
    fetches.detach(this);
    // the session ends by itself, once it has read the Goodbye and what comes before it
    common.timer().later(SESSION_LASTS, () -> session.end(why));
  }

  private void take(BlobFrame frame) {
    switch (frame.getKindCase()) {
      case REQUEST -> question(frame.getRequest());
      case CHUNK -> {
        answered();
        BlobChunk chunk = frame.getChunk();
        fetches.chunk(FrameWire.hash(chunk.getBlob()), chunk);
      }
      case ABSENT -> {
        answered();
        fetches.absent(FrameWire.hash(frame.getAbsent().getBlob()));
      }
      case KIND_NOT_SET -> {}
    }
  }

  private void question(BlobRequest question) {
    FrameWire.hash(question.getBlob());
    synchronized (this) {
      if (question.getOffset() < 0 || questions.size() == Fetches.MAX_AT_ONCE) {
        throw new IllegalArgumentException("an offset over 2 GiB, or too many questions at once");
      }
      questions.add(question);
    }
    serveNext();
  }

  private synchronized void answered() {
    if (unanswered == 0) {
      throw new IllegalArgumentException("an answer that nobody asked for");
    }
    unanswered--;
  }

  private void serveNext() {
    synchronized (this) {
      if (ended || serving || questions.isEmpty() || !wire.isReady()) {
        return;
      }
      serving = true;
    }
    Thread.ofVirtual().name("blob-reader").start(this::serve);
  }

  private void serve() {
    BlobRequest question;
    synchronized (this) {
      question = questions.remove();
    }
    BlobFrame answer = answer(question);
    synchronized (this) {
      serving = false;
      if (!ended) {
        put(answer);
      }
    }
    serveNext();
  }

  private BlobFrame answer(BlobRequest question) {
    Hash blob = FrameWire.hash(question.getBlob());
    return read(blob, question.getOffset())
        .map(part ->
            BlobFrame.newBuilder()
                .setChunk(
                    BlobChunk.newBuilder()
                        .setBlob(question.getBlob())
                        .setOffset(question.getOffset())
                        .setSize(part.size())
                        .setContent(FrameWire.string(part.content())))
                .build())
        .orElseGet(() ->
            BlobFrame.newBuilder()
                .setAbsent(BlobAbsent.newBuilder().setBlob(question.getBlob()))
                .build());
  }

  private Optional<BlobPart> read(Hash blob, int offset) {
    var asker = session.peer().member();
    try {
      return common.ports().blobs().read(asker, blob, offset, CHUNK_BYTES);
    } catch (IOException | RuntimeException e) {
      PeeringLog.blobUnreadable(asker, blob.toString(), e);
      return Optional.empty();
    }
  }

  private void put(BlobFrame frame) {
    common.traffic().sent(session.peer().member(), kindOf(frame), frame.getSerializedSize());
    wire.send(Bytes.of(frame.toByteArray()));
  }

  private static FrameKind kindOf(BlobFrame frame) {
    return switch (frame.getKindCase()) {
      case REQUEST, ABSENT -> FrameKind.BLOB_REQUEST;
      case CHUNK -> FrameKind.BLOB_CHUNK;
      case KIND_NOT_SET -> FrameKind.UNKNOWN;
    };
  }
}
