package coop.minga.node.desk;

import coop.minga.federation.alert.Rung;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.Fault;
import coop.minga.federation.learning.RingCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The lines of the desks that an operator can meet.
final class DeskLog {
  private static final Logger LOG = LoggerFactory.getLogger("coop.minga.desk");

  private DeskLog() {}

  static void named(MemberId member, Fault fault) {
    LOG.warn("event=learning-fault member={} fault={}", member, fault);
  }

  static void updateRefused(RingCodec.Refusal reason) {
    LOG.error("event=own-update-refused reason={}", reason);
  }

  static void weakKey(MemberId whose) {
    LOG.warn("event=mask-key-of-small-order member={}", whose);
  }

  static void budgetSpent(long epoch) {
    LOG.warn("event=privacy-budget-spent epoch={} takes-part=false", epoch);
  }

  static void sitsOut(long epoch) {
    LOG.info("event=epoch-sat-out epoch={} asked-by=operator", epoch);
  }

  static void knocking(MemberId who, String name) {
    LOG.warn("event=knocking member={} name=\"{}\" cure=\"minga members\"", who, name);
  }

  static void keysChanged(int serial) {
    LOG.info("event=keys-changed serial={} why=\"the old private keys are erased\"", serial);
  }

  static void rootKeyChanged() {
    LOG.info("event=root-key-changed why=\"the members decided; the old private key is erased\"");
  }

  static void epochEnded(long epoch, String result) {
    LOG.info("event=epoch-ended epoch={} result={}", epoch, result);
  }

  static void singledOut(MemberId member) {
    LOG.warn("event=singled-out member={} why=\"sums with it are out of bounds\"", member);
  }

  static void rings(String alert, Rung rung) {
    LOG.info("event=alert-rings alert={} level={} cure=\"minga watch\"", alert, rung);
  }

  static void wentBack(RoundNotes.Back back) {
    LOG.info("event=model-of-before-asked-for came-to={} asked-by=operator", back);
  }

  static void cannotGoBack(Exception why) {
    LOG.warn("event=model-of-before-cannot-be-used why=\"{}\"", why.getMessage());
  }

  static void adopted(Hash version, Trainer.Adoption result) {
    LOG.info(
        "event=version-tried model={} helped={} why=\"{}\"",
        version.brief(),
        result.helped(),
        result.sentence());
  }

  static void trainedAlone(Trainer.Adoption result) {
    LOG.info("event=trained-alone why=\"{}\"", result.sentence());
  }

  /// The model file cannot be read: the next one does not start from it.
  static void modelMadeAnew(IllegalArgumentException why) {
    LOG.warn("event=model-made-anew why=\"{}\"", why.getMessage());
  }

  static void versionTakenBack(long epoch, Hash model) {
    LOG.warn(
        "event=version-taken-back epoch={} model={} why=\"too few members stand by it without what"
            + " a lost key signed\"",
        epoch,
        model.brief());
  }
}
