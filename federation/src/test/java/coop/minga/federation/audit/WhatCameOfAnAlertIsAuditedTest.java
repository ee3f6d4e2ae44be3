package coop.minga.federation.audit;

import static coop.minga.federation.audit.Valley.ALMACEN;
import static coop.minga.federation.audit.Valley.BOTICA;
import static coop.minga.federation.audit.Valley.TALLER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.LiesIn;
import coop.minga.federation.alert.AlertStatement;
import coop.minga.federation.alert.Answered;
import coop.minga.federation.alert.Over;
import coop.minga.federation.alert.Raised;
import coop.minga.federation.alert.Recovery;
import coop.minga.federation.goods.Cell;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.sim.Town;
import coop.minga.federation.wire.Said;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Almacen asks for takers of nine kilos; taller can help. Who said so, and who says that it is
/// over, stands in three ledgers.
class WhatCameOfAnAlertIsAuditedTest {
  private static final Instant RAISED = Town.START.plus(Duration.ofHours(2));
  private static final Instant ANSWERED = RAISED.plusSeconds(600);
  private static final Instant OVER = RAISED.plusSeconds(3600);

  private final Valley valley = new Valley();
  private final EntryId alert = says(ALMACEN, raised());

  private static Raised raised() {
    var about =
        new Raised.About(Raised.Help.TAKERS, "dairy", new Grams(9_000), new Cell(1258, 3391));
    var recovery = new Recovery(Town.START, Duration.ofHours(1), Duration.ofHours(1));
    return new Raised(
        "dairy-1", about, recovery, false, Town.START.plus(Duration.ofDays(2)), RAISED);
  }

  private EntryId says(MemberId who, AlertStatement says) {
    var said = new Said.OfAlert(says);
    valley.of(new TreeName(who, Tree.LEDGER)).add(valley.frame(who, said));
    return valley.hand.idOf(who, said);
  }

  private EntryId answers(MemberId who, Instant at) {
    return says(who, new Answered(alert, new Grams(4_000), at));
  }

  private void refused(String why) {
    Report report = valley.audit();
    assertFalse(report.verified(), why);
    assertTrue(report.sentence().contains(why), report.sentence());
  }

  @Test
  void anAlertThatWasAnsweredAndMendedIsInOrder() {
    EntryId help = answers(TALLER, ANSWERED);
    says(ALMACEN, new Over(alert, Over.Outcome.MENDED, List.of(help), OVER));
    assertEquals(List.of(), valley.audit().findings());
  }

  @Test
  @LiesIn(Kind.ALERT_OVER)
  void nobodyEndsAnothersAlert() {
    says(TALLER, new Over(alert, Over.Outcome.NOT_REAL, List.of(), OVER));
    refused("of taller/ledger ends an alert that is not its author's");
  }

  @Test
  @LiesIn(Kind.ALERT_OVER)
  void nobodyNamesHelpThatNobodyOffered() {
    EntryId other = says(BOTICA, new Answered(help(), new Grams(1_000), ANSWERED));
    says(ALMACEN, new Over(alert, Over.Outcome.MENDED, List.of(other), OVER));
    refused("of almacen/ledger names help that nobody offered for it");
  }

  /// Taller's own alert, of the same thing.
  private EntryId help() {
    return says(TALLER, raised());
  }

  @Test
  @LiesIn(Kind.ALERT_ANSWER)
  void nobodyAnswersItself() {
    answers(ALMACEN, ANSWERED);
    refused("of almacen/ledger answers an alert of its own");
  }

  @Test
  @LiesIn(Kind.ALERT_ANSWER)
  void nobodyAnswersBeforeItIsAsked() {
    answers(TALLER, RAISED.minusSeconds(1));
    refused("of taller/ledger answers an alert before it was raised");
  }
}
