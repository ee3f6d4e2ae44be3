package coop.minga.node.peering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import coop.minga.federation.blob.BlobName;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/// On real sockets: members come, go and change their keys while the node runs.
class TheRosterChangesTest {
  @Test
  void aMemberThatIsRemovedIsCutOffAtOnceAndToldWhyAndRefusedFromThenOn() throws Exception {
    try (var town = new Town()) {
      Peering kitchen = town.kitchen();
      town.bakery(kitchen.port());
      town.awaitSession();

      kitchen.follow(List.of());

      assertFalse(kitchen.connected().contains(Town.BAKERY), "cut off when the call returns");
      assertEquals(
          Refusal.REMOVED, town.heardBy(Town.BAKERY).next(Listener.Told.Disconnected.class).why());
      assertEquals(
          Refusal.REMOVED, town.heardBy(Town.KITCHEN).next(Listener.Told.Disconnected.class).why());
      var refused = town.heardBy(Town.KITCHEN).next(Listener.Told.Refused.class);
      assertEquals(Refusal.REMOVED, refused.why());
      assertEquals(Optional.of(Town.BAKERY), refused.who());
      assertFalse(kitchen.send(Town.BAKERY, new PeerFrame.Ping(Town.FEDERATION)));
    }
  }

  @Test
  void whoeverDialsStopsDiallingTheOneThatWasRemoved() throws Exception {
    try (var town = new Town()) {
      Peering kitchen = town.kitchen();
      Peering bakery = town.bakery(kitchen.port());
      town.awaitSession();

      bakery.follow(List.of());

      assertEquals(
          Refusal.REMOVED, town.heardBy(Town.BAKERY).next(Listener.Told.Disconnected.class).why());
      assertTrue(bakery.connected().isEmpty());
      var fetch = bakery.fetch(Town.KITCHEN, BlobName.whole(Town.FEDERATION), 1);
      var failed = assertThrows(ExecutionException.class, fetch::get);
      var why = assertInstanceOf(BlobRefused.class, failed.getCause()).why();
      assertEquals(Refusal.NOT_IN_ROSTER, why);
    }
  }

  @Test
  void aMemberThatIsAdmittedIsDialledWithoutARestart() throws Exception {
    try (var town = new Town()) {
      Peering kitchen = town.kitchen();
      Peering bakery = town.start(town.bakery.self(), Town.settings(0), BlobSource.none());

      bakery.follow(List.of(town.kitchen.record(kitchen.port())));

      town.awaitSession();
    }
  }

  @Test
  void aMemberThatWasRemovedAndIsAdmittedAgainIsLetIn() throws Exception {
    try (var town = new Town()) {
      Peering kitchen = town.kitchen();
      town.bakery(kitchen.port());
      town.awaitSession();

      kitchen.follow(List.of());
      town.heardBy(Town.BAKERY).next(Listener.Told.Disconnected.class);
      kitchen.follow(List.of(town.bakery.record(0)));

      town.heardBy(Town.BAKERY).next(Listener.Told.Connected.class);
    }
  }

  @Test
  void aMemberMayShowEitherOfItsKeysWhileItChangesThemAndTheNewOneAfterwards() throws Exception {
    try (var town = new Town()) {
      Peering kitchen = town.kitchen();
      town.bakery(kitchen.port());
      town.awaitSession();
      Town.Keys next = Town.Keys.of(Town.BAKERY);

      kitchen.follow(List.of(both(town.bakery, next)));
      assertTrue(kitchen.connected().contains(Town.BAKERY), "no session is lost by a new key");
      town.start(
          next.self(), Town.settings(0), BlobSource.none(), town.kitchen.record(kitchen.port()));
      town.heardBy(Town.BAKERY).next(Listener.Told.Connected.class);

      kitchen.follow(List.of(next.record(0)));
      var refused = town.heardBy(Town.KITCHEN).next(Listener.Told.Refused.class);
      assertEquals(Refusal.WRONG_KEY, refused.why(), "the old key is nobody's any more");
      assertEquals(Set.of(Town.BAKERY), kitchen.connected());
    }
  }

  @Test
  void aSessionWhoseKeyIsNoLongerItsMembersIsCut() throws Exception {
    try (var town = new Town()) {
      Peering kitchen = town.kitchen();
      town.bakery(kitchen.port());
      town.awaitSession();

      kitchen.follow(List.of(Town.Keys.of(Town.BAKERY).record(0)));

      assertEquals(
          Refusal.WRONG_KEY,
          town.heardBy(Town.BAKERY).next(Listener.Told.Disconnected.class).why());
    }
  }

  private static PeerRecord both(Town.Keys old, Town.Keys next) {
    PeerRecord before = old.record(0);
    PeerRecord after = next.record(0);
    MemberId member = old.member();
    return new PeerRecord(
        member,
        Set.of(only(before.tlsPins()), only(after.tlsPins())),
        Set.of(old.entry().publicKey(), next.entry().publicKey()),
        before.host(),
        0);
  }

  private static Hash only(Set<Hash> pins) {
    return pins.iterator().next();
  }
}
