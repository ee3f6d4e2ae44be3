package coop.minga.federation.learning;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.LearningStatement.Advert;
import coop.minga.federation.learning.LearningStatement.Deal;
import coop.minga.federation.learning.LearningStatement.Freeze;
import coop.minga.federation.learning.LearningStatement.Masked;
import coop.minga.federation.learning.LearningStatement.Propose;
import coop.minga.federation.ledger.EntryId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What an attempt's entries come to: which of them count, and what t members have said alike.
/// Every answer depends on the set of entries alone, never on their order, and what is once so
/// stays so when entries are added.
final class Tally {
  private final Terms terms;
  private final int number;
  private final Attempt attempt;
  private final SortedMap<MemberId, Entered<Advert>> adverts;
  private final SortedMap<MemberId, Entered<Advert>> unbound;
  private final Optional<Circle> circle;
  private final Optional<ClosedSet> closed;
  private final Optional<Recovery> recovery;

  Tally(Terms terms, int number, Attempt attempt) {
    this.terms = terms;
    this.number = number;
    this.attempt = attempt;
    this.adverts = counted(attempt, true);
    this.unbound = counted(attempt, false);
    this.circle = agreedCircle();
    this.closed = agreedSet();
    this.recovery =
        circle.flatMap(all -> closed.map(set -> new Recovery(dealing(), attempt, all, set)));
  }

  private Tally(Tally before, Attempt later) {
    this.terms = before.terms;
    this.number = before.number;
    this.attempt = later;
    boolean sameAdverts = later.adverts().size() == before.attempt.adverts().size();
    this.adverts = sameAdverts ? before.adverts : counted(later, true);
    this.unbound = sameAdverts ? before.unbound : counted(later, false);
    this.circle = before.circle.or(this::agreedCircle);
    this.closed = before.closed.or(this::agreedSet);
    this.recovery =
        before
            .recovery
            .map(known -> known.then(later))
            .or(() ->
                circle.flatMap(all -> closed.map(set -> new Recovery(dealing(), later, all, set))));
  }

  /// The same attempt when more of its entries have come: what t members have said alike is not
  /// looked for again, nor any share.
  ///
  /// @param later with all of this one's entries
  Tally then(Attempt later) {
    return attempt.isAll(later) ? this : new Tally(this, later);
  }

  private Optional<Circle> agreedCircle() {
    return agreed(
            attempt.deals().values().stream()
                .filter(this::isAmongItsOwn)
                .map(entry -> entry.statement().adverts())
                .toList())
        .flatMap(this::circle);
  }

  private Optional<ClosedSet> agreedSet() {
    return agreed(
            attempt.freezes().values().stream()
                .filter(entry -> circle.filter(all -> all.has(entry.author())).isPresent())
                .map(entry -> entry.statement().masked())
                .toList())
        .flatMap(this::set);
  }

  int number() {
    return number;
  }

  Attempt attempt() {
    return attempt;
  }

  AttemptName name() {
    return new AttemptName(terms.federation(), terms.epoch(), number);
  }

  Dealing dealing() {
    return new Dealing(name(), terms.cohort());
  }

  /// Whether somebody of the cohort has proposed this attempt on these terms.
  boolean isProposed() {
    return attempt.proposals().values().stream().anyMatch(entry -> isOurs(entry.statement()));
  }

  /// Whether a proposal is none that counts: of another cohort, or of an encoding that is not the
  /// charter's. Another base may be one that this node does not know yet.
  boolean isWrong(Propose propose) {
    return isOfOthers(propose) || !propose.config().equals(terms.config());
  }

  /// Whether an advert is none that counts.
  boolean isWrong(Advert advert) {
    return isOfOthers(advert) || !advert.config().equals(terms.config());
  }

  /// Whether a proposal is of another cohort: of nobody, or of a roster that its author had not
  /// heard of yet, or this node had not.
  boolean isOfOthers(Propose propose) {
    return !propose.members().equals(terms.cohort().members());
  }

  /// Whether an advert commits to shares for another cohort.
  boolean isOfOthers(Advert advert) {
    return !advert.commitments().areFor(terms.cohort());
  }

  /// The adverts that count and name their cohort, by member.
  SortedMap<MemberId, Entered<Advert>> adverts() {
    return adverts;
  }

  /// Whom an agreement on who takes part names, if it is one that this node may say too: adverts
  /// that it has seen and that count, enough of them. All of them name their cohort, or, in ledgers
  /// of before, none does: else one that fits two cohorts could make up the number in both.
  Optional<Circle> circle(List<EntryId> ids) {
    return circle(ids, adverts).or(() -> circle(ids, unbound));
  }

  private Optional<Circle> circle(List<EntryId> ids, SortedMap<MemberId, Entered<Advert>> among) {
    var named = new TreeMap<MemberId, Entered<Advert>>();
    among.forEach((member, advert) -> {
      if (ids.contains(advert.id())) {
        named.put(member, advert);
      }
    });
    Circle circle = Circle.of(named);
    return circle.ids().equals(ids) && named.size() >= terms.cohort().fewest()
        ? Optional.of(circle)
        : Optional.empty();
  }

  /// Who takes part, once t members have agreed on it.
  Optional<Circle> circle() {
    return circle;
  }

  /// What a member dealt among those who take part.
  Optional<Entered<Deal>> deal(MemberId dealer) {
    return circle.flatMap(all ->
        Optional.ofNullable(attempt.deals().get(dealer))
            .filter(entry -> all.has(dealer))
            .filter(entry -> entry.statement().adverts().equals(all.ids())));
  }

  /// What a member took of a dealer; absent if nothing came, or not what was committed to.
  Optional<Dealing.Shares> taken(MemberId dealer, MemberId reader, AttemptSecret secret) {
    return deal(dealer)
        .flatMap(deal -> {
          Circle all = circle.orElseThrow();
          int place = all.members().indexOf(reader);
          return place < 0
              ? Optional.empty()
              : dealing()
                  .take(
                      dealer,
                      reader,
                      secret,
                      new Dealing.Dealt(all, deal.statement().sealed().get(place)));
        });
  }

  /// A member's masked vector by name, if it is bound to these adverts and of the right size.
  Optional<Entered<Masked>> masked(MemberId member) {
    return Optional.ofNullable(attempt.masked().get(member))
        .filter(entry -> isBound(member, entry.statement()));
  }

  /// All of them, by name.
  SortedMap<MemberId, Entered<Masked>> masked() {
    var all = new TreeMap<MemberId, Entered<Masked>>();
    for (MemberId member : circle.map(Circle::members).orElse(List.of())) {
      masked(member).ifPresent(entry -> all.put(member, entry));
    }
    return all;
  }

  boolean isBound(MemberId member, Masked masked) {
    return circle.filter(all -> all.has(member) && masked.circle().equals(all.root())).isPresent()
        && masked.bytes() == terms.vectorBytes();
  }

  /// Whose vectors an agreement names, if it is one that this node may say too: vectors that it has
  /// seen the names of, enough of them, and none by a dealer whose shares too few could take.
  Optional<ClosedSet> set(List<EntryId> ids) {
    var named = new TreeMap<MemberId, Entered<Masked>>();
    masked()
        .forEach((member, masked) -> {
          if (ids.contains(masked.id())) {
            named.put(member, masked);
          }
        });
    ClosedSet set = ClosedSet.of(named);
    boolean recoverable =
        named.keySet().stream().allMatch(dealer -> set.unopened(dealer) <= terms.cohort().slack());
    return set.ids().equals(ids) && recoverable && named.size() >= terms.cohort().fewest()
        ? Optional.of(set)
        : Optional.empty();
  }

  /// Whose vectors are summed, once t members have agreed on it.
  Optional<ClosedSet> closed() {
    return closed;
  }

  /// What the released shares come to, once the set is closed.
  Optional<Recovery> recovery() {
    return recovery;
  }

  /// The sets that members have said, the most often said first.
  List<ClosedSet> setsSaid() {
    return said(
            attempt.freezes().values().stream()
                .map(Entered::statement)
                .map(Freeze::masked)
                .toList())
        .stream()
        .flatMap(ids -> set(ids).stream())
        .toList();
  }

  /// The circles that members have said, the most often said first.
  List<Circle> circlesSaid() {
    return said(
            attempt.deals().values().stream().map(Entered::statement).map(Deal::adverts).toList())
        .stream()
        .flatMap(ids -> circle(ids).stream())
        .toList();
  }

  /// Whether t members will never open this attempt: then nobody can, and another may follow.
  boolean isGivenUp() {
    return abandons() >= terms.cohort().threshold();
  }

  /// Whether too many gave it up for t to release it.
  boolean isHopeless() {
    return abandons() > terms.cohort().slack();
  }

  private long abandons() {
    return attempt.abandons().size();
  }

  /// Only who takes part has a say in who does.
  private boolean isAmongItsOwn(Entered<Deal> deal) {
    return Optional.ofNullable(attempt.adverts().get(deal.author()))
        .filter(advert -> adverts.containsValue(advert) || unbound.containsValue(advert))
        .filter(advert -> deal.statement().adverts().contains(advert.id()))
        .isPresent();
  }

  private boolean isOurs(Propose propose) {
    return !isWrong(propose) && propose.base().equals(terms.base());
  }

  private SortedMap<MemberId, Entered<Advert>> counted(Attempt of, boolean bound) {
    var counted = new TreeMap<MemberId, Entered<Advert>>();
    of.adverts()
        .forEach((member, entry) -> {
          Advert advert = entry.statement();
          if (!isWrong(advert)
              && advert.base().equals(terms.base())
              && advert.commitments().cohort().isPresent() == bound) {
            counted.put(member, entry);
          }
        });
    return counted;
  }

  /// What t members have said alike.
  private Optional<List<EntryId>> agreed(List<List<EntryId>> words) {
    Map<List<EntryId>, Integer> counts = counts(words);
    return counts.entrySet().stream()
        .filter(count -> count.getValue() >= terms.cohort().threshold())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static List<List<EntryId>> said(List<List<EntryId>> words) {
    return counts(words).entrySet().stream()
        .sorted((one, other) -> {
          int most = other.getValue().compareTo(one.getValue());
          return most != 0
              ? most
              : Circle.rootOf(one.getKey()).compareTo(Circle.rootOf(other.getKey()));
        })
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Map<List<EntryId>, Integer> counts(List<List<EntryId>> words) {
    var counts = new HashMap<List<EntryId>, Integer>();
    words.forEach(word -> counts.merge(word, 1, Integer::sum));
    return counts;
  }
}
