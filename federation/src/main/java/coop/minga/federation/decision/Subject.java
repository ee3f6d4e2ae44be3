package coop.minga.federation.decision;

import java.util.Arrays;
import java.util.Optional;

/// What a chain of decisions is about. A number and its meaning never change.
public enum Subject {
  /// Who belongs, by which rules. Parents are roster hashes.
  ROSTER(1),
  /// Which results a model epoch of several cohorts contains. One parent for each epoch.
  EPOCH(2);

  private final int code;

  Subject(int code) {
    this.code = code;
  }

  /// The number in hashes.
  public int code() {
    return code;
  }

  /// The subject of a number; absent if this version of Minga does not know it.
  public static Optional<Subject> of(int code) {
    return Arrays.stream(values()).filter(each -> each.code == code).findFirst();
  }
}
