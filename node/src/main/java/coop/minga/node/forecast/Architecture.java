package coop.minga.node.forecast;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import java.util.Arrays;

/// The demand models that this program can train. Updates of different ones cannot be summed.
public enum Architecture {
  /// A perceptron over 28 lags: small, fast, what nodes use unless told otherwise.
  ROW64("minga row64 v2", new Network(Grain.DAY, 64, false)),

  /// The same over what a small recurrent network makes of those days: better, and slower.
  GRU32("minga gru32-row64 v1", new Network(Grain.DAY, 64, true)),

  /// A smaller perceptron over 8 weeks, for sales by the week.
  WEEK32("minga row32-weekly v1", new Network(Grain.WEEK, 32, false));

  /// It has no state but its sizes.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Network network;

  /// A hash is immutable, though nothing tells the checker so.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Hash schema;

  Architecture(String name, Network network) {
    this.network = network;
    this.schema =
        Hash.sha256(
            Bytes.utf8(
                String.join(
                    "\n",
                    name,
                    network.layout(),
                    network.grain().columnNames(),
                    network.recurrent() ? Features.STEPS : "lag*" + network.grain().lags(),
                    "levels " + Quantiles.LEVELS,
                    "horizon " + network.grain().horizon())));
  }

  /// The one that weights belong to.
  ///
  /// @throws IllegalArgumentException if they are of none of this program's
  public static Architecture of(ModelWeights weights) {
    return Arrays.stream(values())
        .filter(one -> one.schema.equals(weights.schema()) && one.size() == weights.size())
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "these weights are of schema %s, this program's are of %s"
                    .formatted(
                        weights.schema().brief(),
                        Arrays.stream(values()).map(one -> one.schema.brief()).toList())));
  }

  /// Which features, network and levels a weight vector belongs to.
  public Hash schema() {
    return schema;
  }

  /// How many numbers it has.
  public int size() {
    return network.size();
  }

  /// Untrained weights, the same from the same seed everywhere.
  public ModelWeights seeded(Hash seed) {
    return ModelWeights.of(schema, network.seeded(seed));
  }

  Network network() {
    return network;
  }

  ModelWeights weights(float[] flat) {
    return ModelWeights.of(schema, flat);
  }
}
