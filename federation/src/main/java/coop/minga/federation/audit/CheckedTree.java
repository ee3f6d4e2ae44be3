package coop.minga.federation.audit;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.judgement.Moments;
import coop.minga.federation.roster.Roster;
import java.time.Instant;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;

/// A tree that is what its owner signed.
///
/// @param name which
/// @param generation 0 until it was begun anew
/// @param frames its entries
/// @param hashes over them
/// @param witnessed how many of them a quorum holds; of a book, 0
/// @param witnesses how many members stand by those, the owner among them
/// @param at when they were witnessed; absent if nobody put a time to it
/// @param by of a ledger, the roster by which its last checkpoint is judged
/// @param moments when so many entries, or fewer, were witnessed, as far as it is shown
/// @param followed the sizes of the checkpoints that are here, each of which its owner signed
record CheckedTree(
    TreeName name,
    int generation,
    List<Bytes> frames,
    HeldTree hashes,
    long witnessed,
    int witnesses,
    Optional<Instant> at,
    Roster by,
    Moments moments,
    NavigableSet<Long> followed) {
  /// The size of the last checkpoint that is here and smaller than one of a size; 0 if none is.
  long followedBefore(long size) {
    return Optional.ofNullable(followed.lower(size)).orElse(0L);
  }
}
