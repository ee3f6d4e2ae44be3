package coop.minga.node.control;

import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/// JSON objects, one a line, over one connection. Not for several threads.
final class JsonLines {
  /// The longest line, in bytes.
  static final int MAX_LINE = 4 * 1024 * 1024;

  private final SocketChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(8192).flip();

  JsonLines(SocketChannel channel) {
    this.channel = channel;
  }

  /// The next line; empty at the end.
  String read() throws IOException {
    var line = new ByteArrayOutputStream();
    while (true) {
      while (buffer.hasRemaining()) {
        byte next = buffer.get();
        if (next == '\n') {
          return line.toString(StandardCharsets.UTF_8);
        }
        line.write(next);
        if (line.size() > MAX_LINE) {
          throw new IOException("a line is longer than " + MAX_LINE + " bytes");
        }
      }
      buffer.clear();
      int count = channel.read(buffer);
      buffer.flip();
      if (count < 0) {
        return "";
      }
    }
  }

  void write(JsonObject object) throws IOException {
    var bytes = ByteBuffer.wrap((object + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
