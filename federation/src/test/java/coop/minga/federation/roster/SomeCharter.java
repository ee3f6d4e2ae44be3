package coop.minga.federation.roster;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.SeededKey;
import coop.minga.federation.wire.RosterWire;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// A charter for tests, with real keys whose seeds follow from the members' order.
public final class SomeCharter {
  private static final int KEYS = 4;

  private SomeCharter() {}

  /// The rules that a town of shops would agree on.
  public static Rules rules() {
    return new Rules(
        new Rules.Time(ZoneId.of("America/Santiago"), true),
        new Rules.Auction(
            List.of(LocalTime.of(11, 0), LocalTime.of(16, 30)),
            1,
            Duration.ofSeconds(60),
            Duration.ofSeconds(600)),
        Rules.Points.of(Map.of("dairy", 20, "bread", 8), 10, 50),
        new Rules.Handover(Duration.ofMinutes(20), Duration.ofHours(1), 80),
        3);
  }

  /// The charter of these members; those whose names begin with `t` are takers.
  public static Charter of(String... names) {
    var cards = new ArrayList<MemberCard>();
    for (String name : new TreeSet<>(List.of(names))) {
      cards.add(card(name, cards.size()));
    }
    return new Charter("Valle", Instant.ofEpochMilli(1_790_000_000_123L), cards, rules());
  }

  /// The same, signed by all.
  public static SignedCharter signed(String... names) {
    SignedCharter charter = RosterWire.unsigned(of(names));
    for (int i = 0; i < charter.charter().founders().size(); i++) {
      MemberId id = charter.charter().founders().get(i).id();
      charter = charter.signedBy(id, rootKey(i));
    }
    return charter;
  }

  /// The root key of the member at a place in the order of names.
  public static SeededKey rootKey(int place) {
    return new SeededKey(KEYS * place + 1);
  }

  /// The ledger key.
  public static SeededKey ledgerKey(int place) {
    return new SeededKey(KEYS * place + 2);
  }

  /// The mirror key.
  public static SeededKey mirrorKey(int place) {
    return new SeededKey(KEYS * place + 3);
  }

  /// The entry key.
  public static SeededKey entryKey(int place) {
    return new SeededKey(KEYS * place + 4);
  }

  /// The card of a member at a place in the order of names, whatever its name.
  public static MemberCard card(String name, int place) {
    var keys =
        new MemberKeys(
            rootKey(place).publicKey(),
            ledgerKey(place).publicKey(),
            mirrorKey(place).publicKey(),
            entryKey(place).publicKey(),
            Hash.sha256(Bytes.utf8("tls of " + name)));
    boolean taker = name.startsWith("t");
    return new MemberCard(
        new MemberId(name),
        keys,
        new Endpoint("127.0.0.1", 7000 + place),
        "The " + name,
        !taker,
        taker);
  }
}
