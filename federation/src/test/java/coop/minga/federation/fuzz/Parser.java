package coop.minga.federation.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.minga.federation.audit.Auditor;
import coop.minga.federation.audit.BundleForm;
import coop.minga.federation.audit.Demands;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.SignatureVerifier;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.ConsistencyProof;
import coop.minga.federation.ledger.Cosignature;
import coop.minga.federation.ledger.EntryBundle;
import coop.minga.federation.ledger.InclusionProof;
import coop.minga.federation.ledger.NoteKey;
import coop.minga.federation.ledger.NoteSignature;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.Policy;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.TlogProof;
import coop.minga.federation.wire.BookWire;
import coop.minga.federation.wire.BundleWire;
import coop.minga.federation.wire.Decoded;
import coop.minga.federation.wire.DisclosureWire;
import coop.minga.federation.wire.EntryWire;
import coop.minga.federation.wire.JoinWire;
import coop.minga.federation.wire.RosterWire;
import coop.minga.federation.wire.Statements;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A parser of what strangers send, with what must hold for every input: it throws nothing, and
/// what it does take is written back as the very same bytes.
public enum Parser {
  /// `signed-note`.
  SIGNED_NOTE,
  /// `tlog-checkpoint`.
  CHECKPOINT,
  /// A signature line, and `tlog-cosignature` in it.
  SIGNATURE_LINE,
  /// `name+id+key`.
  VERIFIER_KEY,
  /// The first line of checkpoints.
  ORIGIN,
  /// `tlog-policy`. It may have comments and spaces: what is written again says the same.
  POLICY,
  /// `tlog-proof`.
  TLOG_PROOF,
  /// A leaf of a tree.
  ENTRY_FRAME,
  /// What an entry says: a byte for the kind, one for the version, then the payload.
  PAYLOAD,
  /// `tile/entries/...`.
  ENTRY_BUNDLE,
  /// A bundle's zip, and all that an auditor makes of it.
  BUNDLE,
  /// A bundle's list of parts.
  MANIFEST,
  /// A bundle's told entries.
  TOLD,
  /// What opens the commitments to a book.
  OPENINGS,
  /// The charter with its signatures.
  CHARTER,
  /// What a member shows of itself.
  CARD,
  /// The string that a newcomer pastes.
  INVITE,
  /// What a newcomer verifies from genesis.
  PAPERS,
  /// A change of the roster.
  ROSTER_CHANGE,
  /// What shows that a change was agreed on.
  CERTIFICATE,
  /// What opens single fields of entries.
  FIELD_OPENINGS,
  /// Proofs: two numbers of 8 bytes, then hashes of 32.
  PROOF;

  private static final SignatureVerifier NOBODY = (_, _, _) -> false;
  private static final SignatureVerifier ANYBODY = (_, _, _) -> true;

  /// Prints the parsers' names, for whoever fuzzes one after the other.
  public static void main(String[] arguments) {
    for (Parser parser : values()) {
      System.out.println(parser);
    }
  }

  /// Reads an input and checks what must hold.
  ///
  /// @throws AssertionError if it does not
  public void read(Bytes input) {
    switch (this) {
      case SIGNED_NOTE -> SignedNote.parse(input).found().ifPresent(it -> same(input, it.encode()));
      case CHECKPOINT ->
          Checkpoint.parse(text(input)).found().ifPresent(it -> sameText(input, it.text()));
      case SIGNATURE_LINE -> signatureLine(input);
      case VERIFIER_KEY ->
          NoteKey.parse(text(input)).found().ifPresent(it -> sameText(input, it.verifierKey()));
      case ORIGIN -> Origin.parse(text(input)).ifPresent(it -> sameText(input, it.text()));
      case POLICY -> policy(input);
      case TLOG_PROOF -> TlogProof.parse(input).found().ifPresent(it -> same(input, it.encode()));
      case ENTRY_FRAME -> entryFrame(input);
      case PAYLOAD -> payload(input);
      case ENTRY_BUNDLE -> entryBundle(input);
      case BUNDLE -> bundle(input);
      case MANIFEST ->
          BundleWire.decodeManifest(input).ifPresent(it -> same(input, BundleWire.encode(it)));
      case TOLD ->
          BundleWire.decodeTold(input).ifPresent(it -> same(input, BundleWire.encodeTold(it)));
      case OPENINGS -> openings(input);
      case CHARTER -> RosterWire.decode(input).ifPresent(it -> same(input, RosterWire.encode(it)));
      case CARD -> RosterWire.decodeCard(input).ifPresent(it -> same(input, RosterWire.encode(it)));
      case INVITE -> invite(text(input));
      case PAPERS -> JoinWire.decodePapers(input).ifPresent(it -> same(input, JoinWire.encode(it)));
      case ROSTER_CHANGE ->
          RosterWire.decodeChange(input).ifPresent(it -> same(input, it.written()));
      case CERTIFICATE ->
          RosterWire.decodeCertificate(input).ifPresent(it -> same(input, RosterWire.encode(it)));
      case FIELD_OPENINGS -> fieldOpenings(input);
      case PROOF -> proof(input);
    }
  }

  /// Where its seeds are, under `fuzz` among the test resources.
  public String directory() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void signatureLine(Bytes bytes) {
    NoteSignature.parse(text(bytes))
        .found()
        .ifPresent(line -> {
          sameText(bytes, line.line());
          Cosignature.read(line).found().ifPresent(read -> assertEquals(line, read.line()));
        });
  }

  private static void policy(Bytes bytes) {
    switch (Policy.read(bytes)) {
      case Policy.Read.Good good -> assertEquals(good, Policy.read(good.policy().encode()));
      case Policy.Read.Bad _ -> {}
    }
  }

  private static void entryFrame(Bytes bytes) {
    EntryWire.decode(bytes)
        .ifPresent(it -> assertEquals(it, EntryWire.decode(EntryWire.encode(it)).orElseThrow()));
  }

  private static void openings(Bytes bytes) {
    BundleWire.decodeOpenings(bytes).ifPresent(it -> same(bytes, BundleWire.encodeOpenings(it)));
    BookWire.decodeOpening(bytes).ifPresent(it -> same(bytes, BookWire.encode(it)));
  }

  private static void invite(String text) {
    JoinWire.read(text).ifPresent(it -> assertEquals(text.strip(), JoinWire.write(it)));
  }

  private static void fieldOpenings(Bytes bytes) {
    DisclosureWire.decodeOpenings(bytes).ifPresent(it -> same(bytes, DisclosureWire.encode(it)));
    DisclosureWire.decodeOpening(bytes).ifPresent(it -> same(bytes, DisclosureWire.encode(it)));
  }

  private static void payload(Bytes bytes) {
    if (bytes.size() < 2) {
      return;
    }
    Bytes payload = bytes.slice(2, bytes.size());
    switch (Statements.decode(bytes.at(0), bytes.at(1), payload)) {
      case Decoded.Known(var said) -> {
        same(payload, Statements.encode(said));
        assertEquals(bytes.at(0), Statements.kindOf(said).code());
      }
      case Decoded.Unknown _, Decoded.Void _ -> {}
    }
  }

  private static void entryBundle(Bytes bytes) {
    EntryBundle.decode(bytes).ifPresent(entries -> same(bytes, EntryBundle.encode(entries)));
    Bytes whole = EntryBundle.encode(EntryBundle.wholeEntries(bytes));
    same(whole, bytes.slice(0, whole.size()));
  }

  private static void bundle(Bytes bytes) {
    BundleForm.Read read = BundleForm.read(bytes);
    if (read.fault().isEmpty()) {
      same(bytes, BundleForm.write(read.parts()));
    }
    new Auditor(NOBODY, Demands.ALL).audit(bytes);
    new Auditor(ANYBODY, Demands.ALL).audit(bytes);
  }

  private static void proof(Bytes bytes) {
    if (bytes.size() < 2 * Long.BYTES) {
      return;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes.toArray());
    long first = in.getLong();
    long second = in.getLong();
    List<Hash> path = hashes(in);
    Hash leaf = Hash.sha256(bytes);
    new InclusionProof(first, second, path).check(leaf, leaf);
    new ConsistencyProof(first, second, path).check(leaf, leaf);
  }

  private static List<Hash> hashes(ByteBuffer in) {
    var hashes = new ArrayList<Hash>();
    while (in.remaining() >= Hash.SIZE) {
      byte[] hash = new byte[Hash.SIZE];
      in.get(hash);
      hashes.add(new Hash(Bytes.of(hash)));
    }
    return hashes;
  }

  /// As whoever takes a line takes it: what is not UTF-8 is replaced, and no longer what came.
  private static String text(Bytes bytes) {
    return bytes.toUtf8();
  }

  private static void sameText(Bytes read, String written) {
    assertEquals(text(read), written, "what was read is not what is written again");
  }

  private static void same(Bytes read, Bytes written) {
    assertEquals(read, written, "what was read is not what is written again");
  }
}
