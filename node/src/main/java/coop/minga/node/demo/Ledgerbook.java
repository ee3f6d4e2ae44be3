package coop.minga.node.demo;

import com.google.gson.JsonObject;
import coop.minga.federation.identity.MemberId;
import java.io.IOException;
import java.util.List;

/// Finds entries by what they are about, in what the nodes list.
final class Ledgerbook {
  private final Nodes nodes;

  Ledgerbook(Nodes nodes) {
    this.nodes = nodes;
  }

  /// Ids of a member's own ledger entries of a kind on a lot.
  ///
  /// @param seq of an award; 0 for any
  List<String> find(MemberId author, String kind, String lot, int seq) throws IOException {
    JsonObject question = Nodes.question("log");
    question.addProperty("author", author.name());
    return Nodes.each(nodes.ask(author, question), "entries").stream()
        .filter(entry -> entry.get("kind").getAsString().equals(kind))
        .filter(entry -> lot.isEmpty() || entry.get("lot").getAsString().equals(lot))
        .filter(entry -> seq == 0 || entry.get("seq").getAsInt() == seq)
        .map(entry -> entry.get("id").getAsString())
        .toList();
  }

  /// How many entries of a kind a member has made.
  int count(MemberId author, String kind) throws IOException {
    return find(author, kind, "", 0).size();
  }
}
