package coop.minga.node.desk;

import com.google.gson.JsonObject;
import coop.minga.federation.negotiation.May;

/// What an operator asks of a desk: what it must hold, and what may be done of it.
final class Asking {
  private Asking() {}

  /// What it says of something that it must hold.
  ///
  /// @throws IllegalArgumentException if it does not, with words for the operator
  static String text(JsonObject question, String key) {
    if (!question.has(key)) {
      throw new IllegalArgumentException("the question lacks \"" + key + "\"");
    }
    return question.get(key).getAsString();
  }

  /// The statement that was asked for.
  ///
  /// @throws IllegalArgumentException if it may not be made, with why
  static <S> S allowed(May<S> may) {
    return switch (may) {
      case May.Say<S>(var statement) -> statement;
      case May.Not<S>(var why) -> throw new IllegalArgumentException(why);
    };
  }
}
