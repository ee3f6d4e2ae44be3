package coop.minga.federation.audit;

import coop.minga.federation.audit.Bundle.Copy;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Cosignature;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.Parsed;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.ledger.Witnesses;
import coop.minga.federation.ledger.Witnesses.Standing;
import coop.minga.federation.roster.Roster;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Whether the entries given of a tree are those that its owner signed for, and a quorum with it.
final class TreeCheck {
  /// The end of the year 9999: times beyond are shown as this.
  private static final long LAST_SECOND = 253_402_300_799L;

  private final Roster roster;
  private final SignatureVerifier verifier;
  private final Findings findings;

  TreeCheck(Roster roster, SignatureVerifier verifier, Findings findings) {
    this.roster = roster;
    this.verifier = verifier;
    this.findings = findings;
  }

  /// A checkpoint that its owner signed, and who else.
  private record Noted(Checkpoint checkpoint, List<Cosignature> cosignatures, boolean quorum) {}

  /// The tree; absent, and said why, if it cannot be relied upon.
  Optional<CheckedTree> check(TreeName name, Copy copy) {
    Optional<Noted> witnessed = copy.witnessed().flatMap(note -> read(name, "witnessed", note));
    Optional<Noted> signed = copy.signed().flatMap(note -> read(name, "signed", note));
    boolean unread =
        (copy.witnessed().isPresent() && witnessed.isEmpty())
            || (copy.signed().isPresent() && signed.isEmpty());
    if (unread || !inOrder(name, witnessed, signed)) {
      return Optional.empty();
    }
    HeldTree hashes = HeldTree.of(copy.frames());
    boolean quorate = name.tree() == Tree.BOOK || quorate(name, witnessed, hashes.size());
    return matches(name, witnessed, signed, hashes) && quorate
        ? Optional.of(
            checked(name, copy, hashes, witnessed, generation(signed.or(() -> witnessed))))
        : Optional.empty();
  }

  private Optional<Noted> read(TreeName name, String what, Bytes bytes) {
    String part = name.place() + "/" + what;
    return switch (SignedNote.parse(bytes)) {
      case Parsed.Bad<SignedNote>(var why) -> bad(part, why.sentence());
      case Parsed.Good<SignedNote>(var note) -> judge(name, part, note);
    };
  }

  /// A tree that was begun anew is signed for under its newest generation's name.
  private Optional<Noted> judge(TreeName name, String part, SignedNote note) {
    Origin first = roster.origin(name.owner(), name.tree());
    Origin origin =
        Checkpoint.parse(note.text())
            .found()
            .map(checkpoint -> first.in(checkpoint.origin().generation()))
            .orElse(first);
    Witnesses witnesses = roster.witnesses(origin);
    return switch (witnesses.judge(note, Long.MAX_VALUE, verifier)) {
      case Standing.Witnessed(var checkpoint, var by) ->
          Optional.of(new Noted(checkpoint, by, true));
      case Standing.Signed(var checkpoint, var by) -> Optional.of(new Noted(checkpoint, by, false));
      case Standing.Refused(var why) -> bad(part, why.sentence());
    };
  }

  private Optional<Noted> bad(String part, String why) {
    findings.add(new Finding.BadCheckpoint(part, why));
    return Optional.empty();
  }

  private boolean inOrder(TreeName name, Optional<Noted> witnessed, Optional<Noted> signed) {
    if (witnessed.isEmpty() || signed.isEmpty()) {
      return true;
    }
    boolean same = generation(signed) == generation(witnessed);
    if (same && size(signed) > size(witnessed)) {
      return true;
    }
    findings.add(
        new Finding.BadCheckpoint(name.place() + "/signed", "it is not beyond the witnessed one"));
    return false;
  }

  private boolean quorate(TreeName name, Optional<Noted> witnessed, long size) {
    if (size == 0 || witnessed.filter(Noted::quorum).isPresent()) {
      return true;
    }
    int have = 1 + witnessed.map(noted -> noted.cosignatures().size()).orElse(0);
    findings.add(new Finding.NotWitnessed(name, have, roster.quorum().witnesses()));
    return false;
  }

  private boolean matches(
      TreeName name, Optional<Noted> witnessed, Optional<Noted> signed, HeldTree hashes) {
    long newest = signed.isPresent() ? size(signed) : size(witnessed);
    if (newest != hashes.size()) {
      findings.add(new Finding.SizeDiffers(name, newest, hashes.size()));
      return false;
    }
    return covers(name, witnessed, hashes) && covers(name, signed, hashes);
  }

  private boolean covers(TreeName name, Optional<Noted> noted, HeldTree hashes) {
    if (noted.isEmpty()) {
      return true;
    }
    long size = size(noted);
    Hash root = noted.get().checkpoint().root();
    if (hashes.root(size).equals(root)) {
      return true;
    }
    findings.add(new Finding.RootDiffers(name, size));
    return false;
  }

  private CheckedTree checked(
      TreeName name, Copy copy, HeldTree hashes, Optional<Noted> witnessed, int generation) {
    List<Cosignature> by = witnessed.map(Noted::cosignatures).orElse(List.of());
    long covered = witnessed.isPresent() ? size(witnessed) : 0;
    if (name.tree() == Tree.LEDGER && covered < hashes.size()) {
      findings.add(new Finding.NotYetWitnessed(name, hashes.size() - covered));
    }
    return new CheckedTree(
        name, generation, copy.frames(), hashes, covered, 1 + by.size(), settled(by));
  }

  /// When a quorum stood by it, as it is shown: the lower median of the earliest cosignatures that
  /// make one, so that a few mirrors with wrong clocks do not move it.
  private Optional<Instant> settled(List<Cosignature> by) {
    List<Long> earliest =
        by.stream()
            .map(Cosignature::seconds)
            .sorted()
            .limit(roster.quorum().cosignatures())
            .toList();
    return earliest.isEmpty()
        ? Optional.empty()
        : Optional.of(instant(earliest.get((earliest.size() - 1) / 2)));
  }

  private static Instant instant(long seconds) {
    return Instant.ofEpochSecond(Math.min(seconds, LAST_SECOND));
  }

  private static int generation(Optional<Noted> noted) {
    return noted.map(found -> found.checkpoint().origin().generation()).orElse(0);
  }

  private static long size(Optional<Noted> noted) {
    return noted.map(found -> found.checkpoint().size()).orElse(0L);
  }
}
