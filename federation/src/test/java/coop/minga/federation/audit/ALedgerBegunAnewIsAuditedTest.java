package coop.minga.federation.audit;

import static coop.minga.federation.audit.Valley.ALMACEN;
import static coop.minga.federation.audit.Valley.BOTICA;
import static coop.minga.federation.audit.Valley.TALLER;
import static coop.minga.federation.audit.Valley.TIA;
import static coop.minga.federation.audit.Valley.TIAS;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.Cosignature;
import coop.minga.federation.ledger.Entry;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.Retire;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.SignedNote;
import coop.minga.federation.ledger.Succeed;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.roster.SomeCharter;
import coop.minga.federation.wire.EntryWire;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Tia has lost the end of her ledger and begins it anew; the auditor asks by whose leave.
class ALedgerBegunAnewIsAuditedTest {
  private static final List<MemberId> OTHERS = List.of(ALMACEN, BOTICA, TALLER);
  private static final int TIA_PLACE = 3;
  private static final long SECONDS = Valley.MADE.minusSeconds(3600).getEpochSecond();

  @RegisterExtension static final LeftForOthers LEFT = new LeftForOthers("generations");

  private final List<LeftForOthers.Audited> audited = new ArrayList<>();
  private final Valley valley = new Valley();
  private final List<Succeed.Named> retired = new ArrayList<>();

  @AfterEach
  void leaveItForOthers(TestInfo story) throws IOException {
    LEFT.leave(story.getTestMethod().orElseThrow().getName(), audited);
  }

  @Test
  void aSuccessorThatAQuorumMadeRoomForIsPartOfTheLedger() {
    OTHERS.forEach(this::retire);
    Report report = audit();
    assertTrue(report.verified(), report.sentence());
  }

  @Test
  void aSuccessorForWhichTooFewMadeRoomIsNone() {
    OTHERS.subList(0, 2).forEach(this::retire);
    refused("too few members have retired the one before");
  }

  @Test
  void aSuccessorOfWhichAMemberHoldsMoreIsNone() {
    OTHERS.forEach(this::retire);
    valley.of(TIAS).removeLast();
    refused("a member that retired the one before holds more of it");
  }

  private void refused(String why) {
    Report report = audit();
    assertFalse(report.verified());
    assertTrue(report.sentence().contains(why), report.sentence());
  }

  private void retire(MemberId who) {
    SignedNote last = valley.signed(TIAS, valley.of(TIAS));
    Bytes frame = valley.frame(who, new Said.OfLedger(new Retire(TIA, 0, Optional.of(last))));
    valley.of(new TreeName(who, Tree.LEDGER)).add(frame);
    retired.add(new Succeed.Named(who, EntryWire.decode(frame).orElseThrow().id()));
  }

  private Report audit() {
    var frames = new ArrayList<>(valley.of(TIAS));
    SignedNote last = valley.signed(TIAS, frames);
    Said succeed = new Said.OfLedger(new Succeed(1, Optional.of(last), retired));
    frames.add(inGeneration1(succeed));
    Origin origin = valley.roster.origin(TIA, Tree.LEDGER).in(1);
    SignedNote note =
        Checkpoint.of(origin, Valley.frontier(frames)).sign(SomeCharter.ledgerKey(TIA_PLACE));
    for (int i = 0; i < OTHERS.size(); i++) {
      SeededKey key = SomeCharter.mirrorKey(i);
      var mirror = valley.roster.mirrorKey(OTHERS.get(i));
      note = note.with(Cosignature.sign(mirror, note.text(), SECONDS, key).line());
    }
    var copy = new Bundle.Copy(Optional.of(note.encode()), Optional.empty(), frames);
    Bundle bundle = Valley.with(valley.bundle(), TIA, copy);
    Report report = Valley.audit(bundle);
    audited.add(new LeftForOthers.Audited(Valley.file(bundle), bundle, Demands.ALL, report));
    return report;
  }

  private Bytes inGeneration1(Said said) {
    SeededKey key = SomeCharter.entryKey(TIA_PLACE);
    var header =
        new Entry.Header(
            valley.roster.federationId(),
            TIA,
            key.publicKey().keyId(),
            Tree.LEDGER,
            1,
            Statements.VERSION,
            Statements.kindOf(said).code());
    return EntryWire.encode(Entry.sign(header, Statements.encode(said), key));
  }
}
