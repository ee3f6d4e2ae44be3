package coop.minga.node.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import coop.minga.federation.alert.Calls;
import coop.minga.federation.alert.Ladder;
import coop.minga.federation.alert.Raised;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;

/// Alerts as the operator is told them.
final class AlertsTold {
  private AlertsTold() {}

  static JsonObject own(OwnAlert own) {
    Ladder ladder = own.ladder();
    var told = new JsonObject();
    told.addProperty("alert", own.brief());
    told.addProperty("site", own.cause().site());
    told.addProperty("words", own.cause().words());
    told.addProperty("grams", own.cause().grams());
    told.addProperty("level", ladder.rung().name());
    told.addProperty("acknowledged", ladder.acknowledged());
    told.addProperty("climbs", own.bell().name());
    told.addProperty("dueAt", ladder.dueAt().toString());
    told.addProperty("plateBy", own.alert().plateBy().toString());
    ladder.outcome().ifPresent(outcome -> told.addProperty("outcome", outcome.name()));
    ladder.raised().ifPresent(id -> told.addProperty("entry", id.toString()));
    var helpers = new JsonArray();
    ladder.answers().values().stream()
        .sorted(Comparator.comparing(Ladder.Help::peer))
        .forEach(help -> {
          var one = new JsonObject();
          one.addProperty("member", help.peer().name());
          one.addProperty("grams", help.answer().grams().value());
          helpers.add(one);
        });
    told.add("help", helpers);
    return told;
  }

  static JsonObject call(Calls.Call call, Calls calls, Instant now) {
    Raised raised = call.raised();
    var told = new JsonObject();
    told.addProperty("call", call.id().toString());
    told.addProperty("by", call.author().name());
    told.addProperty("need", raised.about().need().name());
    told.addProperty("category", raised.about().category());
    told.addProperty("grams", raised.about().grams().value());
    told.addProperty("cell", raised.about().cell().toString());
    told.addProperty("plateBy", raised.plateBy().toString());
    told.addProperty("rings", calls.isHeeded(call.author(), now));
    Map<Boolean, Integer> came = calls.cameOf(call.author(), now);
    told.addProperty("helpedBefore", came.getOrDefault(true, 0));
    told.addProperty("forNothing", came.getOrDefault(false, 0));
    return told;
  }
}
