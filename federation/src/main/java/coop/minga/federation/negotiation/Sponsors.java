package coop.minga.federation.negotiation;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Counted;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.surplus.Attest;
import coop.minga.federation.surplus.Sponsor;
import coop.minga.federation.surplus.StatedNeed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Who bids for which kitchen without a computer, as the ledgers say.
///
/// A member becomes a kitchen's sponsor by its own word and that of another who was shown the
/// kitchen's paper and takes nothing. Of several such the last counts: a kitchen that goes to
/// another sponsor signs another paper. Everybody who holds the ledgers as far as a count says
/// comes to the same. Grows only; not for two threads.
public final class Sponsors {
  private final Map<EntryId, Claim> claims = new HashMap<>();
  private final Map<EntryId, List<Word>> words = new HashMap<>();
  private final Map<MemberId, SortedMap<Long, StatedNeed>> needs = new TreeMap<>();

  /// What a member says of a kitchen.
  ///
  /// @param id the entry
  /// @param by who bids for it
  /// @param index of the entry in its author's ledger
  /// @param says what
  public record Claim(EntryId id, MemberId by, long index, Sponsor says) {
    private static final Comparator<Claim> BY_TIME =
        Comparator.<Claim, Instant>comparing(claim -> claim.says().at())
            .thenComparing(claim -> claim.id().toString());
  }

  private record Word(MemberId by, long index) {}

  /// Takes up an entry; the same again changes nothing.
  void hear(long index, Stated stated) {
    switch (stated) {
      case Stated.OfSurplus(var id, var author, Sponsor says) ->
          claims.putIfAbsent(id, new Claim(id, author, index, says));
      case Stated.OfSurplus(_, var author, Attest attest) ->
          words
              .computeIfAbsent(attest.claim(), _ -> new ArrayList<>())
              .add(new Word(author, index));
      case Stated.OfSurplus(_, var author, StatedNeed need)
          when need.need().site().startsWith(Sponsor.PREFIX) ->
          needs.computeIfAbsent(author, _ -> new TreeMap<>()).put(index, need);
      case Stated.OfSurplus _, Stated.OfNegotiation _ -> {}
    }
  }

  /// All that was said, whether it counts or not, the first first.
  public Collection<Claim> all() {
    return claims.values().stream().sorted(Claim.BY_TIME).toList();
  }

  /// Who attests to such a claim, whether that counts or not.
  public SortedSet<MemberId> attesters(EntryId claim) {
    var who = new TreeSet<MemberId>();
    words.getOrDefault(claim, List.of()).forEach(word -> who.add(word.by()));
    return who;
  }

  /// The kitchens of a count. A claim of after it does not count yet: dated ahead, it would be the
  /// last for good.
  ///
  /// @param takers who takes donations or was ever awarded something: they vouch for nobody
  Kitchens of(Counted counted, Predicate<MemberId> takers) {
    var sponsored = new TreeMap<MemberId, Kitchens.Kitchen>();
    all().stream()
        .filter(claim -> claim.index() < counted.of(claim.by()))
        .filter(claim -> counted.at().filter(claim.says().at()::isAfter).isEmpty())
        .filter(claim -> isAttested(claim, counted, takers))
        .forEach(claim ->
            sponsored.put(
                claim.says().kitchen(),
                new Kitchens.Kitchen(
                    claim.id(), claim.by(), needs(claim.by(), claim.says().site(), counted))));
    return new Kitchens(sponsored);
  }

  private boolean isAttested(Claim claim, Counted counted, Predicate<MemberId> takers) {
    return words.getOrDefault(claim.id(), List.of()).stream()
        .filter(word -> word.index() < counted.of(word.by()))
        .map(Word::by)
        .filter(by -> !by.equals(claim.by()) && !takers.test(by))
        .anyMatch(by -> !isSponsor(by, counted));
  }

  private boolean isSponsor(MemberId member, Counted counted) {
    return claims.values().stream()
        .anyMatch(claim -> claim.by().equals(member) && claim.index() < counted.of(member));
  }

  private SortedMap<String, StatedNeed> needs(MemberId sponsor, String site, Counted counted) {
    var last = new TreeMap<String, StatedNeed>();
    needs.getOrDefault(sponsor, new TreeMap<>()).headMap(counted.of(sponsor)).values().stream()
        .filter(said -> said.need().site().equals(site))
        .forEach(said -> last.put(said.need().category(), said));
    return last;
  }
}
