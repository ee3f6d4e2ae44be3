package coop.minga.federation.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.ledger.BookCommitment;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.roster.MemberCard;
import coop.minga.federation.roster.SignedCharter;
import coop.minga.federation.roster.SomeCharter;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RosterWireTest {
  private final SignedCharter charter = SomeCharter.signed("almacen", "botica", "taller");

  @Test
  void aCharterComesBackAsItWasWritten() {
    assertEquals(Optional.of(charter), RosterWire.decode(RosterWire.encode(charter)));
  }

  @Test
  void noByteOfACharterCanBeChangedUnnoticed() {
    byte[] bytes = RosterWire.encode(charter).toArray();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] ^= 1;
      Optional<SignedCharter> read = RosterWire.decode(Bytes.of(bytes));
      assertNotEquals(Optional.of(charter), read, "byte " + i);
      boolean inForce = read.filter(found -> found.check(SeededKey.VERIFIER).isEmpty()).isPresent();
      assertEquals(false, inForce, "byte " + i);
      bytes[i] ^= 1;
    }
  }

  @Test
  void whatIsCutShortOrHasMoreIsNoCharter() {
    Bytes bytes = RosterWire.encode(charter);
    for (int length = 0; length < bytes.size(); length++) {
      Optional<SignedCharter> read = RosterWire.decode(bytes.slice(0, length));
      assertEquals(
          false, read.filter(found -> found.check(SeededKey.VERIFIER).isEmpty()).isPresent());
    }
    byte[] more = new byte[bytes.size() + 3];
    bytes.copyTo(more, 0);
    // Field 15, a varint: protobuf would keep it as an unknown field.
    more[bytes.size()] = 0x78;
    more[bytes.size() + 1] = 1;
    assertEquals(Optional.empty(), RosterWire.decode(Bytes.of(more).slice(0, bytes.size() + 2)));
    assertEquals(Optional.empty(), RosterWire.decode(Bytes.of(more)));
  }

  @Test
  void aCardComesBackAsItWasWritten() {
    for (MemberCard card : charter.charter().founders()) {
      assertEquals(Optional.of(card), RosterWire.decodeCard(RosterWire.encode(card)));
    }
    assertEquals(Optional.empty(), RosterWire.decodeCard(Bytes.utf8("card")));
    assertEquals(Optional.empty(), RosterWire.decodeCard(Bytes.empty()));
  }

  @Test
  void aBookCommitmentIsOpenedByItsOpeningOnly() {
    var opening =
        new BookCommitment.Opening(
            Bytes.of(new byte[32]), 7, Hash.sha256(Bytes.utf8("the book's root")));
    BookCommitment commitment = BookCommitment.to(opening);
    assertEquals(true, commitment.isOpenedBy(opening));
    var larger = new BookCommitment.Opening(opening.salt(), 8, opening.root());
    assertEquals(false, commitment.isOpenedBy(larger));
    assertEquals(Optional.of(commitment), BookWire.decode(BookWire.encode(commitment)));
    assertEquals(Optional.of(opening), BookWire.decodeOpening(BookWire.encode(opening)));
    assertEquals(Optional.empty(), BookWire.decode(Bytes.empty()));
    assertEquals(Optional.empty(), BookWire.decode(Bytes.hex("0a0100")));
    assertEquals(Optional.empty(), BookWire.decodeOpening(Bytes.hex("0a0100")));
  }
}
