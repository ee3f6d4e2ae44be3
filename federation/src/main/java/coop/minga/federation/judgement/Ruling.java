package coop.minga.federation.judgement;

import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.wire.Said;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What a leaf is worth.
public sealed interface Ruling {
  /// How far ahead of its witnesses an entry may be dated: clocks differ.
  Duration CLOCKS_DIFFER = Duration.ofHours(1);

  /// It counts for nothing, for good.
  @SuppressWarnings("AvoidCommonTypeNames") // the design's word; always written Ruling.Void
  record Void(Fault why) implements Ruling {}

  /// It is its author's, and of a later Minga: kept and passed on, without effect here.
  ///
  /// @param id the entry's name
  /// @param kind its kind's number
  /// @param version its payload's version
  record Unknown(EntryId id, int kind, int version) implements Ruling {}

  /// It says something.
  ///
  /// @param id the entry's name
  /// @param said what it says
  record Known(EntryId id, Said said) implements Ruling {
    /// Whether it is dated ahead of what its witnesses knew, so that it is held: without effect
    /// until one of them has that time.
    ///
    /// @param witnessed the newest time that witnesses put to a checkpoint of its ledger
    /// @return until when; absent if it is not held
    public Optional<Instant> heldUntil(Instant witnessed) {
      return Ruling.heldUntil(said, witnessed);
    }
  }

  /// As [Known#heldUntil], for what an entry says.
  static Optional<Instant> heldUntil(Said said, Instant witnessed) {
    return Dates.of(said)
        .map(stated -> stated.minus(CLOCKS_DIFFER))
        .filter(earliest -> earliest.isAfter(witnessed));
  }
}
