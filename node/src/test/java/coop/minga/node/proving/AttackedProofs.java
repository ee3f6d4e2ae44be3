package coop.minga.node.proving;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.ledger.InclusionProof;
import coop.minga.federation.ledger.TlogProof;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Proofs of one entry, honest ones and others.
final class AttackedProofs {
  private static final int SIZE = 300;
  private static final int INDEX = 77;
  private static final SomeLedger LEDGER = SomeLedger.of(SIZE);
  private static final Bytes ENTRY = LEDGER.entries.get(INDEX);

  private AttackedProofs() {}

  static List<Case> all() {
    var all = new ArrayList<Case>();
    all.addAll(honest());
    all.addAll(forms());
    all.addAll(paths());
    return all;
  }

  private static List<Case> honest() {
    var all = new ArrayList<Case>();
    for (int size : new int[] {1, 2, 255, 256, 257, SIZE}) {
      SomeLedger ledger = SomeLedger.of(size);
      for (int index : new TreeSet<>(List.of(0, size / 2, size - 1))) {
        String file = text(ledger.proof(index));
        Optional<Bytes> entry = Optional.of(ledger.entries.get(index));
        all.add(Case.proof(Optional.empty(), "proof-of-" + index + "-of-" + size, file, entry));
      }
    }
    all.add(
        Case.proof(
            Optional.empty(),
            "proof-that-brings-its-entry",
            text(LEDGER.proof(INDEX).with(ENTRY)),
            Optional.empty()));
    return all;
  }

  private static Case attack(Reason reason, String name, String file) {
    return Case.proof(Optional.of(reason), "proof-" + name, file, Optional.of(ENTRY));
  }

  private static List<Case> forms() {
    String file = text(LEDGER.proof(INDEX));
    String first = file.lines().toList().get(2);
    String bringing = text(LEDGER.proof(INDEX).with(ENTRY));
    String extra = bringing.lines().toList().get(1);
    var all = new ArrayList<Case>();
    all.add(attack(Reason.PROOF_FORM, "of-another-version", file.replace("@v1", "@v2")));
    all.add(attack(Reason.PROOF_FORM, "without-an-index", file.replace("index 77\n", "")));
    for (String index :
        List.of("077", "-77", "+77", " 77", "0x4d", "9223372036854775807", "4611686018427387904")) {
      all.add(
          attack(
              Reason.PROOF_FORM,
              "of-index-" + index.strip() + (index.startsWith(" ") ? "-after-a-space" : ""),
              file.replace("index 77", "index " + index)));
    }
    all.add(
        attack(
            Reason.PROOF_FORM,
            "with-stray-bits",
            file.replace(first, AttackedNotes.strayBits(first))));
    all.add(
        attack(Reason.PROOF_FORM, "with-a-short-hash", file.replace(first, first.substring(4))));
    all.add(
        attack(
            Reason.PROOF_FORM,
            "of-too-many-hashes",
            file.replace(first, (first + "\n").repeat(63) + first)));
    all.add(attack(Reason.PROOF_FORM, "with-a-word-more", file.replace(first, first + "\nhash")));
    all.add(
        attack(
            Reason.PROOF_FORM,
            "whose-extra-has-stray-bits",
            bringing.replace(extra, "extra AB==")));
    all.add(attack(Reason.PROOF_FORM, "whose-extra-is-nothing", bringing.replace(extra, "extra ")));
    all.add(attack(Reason.NOTE, "with-carriage-returns-below", file.replace("=\n\n", "=\n\n\r")));
    all.add(
        Case.proof(Optional.of(Reason.MISSING), "proof-without-its-entry", file, Optional.empty()));
    return all;
  }

  private static List<Case> paths() {
    String file = text(LEDGER.proof(INDEX));
    List<String> lines = file.lines().toList();
    String first = lines.get(2);
    String second = lines.get(3);
    var all = new ArrayList<Case>();
    all.add(attack(Reason.PROOF, "of-another-index", file.replace("index 77", "index 78")));
    all.add(attack(Reason.PROOF, "of-an-index-beyond", file.replace("index 77", "index 300")));
    all.add(
        attack(
            Reason.PROOF,
            "of-an-index-far-beyond",
            file.replace("index 77", "index 4611686018427387903")));
    all.add(
        attack(Reason.PROOF, "with-a-hash-too-many", file.replace(first, first + "\n" + first)));
    all.add(attack(Reason.PROOF, "with-a-hash-too-few", file.replace(first + "\n", "")));
    all.add(
        attack(
            Reason.PROOF,
            "with-two-hashes-swapped",
            file.replace(first + "\n" + second, second + "\n" + first)));
    all.add(attack(Reason.PROOF, "of-another-size", text(resized())));
    all.add(
        Case.proof(
            Optional.of(Reason.PROOF),
            "proof-of-another-entry",
            file,
            Optional.of(Bytes.utf8("entry 78"))));
    all.add(nodeForLeaf());
    TlogProof alone = TlogProof.make(LEDGER.tree(), INDEX, LEDGER.signed());
    all.add(attack(Reason.QUORUM, "witnessed-by-none", text(alone)));
    all.add(attack(Reason.SIGNATURE, "with-another-root", file.replace("\n300\n", "\n299\n")));
    all.add(
        attack(
            Reason.OTHER_LOG,
            "of-another-log",
            file.replace("/almacen/ledger\n300", "/botica/ledger\n300")));
    return all;
  }

  /// A true path of another tree's size under this checkpoint.
  private static TlogProof resized() {
    var path = new ArrayList<>(SomeLedger.of(299).proof(INDEX).proof().path());
    Collections.reverse(path);
    return new TlogProof(new InclusionProof(INDEX, SIZE, path), LEDGER.note(), Optional.empty());
  }

  /// The node above two leaves as a leaf one level up.
  private static Case nodeForLeaf() {
    SomeLedger four = SomeLedger.of(4);
    Bytes leaves = four.file("tile/0/000.p/4");
    var path = List.of(four.tree().complete(1, 1));
    var proof = new TlogProof(new InclusionProof(0, 4, path), four.note(), Optional.empty());
    return Case.proof(
        Optional.of(Reason.PROOF),
        "proof-of-a-node-as-a-leaf",
        text(proof),
        Optional.of(leaves.slice(0, 64)));
  }

  private static String text(TlogProof proof) {
    return proof.encode().toUtf8();
  }
}
