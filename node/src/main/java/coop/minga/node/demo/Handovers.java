package coop.minga.node.demo;

import com.google.gson.JsonObject;
import coop.minga.federation.goods.Grams;
import coop.minga.federation.identity.MemberId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Stands in for the people at the doors: food is handed over, and both sides sign. One taker does
/// not come.
final class Handovers {
  private static final Duration SIGNING = Duration.ofSeconds(30);

  private final Demonstration.Stage stage;
  private final Teller teller;
  private final Ledgerbook ledgerbook;
  private final Set<Visit> done = new HashSet<>();
  private Optional<Met> missed = Optional.empty();

  /// One award to be collected.
  ///
  /// @param giver whose lot
  /// @param lot its name
  /// @param seq the award's number
  /// @param taker who comes
  record Visit(MemberId giver, String lot, int seq, MemberId taker) {}

  private record Met(Visit visit, JsonObject lot, JsonObject award) {}

  Handovers(Demonstration.Stage stage, Teller teller, Ledgerbook ledgerbook) {
    this.stage = stage;
    this.teller = teller;
    this.ledgerbook = ledgerbook;
  }

  /// The award whose taker did not come.
  Optional<Visit> missed() {
    return missed.map(Met::visit);
  }

  /// Hands over everything that was accepted, but for one award.
  void collectAll(boolean oneStaysAway) throws IOException, InterruptedException {
    List<Met> accepted = accepted();
    if (oneStaysAway) {
      missed = whoStaysAway(accepted);
    }
    Grams grams = Grams.ZERO;
    int count = 0;
    for (Met met : accepted) {
      if (missed().filter(met.visit()::equals).isEmpty()) {
        Grams collected = handOver(met);
        grams = grams.plus(collected);
        count++;
        if (isFollowed(met.visit())) {
          tell(met, collected);
        }
      }
    }
    teller.say(count + " handovers, each signed by both sides: " + grams + ".");
  }

  void tellTheMissed() {
    missed.ifPresent(met ->
        teller.tell(
            stage.premises().clock().instant(),
            met.visit().taker().name(),
            String.format(
                Locale.ROOT,
                "The van of %s does not come for the %d units of %s at %s (lot %s).",
                nameOf(met.visit().taker()),
                met.award().get("units").getAsInt(),
                met.lot().get("item").getAsString(),
                nameOf(met.visit().giver()),
                met.visit().lot()),
            List.of()));
  }

  /// What the standby was given instead, and fetches.
  void collectStandby() throws IOException, InterruptedException {
    if (missed.isEmpty()) {
      teller.say("No award could be spared for a failure: nothing was awarded.");
      return;
    }
    Visit visit = missed.get().visit();
    teller.tell(
        stage.premises().clock().instant(),
        visit.giver().name(),
        "Nobody came within half an hour after the window: that is entered, and the food goes to"
            + " whoever was next.",
        ledgerbook.find(visit.giver(), "NO_SHOW", visit.lot(), visit.seq()));
    List<Met> standby =
        accepted().stream()
            .filter(met -> met.visit().giver().equals(visit.giver()))
            .filter(met -> met.visit().lot().equals(visit.lot()))
            .toList();
    for (Met met : standby) {
      stage
          .premises()
          .clock()
          .jump(Instant.parse(met.award().get("from").getAsString()).plusSeconds(60), 1000);
      tell(met, handOver(met));
    }
    if (standby.isEmpty()) {
      teller.tell(
          stage.premises().clock().instant(),
          visit.giver().name(),
          "Nobody else wanted it in the time that was left; it goes to the shop's other outlets.",
          ledgerbook.find(visit.giver(), "EXPIRE", visit.lot(), 0));
    }
  }

  private void tell(Met met, Grams collected) throws IOException {
    Visit visit = met.visit();
    var ids = new ArrayList<String>();
    ids.addAll(ledgerbook.find(visit.giver(), "PICKED_UP", visit.lot(), visit.seq()));
    ids.addAll(ledgerbook.find(visit.taker(), "RECEIVED", visit.lot(), visit.seq()));
    teller.tell(
        stage.premises().clock().instant(),
        visit.taker().name(),
        String.format(
            Locale.ROOT,
            "%s collects %s of %s at %.1f C, %d meals; two signatures.",
            nameOf(visit.taker()),
            collected,
            met.lot().get("item").getAsString(),
            Demonstration.reading(met.lot()) / 10.0,
            collected.meals()),
        ids);
  }

  private List<Met> accepted() throws IOException {
    var accepted = new ArrayList<Met>();
    for (TownMember giver : stage.town().retailers()) {
      for (JsonObject lot : Nodes.each(stage.nodes().ask(giver.id(), "lots"), "lots")) {
        for (JsonObject award : Nodes.each(lot, "awards")) {
          Visit visit = visit(giver.id(), lot, award);
          if (award.get("state").getAsString().equals("ACCEPTED") && !done.contains(visit)) {
            accepted.add(new Met(visit, lot, award));
          }
        }
      }
    }
    return accepted;
  }

  private static Visit visit(MemberId giver, JsonObject lot, JsonObject award) {
    return new Visit(
        giver,
        lot.get("lot").getAsString(),
        award.get("seq").getAsInt(),
        new MemberId(award.get("taker").getAsString()));
  }

  /// An award of the followed lot if somebody else bid for it too; else one of a lot for which
  /// somebody did; else any.
  private Optional<Met> whoStaysAway(List<Met> accepted) throws IOException {
    var rivalled = new ArrayList<Met>();
    for (Met met : accepted) {
      if (hasRival(met.visit())) {
        rivalled.add(met);
      }
    }
    List<Met> among = rivalled.isEmpty() ? accepted : rivalled;
    Comparator<Met> larger = Comparator.comparingInt(met -> met.award().get("units").getAsInt());
    return among.stream()
        .filter(met -> isFollowed(met.visit()))
        .max(larger)
        .or(() -> among.stream().max(larger));
  }

  private boolean hasRival(Visit visit) throws IOException {
    for (TownMember taker : stage.town().takers()) {
      boolean bid =
          !taker.id().equals(visit.taker())
              && Nodes.each(stage.nodes().ask(taker.id(), "bids"), "bids").stream()
                  .anyMatch(stake -> stake.get("lot").getAsString().equals(visit.lot()));
      if (bid) {
        return true;
      }
    }
    return false;
  }

  private boolean isFollowed(Visit visit) {
    Followed followed = stage.town().followed();
    return visit.giver().equals(followed.giver())
        && visit.lot().startsWith(followed.site())
        && visit.lot().contains("-" + followed.item() + "-");
  }

  /// Two legs: the giver's, then the taker's, who has the giver's in its mirror by then.
  private Grams handOver(Met met) throws IOException, InterruptedException {
    Visit visit = met.visit();
    JsonObject giving = door("handover", met);
    stage.nodes().ask(visit.giver(), giving);
    JsonObject taking = door("receive", met);
    taking.addProperty("giver", visit.giver().name());
    taking.addProperty("site", met.award().get("site").getAsString());
    long[] grams = {-1};
    stage
        .nodes()
        .await(
            "the giver's leg to arrive",
            List.of(visit.taker()),
            new Nodes.Wanted("status", _ -> received(visit.taker(), taking, grams)),
            SIGNING);
    done.add(visit);
    return new Grams(grams[0]);
  }

  private boolean received(MemberId taker, JsonObject taking, long[] grams) {
    try {
      grams[0] = stage.nodes().ask(taker, taking).get("grams").getAsLong();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static JsonObject door(String verb, Met met) {
    JsonObject question = Nodes.question(verb);
    question.addProperty("lot", met.visit().lot());
    question.addProperty("seq", met.visit().seq());
    question.addProperty("units", met.award().get("units").getAsInt());
    question.addProperty("deciCelsius", Demonstration.reading(met.lot()));
    return question;
  }

  private String nameOf(MemberId member) {
    return stage.town().member(member).map(TownMember::displayName).orElse(member.name());
  }
}
