package coop.minga.node.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coop.minga.federation.disclosure.SealedOpenings;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.node.config.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditorKeyFileTest {
  private static final Hash FEDERATION = Hash.sha256(Bytes.utf8("federation"));
  private static final MemberId MEMBER = new MemberId("mapocho");
  private static final Bytes OPENINGS = Bytes.utf8("what is hidden");

  @TempDir private Path dir;

  private AuditorKeyFile key(String name) throws IOException {
    return AuditorKeyFile.create(dir.resolve(name), new SecureRandom());
  }

  @Test
  void onlyTheAuditorOpensWhatIsSealedToIt() throws IOException {
    AuditorKeyFile auditor = key("one");
    AuditorKeyFile other = key("other");
    SealedOpenings sealed = sealed(auditor);
    assertEquals(Optional.of(OPENINGS), AuditorKeyFile.load(dir.resolve("one")).open(sealed));
    assertEquals(Optional.empty(), other.open(sealed));
    var claimed = new SealedOpenings.For(FEDERATION, MEMBER, other.publicKey());
    assertEquals(
        Optional.empty(),
        other.open(new SealedOpenings(claimed, sealed.encapsulated(), sealed.content())));
  }

  @Test
  void whatWasSealedForAnotherMemberOrFederationDoesNotOpen() throws IOException {
    AuditorKeyFile auditor = key("one");
    SealedOpenings sealed = sealed(auditor);
    for (var to :
        List.of(
            new SealedOpenings.For(FEDERATION, new MemberId("kitchen"), auditor.publicKey()),
            new SealedOpenings.For(Hash.sha256(Bytes.empty()), MEMBER, auditor.publicKey()))) {
      var moved = new SealedOpenings(to, sealed.encapsulated(), sealed.content());
      assertEquals(Optional.empty(), auditor.open(moved));
    }
  }

  @Test
  void whatWasChangedDoesNotOpen() throws IOException {
    AuditorKeyFile auditor = key("one");
    SealedOpenings sealed = sealed(auditor);
    byte[] content = sealed.content().toArray();
    content[3] ^= 1;
    var changed = new SealedOpenings(sealed.to(), sealed.encapsulated(), Bytes.of(content));
    assertEquals(Optional.empty(), auditor.open(changed));
    var shorter = new SealedOpenings(sealed.to(), Bytes.utf8("short"), sealed.content());
    assertEquals(Optional.empty(), auditor.open(shorter));
    var empty = new SealedOpenings(sealed.to(), sealed.encapsulated(), Bytes.empty());
    assertEquals(Optional.empty(), auditor.open(empty));
  }

  @Test
  void aKeyIsNeverWrittenOver() throws IOException {
    key("one");
    assertThrows(UserError.class, () -> key("one"));
  }

  private static SealedOpenings sealed(AuditorKeyFile auditor) {
    var to = new SealedOpenings.For(FEDERATION, MEMBER, auditor.publicKey());
    return AuditorKeyFile.seal(to, OPENINGS);
  }
}
