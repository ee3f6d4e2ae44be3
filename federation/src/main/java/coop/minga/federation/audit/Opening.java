package coop.minga.federation.audit;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.judgement.TreeJudge;
import coop.minga.federation.ledger.EntryBundle;
import coop.minga.federation.ledger.TlogProof;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.CertificateFault;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.RosterCertificate;
import coop.minga.federation.roster.SignedCharter;
import coop.minga.federation.wire.BundleWire;
import coop.minga.federation.wire.Manifest;
import coop.minga.federation.wire.RosterWire;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// From a file to the parts of a bundle as its maker signed them. What was changed after that is
/// found here, and named as closely as it can be.
final class Opening {
  private static final Pattern ENTRIES =
      Pattern.compile("(ledger|book)/([a-z][a-z0-9-]{1,19})/entries/([0-9]{9})");

  private final SignatureVerifier verifier;
  private final Findings findings;
  private Optional<Roll> roll = Optional.empty();

  Opening(SignatureVerifier verifier, Findings findings) {
    this.verifier = verifier;
    this.findings = findings;
  }

  /// A bundle as signed.
  ///
  /// @param roll who belongs, by the charter, the certificates and the members' own ledgers
  /// @param certificates those that could be read
  record Opened(
      Roll roll, List<RosterCertificate> certificates, Manifest manifest, Bundle bundle) {}

  /// The newest roster, once the charter could be read.
  Optional<Roster> roster() {
    return roll.map(Roll::roster);
  }

  /// Opens a file; absent, and said why, if it is not as it was signed.
  Optional<Opened> open(Bytes file, Demands demands) {
    BundleForm.Read read = BundleForm.read(file);
    SortedMap<String, Bytes> parts = read.parts();
    read.fault()
        .ifPresent(fault -> findings.add(new Finding.NotCanonical(fault.place(), fault.why())));
    Bundle bundle = Bundle.of(parts);
    Optional<Roster> charter = charter(parts, demands);
    if (charter.isEmpty()) {
      return Optional.empty();
    }
    Roll known = Roll.of(charter.get(), verifier, demands.latestSeconds());
    roll = Optional.of(known);
    List<RosterCertificate> certificates = chain(known, bundle);
    bundle.ledgers().entrySet().stream()
        .filter(ledger -> known.knows(ledger.getKey()))
        .forEach(ledger -> known.read(ledger.getKey(), ledger.getValue().frames()));
    bundle.proofs().entrySet().stream()
        .filter(proofs -> known.knows(proofs.getKey()))
        .filter(proofs -> !bundle.ledgers().containsKey(proofs.getKey()))
        .forEach(proofs -> known.read(proofs.getKey(), carried(proofs.getValue())));
    Optional<Manifest> manifest = manifest(known, parts);
    read.fault().ifPresent(fault -> pinpoint(known, fault.place(), parts));
    slip(known, demands);
    if (findings.refuted() || manifest.isEmpty()) {
      return Optional.empty();
    }
    bundle
        .strays(parts)
        .forEach(name -> findings.add(new Finding.BadPart(name, "is not a part of a bundle")));
    return Optional.of(new Opened(known, certificates, manifest.get(), bundle));
  }

  /// The entries that proofs bring. Whether they stand where they say is [ProvenEntries]' to check.
  private static SortedMap<Long, Bytes> carried(SortedMap<Long, Bytes> proofs) {
    var entries = new TreeMap<Long, Bytes>();
    proofs.forEach((index, file) ->
        TlogProof.parse(file)
            .found()
            .flatMap(TlogProof::extra)
            .ifPresent(frame -> entries.put(index, frame)));
    return entries;
  }

  private Optional<Roster> charter(SortedMap<String, Bytes> parts, Demands demands) {
    Optional<SignedCharter> charter =
        Optional.ofNullable(parts.get(Bundle.CHARTER)).flatMap(RosterWire::decode);
    if (charter.isEmpty()) {
      findings.add(new Finding.BadCharter("is missing or cannot be read"));
      return Optional.empty();
    }
    var flaw = charter.get().check(verifier);
    if (flaw.isPresent()) {
      findings.add(new Finding.BadCharter("is not in force: " + flaw.get().sentence()));
      return Optional.empty();
    }
    Roster found = Roster.of(charter.get(), verifier);
    demands
        .federationId()
        .filter(expected -> !expected.equals(found.federationId()))
        .ifPresent(
            expected -> findings.add(new Finding.OtherFederation(expected, found.federationId())));
    return Optional.of(found);
  }

  /// Each certificate on the roster before; the first that shows nothing ends the chain.
  private List<RosterCertificate> chain(Roll known, Bundle bundle) {
    var taken = new ArrayList<RosterCertificate>();
    for (Bytes part : bundle.certificates()) {
      Optional<RosterCertificate> certificate = RosterWire.decodeCertificate(part);
      Optional<String> why =
          certificate.isEmpty()
              ? Optional.of("it cannot be read")
              : known.take(certificate.get()).map(CertificateFault::sentence);
      if (why.isPresent()) {
        findings.add(new Finding.BadCertificate(taken.size() + 1, why.get()));
        break;
      }
      taken.add(certificate.get());
    }
    return taken;
  }

  /// A roster that the auditor has from elsewhere is of the chain, and at best its end.
  private void slip(Roll known, Demands demands) {
    demands
        .rosterHash()
        .ifPresent(hash -> {
          Optional<Roster> its = known.chain().roster(hash);
          int changes = its.map(it -> known.roster().number() - it.number()).orElse(0);
          if (its.isEmpty()) {
            findings.add(new Finding.OtherRoster(hash, known.roster().hash()));
          } else if (changes > 0) {
            findings.add(new Finding.ChangedSince(changes));
          }
        });
  }

  private Optional<Manifest> manifest(Roll known, SortedMap<String, Bytes> parts) {
    Optional<Manifest.Signed> signed =
        Optional.ofNullable(parts.get(Bundle.MANIFEST)).flatMap(BundleWire::decodeManifest);
    if (signed.isEmpty()) {
      findings.add(new Finding.BadManifest("is missing or cannot be read"));
      return Optional.empty();
    }
    Manifest manifest = signed.get().manifest();
    if (!manifest.federation().equals(known.roster().federationId())) {
      findings.add(new Finding.BadManifest("is of another federation than the charter"));
    }
    boolean its =
        known.knows(manifest.maker())
            && known.ring(manifest.maker()).all().stream()
                .anyMatch(keys -> signed.get().isBy(keys.ledger(), verifier));
    if (!its) {
      findings.add(new Finding.BadManifest("is not signed by " + manifest.maker()));
    }
    compare(known, manifest.parts(), parts);
    return Optional.of(manifest);
  }

  private void compare(Roll known, List<Manifest.Part> listed, SortedMap<String, Bytes> parts) {
    List<Manifest.Part> there = Bundle.listed(parts);
    if (there.equals(listed)) {
      return;
    }
    var names = new TreeSet<String>();
    listed.forEach(part -> names.add(part.name()));
    there.forEach(part -> names.add(part.name()));
    int before = findings.all().size();
    for (String name : names) {
      Optional<Manifest.Part> said = of(listed, name);
      Optional<Manifest.Part> found = of(there, name);
      if (!said.equals(found)) {
        findings.add(new Finding.BadPart(name, difference(said.isPresent(), found.isPresent())));
        pinpoint(known, name, parts);
      }
    }
    if (findings.all().size() == before) {
      findings.add(new Finding.BadManifest("lists parts twice or out of order"));
    }
  }

  private static Optional<Manifest.Part> of(List<Manifest.Part> parts, String name) {
    return parts.stream().filter(part -> part.name().equals(name)).findFirst();
  }

  private static String difference(boolean listed, boolean there) {
    if (!there) {
      return "is listed in the manifest and is not there";
    }
    return listed
        ? "changed after the bundle was signed"
        : "was put in after the bundle was signed";
  }

  /// Finds the first entry of a changed part that its author did not sign.
  private void pinpoint(Roll known, String name, SortedMap<String, Bytes> parts) {
    Matcher part = ENTRIES.matcher(name);
    Bytes content = parts.get(name);
    if (!part.matches() || content == null) {
      return;
    }
    Tree tree = part.group(1).equals("ledger") ? Tree.LEDGER : Tree.BOOK;
    var owner = new MemberId(part.group(2));
    var place = new TreeName(owner, tree);
    if (!known.knows(owner)) {
      return;
    }
    TreeJudge judge = known.anywhere(place);
    List<Bytes> entries = EntryBundle.wholeEntries(content);
    long first = Long.parseLong(part.group(3)) * Bundle.CHUNK;
    for (int i = 0; i < entries.size(); i++) {
      if (judge.fault(entries.get(i)).isPresent()) {
        changed(new Finding.EntryChanged(place, first + i));
        return;
      }
    }
    if (EntryBundle.decode(content).isEmpty()) {
      changed(new Finding.EntryChanged(place, first + entries.size()));
    }
  }

  private void changed(Finding.EntryChanged finding) {
    if (findings.all().stream().noneMatch(known -> Objects.equals(known, finding))) {
      findings.add(finding);
    }
  }
}
