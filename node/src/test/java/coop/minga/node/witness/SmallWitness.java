package coop.minga.node.witness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.ConsistencyProof;
import coop.minga.federation.ledger.Cosignature;
import coop.minga.federation.ledger.MerkleTree;
import coop.minga.federation.ledger.NoteKey;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.SignedNote;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// A witness of one log, as C2SP's `tlog-witness` describes it, with real keys and over HTTP.
final class SmallWitness implements AutoCloseable {
  private final HttpServer server;
  private final NoteKey log;
  private final SeededKey signer;
  private final NoteKey key;

  /// How many requests came, by the status they were answered with.
  final List<Integer> answered = new ArrayList<>();

  private long size;
  private Hash root = MerkleTree.EMPTY_ROOT;
  private int failures;

  SmallWitness(NoteKey log, String name, int seed) throws IOException {
    this.log = log;
    this.signer = new SeededKey(seed);
    this.key = new NoteKey(name, NoteKey.Type.COSIGNATURE, signer.publicKey());
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/w/add-checkpoint", this::addCheckpoint);
    server.start();
  }

  NoteKey key() {
    return key;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/w";
  }

  /// It has seen the log before, without this node knowing.
  synchronized void hasSeen(Checkpoint checkpoint) {
    size = checkpoint.size();
    root = checkpoint.root();
  }

  /// The next so many requests fail.
  synchronized void failsNext(int times) {
    failures = times;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private synchronized void addCheckpoint(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (failures > 0) {
      failures--;
      answer(exchange, 500, "text/plain", "broken\n");
      return;
    }
    int blank = body.indexOf("\n\n");
    List<String> head = body.substring(0, blank).lines().toList();
    SignedNote note = SignedNote.parse(Bytes.utf8(body.substring(blank + 2))).found().orElseThrow();
    long old = Long.parseLong(head.getFirst().substring("old ".length()));
    Optional<Checkpoint> checkpoint = Checkpoint.open(note, log, SeededKey.VERIFIER).found();
    if (checkpoint.isEmpty()) {
      answer(exchange, 403, "text/plain", "not signed\n");
    } else if (old > checkpoint.get().size()) {
      answer(exchange, 400, "text/plain", "old is larger\n");
    } else if (old != size) {
      answer(exchange, 409, "text/x.tlog.size", size + "\n");
    } else {
      cosign(exchange, note, checkpoint.get(), path(head));
    }
  }

  private void cosign(
      HttpExchange exchange, SignedNote note, Checkpoint checkpoint, List<Hash> path)
      throws IOException {
    var proof = new ConsistencyProof(size, checkpoint.size(), path);
    if (!proof.check(root, checkpoint.root()).holds()) {
      answer(exchange, 422, "text/plain", "not consistent\n");
      return;
    }
    hasSeen(checkpoint);
    var cosignature = Cosignature.sign(key, note.text(), 1_790_000_000L, signer);
    answer(exchange, 200, "text/plain", cosignature.line().line() + "\n");
  }

  private static List<Hash> path(List<String> head) {
    return head.subList(1, head.size()).stream()
        .map(line -> new Hash(Bytes.of(Base64.getDecoder().decode(line))))
        .toList();
  }

  private void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    answered.add(status);
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
