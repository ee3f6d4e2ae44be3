package coop.minga.node.proving;

import static coop.minga.node.proving.SomeLedger.changed;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.EntryBundle;
import coop.minga.federation.ledger.NoteKey;
import coop.minga.federation.ledger.NoteSignature;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Tree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Entries and tiles that are not what was signed for, and ledgers that did not only grow.
final class AttackedTrees {
  private static final int SIZE = 300;
  private static final String FIRST = "tile/entries/000";
  private static final String LAST = "tile/entries/001.p/44";
  private static final String LEAVES = "tile/0/000";
  private static final String LAST_LEAVES = "tile/0/001.p/44";
  private static final String TOP = "tile/1/000.p/1";

  private AttackedTrees() {}

  static List<Case> all() {
    var all = new ArrayList<Case>();
    all.addAll(entries());
    all.addAll(files());
    all.addAll(tiles());
    all.addAll(growth());
    return all;
  }

  private static SomeLedger ledger() {
    return SomeLedger.of(SIZE);
  }

  /// Other entries in well-made tiles, under the checkpoint that was signed for the true ones.
  private static Case entries(String name, UnaryOperator<List<Bytes>> change) {
    List<Bytes> others = changed(SomeLedger.entries(SIZE), change);
    return Case.attack(Reason.ROOT, "entries-" + name, SomeLedger.of(others).under(ledger()));
  }

  private static List<Case> entries() {
    var all = new ArrayList<Case>();
    all.add(
        entries(
            "swapped",
            list -> {
              Collections.swap(list, 3, 4);
              return list;
            }));
    all.add(
        entries(
            "of-which-the-last-is-replaced",
            list -> {
              list.set(SIZE - 1, Bytes.utf8("another"));
              return list;
            }));
    all.add(
        entries(
            "with-one-duplicated-for-the-next",
            list -> {
              list.set(8, list.get(7));
              return list;
            }));
    all.add(
        entries(
            "with-one-inserted-and-the-last-left-out",
            list -> {
              list.add(5, Bytes.utf8("another"));
              list.removeLast();
              return list;
            }));
    all.add(
        entries(
            "with-one-left-out-and-one-more-at-the-end",
            list -> {
              list.remove(5);
              list.add(Bytes.utf8("another"));
              return list;
            }));
    all.add(
        entries(
            "joined-where-one-ended",
            list -> {
              list.set(9, Bytes.hex(list.get(9).toHex() + list.get(10).toHex()));
              list.set(10, Bytes.empty());
              return list;
            }));
    all.add(nodeForLeaf());
    return all;
  }

  /// A tree of two as a tree of one, whose leaf is what the root was hashed from.
  private static Case nodeForLeaf() {
    SomeLedger two = SomeLedger.of(2);
    Bytes node = two.file("tile/0/000.p/2");
    SignedNote note = new Checkpoint(SomeLedger.ORIGIN, 1, two.root()).sign(SomeLedger.OWNER);
    note = SomeLedger.cosigned(SomeLedger.cosigned(note, 0, SomeLedger.NOON), 1, SomeLedger.NOON);
    return Case.attack(
        Reason.ROOT, "entries-of-which-one-is-a-node", SomeLedger.of(List.of(node)).with(note));
  }

  private static List<Case> files() {
    var all = new ArrayList<Case>();
    all.add(
        Case.attack(Reason.MISSING, "files-without-the-first-entries", ledger().without(FIRST)));
    all.add(Case.attack(Reason.MISSING, "files-without-the-last-entries", ledger().without(LAST)));
    all.add(Case.attack(Reason.MISSING, "files-without-leaves", ledger().without(LEAVES)));
    all.add(Case.attack(Reason.MISSING, "files-without-the-top", ledger().without(TOP)));
    all.add(
        Case.attack(
            Reason.ENTRIES,
            "files-of-which-one-is-cut-off",
            ledger().changed(LAST, bytes -> bytes.slice(0, bytes.size() - 1))));
    all.add(
        Case.attack(
            Reason.ENTRIES,
            "files-of-which-one-lacks-its-last-entry",
            ledger().with(LAST, EntryBundle.encode(SomeLedger.entries(SIZE).subList(256, 299)))));
    all.add(
        Case.attack(
            Reason.ENTRIES,
            "files-of-which-one-has-an-entry-more",
            ledger().with(LAST, EntryBundle.encode(SomeLedger.entries(301).subList(256, 301)))));
    all.add(
        Case.attack(
            Reason.ENTRIES,
            "files-of-which-one-has-a-byte-more",
            ledger().changed(FIRST, bytes -> Bytes.hex(bytes + "00"))));
    all.add(
        Case.attack(
            Reason.ENTRIES,
            "files-with-a-partial-bundle-for-the-full-one",
            ledger().with(FIRST, ledger().file(LAST))));
    all.add(
        Case.attack(
            Reason.ENTRIES,
            "files-with-the-full-bundle-for-the-partial-one",
            ledger().with(LAST, ledger().file(FIRST))));
    all.add(
        Case.attack(
            Reason.ROOT,
            "files-of-which-an-entry-has-a-bit-changed",
            ledger().changed(FIRST, bytes -> AttackedNotes.flipped(bytes, 105, 2))));
    SomeLedger grown = SomeLedger.of(512);
    all.add(
        Case.honest(
            "files-of-which-the-partial-ones-gave-way-to-full-ones",
            ledger()
                .without(LAST)
                .with("tile/entries/001", grown.file("tile/entries/001"))
                .without(LAST_LEAVES)
                .with("tile/0/001", grown.file("tile/0/001"))));
    all.add(
        Case.attack(
            Reason.ROOT,
            "files-of-which-a-partial-one-gave-way-to-another",
            ledger().without(LAST).with("tile/entries/001", grown.file(FIRST))));
    return all;
  }

  private static List<Case> tiles() {
    SomeLedger grown = SomeLedger.of(512);
    SomeLedger others = SomeLedger.of(changed(SomeLedger.entries(512), AttackedTrees::reversed));
    var all = new ArrayList<Case>();
    all.add(
        Case.attack(
            Reason.TILE,
            "tiles-of-which-a-leaf-has-a-bit-changed",
            ledger().changed(LEAVES, bytes -> AttackedNotes.flipped(bytes, 32 * 200, 1))));
    all.add(
        Case.attack(
            Reason.TILE,
            "tiles-of-which-the-top-is-changed",
            ledger().changed(TOP, bytes -> AttackedNotes.flipped(bytes, 0, 1))));
    all.add(
        Case.attack(
            Reason.TILE,
            "tiles-with-a-partial-one-for-the-full-one",
            ledger().with(LEAVES, ledger().file(LAST_LEAVES))));
    all.add(
        Case.attack(
            Reason.TILE,
            "tiles-with-the-full-one-for-a-partial-one",
            ledger().with(LAST_LEAVES, grown.file("tile/0/001"))));
    all.add(
        Case.attack(
            Reason.TILE,
            "tiles-with-a-hash-too-many",
            ledger().changed(TOP, bytes -> Bytes.hex(bytes.toHex() + bytes.toHex()))));
    all.add(
        Case.attack(
            Reason.TILE,
            "tiles-forged-off-the-right-edge-in-place-of-it",
            ledger().without(LAST_LEAVES).with("tile/0/001", others.file("tile/0/001"))));
    all.add(
        Case.honest(
            "tiles-forged-off-the-right-edge-and-no-part-of-the-tree",
            ledger()
                .with("tile/0/001", others.file("tile/0/001"))
                .with("tile/entries/001", others.file("tile/entries/001"))
                .with("tile/1/000.p/2", others.file("tile/1/000.p/2"))));
    return all;
  }

  private static List<Bytes> reversed(List<Bytes> list) {
    Collections.reverse(list);
    return list;
  }

  private static List<Case> growth() {
    SomeLedger other = SomeLedger.of(changed(SomeLedger.entries(SIZE), AttackedTrees::reversed));
    SomeLedger parted = SomeLedger.of(changed(SomeLedger.entries(257), AttackedTrees::reversed));
    var all = new ArrayList<Case>();
    for (int before : new int[] {0, 1, 2, 255, 256, 257, 299, 300}) {
      Bytes earlier = SomeLedger.of(before).note().encode();
      all.add(Case.since(Optional.empty(), "grown-since-" + before, ledger(), earlier));
    }
    Bytes same = other.note().encode();
    all.add(Case.since(Optional.of(Reason.FORK), "forked-at-the-same-size", ledger(), same));
    Bytes smaller = parted.note().encode();
    all.add(
        Case.since(Optional.of(Reason.CONSISTENCY), "forked-at-another-size", ledger(), smaller));
    Bytes larger = SomeLedger.of(301).note().encode();
    all.add(Case.since(Optional.of(Reason.ROLLBACK), "rolled-back", ledger(), larger));
    Bytes forged =
        new Checkpoint(SomeLedger.ORIGIN, 3, SomeLedger.of(3).root())
            .sign(SomeLedger.OWNER)
            .encode();
    all.add(Case.since(Optional.empty(), "grown-since-one-signed-alone", ledger(), forged));
    var key = new SeededKey(42);
    Bytes strangers =
        new SignedNote(
                SomeLedger.of(3).signed().text(),
                List.of(
                    new NoteSignature(
                        SomeLedger.KEY.name(),
                        SomeLedger.KEY.id(),
                        key.sign(Bytes.utf8(SomeLedger.of(3).signed().text())))))
            .encode();
    all.add(
        Case.since(Optional.of(Reason.SIGNATURE), "grown-since-a-forged-one", ledger(), strangers));
    var elsewhere = new Origin("fedcba9876543210", new MemberId("almacen"), Tree.LEDGER);
    Bytes foreign =
        new Checkpoint(elsewhere, 3, SomeLedger.of(3).root()).sign(SomeLedger.OWNER).encode();
    all.add(Case.since(Optional.of(Reason.OTHER_LOG), "grown-since-anothers", ledger(), foreign));
    all.add(sinceAnotherLogOfThePolicy());
    return all;
  }

  /// A policy may name two logs; the one does not extend the other.
  private static Case sinceAnotherLogOfThePolicy() {
    var botica = new Origin("0123456789abcdef", new MemberId("botica"), Tree.LEDGER);
    var key = new SeededKey(43);
    Bytes earlier = new Checkpoint(botica, 3, SomeLedger.of(3).root()).sign(key).encode();
    String log = "log " + NoteKey.ofLedger(botica, key.publicKey()).verifierKey() + "\n";
    Bytes policy = Bytes.utf8(log + SomeLedger.policy().text());
    Optional<Reason> refused = Optional.of(Reason.OTHER_LOG);
    return Case.since(refused, "grown-since-another-log-of-the-policy", ledger(), earlier)
        .under(policy);
  }
}
