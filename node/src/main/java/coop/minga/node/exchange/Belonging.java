package coop.minga.node.exchange;

import coop.minga.federation.decision.Proven;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.judgement.EvidenceJudge;
import coop.minga.federation.roster.Adoption;
import coop.minga.federation.roster.KeyRing;
import coop.minga.federation.roster.RosterCertificate;
import coop.minga.federation.roster.RosterChain;
import coop.minga.federation.roster.RosterStatement;
import coop.minga.federation.roster.WitnessedFrontier;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The rosters, the members' keys, and by whose witnesses each ledger is judged: what a desk that
/// decides on them needs. On the loop's thread only.
public interface Belonging {
  /// All rosters from the charter's on.
  RosterChain rosters();

  /// What shows how the newest roster came about, in order.
  List<Bytes> certificates();

  /// Takes a certificate of this node's own making. If it holds, it is kept durably and the roster
  /// that it shows is in force when this returns: [Desk#rosterChanged] was told, sessions follow.
  ///
  /// @return whether it holds
  boolean certified(RosterCertificate certificate);

  /// By whose witnesses a member's ledger is judged.
  Adoption adoption(MemberId owner);

  /// The rosters, by hash, whose voters witnessed a member's largest witnessed checkpoint.
  Set<Hash> judgedBy(MemberId owner);

  /// A member's keys.
  KeyRing keys(MemberId owner);

  /// The changes of keys that a member made, in order.
  List<RosterStatement.Keys> keyChanges(MemberId owner);

  /// Members whose ledgers get no cosignature from here until they adopt the newest roster: they
  /// have had a day for it.
  Set<MemberId> late();

  /// What does not count any more since keys were lost.
  TakenBack takenBack();

  /// What shows that an entry of a member's ledger is witnessed and says something towards a
  /// decision; absent if it is not or does not.
  Optional<Proven> prove(MemberId owner, long index);

  /// How far each member's ledger is witnessed.
  WitnessedFrontier witnessedFrontier();

  /// Up to which size of this member's ledger each other one has cosigned since the start.
  Map<MemberId, Long> cosignedUpTo();

  /// Whether this node may speak yet: a newcomer waits until others confirm its roster.
  boolean isConfirmed();

  /// This node's keys have changed, or others may show them from now on: sessions follow.
  void keysChanged();

  /// Judges signatures.
  SignatureVerifier verifier();

  /// Judges evidence, by the newest roster and its members' keys.
  EvidenceJudge judge();
}
