package coop.minga.node.exchange;

import coop.minga.federation.blob.BlobName;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.judgement.Fault;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Evidence;
import coop.minga.federation.ledger.MirrorStep;
import coop.minga.federation.ledger.Origin;
import coop.minga.federation.ledger.Succession;
import coop.minga.federation.wire.Statements;
import coop.minga.node.config.UserError;
import coop.minga.node.peering.Refusal;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The lines of the exchange that an operator can meet.
final class ExchangeLog {
  private static final Logger LOG = LoggerFactory.getLogger("coop.minga.exchange");

  private ExchangeLog() {}

  static void met(MemberId peer) {
    LOG.info("event=met peer={}", peer);
  }

  static void left(MemberId peer, Object why) {
    LOG.info("event=left peer={} why=\"{}\"", peer, why);
  }

  static void refusedPeer(Object who, Object why) {
    LOG.warn("event=connection-refused who={} why=\"{}\"", who, why);
  }

  static void refusedEntries(MemberId peer, Origin origin, MirrorStep.Reason why) {
    LOG.warn("event=entries-refused from={} origin={} why=\"{}\"", peer, origin, why.sentence());
  }

  static void forked(Origin origin) {
    LOG.error(
        "event=fork origin={} why=\"its owner signed two histories; it gets no cosignature from"
            + " here any more; the evidence is kept\"",
        origin);
  }

  static void frozen(MemberId member, MemberId by, Evidence evidence) {
    LOG.error(
        "event=frozen member={} shown-by={} why=\"it {}; it gets no cosignature and no new deal"
            + " from here\"",
        member,
        by,
        evidence.words());
  }

  static void emptyEvidence(MemberId by, MemberId against, String why) {
    LOG.warn("event=empty-evidence by={} against={} why=\"{}\"", by, against, why);
  }

  static void exposedOurselves(MemberId by, Evidence evidence) {
    LOG.error(
        "event=exposed-ourselves by={} why=\"this member {}: its keys are in use elsewhere, or a"
            + " copy of this directory ran\"",
        by,
        evidence.words());
  }

  static void suspect(MemberId peer, Origin origin, long size) {
    LOG.warn(
        "event=suspect origin={} size={} from={} why=\"its owner signed what does not follow from"
            + " what is held; asking further back\"",
        origin,
        size,
        peer);
  }

  static void aheadOfUs(MemberId peer, long theirs, long ours) {
    LOG.error(
        "event=own-ledger-behind peer={} theirs={} ours={} why=\"this directory is older than what"
            + " its member has already said (a restored backup?); nothing more is signed\"",
        peer,
        theirs,
        ours);
  }

  static void voidEntry(MemberId owner, long index, Fault why) {
    if (why instanceof Fault.Repeated(var first) && first == index) {
      return;
    }
    LOG.warn("event=void-entry of={} index={} why=\"{}\"", owner, index, why.words());
  }

  static void notAdopted(Origin origin, int number) {
    LOG.warn(
        "event=not-adopted origin={} roster={} why=\"its owner has had a day to adopt the newest"
            + " roster; it gets no cosignature from here until it has\"",
        origin,
        number);
  }

  static void takenBack(Seen entry) {
    LOG.warn(
        "event=taken-back of={} index={} what={} why=\"its key was somebody else's when a quorum"
            + " first held it\"",
        entry.author(),
        entry.index(),
        Statements.kindOf(entry.said()));
  }

  static void beginsAgain(MemberId owner) {
    LOG.warn(
        "event=begins-again because-of={} why=\"it lost a key: what rested on that is judged"
            + " anew\"",
        owner);
  }

  static void unknownEntry(MemberId owner, long index, int kind, int version) {
    LOG.info("event=unknown-entry of={} index={} kind={} version={}", owner, index, kind, version);
  }

  static void datedAhead(Seen entry, Instant until) {
    LOG.warn(
        "event=dated-ahead of={} index={} heard-from={}", entry.author(), entry.index(), until);
  }

  static void retired(Origin origin) {
    LOG.warn(
        "event=ledger-retired origin={} why=\"its owner says that it lost the end of it; it is"
            + " cosigned no more from here, and its successor will be\"",
        origin);
  }

  static void retiredBy(MemberId member, int have, int needed) {
    LOG.info("event=retired-by member={} have={} needed={}", member, have, needed);
  }

  static void notSucceeded(Origin origin, Succession.Flaw why) {
    LOG.warn(
        "event=successor-not-in-force origin={} why=\"the next generation does not begin: {}\"",
        origin,
        why.sentence());
  }

  static void succeeded(Origin before, Origin next, long size) {
    LOG.info("event=ledger-succeeded before={} next={} size={}", before, next, size);
  }

  static void promisesVoid(Origin before, long from, long until) {
    LOG.warn(
        "event=promises-void origin={} from={} until={} why=\"its owner lost them before a quorum"
            + " held them; they are kept as evidence, and forgotten at the next start\"",
        before,
        from,
        until);
  }

  static void bookLost(String why) {
    LOG.error("event=book-lost why=\"{} The next one begins empty.\"", why);
  }

  static void doubtSettled(Origin origin) {
    LOG.info("event=cosigning-again origin={}", origin);
  }

  static void voidKeys(MemberId owner, long index, String why) {
    LOG.warn("event=void-keys of={} index={} why=\"{}\"", owner, index, why);
  }

  static void rosterChanged(String what, int number, Hash roster) {
    LOG.info("event=roster-changed number={} roster={} what=\"{}\"", number, roster, what);
  }

  static void badCertificate(MemberId peer) {
    LOG.warn("event=bad-certificate from={}", peer);
  }

  static void badCertificate(String why) {
    LOG.warn("event=bad-certificate why=\"{}\"", why);
  }

  static void badOpening(MemberId author, EntryId entry) {
    LOG.warn("event=bad-opening author={} entry={}", author, entry.brief());
  }

  static void badFrame(MemberId peer, String what) {
    LOG.warn("event=bad-frame from={} what=\"{}\"", peer, what);
  }

  /// A newcomer's word, or one by a key that is new or was lost, before this node knew or after:
  /// who counts and was not heard says it again.
  static void byUnknownMirror(MemberId peer, long size) {
    LOG.debug("event=by-unknown-mirror from={} size={}", peer, size);
  }

  /// Whoever sends what a name does not name, or more than there can be, does so on purpose or has
  /// a bad disk.
  static void wrongBlob(MemberId peer, BlobName blob, Refusal why) {
    LOG.warn("event=wrong-blob from={} blob={} why={}", peer, blob, why.reason());
  }

  /// Its owner has changed keys since: no fault of who shows it.
  static void byFormerKey(MemberId peer, Origin origin, long size) {
    LOG.debug("event=by-former-key from={} origin={} size={}", peer, origin, size);
  }

  /// Its owner has replaced the key and called it lost: it says nothing of its owner.
  static void byLostKey(MemberId peer, Origin origin, long size) {
    LOG.info("event=by-lost-key from={} origin={} size={}", peer, origin, size);
  }

  static void accusedByLostKey(MemberId by, MemberId against) {
    LOG.warn(
        "event=evidence-by-lost-key by={} against={} why=\"one history is signed by a key that this"
            + " member had called lost and replaced before this was shown\"",
        by,
        against);
  }

  static void stopped(Throwable why) {
    if (why instanceof StaleDirectoryException || why instanceof UserError) {
      LOG.error("event=node-stopped why=\"{}\"", why.getMessage());
      return;
    }
    LOG.error("event=node-stopped why=\"{}\"", why.toString(), why);
  }

  static void workFailed(String name, Throwable why) {
    LOG.error("event=work-failed work={} why=\"{}\"", name, why.toString(), why);
  }

  static void workGoesOn() {
    LOG.warn("event=work-goes-on why=\"it did not end in time; it ends with the process\"");
  }

  static void mailboxFull() {
    LOG.warn("event=mailbox-full why=\"the node cannot keep up; peers are read more slowly\"");
  }
}
