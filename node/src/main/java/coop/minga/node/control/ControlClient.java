package coop.minga.node.control;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/// Asks the running node of a directory.
public final class ControlClient implements AutoCloseable {
  private final SocketChannel channel;
  private final JsonLines lines;

  private ControlClient(SocketChannel channel) {
    this.channel = channel;
    this.lines = new JsonLines(channel);
  }

  /// Connects.
  ///
  /// @throws IOException if no node runs in that directory
  public static ControlClient connect(Path path) throws IOException {
    UnixDomainSocketAddress address = ControlPath.of(path);
    return new ControlClient(SocketChannel.open(address));
  }

  /// Asks, and waits for the answer.
  ///
  /// @throws Refused if the node says no, with its reason
  public JsonObject ask(JsonObject question) throws IOException, Refused {
    lines.write(question);
    String line = lines.read();
    if (line.isEmpty()) {
      throw new IOException("the node stopped before it answered");
    }
    JsonObject answer = JsonParser.parseString(line).getAsJsonObject();
    if (answer.has("error")) {
      throw new Refused(answer.get("error").getAsString());
    }
    return answer;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /// The node said no.
  public static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String why) {
      super(why);
    }
  }
}
