package coop.minga.federation.ledger;

import java.util.Optional;
import java.util.function.Function;

/// What came of reading something that a peer sent: the thing, or why not.
///
/// @param <T> the thing
public sealed interface Parsed<T> {
  /// It could be read.
  ///
  /// @param <T> the thing
  /// @param value the thing
  record Good<T>(T value) implements Parsed<T> {}

  /// It could not.
  ///
  /// @param <T> the thing
  /// @param why the first reason met
  record Bad<T>(NoteFault why) implements Parsed<T> {}

  /// Shorthand for a [Good].
  static <T> Parsed<T> good(T value) {
    return new Good<>(value);
  }

  /// Shorthand for a [Bad].
  static <T> Parsed<T> bad(NoteFault why) {
    return new Bad<>(why);
  }

  /// The thing, if it could be read.
  default Optional<T> found() {
    return switch (this) {
      case Good<T>(T value) -> Optional.of(value);
      case Bad<T> _ -> Optional.empty();
    };
  }

  /// Reads on in what was read.
  default <U> Parsed<U> then(Function<T, Parsed<U>> next) {
    return switch (this) {
      case Good<T>(T value) -> next.apply(value);
      case Bad<T>(NoteFault why) -> bad(why);
    };
  }
}
