package coop.minga.node.peering;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// What one node says to another within a session. Each frame checks its own limits, so that
/// neither side can make or take one that is too large.
///
/// Nothing here is lasting: a frame may be lost with its session, and may come again.
public sealed interface PeerFrame {
  /// The most bytes of an entry with its frame.
  int MAX_ENTRY_BYTES = 65_535;

  /// The most entries in one [Entries].
  int MAX_ENTRIES = 256;

  /// The most bytes of entries in one [Entries]; a single entry always fits.
  int MAX_ENTRIES_BYTES = 256 * 1024;

  /// The most bytes of a signed checkpoint: 100 signatures fit.
  int MAX_NOTE_BYTES = 32 * 1024;

  /// The most origins in one [Frontier].
  int MAX_ORIGINS = 128;

  /// The most bytes of all the notes in one [Frontier].
  int MAX_FRONTIER_BYTES = 900 * 1024;

  /// The longest origin, in bytes.
  int MAX_ORIGIN_BYTES = 255;

  /// The longest inclusion proof: of a tree of 2^63 leaves.
  int MAX_PROOF_HASHES = 63;

  /// The most certificates in one [Rosters].
  int MAX_CERTIFICATES = 1024;

  /// The longest reason, in characters.
  int MAX_REASON_CHARACTERS = 256;

  /// What the speaker holds of each ledger.
  ///
  /// @param full whether these are all; else only some of them
  /// @param asks whether the speaker wants to hear of these if the other side holds more
  /// @param origins at most [#MAX_ORIGINS]
  record Frontier(boolean full, boolean asks, List<OriginFrontier> origins) implements PeerFrame {
    /// One that does not ask.
    public Frontier(boolean full, List<OriginFrontier> origins) {
      this(full, false, origins);
    }

    /// Checks the limits.
    public Frontier {
      origins = List.copyOf(origins);
      require(origins.size() <= MAX_ORIGINS, "a frontier has at most 128 origins");
      long bytes = origins.stream().mapToLong(each -> each.note().size()).sum();
      require(bytes <= MAX_FRONTIER_BYTES, "the notes of a frontier have at most 900 KiB");
    }
  }

  /// What the speaker holds of one ledger.
  ///
  /// @param origin the ledger's origin
  /// @param size entries held, 0 to 2^63-1
  /// @param note the newest signed checkpoint known, as a signed note; empty if none
  record OriginFrontier(String origin, long size, Bytes note) {
    /// Checks the limits.
    public OriginFrontier {
      requireOrigin(origin);
      require(size >= 0, "a size is not negative");
      requireNote(note);
    }
  }

  /// Asks for a range of a ledger. Entries so asked for do not count as a flood.
  ///
  /// @param origin the ledger
  /// @param from the first index wanted
  /// @param until past the last index wanted, more than `from`
  record Want(String origin, long from, long until) implements PeerFrame {
    /// Checks the range.
    public Want {
      requireOrigin(origin);
      require(from >= 0 && from < until, "a range begins before it ends");
    }
  }

  /// A run of entries, and a checkpoint that covers them.
  ///
  /// @param origin the ledger
  /// @param from the index of the first
  /// @param frames the entries as they stand in their tree: at most [#MAX_ENTRIES], and
  ///   [#MAX_ENTRIES_BYTES] unless it is one; none when only the checkpoint is new
  /// @param note the signed checkpoint
  record Entries(String origin, long from, List<Bytes> frames, Bytes note) implements PeerFrame {
    /// Checks the limits.
    public Entries {
      requireOrigin(origin);
      frames = List.copyOf(frames);
      require(from >= 0 && from + frames.size() >= 0, "an index is not negative");
      require(frames.size() <= MAX_ENTRIES, "at most 256 entries in one message");
      frames.forEach(PeerFrame::requireEntry);
      long bytes = frames.stream().mapToLong(Bytes::size).sum();
      require(
          frames.size() <= 1 || bytes <= MAX_ENTRIES_BYTES, "at most 256 KiB of entries together");
      requireNote(note);
    }
  }

  /// A mirror's signature on a checkpoint.
  ///
  /// @param origin the ledger
  /// @param size the checkpoint's size
  /// @param noteLine the signature line of the signed note
  record Cosignature(String origin, long size, Bytes noteLine) implements PeerFrame {
    /// Checks the limits.
    public Cosignature {
      requireOrigin(origin);
      require(size >= 0, "a size is not negative");
      requireNote(noteLine);
    }
  }

  /// An entry of the speaker's book, told to the one it concerns.
  ///
  /// @param frame the entry as it stands in the book
  /// @param index its index
  /// @param treeSize the book's size that the proof is for, more than `index`
  /// @param proof the inclusion proof
  /// @param bookNote the book's signed checkpoint of that size
  record Told(Bytes frame, long index, long treeSize, List<Hash> proof, Bytes bookNote)
      implements PeerFrame {
    /// Checks the limits.
    public Told {
      requireEntry(frame);
      proof = List.copyOf(proof);
      require(index >= 0 && index < treeSize, "an index lies within its tree");
      require(proof.size() <= MAX_PROOF_HASHES, "a proof has at most 63 hashes");
      requireNote(bookNote);
    }
  }

  /// The newest roster that the speaker knows, and the certificates, which are blobs, that lead to
  /// it.
  ///
  /// @param number of changes since the charter
  /// @param roster its hash
  /// @param certificates the names of the last ones, in order: at most [#MAX_CERTIFICATES], and no
  ///   more than `number`
  record Rosters(int number, Hash roster, List<Hash> certificates) implements PeerFrame {
    /// Checks the limits.
    public Rosters {
      certificates = List.copyOf(certificates);
      require(certificates.size() <= MAX_CERTIFICATES, "at most 1,024 certificates in one message");
      require(certificates.size() <= number, "no more certificates than changes");
    }

    /// The certificate of the roster of a number; absent if it is not among these.
    public Optional<Hash> certificate(int of) {
      int place = of - 1 - (number - certificates.size());
      return place >= 0 && place < certificates.size()
          ? Optional.of(certificates.get(place))
          : Optional.empty();
    }
  }

  /// What opens hidden fields of an entry of the speaker's ledger, for one whom they concern.
  ///
  /// @param opening an opening's bytes, at most [#MAX_ENTRY_BYTES]
  record Opening(Bytes opening) implements PeerFrame {
    /// Checks the limit.
    public Opening {
      requireEntry(opening);
    }
  }

  /// Sent every 25 s, give or take a fifth; it also keeps a quiet session from being cut.
  ///
  /// @param frontier a hash over what the speaker holds
  record Ping(Hash frontier) implements PeerFrame {}

  /// The answer to a [Ping].
  ///
  /// @param frontier a hash over what the speaker holds
  record Pong(Hash frontier) implements PeerFrame {}

  /// The last frame of a session that ends in order. The session says it itself when the node
  /// closes.
  ///
  /// @param reason for people
  record Goodbye(String reason) implements PeerFrame {
    /// Checks the length.
    public Goodbye {
      require(reason.length() <= MAX_REASON_CHARACTERS, "a reason has at most 256 characters");
    }
  }

  private static void requireOrigin(String origin) {
    int bytes = origin.getBytes(StandardCharsets.UTF_8).length;
    require(bytes >= 1 && bytes <= MAX_ORIGIN_BYTES, "an origin has 1 to 255 bytes");
  }

  private static void requireEntry(Bytes frame) {
    require(frame.size() >= 1 && frame.size() <= MAX_ENTRY_BYTES, "an entry has 1 to 65,535 bytes");
  }

  private static void requireNote(Bytes note) {
    require(note.size() <= MAX_NOTE_BYTES, "a signed note has at most 32 KiB");
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
