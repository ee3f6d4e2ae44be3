package coop.minga.node.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Counted;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.negotiation.Collected;
import coop.minga.federation.negotiation.Contested;
import coop.minga.federation.negotiation.Entitlements;
import coop.minga.federation.negotiation.GivingRecord;
import coop.minga.federation.negotiation.Kitchens;
import coop.minga.federation.negotiation.Rulebook;
import coop.minga.federation.negotiation.Settlement;
import coop.minga.federation.negotiation.Settlements;
import coop.minga.federation.negotiation.Sponsors;
import coop.minga.federation.surplus.Outlet;
import coop.minga.federation.surplus.PeopleServed;
import coop.minga.federation.surplus.VetoReason;
import coop.minga.federation.wire.Said;
import coop.minga.node.exchange.Desk;
import coop.minga.node.exchange.Exchange;
import coop.minga.node.exchange.Recollection;
import coop.minga.node.exchange.Seen;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Counts, once a day, how far the ledgers go that a quorum holds, if anything was awarded or
/// debited since; and knows which priorities follow from anybody's count.
public final class SettlementDesk implements Desk {
  private static final String COUNTED_DAY = "counted-day";
  private static final int A_WEEK = 7;

  private final Exchange exchange;
  private final Settlements settlements;
  private final Collected collected = new Collected();

  /// Entries of each ledger that this desk has been told of.
  private final Map<MemberId, Long> told = new HashMap<>();

  /// A desk that has heard of nothing.
  public SettlementDesk(Exchange exchange) {
    this.exchange = exchange;
    this.settlements =
        new Settlements(
            category -> exchange.rosters().genesis().charter().rules().basePoints(category),
            member -> told.getOrDefault(member, 0L),
            member -> Rulebook.takes(exchange.rosters().genesis(), member));
  }

  @Override
  public void recall(Recollection all) {
    all.ledgers().values().forEach(entries -> entries.forEach(this::hear));
    told.putAll(exchange.held());
  }

  @Override
  public void seen(Seen entry) {
    hear(entry);
  }

  /// What is held by now was told before time passes; entries without effect never are.
  @Override
  public void tick() {
    exchange.held().forEach((member, size) -> told.merge(member, size, Math::max));
    count();
  }

  @Override
  public Optional<JsonObject> answer(String verb, JsonObject question) {
    return verb.equals("share") ? Optional.of(share()) : Optional.empty();
  }

  /// By what lots are bid for, the priorities of the settlement that each offer names among it.
  public Rulebook rules() {
    return Folding.rules(exchange).settledBy(settlements);
  }

  /// How givers used their say in who gets their lots.
  GivingRecord giving() {
    return settlements.giving();
  }

  /// Who claims to feed how many. The last claim of people served of each member, and of each
  /// kitchen as this member counted last who bids for it.
  SortedMap<MemberId, Entitlements.Claim> claims() {
    return settlements.entitlements().last(last().map(Settlement::kitchens).orElse(Kitchens.NONE));
  }

  Entitlements entitlements() {
    return settlements.entitlements();
  }

  /// Who bids for which kitchen without a computer.
  Sponsors sponsors() {
    return settlements.sponsors();
  }

  /// The settlement of this member's last count; absent if not all ledgers are here that it counts.
  Optional<Settlement> last() {
    return settlements.of(exchange.self(), epoch());
  }

  /// The settlement that this member's next offer names.
  int epoch() {
    return settlements.last(exchange.self());
  }

  private void hear(Seen entry) {
    if (entry.said() instanceof Said.OfLedger(Counted counted)) {
      settlements.hear(entry.author(), counted);
    }
    Speech.stated(entry)
        .ifPresent(stated -> {
          settlements.hear(entry.index(), stated);
          collected.hear(stated);
        });
    if (isOfALedger(entry)) {
      told.merge(entry.author(), entry.index() + 1, Math::max);
    }
  }

  private static boolean isOfALedger(Seen entry) {
    return entry.tree() == Tree.LEDGER;
  }

  private void count() {
    var zone = exchange.roster().rules().time().zone();
    Bytes today = Bytes.utf8(exchange.now().atZone(zone).toLocalDate().toString());
    if (!exchange.roster().contains(exchange.self())
        || exchange.remembered(COUNTED_DAY).filter(today::equals).isPresent()) {
      return;
    }
    exchange.remember(COUNTED_DAY, today);
    var sizes = new TreeMap<MemberId, Long>();
    exchange
        .witnessed()
        .forEach((member, size) -> {
          if (size > 0) {
            sizes.put(member, size);
          }
        });
    Optional<Counted> next =
        settlements.next(
            exchange.self(), sizes, Instant.ofEpochMilli(exchange.now().toEpochMilli()));
    next.ifPresent(counted -> exchange.enter(new Said.OfLedger(counted)));
  }

  private JsonObject share() {
    MemberId self = exchange.self();
    int last = epoch();
    Optional<Settlement> now = settlements.of(self, last);
    Optional<Settlement> weekAgo = settlements.of(self, Math.max(0, last - A_WEEK));
    var told = new JsonObject();
    told.addProperty("days", last);
    told.addProperty(
        "sentence",
        now.isEmpty() || weekAgo.isEmpty()
            ? "Not all ledgers are here yet."
            : now.get().sentence(self, weekAgo.get()));
    var takers = new JsonArray();
    now.ifPresent(settlement ->
        settlement.accounts().keySet().forEach(taker -> takers.add(told(settlement, taker))));
    told.add("takers", takers);
    var doors = new JsonArray();
    settlements.contested().doors().forEach((member, of) -> doors.add(told(member, of)));
    told.add("doors", doors);
    var vetoes = new JsonArray();
    settlements.giving().vetoes().forEach((giver, of) -> vetoes.add(told(giver, of)));
    told.add("vetoes", vetoes);
    var outlets = new JsonArray();
    settlements.giving().outlets().forEach((giver, of) -> outlets.add(grams(giver, of)));
    told.add("outlets", outlets);
    var expected = new JsonArray();
    settlements
        .giving()
        .expected(exchange.now())
        .forEach((giver, became) -> expected.add(told(giver, became)));
    told.add("expected", expected);
    var people = new JsonArray();
    claims().forEach((member, claim) -> people.add(told(member, claim)));
    told.add("people", people);
    return told;
  }

  private JsonObject told(MemberId member, Entitlements.Claim claim) {
    PeopleServed says = claim.says();
    var told = new JsonObject();
    told.addProperty("member", member.name());
    told.addProperty("by", claim.by().name());
    told.addProperty("people", says.people());
    told.addProperty("need", says.needPermille());
    told.addProperty("method", says.method());
    told.addProperty("from", says.from().toString());
    told.addProperty("until", says.until().toString());
    told.addProperty("document", says.document().toString());
    ZoneId zone = exchange.roster().rules().time().zone();
    Grams grams =
        collected.of(
            member,
            says.from().atStartOfDay(zone).toInstant(),
            says.until().plusDays(1).atStartOfDay(zone).toInstant());
    told.addProperty("collectedGrams", grams.value());
    told.addProperty("collectedMeals", grams.meals());
    var attesters = new JsonArray();
    settlements.entitlements().attesters(claim.id()).forEach(who -> attesters.add(who.name()));
    told.add("attesters", attesters);
    return told;
  }

  private static JsonObject told(MemberId giver, GivingRecord.Expected became) {
    var told = new JsonObject();
    told.addProperty("member", giver.name());
    told.addProperty("whole", became.whole());
    told.addProperty("part", became.part());
    told.addProperty("none", became.none());
    told.addProperty("silent", became.silent());
    told.addProperty("percentThere", became.percentThere());
    return told;
  }

  private static JsonObject told(MemberId giver, SortedMap<VetoReason, Integer> vetoes) {
    var told = new JsonObject();
    told.addProperty("member", giver.name());
    var reasons = new JsonObject();
    vetoes.forEach((reason, times) -> reasons.addProperty(reason.word(), times));
    told.add("reasons", reasons);
    return told;
  }

  private static JsonObject grams(MemberId giver, SortedMap<Outlet, Long> outlets) {
    var told = new JsonObject();
    told.addProperty("member", giver.name());
    var grams = new JsonObject();
    outlets.forEach((outlet, of) -> grams.addProperty(outlet.word(), of));
    told.add("grams", grams);
    return told;
  }

  private static JsonObject told(MemberId member, Contested.Doors of) {
    var told = new JsonObject();
    told.addProperty("member", member.name());
    told.addProperty("claimed", of.claimed());
    told.addProperty("against", of.against());
    told.addProperty("disputed", of.disputed());
    return told;
  }

  private static JsonObject told(Settlement settlement, MemberId taker) {
    var told = new JsonObject();
    told.addProperty("taker", taker.name());
    told.addProperty("percent", settlement.percentOfFairShare(taker));
    told.addProperty("counts", settlement.priority(taker).toString());
    told.addProperty("entitled", settlement.entitledPercent(taker));
    return told;
  }
}
