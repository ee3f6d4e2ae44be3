package coop.minga.federation.roster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Checkpoint;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.ledger.Witnesses.Standing;
import coop.minga.federation.roster.Adoption.Taken;
import coop.minga.federation.wire.RosterWire;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class AdoptionTest {
  private static final MemberId ALMACEN = new MemberId("almacen");

  private final Roster old =
      Roster.of(SomeCharter.signed("almacen", "botica", "huerto", "taller"), SeededKey.VERIFIER);
  private final Roster middle = next(old, new RosterChange.Dormant(new MemberId("taller")));
  private final Roster newest = next(middle, new RosterChange.Remove(new MemberId("botica")));

  @Test
  void theCheckpointThatFirstCoversAnAdoptNeedsTheOldSetAndTheNew() {
    Adoption pending = adopt(Adoption.begin(old), 5, middle);
    assertInstanceOf(Standing.Witnessed.class, pending.judge(5, by(Set.of(old))));
    assertInstanceOf(Standing.Signed.class, pending.judge(6, by(Set.of(old))));
    assertInstanceOf(Standing.Signed.class, pending.judge(6, by(Set.of(middle))));
    assertInstanceOf(Standing.Witnessed.class, pending.judge(6, by(Set.of(old, middle))));
  }

  @Test
  void onceItIsSealedTheNewSetAloneJudges() {
    Adoption pending = adopt(Adoption.begin(old), 5, middle);
    assertEquals(pending, pending.witnessed(5));
    Adoption sealed = pending.witnessed(8);
    assertEquals(middle, sealed.inForce());
    assertInstanceOf(Standing.Witnessed.class, sealed.judge(9, by(Set.of(middle))));
    assertInstanceOf(Standing.Signed.class, sealed.judge(9, by(Set.of(old))));
  }

  @Test
  void theNextAdoptComesOnlyAfterTheSeal() {
    Adoption pending = adopt(Adoption.begin(old), 5, middle);
    assertInstanceOf(Taken.IsVoid.class, pending.adopt(6, newest));
    Adoption sealed = pending.witnessed(8);
    assertInstanceOf(Taken.IsVoid.class, sealed.adopt(7, newest));
    assertEquals(newest, adopt(sealed, 8, newest).witnessed(9).inForce());
  }

  @Test
  void nobodyGoesBackToAnOlderRoster() {
    Adoption sealed = adopt(Adoption.begin(old), 5, newest).witnessed(6);
    assertInstanceOf(Taken.IsVoid.class, sealed.adopt(7, middle));
    assertInstanceOf(Taken.IsVoid.class, sealed.adopt(7, newest));
  }

  private Function<Roster, Standing> by(Set<Roster> enough) {
    var checkpoint =
        new Checkpoint(old.origin(ALMACEN, Tree.LEDGER), 6, Hash.sha256(Bytes.utf8("root")));
    return roster ->
        enough.contains(roster)
            ? new Standing.Witnessed(checkpoint, List.of())
            : new Standing.Signed(checkpoint, List.of());
  }

  private static Adoption adopt(Adoption adoption, long index, Roster next) {
    return switch (adoption.adopt(index, next)) {
      case Taken.Pends(var pending) -> pending;
      case Taken.IsVoid(var why) -> throw new AssertionError(why);
    };
  }

  private static Roster next(Roster roster, RosterChange change) {
    return switch (roster.apply(RosterWire.written(change), SeededKey.VERIFIER)) {
      case Applied.Next(var next) -> next;
      case Applied.Refused(var reason) -> throw new AssertionError(reason.sentence());
    };
  }
}
