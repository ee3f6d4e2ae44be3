package coop.minga.federation.learning;

import coop.minga.federation.blob.BlobName;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.LearningStatement.Release;
import coop.minga.federation.learning.LearningStatement.Revealed;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What the shares that members gave back come to, for the one set that was closed.
///
/// A secret is good if the polynomial through t shares that match their hashes gives what was
/// committed to, and all shares with it; then any t of them would. If it is not, its dealer lied,
/// and everybody sees the same.
final class Recovery {
  private final Dealing dealing;
  private final Attempt attempt;
  private final Circle circle;
  private final ClosedSet closed;
  private final Map<MemberId, EnumMap<SecretKind, SortedMap<Integer, Bytes>>> shares =
      new HashMap<>();
  private final SortedSet<MemberId> wrongReleases = new TreeSet<>();
  private final Map<MemberId, Secret> needed = new HashMap<>();
  private final Map<MemberId, Secret> seeds = new HashMap<>();

  /// Whether a secret came back.
  sealed interface Secret {
    /// It did.
    record Good(Bytes value) implements Secret {}

    /// Its dealer did not deal what it committed to.
    record Bad() implements Secret {}

    /// Too few shares have come.
    record Waiting() implements Secret {}
  }

  Recovery(Dealing dealing, Attempt attempt, Circle circle, ClosedSet closed) {
    this.dealing = dealing;
    this.attempt = attempt;
    this.circle = circle;
    this.closed = closed;
    attempt.releases().forEach(this::gather);
    recover();
  }

  private Recovery(Recovery before, Attempt later) {
    this.dealing = before.dealing;
    this.attempt = later;
    this.circle = before.circle;
    this.closed = before.closed;
    before.shares.forEach((dealer, kinds) -> {
      var copy = new EnumMap<SecretKind, SortedMap<Integer, Bytes>>(SecretKind.class);
      kinds.forEach((kind, known) -> copy.put(kind, new TreeMap<>(known)));
      shares.put(dealer, copy);
    });
    wrongReleases.addAll(before.wrongReleases);
    needed.putAll(before.needed);
    seeds.putAll(before.seeds);
    later
        .releases()
        .forEach((author, entry) -> {
          if (!before.attempt.releases().containsKey(author)) {
            gather(author, entry);
          }
        });
    recover();
  }

  /// The same when more releases and exposures have come. Whether a secret is good does not depend
  /// on which t shares were looked at, so what is settled stays.
  ///
  /// @param later with all that this one's attempt has
  Recovery then(Attempt later) {
    return new Recovery(this, later);
  }

  private void recover() {
    for (MemberId dealer : circle.members()) {
      boolean in = closed.has(dealer);
      needed.compute(
          dealer,
          (_, known) -> settled(known, dealer, in ? SecretKind.OWN_MASK : SecretKind.PAIR_KEY));
      if (in) {
        seeds.compute(dealer, (_, known) -> settled(known, dealer, SecretKind.SEED_PART));
      }
    }
  }

  private Secret settled(@Nullable Secret known, MemberId dealer, SecretKind kind) {
    return known == null || known instanceof Secret.Waiting ? recovered(dealer, kind) : known;
  }

  /// Who gave back a share that is not the one dealt.
  List<MemberId> wrongReleases() {
    return List.copyOf(wrongReleases);
  }

  /// Whose shares do not give what they committed to.
  List<MemberId> wrongDealers() {
    return circle.members().stream()
        .filter(dealer ->
            secret(dealer) instanceof Secret.Bad || seeds.get(dealer) instanceof Secret.Bad)
        .toList();
  }

  /// Whose secret is of no use, so that every other member whose vector is summed must show the one
  /// stream that it shares with it: a dealer that lied, and one outside the set whose shares too
  /// few could take.
  List<MemberId> lost() {
    return circle.members().stream().filter(this::isLost).toList();
  }

  /// Whose vectors are summed: the set, less dealers whose own mask is lost.
  List<MemberId> summed() {
    return closed.vectors().keySet().stream().filter(member -> !isLost(member)).toList();
  }

  /// The good parts of the next seed, by name; absent while it is open which are good.
  Optional<List<Bytes>> seedParts() {
    var parts = new ArrayList<Bytes>();
    for (MemberId member : closed.vectors().keySet()) {
      if (isLost(member)) {
        continue;
      }
      switch (Optional.ofNullable(seeds.get(member)).orElseThrow()) {
        case Secret.Good(var value) -> parts.add(value);
        case Secret.Bad() -> {}
        case Secret.Waiting() -> {
          return Optional.empty();
        }
      }
    }
    return Optional.of(parts);
  }

  /// Whether it is settled for every member of the circle whether its secret is good, and for every
  /// one of the set whether its part of the seed is.
  boolean isSettled() {
    return seedParts().isPresent()
        && circle.members().stream()
            .allMatch(member -> isLost(member) || secret(member) instanceof Secret.Good);
  }

  /// How to open the sum; absent while something for it is missing.
  Optional<SumOrder> order(RoundPlan plan) {
    List<MemberId> summed = summed();
    var own = new ArrayList<Bytes>();
    for (MemberId member : closed.vectors().keySet()) {
      switch (secret(member)) {
        case Secret.Good(var value) -> own.add(value);
        case Secret.Bad() -> {}
        case Secret.Waiting() -> {
          return Optional.empty();
        }
      }
    }
    Optional<List<SumOrder.Pair>> pairs = pairs(summed);
    return pairs.isEmpty() || summed.isEmpty() || seedParts().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new SumOrder(
                plan.base().next(plan.epoch()),
                new RingCodec(plan.encoding(), plan.cohort().members().size()),
                new Masks.Context(dealing.name(), circle.root()),
                summed.stream().map(this::blob).toList(),
                own,
                pairs.get()));
  }

  /// The streams that are left in the sum: of each that is summed with each that is not.
  private Optional<List<SumOrder.Pair>> pairs(List<MemberId> summed) {
    var pairs = new ArrayList<SumOrder.Pair>();
    for (MemberId other : circle.members()) {
      if (summed.contains(other)) {
        continue;
      }
      for (MemberId member : summed) {
        Optional<SumOrder.Pair> pair = pair(member, other);
        if (pair.isEmpty()) {
          return Optional.empty();
        }
        pairs.add(pair.get());
      }
    }
    return Optional.of(pairs);
  }

  private Optional<SumOrder.Pair> pair(MemberId member, MemberId other) {
    if (isLost(other)) {
      return exposed(member, other).map(key -> new SumOrder.Pair.Shown(member, other, key));
    }
    return secret(other) instanceof Secret.Good(var key)
        ? Optional.of(
            new SumOrder.Pair.Recovered(member, other, circle.advert(member).maskKey(), key))
        : Optional.empty();
  }

  private Optional<Hash> exposed(MemberId member, MemberId dealer) {
    return Optional.ofNullable(attempt.exposures().getOrDefault(member, Map.of()).get(dealer))
        .map(entry -> entry.statement().key());
  }

  private boolean isLost(MemberId member) {
    return switch (secret(member)) {
      case Secret.Good _ -> false;
      case Secret.Bad _ -> true;
      case Secret.Waiting _ ->
          !closed.has(member) && closed.unopened(member) > dealing.cohort().slack();
    };
  }

  private Secret secret(MemberId dealer) {
    return Optional.ofNullable(needed.get(dealer)).orElseThrow();
  }

  private BlobName blob(MemberId member) {
    return Optional.ofNullable(closed.vectors().get(member)).orElseThrow().statement().blob();
  }

  private void gather(MemberId author, Entered<Release> entry) {
    Release release = entry.statement();
    if (release.set().equals(closed.root())) {
      boolean allGood = true;
      for (Revealed share : release.shares()) {
        allGood &= gather(author, share);
      }
      if (!allGood) {
        wrongReleases.add(author);
      }
    }
  }

  /// Takes one share, if it is the one dealt. Own mask and seed part count together or not at all,
  /// so that both are settled by the same entries.
  private boolean gather(MemberId author, Revealed revealed) {
    MemberId dealer = revealed.dealer();
    if (!circle.has(dealer)) {
      return false;
    }
    return switch (revealed) {
      case Revealed.Summed(var _, var ownMask, var seedPart) -> {
        boolean fits =
            closed.has(dealer)
                && matches(dealer, author, SecretKind.OWN_MASK, ownMask)
                && matches(dealer, author, SecretKind.SEED_PART, seedPart);
        if (fits) {
          keep(dealer, author, SecretKind.OWN_MASK, ownMask);
          keep(dealer, author, SecretKind.SEED_PART, seedPart);
        }
        yield fits;
      }
      case Revealed.Missing(var _, var pairKey) -> {
        boolean fits = !closed.has(dealer) && matches(dealer, author, SecretKind.PAIR_KEY, pairKey);
        if (fits) {
          keep(dealer, author, SecretKind.PAIR_KEY, pairKey);
        }
        yield fits;
      }
    };
  }

  private boolean matches(MemberId dealer, MemberId author, SecretKind kind, Bytes share) {
    return dealing.matches(dealer, author, kind, share, circle.advert(dealer).commitments());
  }

  private void keep(MemberId dealer, MemberId author, SecretKind kind, Bytes share) {
    shares
        .computeIfAbsent(dealer, _ -> new EnumMap<>(SecretKind.class))
        .computeIfAbsent(kind, _ -> new TreeMap<>())
        .put(dealing.point(author), share);
  }

  private Secret recovered(MemberId dealer, SecretKind kind) {
    SortedMap<Integer, Bytes> all =
        shares
            .getOrDefault(dealer, new EnumMap<>(SecretKind.class))
            .getOrDefault(kind, new TreeMap<>());
    int threshold = dealing.cohort().threshold();
    if (all.size() < threshold) {
      return new Secret.Waiting();
    }
    var first = new TreeMap<Integer, Bytes>();
    all.entrySet().stream()
        .limit(threshold)
        .forEach(share -> first.put(share.getKey(), share.getValue()));
    return dealing
        .recover(dealer, kind, first, circle.advert(dealer).commitments().of(kind))
        .filter(value -> kind != SecretKind.PAIR_KEY || isTheKeyOf(dealer, value))
        .<Secret>map(Secret.Good::new)
        .orElseGet(Secret.Bad::new);
  }

  private boolean isTheKeyOf(MemberId dealer, Bytes privateKey) {
    return AttemptSecret.publicKey(privateKey).equals(circle.advert(dealer).maskKey());
  }
}
