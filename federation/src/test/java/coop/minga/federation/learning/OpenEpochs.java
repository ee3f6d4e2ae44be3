package coop.minga.federation.learning;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.Suspicion.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Epochs of a federation without masks and entries, which add nothing to a sum and take nothing
/// away: the codec, the gate, the search for who spoils sums, and quarantine by people who believe
/// it. For one thread.
public final class OpenEpochs {
  private final Encoding encoding;
  private final Hash seed;
  private Suspicion suspicion;
  private int epoch;

  /// What a member hands over.
  ///
  /// @param change its update, which the codec clips
  /// @param weight how much it counts
  /// @param times multiplies the encoded integers: other than 1, it is beyond any clip
  public record Handed(Parameters change, long weight, int times) {}

  /// A federation that has not learned yet.
  public OpenEpochs(Encoding encoding, List<MemberId> members, long seed) {
    this.encoding = encoding;
    this.seed = Hash.sha256(Bytes.utf8("open epochs " + seed));
    this.suspicion = Suspicion.none(new Cohort(members, Suspicion.LEAST_GROUP));
  }

  /// Who hands something over in the next epoch.
  public List<MemberId> next() {
    suspicion = suspicion.drawn(ofEpoch("draw"));
    return suspicion.cohort().members();
  }

  /// Who learns at all.
  public List<MemberId> everyone() {
    return suspicion.everyone().members();
  }

  /// Runs an epoch of those who are [#next].
  ///
  /// @return the average; absent if the sum was out of bounds
  public Optional<Parameters> run(Map<MemberId, Handed> handed) {
    SortedMap<MemberId, Handed> all = new TreeMap<>(handed);
    all.keySet().retainAll(next());
    var codec = new RingCodec(encoding, all.size());
    RingVector sum = RingVector.zero(codec.bits(), encoding.coordinates());
    for (Map.Entry<MemberId, Handed> each : all.entrySet()) {
      sum = sum.plus(encoded(codec, each.getKey(), each.getValue()));
    }
    epoch++;
    return switch (codec.decode(sum, all.size())) {
      case RingCodec.Decoded.Average(var change, _) -> {
        suspicion = suspicion.after(Verdict.CLEAN);
        yield Optional.of(change);
      }
      case RingCodec.Decoded.OutOfBounds _ -> {
        suspicion = suspicion.after(Verdict.SPOILED);
        quarantine();
        yield Optional.empty();
      }
    };
  }

  private void quarantine() {
    if (!suspicion.singledOut().isEmpty()) {
      var rest = new ArrayList<>(suspicion.everyone().members());
      rest.removeAll(suspicion.singledOut());
      suspicion = suspicion.among(new Cohort(rest, Suspicion.LEAST_GROUP));
    }
  }

  private RingVector encoded(RingCodec codec, MemberId member, Handed handed) {
    var chance = new RingCodec.Chance(ofEpoch("round " + member), ofEpoch("noise " + member));
    if (!(codec.encode(handed.change(), handed.weight(), chance)
        instanceof RingCodec.Encoded.Vector(var vector))) {
      throw new IllegalArgumentException("an update of " + member + " cannot be encoded");
    }
    int[] values = new int[vector.size()];
    int last = values.length - 1;
    for (int i = 0; i < last; i++) {
      values[i] = vector.signedAt(i) * handed.times();
    }
    values[last] = vector.at(last);
    return RingVector.reduced(vector.bits(), values);
  }

  private Hash ofEpoch(String what) {
    return Hash.sha256(Bytes.utf8(seed + " " + epoch + " " + what));
  }
}
