package coop.minga.node;

import coop.minga.node.peering.FrameKind;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks a story in which a peer lies in these kinds of frame. [EveryFrameHasItsLiarTest] sees to
/// it that every kind has one.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface LiesIn {
  /// The kinds lied in.
  FrameKind[] value();
}
