package coop.minga.node.command;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Signer;
import coop.minga.federation.roster.RootMatter;
import coop.minga.node.config.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a node asks of a root key that it does not have: a question to it, and what has to be
/// signed for it. It travels as a file to where the key is, and back with the signatures.
///
/// @param question to be put to the node again
/// @param asks what is to be signed, and by which key: `[{asks, by}]` in hex
/// @param signatures those there are: `[{asks, by, signature}]`
record RootRequest(JsonObject question, JsonArray asks, JsonArray signatures) {
  private static final String KIND = "minga/root-request/1";
  private static final int MAX_BYTES = 64 * 1024;

  /// What a node's answer asks for; absent if it asks for nothing.
  static Optional<RootRequest> in(JsonObject answer) {
    return answer.has("asks")
        ? Optional.of(
            new RootRequest(
                answer.getAsJsonObject("question"), answer.getAsJsonArray("asks"), new JsonArray()))
        : Optional.empty();
  }

  /// Reads a request; absent if the file is something else.
  static Optional<RootRequest> read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new UserError(
          file.toString(), "there is no such file.", "Give a charter, or what --request wrote.");
    }
    if (Files.size(file) > MAX_BYTES) {
      return Optional.empty();
    }
    try {
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      JsonObject read = JsonParser.parseString(text).getAsJsonObject();
      if (!KIND.equals(read.get("minga").getAsString())) {
        return Optional.empty();
      }
      for (JsonElement ask : read.getAsJsonArray("asks")) {
        Bytes.hex(ask.getAsJsonObject().get("asks").getAsString());
        Bytes.hex(ask.getAsJsonObject().get("by").getAsString());
      }
      return Optional.of(
          new RootRequest(
              read.getAsJsonObject("question"),
              read.getAsJsonArray("asks"),
              read.getAsJsonArray("signatures")));
    } catch (JsonParseException
        | IllegalArgumentException
        | IllegalStateException
        | ClassCastException
        | NullPointerException e) {
      return Optional.empty();
    }
  }

  /// Writes it.
  void write(Path file) throws IOException {
    var document = new JsonObject();
    document.addProperty("minga", KIND);
    document.add("question", question);
    document.add("asks", asks);
    document.add("signatures", signatures);
    Files.writeString(file, new GsonBuilder().setPrettyPrinting().create().toJson(document) + "\n");
  }

  /// What these keys would sign of it, in words read from the very bytes.
  ///
  /// @throws UserError if the bytes are nothing that a root key signs
  List<String> sentences(List<Signer> keys) {
    var sentences = new ArrayList<String>();
    for (JsonElement each : asks) {
      JsonObject ask = each.getAsJsonObject();
      if (keys.stream().anyMatch(key -> isFor(ask, key))) {
        sentences.add(matter(ask).sentence());
      }
    }
    return sentences;
  }

  private static RootMatter matter(JsonObject ask) {
    return RootMatter.read(toSign(ask))
        .orElseThrow(() ->
            new UserError(
                "the request",
                "it asks for a signature on something that no root key signs.",
                "Ask whoever gave it to you; sign nothing."));
  }

  /// The request with the signatures of these keys on all that is asked of them.
  RootRequest signed(List<Signer> keys) {
    JsonArray all = signatures.deepCopy();
    for (JsonElement each : asks) {
      for (Signer key : keys) {
        if (isFor(each.getAsJsonObject(), key)) {
          JsonObject one = each.getAsJsonObject().deepCopy();
          one.addProperty("signature", key.sign(toSign(one)).toHex());
          all.add(one);
        }
      }
    }
    return new RootRequest(question, asks, all);
  }

  /// The question with its signatures.
  JsonObject answered() {
    JsonObject again = question.deepCopy();
    again.add("signatures", signatures);
    return again;
  }

  private static boolean isFor(JsonObject ask, Signer key) {
    return ask.get("by").getAsString().equals(key.publicKey().toString());
  }

  private static Bytes toSign(JsonObject ask) {
    return Bytes.hex(ask.get("asks").getAsString());
  }
}
