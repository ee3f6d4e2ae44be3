package coop.minga.node.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.ledger.SeededKey;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class VerifiedBeforeTest {
  private static final Bytes MESSAGE = Bytes.utf8("a checkpoint");

  private final SeededKey signer = new SeededKey(1);
  private final PublicKey key = signer.publicKey();
  private final Bytes signature = signer.sign(MESSAGE);
  private final AtomicInteger asked = new AtomicInteger();
  private final VerifiedBefore verifier =
      new VerifiedBefore((by, message, signed) -> {
        asked.incrementAndGet();
        return SeededKey.VERIFIER.verify(by, message, signed);
      });

  @Test
  void whatWasFoundGoodIsNotVerifiedAgain() {
    for (int i = 0; i < 3; i++) {
      assertTrue(verifier.verify(key, MESSAGE, signature));
    }
    assertEquals(1, asked.get());
  }

  /// A good signature says nothing of another message, another key, or a signature that differs.
  @Test
  void itIsGoodForThatKeyAndThatMessageOnly() {
    assertTrue(verifier.verify(key, MESSAGE, signature));
    assertFalse(verifier.verify(key, Bytes.utf8("a checkpoinT"), signature));
    assertFalse(verifier.verify(new SeededKey(2).publicKey(), MESSAGE, signature));
    byte[] other = signature.toArray();
    other[0] ^= 1;
    assertFalse(verifier.verify(key, MESSAGE, Bytes.of(other)));
    assertFalse(
        verifier.verify(key, MESSAGE.plus(signature.slice(0, 1)), signature.slice(1, 64)),
        "where one ends and the next begins is part of it");
    assertEquals(5, asked.get());
  }

  @Test
  void whatIsNotGoodIsVerifiedEachTimeAndPushesNothingOut() {
    assertTrue(verifier.verify(key, MESSAGE, signature));
    for (int i = 0; i < 5; i++) {
      assertFalse(verifier.verify(key, Bytes.utf8("lie " + i), signature));
      assertFalse(verifier.verify(key, Bytes.utf8("lie"), signature));
    }
    assertEquals(11, asked.get());
    assertEquals(1, verifier.size());
  }

  @Test
  void noMoreAreRememberedThanTheLimitAndTheOldestGoFirst() {
    var all = new VerifiedBefore((_, _, _) -> true);
    for (int i = 0; i <= VerifiedBefore.MOST; i++) {
      assertTrue(all.verify(key, Bytes.utf8("note " + i), signature));
      assertTrue(all.verify(key, MESSAGE, signature), "asked for all the time");
    }
    assertEquals(VerifiedBefore.MOST, all.size());
  }
}
