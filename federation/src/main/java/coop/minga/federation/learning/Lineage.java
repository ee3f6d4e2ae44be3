package coop.minga.federation.learning;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.Pae;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The common model's versions, from the seeded first to the latest, and the seed of what comes
/// next.
///
/// Only epochs with a result are in it, in order. Immutable.
///
/// @param links the versions' names, oldest first
/// @param seed what the next epoch's order of coordinators and roundings are drawn from
public record Lineage(List<Link> links, Hash seed) {
  private static final String DOMAIN = "minga/learning/seed/v1";

  /// One version by name.
  ///
  /// @param epoch the epoch that it came of; 0 is the seeded first
  /// @param model its hash
  public record Link(long epoch, Hash model) {}

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
    return new Lineage(
        List.of(new Link(0, seeded.hash())), Hash.sha256(Pae.encode(DOMAIN, federation.value())));
  }

  /// The lineage after an epoch with a result.
  public Lineage with(ModelVersion version) {
    var all = new ArrayList<Link>(links);
    all.add(new Link(version.epoch(), version.hash()));
    Hash next =
        Hash.sha256(
            Pae.encode(DOMAIN, seed.value(), Pae.number(version.epoch()), version.hash().value()));
    return new Lineage(all, next);
  }

  /// The latest version.
  public Link latest() {
    return links.getLast();
  }

  /// The version of an epoch; absent if it had no result.
  public Optional<Link> of(long epoch) {
    return links.stream().filter(link -> link.epoch() == epoch).findFirst();
  }
}
