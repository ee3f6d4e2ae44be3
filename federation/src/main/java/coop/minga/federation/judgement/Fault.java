package coop.minga.federation.judgement;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.wire.VoidReason;
import java.util.Locale;

/// Why a leaf counts for nothing.
public sealed interface Fault {
  /// Longer than a tree can hold.
  ///
  /// @param bytes its length
  record TooLong(int bytes) implements Fault {}

  /// Not an entry.
  record Unreadable() implements Fault {}

  /// An entry of another federation.
  record OtherFederation() implements Fault {}

  /// Another member's entry, copied here.
  ///
  /// @param author whose it says it is
  record OtherAuthor(MemberId author) implements Fault {}

  /// An entry that was signed for the other tree of its author.
  ///
  /// @param tree which
  record OtherTree(Tree tree) implements Fault {}

  /// An entry that was signed for an earlier or later ledger of its author.
  ///
  /// @param generation which
  record OtherGeneration(int generation) implements Fault {}

  /// Signed by a key that is not its author's entry key.
  ///
  /// @param keyId the key that it names
  record UnknownKey(Bytes keyId) implements Fault {}

  /// The key that it names did not sign it.
  record BadSignature() implements Fault {}

  /// Of a kind that belongs in the other tree.
  ///
  /// @param kind which
  record KindNotHere(Kind kind) implements Fault {}

  /// The same entry stands in the tree already.
  ///
  /// @param first where
  record Repeated(long first) implements Fault {}

  /// Its kind and version are known, and its payload is none of that kind.
  ///
  /// @param reason in which way
  record BadPayload(VoidReason reason) implements Fault {}

  /// The reason in words, to follow "entry 377".
  default String words() {
    return switch (this) {
      case TooLong(var bytes) -> "has " + bytes + " bytes, more than a tree holds";
      case Unreadable() -> "cannot be read";
      case OtherFederation() -> "is of another federation";
      case OtherAuthor(_) -> "is another member's";
      case OtherTree(_) -> "was signed for the other tree of its author";
      case OtherGeneration(var generation) ->
          "was signed for generation " + generation + " of its author's ledger";
      case UnknownKey(_) -> "is signed by a key that is not its author's";
      case BadSignature() -> "changed after signing, or was never signed by its author";
      case KindNotHere(var kind) ->
          "is of a kind that does not belong there: " + kind.name().toLowerCase(Locale.ROOT);
      case Repeated(_) -> "stands there a second time";
      case BadPayload(var reason) ->
          switch (reason) {
            case NOT_A_MESSAGE -> "counts for nothing: it cannot be read";
            case OUT_OF_RANGE -> "counts for nothing: a value in it is out of its range";
            case NOT_CANONICAL -> "counts for nothing: it is not written in the one way there is";
          };
    };
  }
}
