package coop.minga.node.desk;

import com.google.gson.JsonObject;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.judgement.EvidenceFault;
import coop.minga.federation.judgement.EvidenceJudge;
import coop.minga.federation.ledger.Exposed;
import coop.minga.federation.ledger.Kind;
import coop.minga.federation.wire.Decoded;
import coop.minga.federation.wire.Said;
import coop.minga.federation.wire.Statements;
import coop.minga.node.exchange.Desk;
import coop.minga.node.exchange.Exchange;
import coop.minga.node.exchange.Recollection;
import java.util.Optional;
import java.util.function.Supplier;

/// Enters evidence that a person brings: an auditor who was shown one history finds the other in
/// somebody else's bundle, where no node would look.
///
/// It is checked first as everybody else will check it. What follows from it, follows from the
/// entry, here as with the others.
public final class EvidenceDesk implements Desk {
  private final Exchange exchange;
  private final Supplier<EvidenceJudge> judge;

  /// A desk of an exchange.
  ///
  /// @param judge by the members and keys that are known now
  public EvidenceDesk(Exchange exchange, Supplier<EvidenceJudge> judge) {
    this.exchange = exchange;
    this.judge = judge;
  }

  @Override
  public void recall(Recollection all) {}

  @Override
  public Optional<JsonObject> answer(String verb, JsonObject question) {
    return verb.equals("evidence") ? Optional.of(enter(read(question))) : Optional.empty();
  }

  private static Exposed read(JsonObject question) {
    Bytes statement = Bytes.hex(question.get("statement").getAsString());
    return switch (Statements.decode(Kind.EVIDENCE.code(), Statements.VERSION, statement)) {
      case Decoded.Known(Said.OfLedger(Exposed exposed)) -> exposed;
      case Decoded.Known _, Decoded.Unknown _, Decoded.Void _ ->
          throw new IllegalArgumentException("this is no statement of evidence");
    };
  }

  private JsonObject enter(Exposed exposed) {
    MemberId member = exposed.member();
    if (member.equals(exchange.self())) {
      throw new IllegalArgumentException("this is evidence against ourselves");
    }
    if (exchange.frozen().containsKey(member)) {
      throw new IllegalArgumentException(
          "%s is frozen already: it %s".formatted(member, exchange.frozen().get(member)));
    }
    Optional<EvidenceFault> fault = judge.get().fault(exposed);
    if (fault.isPresent()) {
      throw new IllegalArgumentException("it proves nothing: " + fault.get().sentence());
    }
    exchange.enter(new Said.OfLedger(exposed));
    var told = new JsonObject();
    told.addProperty("member", member.name());
    told.addProperty("says", exposed.evidence().words());
    return told;
  }
}
