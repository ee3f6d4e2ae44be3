package coop.minga.federation.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MerkleTreeTest {
  /// The leaves and roots that Certificate Transparency's implementations test themselves by.
  private static final List<String> CT_LEAVES =
      List.of(
          "",
          "00",
          "10",
          "2021",
          "3031",
          "40414243",
          "5051525354555657",
          "606162636465666768696a6b6c6d6e6f");

  private static final List<String> CT_ROOTS =
      List.of(
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  /// Of the entries "entry 0", "entry 1", ...: made by Go's golang.org/x/mod/sumdb/tlog.
  private static final Map<Integer, String> GO_ROOTS =
      Map.of(
          1, "773885a613489e24ce2cf76199d6a423f042e4bbf12d7eecee912ef276c65701",
          2, "5a47662fd8a317d96049a3f9f47c55dc67ca66051baa3683dbb19b2fe09a07b0",
          3, "94fbd0dd836f50301692e6d0eade728ee19ec52bfff1606ed807c8575d5aaa19",
          7, "98c97f0ba3175cd08b031dd084b9dc4e649b64d1a28e6ea694646503173ab587",
          8, "b69732ce5c914162ca9accfaf4e95d3f9874d68805437088aaff184a4db96773",
          200, "282d0b269ab4d0d86da77103929e2883944ce9f5f2ea7e837d8e0192c86e00aa",
          255, "cf66793e6329dff242eb3cee0a6f36ad3e3a196dcc573a1ec775e102be863f1c",
          256, "da6596d95369f5fef322ab8e4e0da3b0b50236aa9c8a3b1d246f7411c9e2e32e",
          257, "5c1fdfe835358022f2392de478dbe053fc130cfe1d3a082879a90cf6bf14bf7e",
          300, "ca393d0296bec5e0b8dcab983bd1fb7d1461f512e7267cb89631ad26fd66d848");

  private static final List<String> GO_INCLUSION_OF_77_IN_300 =
      List.of(
          "a94b91b0be451aacf1a4c0f1e2cae18a49fbcbc0a4ae0a955a13e8d51971e4fa",
          "bd5021e342c3ae73bb4917ef7f504ce29ef188fb0347bcc8589cf9a3c80d2d02",
          "4126f501645600b8a1629b210d0edca68c4baf43731f36985612bf83822f5ee8",
          "f2e1ccbd90fe2390cc7fdc151442c58ed727a283f5fcaa955099ce3466166e14",
          "ac91ef9a480e9b7fe89040c3aa593014ed6ebf99100236e12927f721dbf57286",
          "6a6f737090ff8c9bdb501077632b0749dc9cdbf792aee57de2b7f5e66979f3dd",
          "5cbcc083e8000afd157308cca3eb54947a391878cc03736b0fc471bdcd9c4c1c",
          "0b0018a7956817bbb1552f29af95d3afbffbc77bdecdcd6ed5c99aa3598795e0",
          "aee96e10d366c7b5cc99cadc960fc74c24b5d2490d525050612f819b739fe4d5");

  private static final List<String> GO_CONSISTENCY_OF_200_AND_300 =
      List.of(
          "429fffb8f2159c37fd0564d8297a8f4c13f9facd2a86d1f81480120e9ae14cc5",
          "2becaa07bdd96b96c89c8bc4ec1dcf36036074590e59ccfe42130811ac2129a2",
          "dba5be45264fd474c535052c6d958977ef88097c6e07b5693556bfb00d71fef3",
          "d87eb77362697c1182d0af94be93506dde7df934cbf699ee9da4c3317f74e4b9",
          "743f96c4922fb2eb821a8fb5be184217e457b50831478ffdbb1081df3c77cd65",
          "63d4e574ef6b57606f9f5aeb871f23b10b21406bd750824dc4170a356e807729",
          "aee96e10d366c7b5cc99cadc960fc74c24b5d2490d525050612f819b739fe4d5");

  private static final int SMALL = 40;

  @Test
  void rootsAreThoseOfCertificateTransparency() {
    Frontier frontier = Frontier.EMPTY;
    assertEquals(Hash.hex(CT_ROOTS.getFirst()), frontier.root());
    for (int i = 0; i < CT_LEAVES.size(); i++) {
      frontier = frontier.append(MerkleTree.leafHash(Bytes.hex(CT_LEAVES.get(i))));
      assertEquals(Hash.hex(CT_ROOTS.get(i + 1)), frontier.root(), "size " + (i + 1));
    }
  }

  @Test
  void rootsAndProofsAreThoseOfGo() {
    SomeTree tree = SomeTree.of(300);
    GO_ROOTS.forEach((size, root) -> assertEquals(Hash.hex(root), tree.root(size), "" + size));
    assertEquals(
        GO_INCLUSION_OF_77_IN_300.stream().map(Hash::hex).toList(),
        InclusionProof.make(tree, 77, 300).path());
    assertEquals(
        GO_CONSISTENCY_OF_200_AND_300.stream().map(Hash::hex).toList(),
        ConsistencyProof.make(tree, 200, 300).path());
  }

  @Test
  void theFrontierComesToTheRootOfTheDefinition() {
    SomeTree tree = SomeTree.of(301);
    Frontier frontier = Frontier.EMPTY;
    for (int size = 0; size <= 300; size++) {
      assertEquals(tree.naiveRoot(size), frontier.root(), "size " + size);
      assertEquals(frontier, Frontier.of(tree, size), "size " + size);
      frontier = frontier.append(tree.leaf(size));
    }
  }

  @Test
  void theFrontierComesToTheRootOfLargeTreesToo() {
    long seed = Long.getLong("seed", 20261101L);
    System.out.println("seed " + seed);
    var random = new Random(seed);
    for (int round = 0; round < 3; round++) {
      int size = 60_000 + random.nextInt(20_000);
      SomeTree tree = SomeTree.of(size);
      Frontier frontier = Frontier.of(tree, size / 2);
      for (int i = size / 2; i < size; i++) {
        frontier = frontier.append(tree.leaf(i));
      }
      assertEquals(tree.naiveRoot(size), frontier.root(), "size " + size);
    }
  }

  @Test
  void aFrontierMustHaveAsManyPeaksAsItsSizeHasOnes() {
    List<Hash> one = List.of(MerkleTree.EMPTY_ROOT);
    assertThrows(IllegalArgumentException.class, () -> new Frontier(3, one));
    assertThrows(IllegalArgumentException.class, () -> new Frontier(-1, one));
    assertThrows(IllegalArgumentException.class, () -> new Frontier(Long.MIN_VALUE, one));
    assertEquals(4, new Frontier(4, one).size());
  }

  @Test
  void everyEntryOfEverySmallTreeIsProven() {
    SomeTree tree = SomeTree.of(SMALL);
    for (int size = 1; size <= SMALL; size++) {
      for (int index = 0; index < size; index++) {
        InclusionProof proof = InclusionProof.make(tree, index, size);
        assertEquals(ProofCheck.HOLDS, proof.check(tree.leaf(index), tree.root(size)));
        refuseWrongInclusion(proof, tree);
      }
    }
  }

  private static void refuseWrongInclusion(InclusionProof proof, SomeTree tree) {
    Hash leaf = tree.leaf((int) proof.index());
    Hash root = tree.root(proof.size());
    String which = proof.index() + " of " + proof.size();
    assertFalse(proof.check(root, leaf).holds() && proof.size() > 1, which);
    for (List<Hash> path : damaged(proof.path())) {
      ProofCheck check = new InclusionProof(proof.index(), proof.size(), path).check(leaf, root);
      assertEquals(reason(path, proof.path()), check, which);
    }
    for (long other = 0; other < proof.size() + 2; other++) {
      boolean same = other == proof.index();
      ProofCheck check = new InclusionProof(other, proof.size(), proof.path()).check(leaf, root);
      assertEquals(same, check.holds(), which + " taken for " + other);
    }
  }

  @Test
  void everySmallTreeIsProvenToExtendEveryEarlierOne() {
    SomeTree tree = SomeTree.of(SMALL);
    for (int to = 0; to <= SMALL; to++) {
      for (int from = 0; from <= to; from++) {
        ConsistencyProof proof = ConsistencyProof.make(tree, from, to);
        assertEquals(ProofCheck.HOLDS, proof.check(tree.root(from), tree.root(to)));
        refuseWrongConsistency(proof, tree);
      }
    }
  }

  private static void refuseWrongConsistency(ConsistencyProof proof, SomeTree tree) {
    Hash before = tree.root(proof.from());
    Hash after = tree.root(proof.to());
    Hash strange = MerkleTree.leafHash(Bytes.utf8("strange"));
    String which = proof.from() + " to " + proof.to();
    assertFalse(proof.check(strange, after).holds(), which);
    boolean provesAnything = proof.from() == 0 && proof.to() > 0;
    assertEquals(provesAnything, proof.check(before, strange).holds(), which);
    for (List<Hash> path : damaged(proof.path())) {
      ConsistencyProof wrong = new ConsistencyProof(proof.from(), proof.to(), path);
      assertEquals(reason(path, proof.path()), wrong.check(before, after), which);
    }
    if (!proof.path().isEmpty()) {
      ConsistencyProof nothing = new ConsistencyProof(proof.from(), proof.to(), List.of());
      assertEquals(ProofCheck.WRONG_LENGTH, nothing.check(before, after), which);
    }
  }

  private static ProofCheck reason(List<Hash> path, List<Hash> right) {
    return path.size() == right.size() ? ProofCheck.OTHER_ROOT : ProofCheck.WRONG_LENGTH;
  }

  /// Paths with one hash more, one less, one changed, two swapped, turned round.
  private static List<List<Hash>> damaged(List<Hash> path) {
    Hash strange = MerkleTree.leafHash(Bytes.utf8("strange"));
    var all = new ArrayList<List<Hash>>();
    var longer = new ArrayList<>(path);
    longer.add(strange);
    all.add(longer);
    if (!path.isEmpty()) {
      all.add(path.subList(1, path.size()));
      all.add(path.subList(0, path.size() - 1));
    }
    for (int i = 0; i < path.size(); i++) {
      var changed = new ArrayList<>(path);
      changed.set(i, strange);
      all.add(changed);
    }
    if (path.size() > 1) {
      var swapped = new ArrayList<>(path);
      Collections.swap(swapped, 0, 1);
      all.add(swapped);
      all.add(path.reversed());
    }
    return all;
  }

  @Test
  void sizesThatNoTreeReachesProveNothing() {
    for (long size : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 62}) {
      outOfRange(new InclusionProof(0, size, List.of()));
      outOfRange(new ConsistencyProof(1, size, List.of()));
      outOfRange(new ConsistencyProof(0, size, List.of()));
      outOfRange(new ConsistencyProof(size, size, List.of()));
    }
    outOfRange(new ConsistencyProof(3, 2, List.of()));
    outOfRange(new ConsistencyProof(-1, 2, List.of()));
    outOfRange(new InclusionProof(-1, 1, List.of()));
    outOfRange(new InclusionProof(1, 1, List.of()));
  }

  private static void outOfRange(InclusionProof proof) {
    Hash leaf = MerkleTree.leafHash(Bytes.utf8("x"));
    assertEquals(ProofCheck.OUT_OF_RANGE, proof.check(leaf, leaf), proof::toString);
  }

  private static void outOfRange(ConsistencyProof proof) {
    Hash root = MerkleTree.leafHash(Bytes.utf8("x"));
    assertEquals(ProofCheck.OUT_OF_RANGE, proof.check(root, root), proof::toString);
    assertEquals(ProofCheck.OUT_OF_RANGE, proof.check(MerkleTree.EMPTY_ROOT, root));
  }

  @Test
  void nobodyMakesAProofOfWhatATreeDoesNotHave() {
    SomeTree tree = SomeTree.of(3);
    for (long index : new long[] {-1, 3, 4}) {
      assertThrows(IndexOutOfBoundsException.class, () -> InclusionProof.make(tree, index, 3));
    }
    assertThrows(IndexOutOfBoundsException.class, () -> ConsistencyProof.make(tree, -1, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> ConsistencyProof.make(tree, 3, 2));
  }

  @Test
  void aNodeDoesNotPassForALeaf() {
    SomeTree tree = SomeTree.of(2);
    Hash root = tree.root(2);
    Bytes node = Bytes.hex(tree.leaf(0).toString() + tree.leaf(1));
    assertNotEquals(root, MerkleTree.leafHash(node));
    assertTrue(new InclusionProof(0, 1, List.of()).check(root, root).holds());
    assertFalse(new InclusionProof(0, 1, List.of()).check(MerkleTree.leafHash(node), root).holds());
  }
}
