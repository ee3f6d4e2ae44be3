package coop.minga.federation.learning;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.Pae;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The common model's versions, from the seeded first to the latest, and the seed of what comes
/// next.
///
/// Only epochs with a result are in it, in order. A version that was rolled back stays in it: the
/// next is only trained from another. Immutable.
///
/// @param links the versions' names, oldest first
/// @param seed after the latest version: what the next epoch's order of coordinators is drawn from
public record Lineage(List<Link> links, Hash seed) {
  private static final String FIRST = "minga/learning/seed/v1";
  private static final String NONE = "minga/learning/seed-none/v1";
  private static final String NEXT = "minga/learning/seed-next/v1";

  /// One version by name.
  ///
  /// @param epoch the epoch that it came of; 0 is the seeded first
  /// @param model its hash
  /// @param base the hash of the version that it was trained from; the seeded first names itself
  public record Link(long epoch, Hash model, Hash base) {}

  /// A decision to train on from an earlier version.
  ///
  /// @param from the version that was a mistake, with all that came of it
  /// @param to the earlier one
  public record Back(Hash from, Hash to) {}

  /// Checks the order.
  public Lineage {
    links = List.copyOf(links);
    if (links.isEmpty() || links.getFirst().epoch() != 0) {
      throw new IllegalArgumentException("a lineage begins with the seeded version of epoch 0");
    }
    for (int i = 1; i < links.size(); i++) {
      if (links.get(i - 1).epoch() >= links.get(i).epoch()) {
        throw new IllegalArgumentException("a lineage's epochs rise");
      }
    }
  }

  /// The lineage of a federation that has not learned yet.
  public static Lineage first(Hash federation, ModelVersion seeded) {
    return new Lineage(List.of(new Link(0, seeded.hash(), seeded.hash())), firstSeed(federation));
  }

  /// The lineage after an epoch with a result.
  ///
  /// @param next the seed that the epoch's members agreed on
  public Lineage with(Link version, Hash next) {
    var all = new ArrayList<Link>(links);
    all.add(version);
    return new Lineage(all, next);
  }

  /// The seed of an epoch: that of the last result, drawn on once for each epoch since that had
  /// none.
  public Hash seedOf(long epoch) {
    Hash drawn = seed;
    for (long none = latest().epoch() + 1; none < epoch; none++) {
      drawn = withoutResult(drawn, none);
    }
    return drawn;
  }

  static Hash firstSeed(Hash federation) {
    return Hash.sha256(Pae.encode(FIRST, federation.value()));
  }

  /// The seed after an epoch without a result.
  static Hash withoutResult(Hash seed, long epoch) {
    return Hash.sha256(Pae.encode(NONE, seed.value(), Pae.number(epoch)));
  }

  /// The seed after an epoch with a result. Each part was committed to before anybody saw another's
  /// and is given back by others than its author, so nobody can choose it or keep it back. What is
  /// left to who can starve an epoch is the choice between this seed and that of an epoch without a
  /// result.
  ///
  /// @param circle the root over the adverts
  /// @param set the root over the masked vectors
  /// @param parts of the members of the set, by name
  static Hash nextSeed(Hash seed, long epoch, Hash circle, Hash set, List<Bytes> parts) {
    return Hash.sha256(
        Pae.encode(
            NEXT, seed.value(), Pae.number(epoch), circle.value(), set.value(), Pae.encode(parts)));
  }

  /// The latest version.
  public Link latest() {
    return links.getLast();
  }

  /// What the next version is trained from: the latest, or what it was rolled back to. A version of
  /// nodes that had not heard of a roll-back yet falls under it too, as it came of what was a
  /// mistake; one that was trained from the earlier version does not. So everybody who knows the
  /// same versions and decisions answers alike, whenever it heard of them.
  ///
  /// @param backs what was decided, oldest first
  public Link base(List<Back> backs) {
    Link base = latest();
    for (Back back : backs) {
      Optional<Link> from = named(back.from());
      Optional<Link> to = named(back.to());
      if (from.isPresent()
          && to.filter(earlier -> earlier.epoch() < from.get().epoch()).isPresent()
          && cameOf(base, from.get())) {
        base = to.get();
      }
    }
    return base;
  }

  private boolean cameOf(Link version, Link ancestor) {
    Link at = version;
    while (at.epoch() > ancestor.epoch()) {
      at = named(at.base()).orElse(links.getFirst());
    }
    return at.equals(ancestor);
  }

  /// The version of that name; absent if it is none of these.
  public Optional<Link> named(Hash model) {
    return links.stream().filter(link -> link.model().equals(model)).findFirst();
  }

  /// The version of an epoch; absent if it had no result.
  public Optional<Link> of(long epoch) {
    return links.stream().filter(link -> link.epoch() == epoch).findFirst();
  }
}
