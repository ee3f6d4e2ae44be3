package coop.minga.federation.roster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.wire.JoinWire;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// One string makes somebody find the right door of the right federation, and nothing else does.
class InviteTest {
  private static final Instant NOW = Instant.parse("2026-06-01T10:00:00Z");
  private static final Hash FEDERATION = Hash.sha256(Bytes.utf8("federation"));
  private static final Hash ROSTER = Hash.sha256(Bytes.utf8("roster"));
  private static final Hash DOOR = Hash.sha256(Bytes.utf8("door"));
  private static final Bytes NONCE = Bytes.of(new byte[Invite.NONCE_BYTES]);

  private final SeededKey mapocho = new SeededKey(1);

  @Test
  void anInviteComesBackFromItsStringAsItWas() {
    Invite invite = invite(Duration.ofDays(7), 2);
    String text = JoinWire.write(invite);
    assertEquals(Optional.of(invite), JoinWire.read(text));
    assertEquals(Optional.of(invite), JoinWire.read(" " + text + "\n"), "as it was pasted");
    assertTrue(text.matches("minga1\\.[A-Za-z0-9_-]+"), "nothing in it needs quotes: " + text);
    assertTrue(text.length() < 420, "short enough for a picture: " + text.length());
  }

  @Test
  void aStringWithOneCharacterChangedIsNoInvite() {
    String text = JoinWire.write(invite(Duration.ofDays(7), 1));
    for (int i = 0; i < text.length(); i++) {
      char other = text.charAt(i) == 'A' ? 'B' : 'A';
      String changed = text.substring(0, i) + other + text.substring(i + 1);
      assertEquals(Optional.empty(), JoinWire.read(changed), "character " + i);
      assertEquals(Optional.empty(), JoinWire.read(text.substring(0, i)), "the first " + i);
    }
    assertEquals(Optional.empty(), JoinWire.read(text + "A"));
    assertEquals(Optional.empty(), JoinWire.read("minga1." + "A".repeat(JoinWire.MAX_INVITE)));
  }

  @Test
  void onlyTheInvitersOwnSignatureOnAllOfItCounts() {
    Invite invite = invite(Duration.ofDays(7), 1);
    assertTrue(invite.isSignedBy(mapocho.publicKey(), SeededKey.VERIFIER));
    SeededKey another = new SeededKey(2);
    assertFalse(invite.isSignedBy(another.publicKey(), SeededKey.VERIFIER));
    var elsewhere = new Invite.Door(invite.door().inviter(), DOOR, addresses(2));
    var moved =
        new Invite(
            invite.federation(),
            invite.roster(),
            invite.dated(),
            elsewhere,
            invite.expires(),
            invite.nonce(),
            invite.signature());
    assertFalse(moved.isSignedBy(mapocho.publicKey(), SeededKey.VERIFIER));
  }

  @Test
  void anInviteIsGoodForThirtyDaysAndNotOneMillisecondMore() {
    assertEquals(Invite.LONGEST, Duration.between(NOW, invite(Invite.LONGEST, 1).expires()));
    assertThrows(
        IllegalArgumentException.class, () -> invite(Invite.LONGEST.plus(Duration.ofMillis(1)), 1));
    assertThrows(IllegalArgumentException.class, () -> invite(Duration.ZERO, 1));
    assertThrows(IllegalArgumentException.class, () -> addressesOf(Invite.MAX_ADDRESSES + 1));
    assertThrows(IllegalArgumentException.class, () -> addressesOf(0));
  }

  @Test
  void bothSidesReadTheSameWordsUnlessSomebodyStandsBetween() {
    Hash card = Hash.sha256(Bytes.utf8("card"));
    Hash between = Hash.sha256(Bytes.utf8("between"));
    List<String> words = Invite.words(NONCE, DOOR, card);
    assertEquals(SpokenWords.WORDS, words.size());
    assertEquals(words, Invite.words(NONCE, DOOR, card));
    assertNotEquals(words, Invite.words(NONCE, between, card));
    assertNotEquals(words, Invite.words(NONCE, DOOR, between));
  }

  @Test
  void thereAreTwoHundredAndFiftySixWordsNoTwoTheSameInTheirOrder() {
    List<String> all = SpokenWords.all();
    assertEquals(256, all.size());
    assertEquals(256, new HashSet<>(all).size());
    assertEquals(all.stream().sorted().toList(), all);
    assertTrue(all.stream().allMatch(word -> word.matches("[a-z]{3,10}")));
  }

  private Invite invite(Duration good, int addresses) {
    var terms = new Invite.Terms(FEDERATION, ROSTER, NOW, NOW.plus(good));
    return Invite.write(terms, addressesOf(addresses), NONCE, mapocho);
  }

  private static Invite.Door addressesOf(int count) {
    return new Invite.Door(new MemberId("almacen-mapocho"), DOOR, addresses(count));
  }

  private static List<Endpoint> addresses(int count) {
    return IntStream.range(0, count).mapToObj(i -> new Endpoint("10.0.0." + i, 7420)).toList();
  }
}
