package coop.minga.node.exchange;

import coop.minga.federation.decision.Proven;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.judgement.EvidenceJudge;
import coop.minga.federation.roster.Adoption;
import coop.minga.federation.roster.KeyRing;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.RosterCertificate;
import coop.minga.federation.roster.RosterChain;
import coop.minga.federation.roster.RosterStatement;
import coop.minga.federation.roster.WitnessedFrontier;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/// What is known of the members, on the loop's thread.
final class KnownMembers implements Belonging {
  private final NodeLoop.Parts parts;
  private final Timekeeper clock;
  private final Rosters rosters;
  private final Replication replication;
  private final BiConsumer<RosterCertificate, Roster> follow;

  /// Knows what the trees and the certificates tell.
  ///
  /// @param follow does what follows from a roster that is in force
  KnownMembers(
      NodeLoop.Parts parts,
      Timekeeper clock,
      Rosters rosters,
      Replication replication,
      BiConsumer<RosterCertificate, Roster> follow) {
    this.parts = parts;
    this.clock = clock;
    this.rosters = rosters;
    this.replication = replication;
    this.follow = follow;
  }

  private Ledgers ledgers() {
    return parts.trees().ledgers();
  }

  @Override
  public RosterChain rosters() {
    return ledgers().roll().chain();
  }

  @Override
  public List<Bytes> certificates() {
    return Stored.unchecked(() -> parts.trees().rosters().all());
  }

  @Override
  public boolean certified(RosterCertificate certificate) {
    Optional<Roster> next = Stored.unchecked(() -> rosters.take(certificate));
    next.ifPresent(roster -> follow.accept(certificate, roster));
    return next.isPresent();
  }

  @Override
  public Adoption adoption(MemberId owner) {
    return ledgers().roll().adoption(owner);
  }

  @Override
  public Set<Hash> judgedBy(MemberId owner) {
    return ledgers().roll().judgedBy(owner);
  }

  @Override
  public KeyRing keys(MemberId owner) {
    return ledgers().roll().ring(owner);
  }

  @Override
  public List<RosterStatement.Keys> keyChanges(MemberId owner) {
    return ledgers().roll().keyChanges(owner);
  }

  @Override
  public Optional<Proven> prove(MemberId owner, long index) {
    return ledgers().prove(owner, index);
  }

  @Override
  public WitnessedFrontier witnessedFrontier() {
    return ledgers().witnessedFrontier();
  }

  @Override
  public Map<MemberId, Long> cosignedUpTo() {
    return replication.cosignedUpTo();
  }

  @Override
  public EvidenceJudge judge() {
    return ledgers().judge();
  }

  @Override
  public boolean isConfirmed() {
    return ledgers().roll().isConfirmed();
  }

  @Override
  public Set<MemberId> late() {
    Roll roll = ledgers().roll();
    return roll.others().stream()
        .filter(owner -> roll.isLate(owner, clock.now()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public TakenBack takenBack() {
    return ledgers().takenBack();
  }

  @Override
  public void keysChanged() {
    parts.links().get().follow(ledgers().roll().peers());
  }

  @Override
  public SignatureVerifier verifier() {
    return ledgers().verifier();
  }
}
