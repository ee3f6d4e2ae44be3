package coop.minga.node.peering;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import coop.minga.federation.blob.BlobName;
import coop.minga.federation.blob.Piece;
import coop.minga.federation.blob.PieceTree;
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
/// is bounded instead: [Fetches#MAX_AT_ONCE] unanswered questions of each side, and one piece being
/// read.
final class BlobStream implements Wire.Listener {
  /// Bytes of a piece.
  static final int CHUNK_BYTES = PieceTree.PIECE_BYTES;

  /// The most hashes that show where a piece belongs: of the largest blob,
  /// [Peering#MAX_BLOB_BYTES].
  static final int MAX_PROOF_HASHES = 8;

  /// A session without its stream of blobs is ended after so long, to be had anew with one.
  static final Duration SESSION_LASTS = Duration.ofSeconds(5);

  private final Common common;
  private final Session session;
  private final Fetches fetches;
  private final Wire wire;
  private final ArrayDeque<Question> questions = new ArrayDeque<>();
  private final ArrayDeque<Question> unanswered = new ArrayDeque<>(); // ours
  private boolean serving;
  private boolean ended;

  /// What was asked.
  private record Question(BlobName blob, int offset) {}

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

  /// Asks for a piece, unless as much is unanswered as a peer need remember: then it stalls, and is
  /// asked of another.
  void ask(BlobName blob, int offset) {
    BlobRequest.Builder question =
        BlobRequest.newBuilder()
            .setBlob(FrameWire.string(blob.hash().value()))
            .setOffset(offset)
            .setInPieces(blob.form() == BlobName.Form.PIECES);
    var asked = new Question(blob, offset);
    synchronized (this) {
      // the answer that is still to come serves this fetch, too
      boolean underway = unanswered.contains(asked);
      if (!ended && !underway && unanswered.size() < Fetches.MAX_AT_ONCE) {
        unanswered.add(asked);
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
        BlobChunk chunk = frame.getChunk();
        Question question = answered(FrameWire.hash(chunk.getBlob()));
        if (chunk.getOffset() != question.offset()) {
          throw new IllegalArgumentException("a piece that nobody asked for");
        }
        fetches.piece(question.blob(), piece(chunk));
      }
      case ABSENT -> fetches.absent(answered(FrameWire.hash(frame.getAbsent().getBlob())).blob());
      case KIND_NOT_SET -> {}
    }
  }

  private static Piece piece(BlobChunk chunk) {
    if (chunk.getProofCount() > MAX_PROOF_HASHES) {
      throw new IllegalArgumentException("a proof of " + chunk.getProofCount() + " hashes");
    }
    return new Piece(
        chunk.getSize(),
        chunk.getOffset(),
        FrameWire.bytes(chunk.getContent()),
        chunk.getProofList().stream().map(FrameWire::hash).toList());
  }

  private void question(BlobRequest question) {
    int offset = question.getOffset();
    boolean begins = !question.getInPieces() || offset % CHUNK_BYTES == 0;
    BlobName blob = name(question);
    synchronized (this) {
      if (offset < 0 || !begins || questions.size() == Fetches.MAX_AT_ONCE) {
        throw new IllegalArgumentException(
            "an offset over 2 GiB or where no piece begins, or too many questions at once");
      }
      questions.add(new Question(blob, offset));
    }
    serveNext();
  }

  private static BlobName name(BlobRequest question) {
    Hash hash = FrameWire.hash(question.getBlob());
    return question.getInPieces() ? BlobName.inPieces(hash) : BlobName.whole(hash);
  }

  /// Answers come in order, so each is to the first question that has none yet; that one says how
  /// the blob is named.
  private synchronized Question answered(Hash blob) {
    Question question = unanswered.peek();
    if (question == null || !question.blob().hash().equals(blob)) {
      throw new IllegalArgumentException("an answer that nobody asked for");
    }
    return unanswered.remove();
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
    Question question;
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

  private BlobFrame answer(Question question) {
    ByteString blob = FrameWire.string(question.blob().hash().value());
    return read(question)
        .map(part ->
            BlobFrame.newBuilder()
                .setChunk(
                    BlobChunk.newBuilder()
                        .setBlob(blob)
                        .setOffset(question.offset())
                        .setSize(part.size())
                        .setContent(FrameWire.string(part.content()))
                        .addAllProof(
                            part.proof().stream()
                                .map(hash -> FrameWire.string(hash.value()))
                                .toList()))
                .build())
        .orElseGet(
            () -> BlobFrame.newBuilder().setAbsent(BlobAbsent.newBuilder().setBlob(blob)).build());
  }

  private Optional<BlobPart> read(Question question) {
    var asker = session.peer().member();
    try {
      return common.ports().blobs().read(asker, question.blob(), question.offset(), CHUNK_BYTES);
    } catch (IOException | RuntimeException e) {
      PeeringLog.blobUnreadable(asker, question.blob().toString(), e);
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
