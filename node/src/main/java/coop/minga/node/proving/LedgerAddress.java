package coop.minga.node.proving;

import coop.minga.federation.identity.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;

/// A ledger's files as some web server has them. It follows no redirection.
public final class LedgerAddress implements StaticFiles {
  /// How long an answer may take to begin.
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final int OK = 200;
  private static final int NOT_FOUND = 404;

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final String base;

  /// @param base the address under which `checkpoint` is
  public LedgerAddress(URI base) {
    String text = base.toString();
    this.base = text.endsWith("/") ? text : text + "/";
  }

  @Override
  public Optional<Bytes> read(String name) throws IOException {
    HttpResponse<InputStream> answer = ask(name);
    try (InputStream body = answer.body()) {
      return switch (answer.statusCode()) {
        case OK -> Optional.of(whole(name, body));
        case NOT_FOUND -> Optional.empty();
        default -> throw new IOException(base + name + " answers " + answer.statusCode());
      };
    }
  }

  private HttpResponse<InputStream> ask(String name) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(base + name)).timeout(PATIENCE).build();
    try {
      return client.send(request, BodyHandlers.ofInputStream());
    } catch (ConnectException | HttpTimeoutException e) {
      throw new IOException(
          base + name + ": nobody answers there. Is the address right, and does the node run?", e);
    } catch (SSLException e) {
      throw new IOException(
          base
              + name
              + ": no safe connection comes about with who answers there: "
              + e.getMessage(),
          e);
    } catch (IOException e) {
      throw new IOException(
          base + name + ": what answers there breaks off, or speaks no HTTP: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while fetching " + base + name, e);
    }
  }

  private Bytes whole(String name, InputStream body) throws IOException {
    byte[] bytes = body.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new IOException(base + name + " is longer than any file of a ledger");
    }
    return Bytes.of(bytes);
  }
}
