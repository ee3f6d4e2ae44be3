package coop.minga.node.serving;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPOutputStream;

/// An HTTP server of static ledger files: GET and HEAD, whole files, nothing made on the way.
///
/// The checkpoint may be kept for a second by caches, everything else for ever. Of a file that is
/// not there (a partial tile whose full one has taken its place) the answer is 404: a client then
/// fetches the full one, or a newer checkpoint.
public final class LedgerServer implements AutoCloseable {
  /// Requests answered at a time; more get 503.
  public static final int MAX_AT_ONCE = 32;

  /// Connections that may wait to be taken.
  private static final int BACKLOG = 64;

  /// The largest file: a full bundle of the longest entries.
  private static final long MAX_FILE = 256L * (2 + 65_535);

  private static final int SECONDS_TO_STOP = 1;
  private static final int WORTH_COMPRESSING = 1024;

  private final Shelves shelves;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore room = new Semaphore(MAX_AT_ONCE);

  static {
    // The JDK's server takes its limits from these, once, and has none without them: a request must
    // have come within 10 s and its answer be taken within 60 s, over at most 64 connections.
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    System.setProperty("sun.net.httpserver.maxRspTime", "60");
    System.setProperty("jdk.httpserver.maxConnections", "64");
  }

  private LedgerServer(InetSocketAddress address, Shelves shelves) throws IOException {
    this.shelves = shelves;
    this.server = HttpServer.create(address, BACKLOG);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
  }

  /// Starts serving.
  ///
  /// @throws IOException if the address cannot be listened on
  public static LedgerServer start(InetSocketAddress address, Shelves shelves) throws IOException {
    var started = new LedgerServer(address, shelves);
    started.server.start();
    return started;
  }

  /// The port listened on.
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(SECONDS_TO_STOP);
    threads.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!room.tryAcquire()) {
        refuse(exchange, 503, "too many at once");
        return;
      }
      try {
        serve(exchange);
      } finally {
        room.release();
      }
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestMethod();
    if (!List.of("GET", "HEAD").contains(method)) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      refuse(exchange, 405, "only GET and HEAD");
      return;
    }
    Optional<Resource> resource = Resource.of(exchange.getRequestURI());
    Optional<byte[]> content = resource.flatMap(this::read);
    if (resource.isEmpty() || content.isEmpty()) {
      refuse(exchange, 404, "not here");
      return;
    }
    tell(exchange, resource.get(), content.get());
  }

  private Optional<byte[]> read(Resource resource) {
    return shelves.directory(resource.origin()).flatMap(place -> read(place, resource));
  }

  private static Optional<byte[]> read(Path directory, Resource resource) {
    Path file = directory.resolve(resource.file());
    try {
      return Files.size(file) <= MAX_FILE
          ? Optional.of(Files.readAllBytes(file))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      ServingLog.unreadable(file, e);
      return Optional.empty();
    }
  }

  private static void tell(HttpExchange exchange, Resource resource, byte[] content)
      throws IOException {
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", resource.contentType());
    headers.set("Cache-Control", resource.cacheControl());
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Access-Control-Allow-Origin", "*");
    byte[] body = content;
    if (resource.isBundle() && content.length >= WORTH_COMPRESSING) {
      headers.set("Vary", "Accept-Encoding");
      if (takesGzip(exchange)) {
        headers.set("Content-Encoding", "gzip");
        body = gzip(content);
      }
    }
    send(exchange, 200, body);
  }

  private static boolean takesGzip(HttpExchange exchange) {
    String accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
    return accepted != null && List.of(accepted.split("[, ]+")).contains("gzip");
  }

  private static byte[] gzip(byte[] content) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    }
    return out.toByteArray();
  }

  private static void refuse(HttpExchange exchange, int status, String why) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    send(exchange, status, (why + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
