package coop.minga.node.proving;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Cosignature;
import coop.minga.federation.ledger.NoteKey;
import coop.minga.federation.ledger.NoteSignature;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Tree;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Checkpoints that are not what they should be, over a ledger of 300 honest entries.
final class AttackedNotes {
  private static final int SIZE = 300;
  private static final SeededKey STRANGER = new SeededKey(99);

  private AttackedNotes() {}

  static List<Case> all() {
    var all = new ArrayList<Case>();
    all.addAll(forms());
    all.addAll(texts());
    all.addAll(signatures());
    all.addAll(cosignatures());
    return all;
  }

  private static SomeLedger ledger() {
    return SomeLedger.of(SIZE);
  }

  private static Case note(String name, String from, String to) {
    return Case.attack(Reason.NOTE, "note-" + name, ledger().rewritten(from, to));
  }

  private static List<Case> forms() {
    SomeLedger honest = ledger();
    SignedNote note = honest.note();
    String owner = note.signatures().getFirst().line();
    String head = note.text() + "\n";
    var all = new ArrayList<Case>();
    all.add(note("with-carriage-returns", "\n", "\r\n"));
    all.add(note("with-a-tab", "300\n", "300\t\n"));
    all.add(note("with-a-nul", "300\n", "300\0\n"));
    all.add(
        Case.attack(
            Reason.NOTE,
            "note-without-signatures",
            ledger().with(SomeLedger.CHECKPOINT, Bytes.utf8(head))));
    all.add(note("with-a-line-of-no-form", owner, owner + "\nno signature"));
    all.add(note("with-a-hyphen-for-a-dash", "— 0", "- 0"));
    all.add(note("with-a-name-of-two-words", "/tia/mirror ", "/tia /mirror "));
    all.add(note("with-a-plus-in-a-name", "/tia/mirror ", "/tia+mirror "));
    all.add(note("with-a-hard-space-in-a-name", "/tia/mirror ", "/tia\u00a0mirror "));
    all.add(note("with-unpadded-base64", owner, owner.substring(0, owner.length() - 1)));
    all.add(note("with-stray-bits-in-base64", owner, strayBits(owner)));
    all.add(note("with-web-safe-base64", owner, owner.substring(0, owner.length() - 3) + "_-="));
    all.add(note("with-a-signature-of-no-bytes", owner, owner + "\n— x AAAAAA=="));
    all.add(
        Case.attack(
            Reason.NOTE,
            "note-of-101-signatures",
            honest.with(SomeLedger.CHECKPOINT, Bytes.utf8(head + owner + "\n" + strangers(100)))));
    all.add(
        Case.honest(
            "note-of-100-signatures",
            ledger()
                .with(
                    SomeLedger.CHECKPOINT,
                    Bytes.utf8(note.encode().toUtf8() + strangers(100 - QUORATE)))));
    all.add(
        Case.attack(
            Reason.NOTE,
            "note-that-is-huge",
            ledger().with(SomeLedger.CHECKPOINT, Bytes.utf8(note.encode().toUtf8() + longLine()))));
    all.add(
        Case.attack(
            Reason.NOTE,
            "note-that-is-not-utf8",
            ledger().changed(SomeLedger.CHECKPOINT, bytes -> flipped(bytes, 0, 0x80))));
    all.add(
        Case.attack(
            Reason.NOTE,
            "note-that-is-cut-off",
            ledger().changed(SomeLedger.CHECKPOINT, bytes -> bytes.slice(0, bytes.size() - 1))));
    all.add(
        Case.attack(
            Reason.NOTE, "note-of-nothing", ledger().with(SomeLedger.CHECKPOINT, Bytes.empty())));
    all.add(
        Case.attack(
            Reason.MISSING, "note-that-is-missing", ledger().without(SomeLedger.CHECKPOINT)));
    return all;
  }

  /// Lines of the owner and of the two mirrors.
  private static final int QUORATE = 3;

  /// What an owner could sign, and a mirror cosign, that is yet no checkpoint.
  private static List<Case> texts() {
    String root = Base64.getEncoder().encodeToString(ledger().root().value().toArray());
    String origin = SomeLedger.ORIGIN.text();
    var all = new ArrayList<Case>();
    all.add(text("with-a-leading-zero", origin + "\n0300\n" + root + "\n"));
    all.add(text("of-a-negative-size", origin + "\n-300\n" + root + "\n"));
    all.add(text("with-a-plus-sign", origin + "\n+300\n" + root + "\n"));
    all.add(text("of-a-size-in-hex", origin + "\n0x12c\n" + root + "\n"));
    all.add(text("of-size-2-to-the-62", origin + "\n4611686018427387904\n" + root + "\n"));
    all.add(text("of-size-2-to-the-63", origin + "\n9223372036854775808\n" + root + "\n"));
    all.add(text("of-size-2-to-the-64-and-300", origin + "\n18446744073709551916\n" + root + "\n"));
    all.add(text("of-no-size", origin + "\n\n" + root + "\n"));
    all.add(text("of-a-short-root", origin + "\n300\n" + root.substring(4) + "\n"));
    all.add(text("of-a-root-with-stray-bits", origin + "\n300\n" + strayBits(root) + "\n"));
    all.add(text("without-a-root", origin + "\n300\n"));
    all.add(text("with-an-extension", origin + "\n300\n" + root + "\nmore\n"));
    all.add(text("of-an-empty-tree-with-a-root", origin + "\n0\n" + root + "\n"));
    var botica = new Origin("0123456789abcdef", new MemberId("botica"), Tree.LEDGER);
    all.add(
        Case.attack(
            Reason.OTHER_LOG,
            "checkpoint-of-another-ledger",
            ledger().with(new Checkpoint(botica, SIZE, ledger().root()).sign(SomeLedger.OWNER))));
    var book = new Origin("0123456789abcdef", new MemberId("almacen"), Tree.BOOK);
    all.add(
        Case.attack(
            Reason.OTHER_LOG,
            "checkpoint-of-the-same-owners-book",
            ledger().with(new Checkpoint(book, SIZE, ledger().root()).sign(SomeLedger.OWNER))));
    var elsewhere = new Origin("fedcba9876543210", new MemberId("almacen"), Tree.LEDGER);
    all.add(
        Case.attack(
            Reason.OTHER_LOG,
            "checkpoint-of-another-federation",
            ledger()
                .with(new Checkpoint(elsewhere, SIZE, ledger().root()).sign(SomeLedger.OWNER))));
    return all;
  }

  private static Case text(String name, String text) {
    SignedNote note = new SignedNote(text, List.of(ownerLine(text)));
    note = SomeLedger.cosigned(SomeLedger.cosigned(note, 0, SomeLedger.NOON), 1, SomeLedger.NOON);
    return Case.attack(Reason.CHECKPOINT, "checkpoint-" + name, ledger().with(note));
  }

  private static NoteSignature ownerLine(String text) {
    return SomeLedger.KEY.sign(text, SomeLedger.OWNER);
  }

  private static List<Case> signatures() {
    SomeLedger honest = ledger();
    SignedNote note = honest.note();
    NoteSignature owner = note.signatures().getFirst();
    List<NoteSignature> mirrors = note.signatures().subList(1, QUORATE);
    NoteSignature strangers =
        new NoteSignature(owner.name(), owner.keyId(), STRANGER.sign(Bytes.utf8(note.text())));
    NoteSignature collision =
        new NoteSignature(SomeLedger.PREFIX + "x/ledger", owner.keyId(), owner.signature());
    NoteSignature otherId = new NoteSignature(owner.name(), owner.keyId() ^ 1, owner.signature());
    var all = new ArrayList<Case>();
    all.add(lines(Reason.NOT_SIGNED, "not-signed-by-its-owner", mirrors));
    all.add(lines(Reason.NOT_SIGNED, "signed-under-another-name", join(collision, mirrors)));
    all.add(lines(Reason.NOT_SIGNED, "signed-under-another-id", join(otherId, mirrors)));
    all.add(lines(Reason.SIGNATURE, "signed-by-a-strangers-key", join(strangers, mirrors)));
    all.add(lines(Reason.SIGNATURE, "signed-with-a-bit-changed", join(bent(owner), mirrors)));
    all.add(lines(Reason.SIGNATURE, "signed-with-s-plus-l", join(unreduced(owner), mirrors)));
    all.add(lines(Reason.SIGNATURE, "signed-with-a-byte-more", join(longer(owner), mirrors)));
    var twice = new ArrayList<>(note.signatures());
    twice.add(owner);
    all.add(lines(Reason.REPEATED, "signed-twice-alike", twice));
    twice.set(QUORATE, strangers);
    all.add(lines(Reason.REPEATED, "signed-well-and-then-badly", twice));
    all.add(
        Case.honest(
            "signed-well-beside-a-strangers-line",
            ledger().with(new SignedNote(note.text(), join(collision, note.signatures())))));
    SomeLedger other = SomeLedger.of(SIZE - 1);
    all.add(
        lines(
            Reason.SIGNATURE,
            "signed-over-another-size",
            join(other.note().signatures().getFirst(), mirrors)));
    return all;
  }

  private static List<Case> cosignatures() {
    SomeLedger honest = ledger();
    SignedNote signed = honest.signed();
    SignedNote one = SomeLedger.cosigned(signed, 0, SomeLedger.NOON);
    NoteSignature second = SomeLedger.cosigned(signed, 1, SomeLedger.NOON).signatures().getLast();
    var all = new ArrayList<Case>();
    all.add(
        Case.honest("witnessed-by-all", ledger().with(SomeLedger.cosigned(honest.note(), 1, 1))));
    all.add(Case.attack(Reason.QUORUM, "witnessed-by-none", ledger().with(signed)));
    all.add(Case.attack(Reason.QUORUM, "witnessed-by-one-too-few", ledger().with(one)));
    NoteKey reused =
        NoteKey.ofMirror(SomeLedger.NAMES.get(1), SomeLedger.MIRRORS.get(0).publicKey());
    all.add(
        Case.attack(
            Reason.QUORUM,
            "witnessed-by-one-key-under-two-names",
            ledger()
                .with(
                    one.with(
                        Cosignature.sign(
                                reused, signed.text(), SomeLedger.NOON, SomeLedger.MIRRORS.get(0))
                            .line()))));
    all.add(
        Case.attack(
            Reason.QUORUM,
            "witnessed-under-a-wrong-name",
            ledger()
                .with(
                    one.with(
                        new NoteSignature(
                            SomeLedger.PREFIX + "x/mirror", second.keyId(), second.signature())))));
    all.add(
        Case.attack(
            Reason.SIGNATURE, "witnessed-with-a-bad-one", ledger().with(one.with(bent(second)))));
    all.add(
        Case.attack(
            Reason.SIGNATURE,
            "witnessed-by-a-bad-one-more",
            ledger().with(honest.note().with(bent(second)))));
    all.add(
        Case.attack(
            Reason.SIGNATURE,
            "witnessed-by-a-plain-signature",
            ledger()
                .with(
                    one.with(
                        new NoteSignature(
                            second.name(),
                            second.keyId(),
                            SomeLedger.MIRRORS.get(1).sign(Bytes.utf8(signed.text())))))));
    var twice = new ArrayList<>(honest.note().signatures());
    twice.add(SomeLedger.cosigned(signed, 0, SomeLedger.NOON + 9).signatures().getLast());
    all.add(lines(Reason.REPEATED, "witnessed-twice-by-one", twice));
    all.add(timed("witnessed-at-second-0", second, 0));
    all.add(timed("witnessed-at-2-to-the-63", second, Long.MIN_VALUE));
    all.add(timed("witnessed-at-the-end-of-64-bits", second, -1));
    all.add(dated(Optional.empty(), "witnessed-at-the-latest-time", SomeLedger.LATEST));
    all.add(dated(Optional.of(Reason.TIMESTAMP), "witnessed-too-late", SomeLedger.LATEST + 1));
    all.add(dated(Optional.of(Reason.TIMESTAMP), "witnessed-in-2100", 4_102_444_800L));
    all.add(
        Case.attack(
            Reason.SIGNATURE,
            "witnessed-with-the-time-moved",
            ledger().with(one.with(at(second, SomeLedger.NOON - 1)))));
    return all;
  }

  /// A mirror's own word, of that time.
  private static Case dated(Optional<Reason> refused, String name, long seconds) {
    SignedNote note = SomeLedger.cosigned(ledger().signed(), 0, SomeLedger.NOON);
    var what = Case.ledger(ledger().with(SomeLedger.cosigned(note, 1, seconds)));
    return new Case(name, Case.honestPolicy(), what, refused);
  }

  private static Case timed(String name, NoteSignature line, long seconds) {
    SignedNote note = SomeLedger.cosigned(ledger().signed(), 0, SomeLedger.NOON);
    return Case.attack(Reason.TIMESTAMP, name, ledger().with(note.with(at(line, seconds))));
  }

  private static NoteSignature at(NoteSignature line, long seconds) {
    byte[] bytes = line.signature().toArray();
    ByteBuffer.wrap(bytes).putLong(seconds);
    return new NoteSignature(line.name(), line.keyId(), Bytes.of(bytes));
  }

  private static Case lines(Reason reason, String name, List<NoteSignature> lines) {
    return Case.attack(
        reason, name, ledger().with(new SignedNote(ledger().signed().text(), lines)));
  }

  private static List<NoteSignature> join(NoteSignature first, List<NoteSignature> rest) {
    var all = new ArrayList<NoteSignature>();
    all.add(first);
    all.addAll(rest);
    return all;
  }

  private static NoteSignature bent(NoteSignature line) {
    Bytes signature = flipped(line.signature(), line.signature().size() - 40, 1);
    return new NoteSignature(line.name(), line.keyId(), signature);
  }

  private static NoteSignature longer(NoteSignature line) {
    return new NoteSignature(line.name(), line.keyId(), Bytes.hex(line.signature() + "00"));
  }

  /// The other number that S stands for in a group of order L.
  private static NoteSignature unreduced(NoteSignature line) {
    BigInteger order =
        BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
    byte[] bytes = line.signature().toArray();
    byte[] scalar = new byte[32];
    for (int i = 0; i < scalar.length; i++) {
      scalar[i] = bytes[63 - i];
    }
    byte[] more = new BigInteger(1, scalar).add(order).toByteArray();
    for (int i = 0; i < scalar.length; i++) {
      bytes[32 + i] = i < more.length ? more[more.length - 1 - i] : 0;
    }
    return new NoteSignature(line.name(), line.keyId(), Bytes.of(bytes));
  }

  static Bytes flipped(Bytes bytes, int at, int bits) {
    byte[] changed = bytes.toArray();
    changed[at] ^= (byte) bits;
    return Bytes.of(changed);
  }

  /// Base64 that ends in one `=`, with bits set that nobody reads.
  static String strayBits(String base64) {
    String digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    int end = base64.indexOf('=');
    char stray = digits.charAt(digits.indexOf(base64.charAt(end - 1)) + 1);
    return base64.substring(0, end - 1) + stray + base64.substring(end);
  }

  private static String strangers(int count) {
    var lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append("— stranger").append(i).append(" AAAAAAA=\n");
    }
    return lines.toString();
  }

  private static String longLine() {
    return "— stranger " + Base64.getEncoder().encodeToString(new byte[66_000]) + "\n";
  }
}
