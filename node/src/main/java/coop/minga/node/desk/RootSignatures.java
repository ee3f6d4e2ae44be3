package coop.minga.node.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.identity.Signer;
import coop.minga.node.keys.KeyFiles;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a root key signs for one question: by the key itself if it is on this node, else by
/// signatures that came with the question. What is still missing is asked for.
///
/// On the wire: `signatures: [{asks, by, signature}]` in a question, `asks: [{asks, by}]` in an
/// answer, all in hex.
final class RootSignatures {
  static final String ASKS = "asks";
  static final String BY = "by";

  private final KeyFiles keys;
  private final Map<Asked, Bytes> given = new LinkedHashMap<>();
  private final JsonArray missing = new JsonArray();

  private record Asked(PublicKey by, Bytes toSign) {}

  private RootSignatures(KeyFiles keys) {
    this.keys = keys;
  }

  /// Those of a question.
  ///
  /// @throws IllegalArgumentException if one of them is not the key's
  static RootSignatures of(JsonObject question, KeyFiles keys, SignatureVerifier verifier) {
    var signatures = new RootSignatures(keys);
    if (question.has("signatures")) {
      for (JsonElement each : question.getAsJsonArray("signatures")) {
        JsonObject one = each.getAsJsonObject();
        var asked = new Asked(new PublicKey(hex(one, BY)), hex(one, ASKS));
        Bytes signature = hex(one, "signature");
        if (!verifier.verify(asked.by(), asked.toSign(), signature)) {
          throw new IllegalArgumentException("that signature is not the root key's " + asked.by());
        }
        signatures.given.put(asked, signature);
      }
    }
    return signatures;
  }

  private static Bytes hex(JsonObject one, String name) {
    return Bytes.hex(Asking.text(one, name));
  }

  /// The signature of a key; empty bytes if it is missing.
  Bytes by(PublicKey key, Bytes toSign) {
    Optional<Signer> here = keys.by(key);
    if (here.isPresent()) {
      return here.get().sign(toSign);
    }
    Bytes found = given.get(new Asked(key, toSign));
    if (found == null) {
      var asked = new JsonObject();
      asked.addProperty(ASKS, toSign.toHex());
      asked.addProperty(BY, key.toString());
      missing.add(asked);
      return Bytes.empty();
    }
    return found;
  }

  /// The answer that asks for what is missing; absent if nothing is.
  ///
  /// @param question to be put again, with the signatures
  Optional<JsonObject> asking(JsonObject question) {
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    var answer = new JsonObject();
    JsonObject again = question.deepCopy();
    again.remove("signatures");
    answer.add("question", again);
    answer.add(ASKS, missing);
    return Optional.of(answer);
  }
}
