package coop.minga.federation.negotiation;

/// Whether something that a person wants said may be said.
///
/// @param <S> the statement
public sealed interface May<S> {
  /// It may: enter it, then hear it.
  record Say<S>(S statement) implements May<S> {}

  /// It may not, and why, in a plain sentence.
  record Not<S>(String why) implements May<S> {}
}
