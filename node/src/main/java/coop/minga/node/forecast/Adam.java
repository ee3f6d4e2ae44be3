package coop.minga.node.forecast;

/// Adam (Kingma, Ba 2015) over one flat vector, after the gradient's norm is clipped.
///
/// In plain floats, so that its state needs no native memory between steps.
final class Adam {
  private static final float BETA1 = .9f;
  private static final float BETA2 = .999f;
  private static final float EPSILON = 1e-8f;
  private static final double MAX_NORM = 1;

  private float rate;
  private final float[] mean;
  private final float[] square;
  private double power1 = 1;
  private double power2 = 1;

  Adam(float rate, int size) {
    this.rate = rate;
    this.mean = new float[size];
    this.square = new float[size];
  }

  /// Goes on with another rate.
  void slow(float next) {
    rate = next;
  }

  void step(float[] weights, float[] gradient) {
    power1 *= BETA1;
    power2 *= BETA2;
    float shrink = clip(gradient);
    float step = (float) (rate / (1 - power1));
    float correct = (float) (1 / (1 - power2));
    for (int i = 0; i < weights.length; i++) {
      float slope = gradient[i] * shrink;
      mean[i] = BETA1 * mean[i] + (1 - BETA1) * slope;
      square[i] = BETA2 * square[i] + (1 - BETA2) * slope * slope;
      weights[i] -= step * mean[i] / ((float) Math.sqrt(square[i] * correct) + EPSILON);
    }
  }

  private static float clip(float[] gradient) {
    double sum = 0;
    for (float slope : gradient) {
      sum += (double) slope * slope;
    }
    double norm = Math.sqrt(sum);
    return norm > MAX_NORM ? (float) (MAX_NORM / norm) : 1;
  }
}
