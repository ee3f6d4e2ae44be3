package coop.minga.federation.negotiation;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.sim.Manners;
import coop.minga.federation.sim.Town;
import coop.minga.federation.sim.Weather;
import coop.minga.federation.sim.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The scene of most stories: Mapocho gives 10 kg of dairy away; Plaza needs it most, then Rosa,
/// then Colmena.
final class Story {
  static final Instant END = Town.START.plus(Duration.ofDays(3));

  private Story() {}

  /// Mapocho with its manners, and the kitchens with theirs.
  static World of(Manners mapocho, Manners plaza, Manners rosa) {
    var world = new World(7, Weather.FAIR, Town.terms("plaza", "rosa", "colmena"), Town.START);
    world.member("mapocho", Town.nothing(), mapocho);
    world.member("plaza", Town.wants("dairy", 10, 100), plaza);
    world.member("rosa", Town.wants("dairy", 10, 90), rosa);
    world.member("colmena", Town.wants("dairy", 10, 40), Manners.HONEST);
    world.offer(Town.START.plusSeconds(10), "mapocho", Town.offer("lot", "dairy", 10));
    return world;
  }

  /// Someone who says something else in one kind of statement.
  static Manners saying(UnaryOperator<NegotiationStatement> lie) {
    return new Manners() {
      @Override
      public Optional<NegotiationStatement> says(NegotiationStatement right) {
        return Optional.of(lie.apply(right));
      }
    };
  }

  static Party party(String name) {
    return new Party(new MemberId(name), "kitchen");
  }

  static LotAuction lot(World world) {
    return world.peer("mapocho").stall().lot("lot").orElseThrow();
  }

  static Close close(World world) {
    return ((LotAuction.Stage.Closed) lot(world).stage()).close();
  }

  static List<BidReply> repliesTo(World world, String taker) {
    return world.peer("mapocho").book().stream()
        .filter(Stated.OfNegotiation.class::isInstance)
        .map(s -> ((Stated.OfNegotiation) s).says())
        .filter(BidReply.class::isInstance)
        .map(BidReply.class::cast)
        .filter(reply -> reply.taker().equals(party(taker)))
        .toList();
  }

  /// Units that a taker was given in the end.
  static int got(World world, String taker) {
    return lot(world).awards().stream()
        .filter(p -> p.award().taker().equals(party(taker)))
        .filter(p -> p.state() == Promise.State.DEBITED && p.award().units() >= p.units())
        .mapToInt(Promise::units)
        .sum();
  }

  static <M extends Mismatch> boolean names(World world, Class<M> kind) {
    return world.audit("mapocho").mismatches().stream().anyMatch(kind::isInstance);
  }
}
