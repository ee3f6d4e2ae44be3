package coop.minga.node.serving;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.EntryBundle;
import coop.minga.federation.ledger.MerkleTree;
import coop.minga.federation.ledger.NoteKey;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.SomeTree;
import coop.minga.federation.ledger.Tree;
import coop.minga.node.config.NodeDirectory;
import coop.minga.node.storage.LedgerFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An auditor, and somebody who is too curious, at the port of Almacen's node.
class LedgerServerTest {
  private static final Hash FEDERATION = Hash.sha256(Bytes.utf8("a federation"));
  private static final MemberId ALMACEN = new MemberId("almacen");
  private static final MemberId COOP = new MemberId("coop");
  private static final SeededKey KEY = new SeededKey(7);
  private static final int SIZE = 300;

  @TempDir Path root;
  private NodeDirectory directory;
  private LedgerServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void serve() throws IOException {
    directory = new NodeDirectory(root.resolve("node"));
    write(directory.ledger().path(), origin(ALMACEN, Tree.LEDGER), SIZE);
    write(directory.book().path(), origin(ALMACEN, Tree.BOOK), 3);
    write(directory.mirror("coop").path(), origin(COOP, Tree.LEDGER), 5);
    Files.writeString(directory.root().resolve("node.toml"), "secret");
    server =
        LedgerServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new Shelves(directory, FEDERATION, ALMACEN));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void anAuditorRebuildsTheLedgerFromWhatIsServed() throws Exception {
    String at = "/" + origin(ALMACEN, Tree.LEDGER).text() + "/";
    HttpResponse<byte[]> note = get(at + "checkpoint");
    assertEquals("text/plain; charset=utf-8", header(note, "Content-Type"));
    assertEquals("public, max-age=1", header(note, "Cache-Control"));
    Checkpoint checkpoint =
        SignedNote.parse(Bytes.of(note.body()))
            .then(read ->
                Checkpoint.open(
                    read,
                    NoteKey.ofLedger(origin(ALMACEN, Tree.LEDGER), KEY.publicKey()),
                    SeededKey.VERIFIER))
            .found()
            .orElseThrow();
    assertEquals(SIZE, checkpoint.size());
    var leaves = new ArrayList<Hash>();
    for (String bundle : List.of("tile/entries/000", "tile/entries/001.p/44")) {
      HttpResponse<byte[]> entries = get(at + bundle);
      assertEquals("application/octet-stream", header(entries, "Content-Type"));
      assertEquals("public, max-age=31536000, immutable", header(entries, "Cache-Control"));
      EntryBundle.decode(Bytes.of(entries.body()))
          .orElseThrow()
          .forEach(entry -> leaves.add(MerkleTree.leafHash(entry)));
    }
    assertEquals(checkpoint.root(), MerkleTree.root(leaves));
    assertEquals(256 * Hash.SIZE, get(at + "tile/0/000").body().length);
    assertEquals(44 * Hash.SIZE, get(at + "tile/0/001.p/44").body().length);
    assertEquals(Hash.SIZE, get(at + "tile/1/000.p/1").body().length);
  }

  @Test
  void mirrorsAreServedUnderTheirOwnersOriginsAndBooksAreNot() throws Exception {
    assertEquals(200, get("/" + origin(COOP, Tree.LEDGER).text() + "/checkpoint").statusCode());
    assertEquals(404, get("/" + origin(ALMACEN, Tree.BOOK).text() + "/checkpoint").statusCode());
    assertEquals(
        404,
        get("/" + origin(new MemberId("dama"), Tree.LEDGER).text() + "/checkpoint").statusCode());
    assertEquals(
        404, get("/" + origin(ALMACEN, Tree.LEDGER).in(1).text() + "/checkpoint").statusCode());
    assertEquals(404, get("/0123456789abcdef/almacen/ledger/checkpoint").statusCode());
  }

  @Test
  void headSaysWhatGetWouldAndSendsNothing() throws Exception {
    String path = "/" + origin(ALMACEN, Tree.LEDGER).text() + "/tile/0/000";
    HttpResponse<byte[]> head =
        send(request(path).method("HEAD", HttpRequest.BodyPublishers.noBody()));
    assertEquals(200, head.statusCode());
    assertEquals("8192", header(head, "Content-Length"));
    assertEquals(0, head.body().length);
  }

  @Test
  void nothingCanBePut() throws Exception {
    String path = "/" + origin(ALMACEN, Tree.LEDGER).text() + "/checkpoint";
    for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "PATCH")) {
      HttpResponse<byte[]> answer =
          send(request(path).method(method, HttpRequest.BodyPublishers.noBody()));
      assertEquals(405, answer.statusCode(), method);
      assertEquals("GET, HEAD", header(answer, "Allow"));
    }
  }

  @Test
  void bundlesAreCompressedForThoseWhoTakeIt() throws Exception {
    String path = "/" + origin(ALMACEN, Tree.LEDGER).text() + "/tile/entries/000";
    HttpResponse<byte[]> packed = send(request(path).header("Accept-Encoding", "br, gzip"));
    assertEquals("gzip", header(packed, "Content-Encoding"));
    try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
      assertArrayEquals(get(path).body(), unpacked.readAllBytes());
    }
  }

  @Test
  void noPathLeadsElsewhere() throws Exception {
    String ledger = "/" + origin(ALMACEN, Tree.LEDGER).text();
    for (String path :
        List.of(
            "/",
            "/node.toml",
            "//node.toml",
            "/../node.toml",
            ledger + "/../../../node.toml",
            ledger + "/%2e%2e/node.toml",
            ledger + "/..%2fnode.toml",
            ledger + "/tile/../../node.toml",
            ledger + "/tile/0/..%2f..%2f..%2fnode.toml",
            ledger + "/tile/0/000/../../../../node.toml",
            ledger + "/tile/0/000%00",
            ledger + "/write-ahead",
            ledger + "/tile",
            ledger + "/tile/",
            ledger + "/tile/0",
            ledger + "/tile/64/000",
            ledger + "/tile/00/000",
            ledger + "/tile/0/0",
            ledger + "/tile/0/x000/000",
            ledger + "/tile/0/001.p/0",
            ledger + "/tile/0/001.p/044",
            ledger + "/tile/0/001.p/256",
            ledger + "/tile/0/001.p/43",
            ledger + "/checkpoint?x=1",
            ledger + "/checkpoint/",
            ledger + "//checkpoint",
            "/file:///etc/passwd")) {
      String answer = raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertTrue(answer.startsWith("HTTP/1.1 4"), path + " -> " + answer);
      assertFalse(answer.contains("secret"), path);
    }
  }

  private static Origin origin(MemberId owner, Tree tree) {
    return Origin.of(FEDERATION, owner, tree);
  }

  private static void write(Path place, Origin origin, int size) throws IOException {
    try (LedgerFiles files = LedgerFiles.open(place, origin)) {
      files.append(SomeTree.entries(0, size));
      files.publish(files.settle(size).sign(KEY));
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  private HttpResponse<byte[]> get(String path) throws Exception {
    return send(request(path));
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static String header(HttpResponse<byte[]> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private String raw(String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
