package coop.minga.federation.sim;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.negotiation.NegotiationStatement;
import coop.minga.federation.negotiation.Stated;
import java.util.List;
import java.util.Optional;

/// How a peer behaves. What is not overridden is honest.
public interface Manners {
  /// An honest peer.
  Manners HONEST =
      new Manners() {
        @Override
        public boolean isHonest() {
          return true;
        }
      };

  /// Whether the world holds it to everything that an honest peer keeps.
  default boolean isHonest() {
    return false;
  }

  /// What the peer enters where it should enter `right`; nothing if it keeps silent.
  default Optional<NegotiationStatement> says(NegotiationStatement right) {
    return Optional.of(right);
  }

  /// What it enters besides, for which there is no ground.
  default List<NegotiationStatement> adds(NegotiationStatement right) {
    return List.of();
  }

  /// Whether it takes notice of what another told it.
  default boolean hears(Stated told) {
    return true;
  }

  /// Whether it never promises the same units twice.
  default boolean keepsPromises() {
    return true;
  }

  /// Whether it opens its door to those who come for what it awarded them.
  default boolean handsOver() {
    return true;
  }

  /// How much it says is there of a lot that was only expected; nothing if it keeps silent.
  ///
  /// @param there what is there indeed
  default Optional<Integer> word(int there) {
    return Optional.of(there);
  }

  /// Whether it comes for what it accepted.
  default boolean comes() {
    return true;
  }

  /// Who fetches for it what it accepted; nobody if it comes itself.
  default Optional<MemberId> sends() {
    return Optional.empty();
  }

  /// How many units it says that it took over, as a carrier, of those handed over.
  default int takesOver(int handed) {
    return handed;
  }

  /// How many units it says that it puts before the taker, of those that it took over.
  default int delivers(int loaded) {
    return loaded;
  }

  /// How many units it finds, of those that a carrier says it puts before it.
  default int finds(int delivered) {
    return delivered;
  }

  /// The temperature that it reads at a handover, in tenths of a degree.
  default int deciCelsius() {
    return 41;
  }
}
