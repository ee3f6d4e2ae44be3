package coop.minga.node.control;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves the operator's commands. One virtual thread a connection; the answers come from
/// elsewhere.
public final class ControlServer implements AutoCloseable {
  /// Connections at once; a further one waits.
  public static final int MAX_CONNECTIONS = 16;

  /// Seconds that a command may take before its caller is told that it has not ended.
  public static final int MAX_SECONDS = 120;

  private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

  private final UnixDomainSocketAddress address;
  private final ServerSocketChannel server;
  private final Function<JsonObject, CompletableFuture<JsonObject>> answers;
  private final Semaphore free = new Semaphore(MAX_CONNECTIONS);

  private ControlServer(
      UnixDomainSocketAddress address,
      ServerSocketChannel server,
      Function<JsonObject, CompletableFuture<JsonObject>> answers) {
    this.address = address;
    this.server = server;
    this.answers = answers;
  }

  /// Opens the socket, taking the place of one that a killed process left behind: whoever calls
  /// this holds the directory's lock.
  public static ControlServer start(
      Path path, Function<JsonObject, CompletableFuture<JsonObject>> answers) throws IOException {
    UnixDomainSocketAddress address = ControlPath.of(path);
    Files.deleteIfExists(address.getPath());
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(address);
    Files.setPosixFilePermissions(address.getPath(), PosixFilePermissions.fromString("rw-------"));
    var control = new ControlServer(address, server, answers);
    Thread.ofVirtual().name("minga-control").start(control::accept);
    return control;
  }

  @Override
  public void close() throws IOException {
    server.close();
    Files.deleteIfExists(address.getPath());
  }

  private void accept() {
    while (server.isOpen()) {
      try {
        free.acquire();
        SocketChannel caller = server.accept();
        Thread.ofVirtual().start(() -> serve(caller));
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        LOG.warn("event=control-accept-failed why=\"{}\"", e.getMessage());
        free.release();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void serve(SocketChannel caller) {
    try (caller) {
      var lines = new JsonLines(caller);
      for (String line = lines.read(); !line.isEmpty(); line = lines.read()) {
        lines.write(answer(line));
      }
    } catch (IOException e) {
      LOG.debug("event=control-connection-ended why=\"{}\"", e.getMessage());
    } finally {
      free.release();
    }
  }

  private JsonObject answer(String line) {
    try {
      JsonObject question = JsonParser.parseString(line).getAsJsonObject();
      return answers.apply(question).get(MAX_SECONDS, TimeUnit.SECONDS);
    } catch (JsonParseException | IllegalStateException e) {
      return failure("not a JSON object: " + e.getMessage());
    } catch (TimeoutException e) {
      return failure("not done within " + MAX_SECONDS + " s; it may still be done");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failure("the node is stopping");
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      return failure(Objects.requireNonNullElse(cause.getMessage(), cause.toString()));
    }
  }

  private static JsonObject failure(String why) {
    var answer = new JsonObject();
    answer.addProperty("error", why);
    return answer;
  }
}
