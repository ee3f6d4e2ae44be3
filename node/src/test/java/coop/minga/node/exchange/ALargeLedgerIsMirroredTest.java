package coop.minga.node.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.ledger.Frontier;
import coop.minga.federation.ledger.MerkleTree;
import coop.minga.federation.ledger.Mirror;
import coop.minga.federation.ledger.MirrorStep;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.SomeTree;
import coop.minga.federation.ledger.Tree;
import coop.minga.node.peering.PeerFrame;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Botica's ledger has more bytes than may wait at a mirror for the checkpoint that ends them. The
/// almacen, which holds it, hands it to one who begins with nothing.
class ALargeLedgerIsMirroredTest {
  private static final int AT_ONCE = 4;
  private static final int PIECES = Mirror.MAX_WAITING_BYTES / (AT_ONCE * 65_535) + 8;

  @TempDir Path root;

  @Test
  void whoComesLateIsGivenItPieceByPieceEachWithACheckpoint() throws Exception {
    try (var almacen = new Almacen(root)) {
      Neighbour botica = almacen.neighbour("botica");
      Neighbour taller = almacen.neighbour("taller");
      almacen.meets(botica);
      almacen.meets(taller);
      SignedNote newest = grow(almacen, botica);
      long size = almacen.held(botica);
      assertEquals((long) PIECES * AT_ONCE, size);

      Origin origin = almacen.roster.origin(botica.id, Tree.LEDGER);
      var disk = new SomeTree();
      Mirror mirror =
          Mirror.begin(
              new Mirror.Ports(almacen.roster.ledgerKey(origin), SeededKey.VERIFIER, disk));
      long asked = 0;
      boolean checkedOnTheWay = false;
      while (mirror.size() < size) {
        var answer =
            assertInstanceOf(
                PeerFrame.Entries.class,
                almacen.hears(taller, new PeerFrame.Want(origin.text(), asked, size)).getFirst());
        SignedNote note = SignedNote.parse(answer.note()).found().orElseThrow();
        switch (mirror.offer(answer.from(), answer.frames(), note)) {
          case MirrorStep.Gap(var next, var want) -> {
            mirror = next;
            asked = want;
          }
          case MirrorStep.Extended extended -> {
            disk.add(extended.fresh());
            mirror = extended.next();
            asked = mirror.size();
            checkedOnTheWay |= asked < size;
          }
          case MirrorStep.Refused(_, var why) -> throw new AssertionError(why.toString());
          case MirrorStep.Nothing _, MirrorStep.Forked _ -> throw new AssertionError();
        }
      }
      assertTrue(checkedOnTheWay);
      assertEquals(newest.text(), mirror.last().orElseThrow().text());
    }
  }

  /// Long entries that say nothing: kept like any others.
  private static SignedNote grow(Almacen almacen, Neighbour botica) throws Exception {
    var dice = new Random(7);
    Frontier frontier = Frontier.EMPTY;
    SignedNote note = botica.signs(Tree.LEDGER, frontier);
    for (int piece = 0; piece < PIECES; piece++) {
      List<Bytes> frames = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        byte[] bytes = new byte[65_535];
        dice.nextBytes(bytes);
        frames.add(Bytes.of(bytes));
      }
      long from = frontier.size();
      frontier = frontier.append(frames.stream().map(MerkleTree::leafHash).toList());
      note = botica.signs(Tree.LEDGER, frontier);
      almacen.hears(
          botica, new PeerFrame.Entries(botica.origin(Tree.LEDGER), from, frames, note.encode()));
    }
    return note;
  }
}
