package coop.minga.node.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.wire.Statements;
import coop.minga.node.exchange.Desk;
import coop.minga.node.exchange.Recollection;
import coop.minga.node.exchange.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Lists what stands in the ledgers that this node holds, by name, for people and for the story.
///
/// It keeps one short line an entry, in memory, of the last [#MAX_LINES] of each ledger.
public final class LogDesk implements Desk {
  /// Lines kept of one ledger; the files have them all.
  public static final int MAX_LINES = 10_000;

  private final TreeMap<MemberId, List<Line>> lines = new TreeMap<>();

  private record Line(Seen entry, Subject subject) {}

  @Override
  public void recall(Recollection all) {
    all.ledgers().values().forEach(entries -> entries.forEach(this::seen));
  }

  @Override
  public void seen(Seen entry) {
    if (entry.tree() == Tree.LEDGER) {
      List<Line> log = lines.computeIfAbsent(entry.author(), _ -> new ArrayList<>());
      log.add(new Line(entry, Subject.of(entry.said())));
      if (log.size() > MAX_LINES) {
        log.removeFirst();
      }
    }
  }

  @Override
  public Optional<JsonObject> answer(String verb, JsonObject question) {
    return verb.equals("log") ? Optional.of(log(question)) : Optional.empty();
  }

  private JsonObject log(JsonObject question) {
    var all = new JsonArray();
    Optional<String> author =
        question.has("author")
            ? Optional.of(question.get("author").getAsString())
            : Optional.empty();
    lines.forEach((member, log) -> {
      if (author.filter(name -> !name.equals(member.name())).isEmpty()) {
        log.forEach(line -> all.add(told(line)));
      }
    });
    var told = new JsonObject();
    told.add("entries", all);
    return told;
  }

  private static JsonObject told(Line line) {
    var told = new JsonObject();
    told.addProperty("author", line.entry().author().name());
    told.addProperty("index", line.entry().index());
    told.addProperty("id", line.entry().id().toString());
    told.addProperty("kind", Statements.kindOf(line.entry().said()).name());
    told.addProperty("lot", line.subject().lot());
    told.addProperty("seq", line.subject().seq());
    return told;
  }
}
