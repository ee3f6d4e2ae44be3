package coop.minga.node.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import coop.minga.federation.identity.PublicKey;
import coop.minga.federation.roster.MemberKeys;
import coop.minga.federation.roster.NodeKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that is killed between any two files of a change of keys: the next start has all the
/// old keys or all the new ones.
class AChangeOfKeysCutShortTest {
  private static final List<String> MADE =
      List.of("ledger.key", "mirror.key", "entry.key", "tls.key", "tls.pub");

  /// In the order in which they are put into place.
  private static final List<String> MOVED =
      List.of("tls.key", "tls.pub", "ledger.key", "mirror.key", "entry.key");

  private final SecureRandom random = new SecureRandom();

  @TempDir Path root;

  @Test
  void keysThatWereMadeInPartAreMadeAnewAndTheOldOnesStay() throws IOException {
    for (int there = 0; there < MADE.size(); there++) {
      Path directory = root.resolve("made-" + there);
      KeyFiles keys = KeyFiles.create(directory, random);
      MemberKeys before = keys.publicKeys();
      keys.prepare(random);
      for (String lost : MADE.subList(there, MADE.size())) {
        Files.delete(directory.resolve("next").resolve(lost));
      }
      KeyFiles.carryThrough(directory);
      KeyFiles again = KeyFiles.load(directory);
      assertEquals(before, again.publicKeys());
      assertEquals(Optional.empty(), again.prepared());
      NodeKeys next = again.prepare(random);
      again.promote();
      assertEquals(next, NodeKeys.of(KeyFiles.load(directory).publicKeys()));
    }
  }

  @Test
  void keysThatWerePutIntoPlaceInPartAreCarriedThrough() throws IOException {
    for (int moved = 0; moved <= MOVED.size(); moved++) {
      for (boolean erased : List.of(false, true)) {
        Path directory = root.resolve("moved-" + moved + erased);
        KeyFiles keys = KeyFiles.create(directory, random);
        PublicKey rootKey = keys.publicKeys().root();
        NodeKeys next = keys.prepare(random);
        Path from = directory.resolve("next");
        Files.createFile(from.resolve("promoting"));
        for (String name : MOVED.subList(0, moved)) {
          Files.delete(directory.resolve(name));
          Files.move(from.resolve(name), directory.resolve(name));
        }
        if (erased && moved < MOVED.size()) {
          Files.delete(directory.resolve(MOVED.get(moved)));
        }
        KeyFiles.carryThrough(directory);
        KeyFiles again = KeyFiles.load(directory);
        assertEquals(next, NodeKeys.of(again.publicKeys()), "after " + moved);
        assertEquals(rootKey, again.publicKeys().root());
        assertFalse(Files.exists(from));
      }
    }
  }

  /// The next keys are lost before the old ones are gone, and others wait to follow them.
  @Test
  void keysThatFollowTheNextOnesAreNextOnceThoseAreInTheirPlace() throws IOException {
    Path directory = root.resolve("keys");
    KeyFiles keys = KeyFiles.create(directory, random);
    NodeKeys next = keys.prepare(random);
    Path waiting = directory.resolve("next-but-one");
    keys.prepareFurther(random);
    Files.delete(waiting.resolve("tls.pub"));
    keys.prepareFurther(random);
    NodeKeys further = keys.prepareFurther(random);
    assertEquals(further, keys.prepareFurther(random), "made once");
    KeyFiles.carryThrough(directory);
    assertEquals(Optional.of(next), KeyFiles.load(directory).prepared(), "not before their time");
    Files.createFile(directory.resolve("next").resolve("promoting"));
    KeyFiles.carryThrough(directory);
    KeyFiles again = KeyFiles.load(directory);
    assertEquals(next, NodeKeys.of(again.publicKeys()));
    assertEquals(Optional.of(further), again.prepared(), "after a crash");
    NodeKeys last = again.prepareFurther(random);
    again.promote();
    assertEquals(further, NodeKeys.of(again.publicKeys()));
    assertEquals(Optional.of(last), again.prepared());
    assertFalse(Files.exists(waiting));
  }

  @Test
  void aRootKeyIsCarriedThroughAlikeAndNothingIsBeforeItIsAskedFor() throws IOException {
    Path directory = root.resolve("keys");
    KeyFiles keys = KeyFiles.create(directory, random);
    PublicKey before = keys.publicKeys().root();
    PublicKey next = keys.prepareRoot(random);
    KeyFiles.carryThrough(directory);
    assertEquals(before, KeyFiles.load(directory).publicKeys().root());
    Files.createFile(directory.resolve("next-root").resolve("promoting"));
    Files.delete(directory.resolve("root.key"));
    KeyFiles.carryThrough(directory);
    assertEquals(next, KeyFiles.load(directory).publicKeys().root());
    assertNotEquals(before, next);
    assertFalse(Files.exists(directory.resolve("next-root")));
  }

  @Test
  void aRootKeyThatGoesElsewhereIsGoneFromHereWhereverThatIsCutShort() throws IOException {
    for (int done = 0; done <= 2; done++) {
      Path directory = root.resolve("goes-" + done);
      KeyFiles keys = KeyFiles.create(directory, random);
      PublicKey elsewhere = new P256Key().publicKey();
      keys.prepareRoot(random);
      keys.prepareRoot(elsewhere);
      Path from = directory.resolve("next-root");
      assertFalse(Files.exists(from.resolve("root.key")), "the one made first has given way");
      Files.createFile(from.resolve("promoting"));
      if (done > 0) {
        Files.delete(directory.resolve("root.key"));
      }
      if (done > 1) {
        Files.move(from.resolve("root.pub"), directory.resolve("root.pub"));
      }
      KeyFiles.carryThrough(directory);
      KeyFiles again = KeyFiles.load(directory);
      assertEquals(elsewhere, again.publicKeys().root());
      assertEquals(Optional.empty(), again.root());
      assertFalse(Files.exists(directory.resolve("root.key")));
      assertFalse(Files.exists(from));
    }
  }

  @Test
  void aRootKeyThatWasTakenOutIsNotMissedWhereverThatIsCutShort() throws IOException {
    for (boolean erased : List.of(false, true)) {
      Path directory = root.resolve("out-" + erased);
      KeyFiles keys = KeyFiles.create(directory, random);
      PublicKey rootKey = keys.publicKeys().root();
      Path stick = root.resolve("stick-" + erased + ".key");
      keys.takeRootOut(stick);
      assertEquals(rootKey, RootKeyFile.read(stick).publicKey());
      byte[] left = erased ? new byte[10] : Files.readAllBytes(stick);
      Files.write(directory.resolve("root.key.gone"), left);
      KeyFiles.carryThrough(directory);
      KeyFiles again = KeyFiles.load(directory);
      assertEquals(rootKey, again.publicKeys().root());
      assertEquals(Optional.empty(), again.root());
      assertFalse(Files.exists(directory.resolve("root.key.gone")));
    }
  }

  @Test
  void aRootKeyThatComesHereIsTheOneWhereverThatIsCutShort() throws IOException {
    for (int done = 0; done <= 2; done++) {
      Path directory = root.resolve("comes-" + done);
      KeyFiles keys = KeyFiles.create(directory, Optional.of(new P256Key().publicKey()), random);
      PublicKey next = keys.prepareRoot(random);
      Path from = directory.resolve("next-root");
      Files.createFile(from.resolve("promoting"));
      if (done > 0) {
        Files.move(from.resolve("root.key"), directory.resolve("root.key"));
      }
      if (done > 1) {
        Files.delete(directory.resolve("root.pub"));
      }
      KeyFiles.carryThrough(directory);
      KeyFiles again = KeyFiles.load(directory);
      assertEquals(next, again.publicKeys().root());
      assertEquals(next, again.root().orElseThrow().publicKey());
      assertFalse(Files.exists(directory.resolve("root.pub")));
      assertFalse(Files.exists(from));
    }
  }
}
