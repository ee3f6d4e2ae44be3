package coop.minga.node.peering;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Answers whoever knocks without being a member.
///
/// Called on network threads: an implementation MUST NOT block. Nothing that a stranger says has
/// been verified, save that it holds the TLS key whose pin it comes with.
public interface Doorkeeper {
  /// The most bytes of a knock.
  int MAX_KNOCK_BYTES = 8 * 1024;

  /// The most bytes of papers in one answer.
  int MAX_PIECE_BYTES = 256 * 1024;

  /// The longest sentence, in characters.
  int MAX_SENTENCE = 256;

  /// Whether strangers are listened to at all. While not, TLS refuses them.
  boolean isOpen();

  /// Answers a knock.
  CompletableFuture<Answer> knock(Knock knock);

  /// A node that lets nobody in.
  static Doorkeeper closed() {
    return new Doorkeeper() {
      @Override
      public boolean isOpen() {
        return false;
      }

      @Override
      public CompletableFuture<Answer> knock(Knock knock) {
        return CompletableFuture.completedFuture(
            new Answer(new Outcome.TurnedAway("no-invite"), 0, Bytes.empty()));
      }
    };
  }

  /// What a stranger says.
  ///
  /// @param nonce of the invite that it has
  /// @param card its card, as bytes
  /// @param tls SHA-256 of the SubjectPublicKeyInfo of the key that it holds
  /// @param papersFrom the papers are wanted from this byte on; absent if they are not wanted
  record Knock(Bytes nonce, Bytes card, Hash tls, Optional<Integer> papersFrom) {
    /// Checks the offset.
    public Knock {
      if (papersFrom.filter(from -> from < 0).isPresent()) {
        throw new IllegalArgumentException("an offset over 2 GiB");
      }
    }
  }

  /// What it is told.
  ///
  /// @param outcome how things stand
  /// @param papersSize bytes that the papers have
  /// @param papers the piece that was asked for, at most [#MAX_PIECE_BYTES]
  record Answer(Outcome outcome, int papersSize, Bytes papers) {
    /// Checks the sizes.
    public Answer {
      if (papersSize < 0 || papers.size() > MAX_PIECE_BYTES) {
        throw new IllegalArgumentException("a piece of papers has at most 256 KiB");
      }
    }
  }

  /// How things stand with a newcomer.
  sealed interface Outcome {
    /// People have still to say yes.
    ///
    /// @param sentence to whom it falls
    record Waiting(String sentence) implements Outcome {
      /// Checks the length.
      public Waiting {
        requireShort(sentence);
      }
    }

    /// It is a member, by the roster that the papers end with.
    record Admitted() implements Outcome {}

    /// It is not, and will not be by this invite.
    ///
    /// @param reason one of the table in `proto/README.md`
    record TurnedAway(String reason) implements Outcome {
      /// Checks the length.
      public TurnedAway {
        requireShort(reason);
      }
    }

    private static void requireShort(String sentence) {
      if (sentence.length() > MAX_SENTENCE) {
        throw new IllegalArgumentException("a sentence has at most 256 characters");
      }
    }
  }
}
