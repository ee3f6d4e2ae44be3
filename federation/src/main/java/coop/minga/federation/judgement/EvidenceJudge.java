package coop.minga.federation.judgement;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Cosignature;
import coop.minga.federation.ledger.Entry;
import coop.minga.federation.ledger.Evidence;
import coop.minga.federation.ledger.Exposed;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.Parting;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.TlogProof;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.Directory;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.wire.Decoded;
import coop.minga.federation.wire.EntryWire;
import coop.minga.federation.wire.Statements;
import java.util.Optional;

/// Checks evidence, from whomever it comes, by the members' keys and nothing else.
///
/// Every key that a member ever had speaks against it, also one that it has changed or called
/// stolen since: else whoever is about to be exposed would only have to say so.
///
/// @param directory whose keys are and were whose
/// @param verifier of signatures
public record EvidenceJudge(Directory directory, SignatureVerifier verifier) {
  /// A judge where nobody has changed keys.
  public EvidenceJudge(Roster roster, SignatureVerifier verifier) {
    this(Directory.of(roster), verifier);
  }

  /// A proven entry of the accused, and its one word.
  private record Spoken(Entry entry, OneWord word) {}

  /// Why it proves nothing; absent if it proves what it says of that member.
  public Optional<EvidenceFault> fault(Exposed exposed) {
    MemberId member = exposed.member();
    if (!roster().contains(member)) {
      return Optional.of(EvidenceFault.NOT_A_MEMBER);
    }
    return switch (exposed.evidence()) {
      case Evidence.LedgerFork(var parting) -> fork(member, parting);
      case Evidence.WitnessFork(var parting) -> witnessFork(member, parting);
      case Evidence.WitnessWentBack(var larger, var later) -> wentBack(member, larger, later);
      case Evidence.TwoWords(var first, var second) -> twoWords(member, first, second);
    };
  }

  /// Whether one history of a fork is signed by a key that its owner had replaced and called lost:
  /// whoever had that key may have signed it. It is evidence nevertheless, and it is for who hears
  /// of it to know which came first.
  public boolean restsOnALostKey(Exposed exposed) {
    return exposed.evidence() instanceof Evidence.LedgerFork(var parting)
        && (isByALostKey(parting.smaller()) || isByALostKey(parting.larger()));
  }

  private boolean isByALostKey(SignedNote note) {
    Optional<Origin> origin = checkpoint(note).map(Checkpoint::origin);
    return origin.stream()
        .flatMap(found -> directory.ledgerKeys(found).stream())
        .filter(key -> Checkpoint.open(note, key, verifier).found().isPresent())
        .findFirst()
        .filter(key -> directory.ring(origin.orElseThrow().member()).isGivenUp(key.key()))
        .isPresent();
  }

  private Optional<EvidenceFault> fork(MemberId owner, Parting parting) {
    Optional<Checkpoint> smaller = checkpoint(parting.smaller());
    Optional<Checkpoint> larger = checkpoint(parting.larger());
    if (smaller.isEmpty() || larger.isEmpty()) {
      return Optional.of(EvidenceFault.NOT_A_CHECKPOINT);
    }
    if (!smaller.get().origin().member().equals(owner)) {
      return Optional.of(EvidenceFault.NOT_ITS_LEDGER);
    }
    if (!smaller.get().origin().equals(larger.get().origin())) {
      return Optional.of(EvidenceFault.OTHER_LEDGER);
    }
    if (signed(parting.smaller()).isEmpty() || signed(parting.larger()).isEmpty()) {
      return Optional.of(EvidenceFault.NOT_SIGNED);
    }
    return parting.holds() ? Optional.empty() : Optional.of(EvidenceFault.NOT_PARTED);
  }

  private Optional<EvidenceFault> witnessFork(MemberId mirror, Parting parting) {
    if (checkpoint(parting.smaller()).isEmpty() || checkpoint(parting.larger()).isEmpty()) {
      return Optional.of(EvidenceFault.NOT_A_CHECKPOINT);
    }
    if (cosigned(mirror, parting.smaller()).isEmpty()
        || cosigned(mirror, parting.larger()).isEmpty()) {
      return Optional.of(EvidenceFault.NOT_SIGNED);
    }
    return parting.holds() ? Optional.empty() : Optional.of(EvidenceFault.NOT_PARTED);
  }

  private Optional<EvidenceFault> wentBack(MemberId mirror, SignedNote larger, SignedNote later) {
    Optional<Checkpoint> large = checkpoint(larger);
    Optional<Checkpoint> small = checkpoint(later);
    if (large.isEmpty() || small.isEmpty()) {
      return Optional.of(EvidenceFault.NOT_A_CHECKPOINT);
    }
    if (!large.get().origin().equals(small.get().origin())) {
      return Optional.of(EvidenceFault.OTHER_LEDGER);
    }
    Optional<Cosignature> before = cosigned(mirror, larger);
    Optional<Cosignature> after = cosigned(mirror, later);
    if (before.isEmpty() || after.isEmpty()) {
      return Optional.of(EvidenceFault.NOT_SIGNED);
    }
    boolean back =
        small.get().size() < large.get().size() && after.get().seconds() > before.get().seconds();
    return back ? Optional.empty() : Optional.of(EvidenceFault.NOT_BACK);
  }

  private Optional<EvidenceFault> twoWords(MemberId author, TlogProof first, TlogProof second) {
    Optional<Spoken> one = spoken(author, first);
    Optional<Spoken> other = spoken(author, second);
    if (one.isEmpty() || other.isEmpty()) {
      return Optional.of(EvidenceFault.NOT_AN_ENTRY);
    }
    if (one.get().entry().header().generation() != other.get().entry().header().generation()) {
      return Optional.of(EvidenceFault.OTHER_GENERATION);
    }
    return one.get().word().contradicts(other.get().word())
        ? Optional.empty()
        : Optional.of(EvidenceFault.NO_CONTRADICTION);
  }

  /// The entry that a proof carries, if it stands in a ledger of its author's and is one of those
  /// that are said once.
  private Optional<Spoken> spoken(MemberId author, TlogProof proof) {
    Optional<Bytes> frame = proof.extra();
    Optional<Checkpoint> signed =
        signed(proof.note())
            .filter(found -> found.origin().member().equals(author))
            .filter(found -> found.origin().tree() == Tree.LEDGER);
    if (frame.isEmpty() || signed.isEmpty()) {
      return Optional.empty();
    }
    var judge =
        new TreeJudge(
            roster().federationId(),
            (_, keyId) -> directory.entryKey(author, keyId),
            verifier,
            new TreeJudge.Place(author, Tree.LEDGER));
    boolean stands = proof.leads(frame.get(), signed.get()).holds();
    return stands && judge.fault(frame.get()).isEmpty()
        ? EntryWire.decode(frame.get()).flatMap(EvidenceJudge::word)
        : Optional.empty();
  }

  private static Optional<Spoken> word(Entry entry) {
    Entry.Header header = entry.header();
    return switch (Statements.decode(header.kind(), header.version(), entry.payload())) {
      case Decoded.Known(var said) -> OneWord.of(said).map(word -> new Spoken(entry, word));
      case Decoded.Unknown _, Decoded.Void _ -> Optional.empty();
    };
  }

  private Roster roster() {
    return directory.roster();
  }

  /// The checkpoint of a note that its owner signed.
  private Optional<Checkpoint> signed(SignedNote note) {
    return checkpoint(note)
        .flatMap(found ->
            directory.ledgerKeys(found.origin()).stream()
                .flatMap(key -> Checkpoint.open(note, key, verifier).found().stream())
                .findFirst());
  }

  private Optional<Checkpoint> checkpoint(SignedNote note) {
    return Checkpoint.parse(note.text())
        .found()
        .filter(found -> roster().contains(found.origin().member()))
        .filter(found ->
            found
                .origin()
                .federation()
                .equals(roster().origin(found.origin().member(), Tree.LEDGER).federation()));
  }

  private Optional<Cosignature> cosigned(MemberId mirror, SignedNote note) {
    return directory.mirrorKeys(mirror).stream()
        .flatMap(key -> key.signatureOn(note, verifier).then(Cosignature::read).found().stream())
        .findFirst();
  }
}
