package coop.minga.federation.audit;

import static coop.minga.federation.audit.Comarca.TIA;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.roster.RosterChange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The bundle of a federation whose roster has changed, with a part of it under another name.
class PartsOutOfPlaceTest {
  @RegisterExtension static final LeftForOthers OTHERS = new LeftForOthers("parts");

  private final Comarca comarca = new Comarca();
  private final SortedMap<String, Bytes> parts;

  PartsOutOfPlaceTest() {
    Comarca.FOUNDERS.forEach(member -> comarca.seen(member, "the charter is signed"));
    comarca.decide(new RosterChange.Dormant(TIA));
    comarca.adoptEverywhere();
    parts = BundleForm.read(comarca.file(comarca.bundle())).parts();
  }

  @Test
  void whatIsCountedIsCountedFromTheBeginningWithoutAGap() throws IOException {
    renamed("roster/000000001", "roster/000000002");
    renamed("ledger/almacen/entries/000000000", "ledger/almacen/entries/000000001");
    renamed("ledger/almacen/turns/000000000", "ledger/almacen/turns/000000001");
  }

  @Test
  void nobodyWhoNeverBelongedHasATree() throws IOException {
    with("ledger/nadie/entries/000000000", Bytes.empty(), "bundle");
    with("book/nadie/entries/000000000", Bytes.empty(), "bundle");
  }

  /// A part's name may be used as that of a file, by whoever unpacks a bundle.
  @Test
  void noPartIsNamedLikeAPlaceElsewhere() throws IOException {
    var more = new TreeMap<>(parts);
    more.put("zzzzz", Bytes.utf8("x"));
    String file = new String(BundleForm.write(more).toArray(), StandardCharsets.ISO_8859_1);
    for (String name : new String[] {"z/../", "zzzz/", "z//zz", "zZzzz", "zz zz", "zz\\zz"}) {
      byte[] changed = file.replace("zzzzz", name).getBytes(StandardCharsets.ISO_8859_1);
      left(Bytes.of(changed), "bundle");
    }
  }

  private void renamed(String from, String to) throws IOException {
    assertTrue(parts.containsKey(from), from);
    var other = new TreeMap<>(parts);
    other.put(to, other.remove(from));
    left(BundleForm.write(other), "missing");
  }

  private void with(String name, Bytes content, String word) throws IOException {
    var more = new TreeMap<>(parts);
    more.put(name, content);
    left(BundleForm.write(more), word);
  }

  private void left(Bytes file, String word) throws IOException {
    assertFalse(new Auditor(SeededKey.VERIFIER, Demands.ALL).audit(file).verified());
    OTHERS.leave(file, comarca.charter.federationId(), word);
  }
}
