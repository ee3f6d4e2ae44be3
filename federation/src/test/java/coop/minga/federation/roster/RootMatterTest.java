package coop.minga.federation.roster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.Pae;
import coop.minga.federation.identity.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whoever keeps a root key offline reads what it signs from the bytes alone.
class RootMatterTest {
  private static final Hash FEDERATION = Hash.sha256(Bytes.utf8("valley"));
  private static final MemberId ALMACEN = new MemberId("almacen");
  private static final PublicKey KEY = SomeCharter.entryKey(0).publicKey();
  private static final NodeKeys KEYS =
      new NodeKeys(
          SomeCharter.rootKey(2).publicKey(),
          SomeCharter.rootKey(3).publicKey(),
          KEY,
          Hash.sha256(Bytes.empty()));
  private static final Instant NOON = Instant.parse("2026-06-02T12:00:00Z");

  @Test
  void everythingThatARootKeySignsIsReadBack() {
    Bytes charter = Bytes.utf8("a charter");
    assertEquals(
        Optional.of(new RootMatter.Founding(Hash.sha256(charter))),
        RootMatter.read(SignedCharter.signedBytes(charter)));
    assertEquals(
        Optional.of(
            new RootMatter.NewKeys(
                FEDERATION, ALMACEN, 3, List.of(KEYS.ledger(), KEYS.mirror(), KEYS.entry()))),
        RootMatter.read(RosterStatement.Keys.toSign(FEDERATION, ALMACEN, KEYS, 3)));
    assertEquals(
        Optional.of(new RootMatter.LostKey(FEDERATION, ALMACEN, KEY, NOON)),
        RootMatter.read(RosterStatement.Compromised.toSign(FEDERATION, ALMACEN, KEY, NOON)));
    Bytes other = RosterChange.RootKey.signedBytes(FEDERATION, ALMACEN, KEY, KEYS.ledger());
    assertEquals(
        Optional.of(new RootMatter.NewRoot(FEDERATION, ALMACEN, KEY, KEYS.ledger())),
        RootMatter.read(other));
    assertTrue(RootMatter.read(other).orElseThrow().sentence().contains("almacen"));
  }

  @Test
  void whatNoRootKeySignsIsNothing() {
    Bytes keys = RosterStatement.Keys.toSign(FEDERATION, ALMACEN, KEYS, 3);
    for (int cut = 0; cut < keys.size(); cut++) {
      assertEquals(Optional.empty(), RootMatter.read(keys.slice(0, cut)), "cut to " + cut);
    }
    assertEquals(Optional.empty(), RootMatter.read(Pae.encode("minga/entry/v1", KEY.value())));
    assertEquals(
        Optional.empty(), RootMatter.read(Pae.encode("minga/keys/v1", FEDERATION.value())));
    var random = new Random(7);
    for (int round = 0; round < 2_000; round++) {
      byte[] changed = keys.toArray();
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      Bytes bytes = Bytes.of(changed);
      RootMatter.read(bytes).ifPresent(read -> assertTrue(Pae.decode(bytes).isPresent()));
    }
  }
}
