package coop.minga.node.keys;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.PublicKey;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/// Runs our verifier over the edge cases that C2SP collects for Ed25519, which are not shipped with
/// this project: `.ci/run` does so where it has them.
///
/// Every verifier that was tried accepts the same 86 of the 914. So must ours; fewer would refuse
/// what others rely on, more would rely on what others refuse.
final class CctvVectors {
  private static final int VECTORS = 914;
  private static final int ACCEPTABLE = 86;

  private CctvVectors() {}

  /// Exit code 0 if as many are accepted as should be.
  ///
  /// @param arguments the file of vectors: JSON, gzip
  public static void main(String[] arguments) throws IOException {
    var verifier = new StrictVerifier();
    var byFlags = new TreeMap<String, Integer>();
    int all = 0;
    int accepted = 0;
    try (Reader content = open(Path.of(arguments[0]))) {
      for (JsonElement each : JsonParser.parseReader(content).getAsJsonArray()) {
        JsonObject vector = each.getAsJsonObject();
        all++;
        if (accepts(verifier, vector)) {
          accepted++;
          byFlags.merge(String.valueOf(vector.get("flags")), 1, Integer::sum);
        }
      }
    }
    System.out.printf("%d of %d vectors accepted, %s%n", accepted, all, byFlags);
    System.exit(all == VECTORS && accepted == ACCEPTABLE ? 0 : 1);
  }

  private static boolean accepts(StrictVerifier verifier, JsonObject vector) {
    return verifier.verify(
        new PublicKey(Bytes.hex(vector.get("key").getAsString())),
        Bytes.utf8(vector.get("msg").getAsString()),
        Bytes.hex(vector.get("sig").getAsString()));
  }

  private static Reader open(Path file) throws IOException {
    return new InputStreamReader(
        new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8);
  }
}
