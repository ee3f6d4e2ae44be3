package coop.minga.federation;

import coop.minga.federation.ledger.Kind;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks a story in which somebody lies in entries of these kinds. [EveryKindHasItsLiarTest] sees
/// to it that every kind has one.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface LiesIn {
  /// The kinds lied in.
  Kind[] value();
}
