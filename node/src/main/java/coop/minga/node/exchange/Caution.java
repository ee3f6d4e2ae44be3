package coop.minga.node.exchange;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.judgement.EvidenceFault;
import coop.minga.federation.judgement.OneWord;
import coop.minga.federation.ledger.Evidence;
import coop.minga.federation.ledger.Exposed;
import coop.minga.federation.ledger.TlogProof;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.wire.Said;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Of whom this node is careful, and why.
///
/// A member against whom there is evidence is *frozen* here: its ledgers are not cosigned, and no
/// new deal is made with it. That is this node's own caution and nothing more: what entries mean,
/// how many members there are and what was agreed stay as they are until the members decide.
///
/// Evidence that this node finds it enters in its ledger, once a member, so that others can check
/// it; what others enter it checks and trusts no further than it proves.
final class Caution {
  /// Words of one member that are remembered. Of more its oldest go, and nobody else's.
  static final int MAX_WORDS = 4_096;

  private final Ledgers ledgers;
  private final Consumer<Said> enter;
  private final SortedMap<MemberId, Evidence> frozen = new TreeMap<>();
  private final Map<MemberId, Map<String, Spoken>> words = new HashMap<>();

  /// The word it said, and where.
  private record Spoken(OneWord word, long index) {}

  /// @param enter puts a statement into this member's ledger
  Caution(Ledgers ledgers, Consumer<Said> enter) {
    this.ledgers = ledgers;
    this.enter = enter;
  }

  /// Takes up what was known before the start. Nothing is entered.
  void recall(Recollection all) {
    all.ledgers().values().forEach(this::recall);
  }

  private void recall(List<Seen> entries) {
    for (Seen entry : entries) {
      if (entry.said() instanceof Said.OfLedger(Exposed exposed)) {
        believe(entry.author(), exposed);
      }
      OneWord.of(entry.said()).ifPresent(word -> secondWord(entry, word));
    }
  }

  /// An entry of a ledger has come.
  void heard(Seen entry) {
    if (entry.tree() != Tree.LEDGER) {
      return;
    }
    if (entry.said() instanceof Said.OfLedger(Exposed exposed)) {
      believe(entry.author(), exposed);
    }
    OneWord.of(entry.said())
        .flatMap(word -> secondWord(entry, word))
        .ifPresent(evidence -> found(entry.author(), evidence));
  }

  /// This node has found evidence. It is checked as anybody's is, and entered if it is the first
  /// against that member.
  void found(MemberId member, Evidence evidence) {
    var exposed = new Exposed(member, evidence);
    Optional<EvidenceFault> fault = ledgers.judge().fault(exposed);
    if (member.equals(ledgers.self()) || frozen.containsKey(member) || fault.isPresent()) {
      return;
    }
    freeze(ledgers.self(), exposed);
    enter.accept(new Said.OfLedger(exposed));
  }

  /// Whether this node cosigns nothing of a member and makes no new deal with it.
  boolean isFrozen(MemberId member) {
    return frozen.containsKey(member);
  }

  /// Who is frozen here, and what was shown of them.
  SortedMap<MemberId, Evidence> frozen() {
    return Collections.unmodifiableSortedMap(frozen);
  }

  private void believe(MemberId by, Exposed exposed) {
    if (frozen.containsKey(exposed.member())) {
      return;
    }
    Optional<EvidenceFault> fault = ledgers.judge().fault(exposed);
    if (fault.isPresent()) {
      ExchangeLog.emptyEvidence(by, exposed.member(), fault.get().sentence());
    } else if (isTooLate(exposed)) {
      ExchangeLog.accusedByLostKey(by, exposed.member());
    } else {
      freeze(by, exposed);
    }
  }

  /// Whoever is shown to lie has no way out by calling the key lost afterwards. A key that was
  /// replaced and called lost before may be anybody's.
  private boolean isTooLate(Exposed exposed) {
    return ledgers.judge().restsOnALostKey(exposed) && !ledgers.wasFrozen(exposed.member());
  }

  private void freeze(MemberId by, Exposed exposed) {
    if (exposed.member().equals(ledgers.self())) {
      ExchangeLog.exposedOurselves(by, exposed.evidence());
      return;
    }
    frozen.put(exposed.member(), exposed.evidence());
    ledgers.keepFrozen(exposed.member());
    ExchangeLog.frozen(exposed.member(), by, exposed.evidence());
  }

  /// Remembers the first word about something, and gives what shows a second.
  private Optional<Evidence> secondWord(Seen entry, OneWord word) {
    Map<String, Spoken> its = words.computeIfAbsent(entry.author(), _ -> new LinkedHashMap<>());
    Spoken before = its.putIfAbsent(word.about(), new Spoken(word, entry.index()));
    if (its.size() > MAX_WORDS) {
      its.remove(its.keySet().iterator().next());
    }
    if (before == null || !before.word().contradicts(word)) {
      return Optional.empty();
    }
    Optional<TlogProof> first = ledgers.proof(entry.author(), before.index());
    Optional<TlogProof> second = ledgers.proof(entry.author(), entry.index());
    return first.flatMap(one -> second.map(other -> new Evidence.TwoWords(one, other)));
  }
}
