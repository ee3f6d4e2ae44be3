package coop.minga.node.proving;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.NoteKey;
import coop.minga.federation.ledger.NoteSignature;
import coop.minga.federation.ledger.SignedNote;
import java.util.ArrayList;
import java.util.List;

/// Policies that are none, and keys that would let anybody sign.
final class AttackedPolicies {
  private AttackedPolicies() {}

  static List<Case> all() {
    String honest = SomeLedger.policy().text();
    String log = "log " + SomeLedger.KEY.verifierKey() + "\n";
    String first = SomeLedger.mirrorKey(0).verifierKey();
    var all = new ArrayList<Case>();
    all.add(policy("without-a-quorum", honest.replace("quorum mirrors\n", "")));
    all.add(policy("with-two-quorums", honest + "quorum none\n"));
    all.add(policy("whose-quorum-nobody-is", honest.replace("quorum mirrors", "quorum others")));
    all.add(
        policy(
            "of-a-group-that-needs-nobody", honest.replace("group mirrors 2", "group mirrors 0")));
    all.add(
        policy(
            "of-a-group-that-needs-too-many",
            honest.replace("group mirrors 2", "group mirrors 4")));
    all.add(
        policy("of-a-group-that-needs-02", honest.replace("group mirrors 2", "group mirrors 02")));
    all.add(
        policy(
            "of-a-group-that-counts-one-twice",
            honest.replace("\nquorum", " " + SomeLedger.NAMES.getFirst() + "\nquorum")));
    all.add(
        policy(
            "with-one-key-for-two-witnesses",
            log + "witness a " + first + "\nwitness b " + first + "\ngroup g 2 a b\nquorum g\n"));
    all.add(
        policy(
            "with-one-name-for-two-witnesses",
            log
                + "witness a "
                + first
                + "\nwitness a "
                + SomeLedger.mirrorKey(1).verifierKey()
                + "\nquorum a\n"));
    all.add(policy("with-a-witness-named-none", log + "witness none " + first + "\nquorum none\n"));
    all.add(
        policy("with-a-witness-for-the-log", honest.replace(SomeLedger.KEY.verifierKey(), first)));
    all.add(policy("with-a-key-id-of-another", honest.replace("/ledger+", "/ledger+0")));
    all.add(policy("with-carriage-returns", honest.replace("\n", "\r\n")));
    all.add(policy("that-is-cut-off", honest.substring(0, honest.length() - 1)));
    all.add(policy("of-a-line-that-is-none", honest + "allow all\n"));
    all.add(policy("of-nothing", ""));
    Case plain = Case.honest("policy-with-comments-and-spaces", SomeLedger.of(3));
    all.add(plain.under(Bytes.utf8("# ours\n\n" + honest.replace(" ", " \t "))));
    Case alone =
        Case.honest(
            "policy-that-asks-for-no-witness", SomeLedger.of(3).with(SomeLedger.of(3).signed()));
    all.add(alone.under(Bytes.utf8(log + "quorum none\n")));
    all.addAll(weakKeys());
    return all;
  }

  private static Case policy(String name, String text) {
    return Case.attack(Reason.POLICY, "policy-" + name, SomeLedger.of(3)).under(Bytes.utf8(text));
  }

  /// Under a key of small order, R = A and S = 0 pass for a signature on many a text, with
  /// verifiers that do not look at the key.
  private static List<Case> weakKeys() {
    String neutral = "01" + "00".repeat(31);
    String other =
        "ee" + "ff".repeat(30) + "7f"; // the same point in an encoding that is not its own
    String second = "ec" + "ff".repeat(30) + "7f";
    String fourth = "00".repeat(32);
    return List.of(
        weakKey("signed-by-the-neutral-point", neutral, neutral),
        weakKey("signed-by-the-neutral-point-written-otherwise", other, neutral),
        weakKey("signed-by-a-point-of-order-2", second, second),
        weakKey("signed-by-a-point-of-order-4", fourth, fourth));
  }

  private static Case weakKey(String name, String point, String commitment) {
    NoteKey weak = NoteKey.ofLedger(SomeLedger.ORIGIN, new PublicKey(Bytes.hex(point)));
    String text = new Checkpoint(SomeLedger.ORIGIN, 3, SomeLedger.of(3).root()).text();
    var line = new NoteSignature(weak.name(), weak.id(), Bytes.hex(commitment + "00".repeat(32)));
    SomeLedger ledger = SomeLedger.of(3).with(new SignedNote(text, List.of(line)));
    Bytes policy = Bytes.utf8("log " + weak.verifierKey() + "\nquorum none\n");
    return Case.attack(Reason.SIGNATURE, name, ledger).under(policy);
  }
}
