package coop.minga.bench;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.learning.Encoding;
import coop.minga.federation.learning.ModelVersion;
import coop.minga.federation.learning.Parameters;
import coop.minga.node.desk.Trainer;
import java.util.Optional;
import java.util.SplittableRandom;

/// Has its update ready: epochs without the time that training takes.
///
/// @param member whose, so that each has another
/// @param parameters of the model
record Quick(int member, int parameters) implements Trainer {
  static final int PARAMETERS = 10_000;

  Quick(int member) {
    this(member, PARAMETERS);
  }

  @Override
  public Encoding encoding() {
    return new Encoding(Hash.sha256(Bytes.utf8("bench")), parameters, 8_000_000, 9, 64, 0);
  }

  @Override
  public ModelVersion seeded(Hash federation) {
    return ModelVersion.of(0, Parameters.of(new float[parameters]));
  }

  @Override
  public Optional<Update> train(ModelVersion base, long epoch) {
    var random = new SplittableRandom(Run.SEED + (long) member);
    float[] change = new float[parameters];
    for (int i = 0; i < change.length; i++) {
      change[i] = (float) (.01 * random.nextGaussian());
    }
    return Optional.of(new Update(Parameters.of(change), 9));
  }

  @Override
  public Adoption adopt(ModelVersion version) {
    return new Adoption(false, Optional.empty(), "Nothing is forecast here.");
  }
}
