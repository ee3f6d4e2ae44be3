package coop.minga.node.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.negotiation.Accept;
import coop.minga.federation.negotiation.Award;
import coop.minga.federation.negotiation.Bid;
import coop.minga.federation.negotiation.BidReply;
import coop.minga.federation.negotiation.Close;
import coop.minga.federation.negotiation.Debit;
import coop.minga.federation.negotiation.Decline;
import coop.minga.federation.negotiation.Expire;
import coop.minga.federation.negotiation.Lapse;
import coop.minga.federation.negotiation.NegotiationStatement;
import coop.minga.federation.negotiation.NoShow;
import coop.minga.federation.negotiation.Outbid;
import coop.minga.federation.surplus.Need;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.PickedUp;
import coop.minga.federation.surplus.Received;
import coop.minga.federation.surplus.SurplusStatement;
import coop.minga.federation.surplus.Withdraw;
import coop.minga.federation.wire.Said;
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

  /// What an entry is about: a lot and an award's number, where it has them.
  private record Subject(String lot, int seq) {
    static final Subject NONE = new Subject("", 0);
  }

  @Override
  public void recall(Recollection all) {
    all.ledgers().values().forEach(entries -> entries.forEach(this::seen));
  }

  @Override
  public void seen(Seen entry) {
    if (entry.tree() == Tree.LEDGER) {
      List<Line> log = lines.computeIfAbsent(entry.author(), _ -> new ArrayList<>());
      log.add(new Line(entry, subject(entry.said())));
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

  private static Subject subject(Said said) {
    return switch (said) {
      case Said.OfSurplus(var says) -> subject(says);
      case Said.OfNegotiation(var says) -> subject(says);
      case Said.OfLearning _,
          Said.OfDecision _,
          Said.OfRoster _,
          Said.OfDisclosure _,
          Said.OfBook _,
          Said.OfLedger _ ->
          Subject.NONE;
    };
  }

  private static Subject subject(SurplusStatement says) {
    return switch (says) {
      case Offer offer -> new Subject(offer.lot().name(), 0);
      case Notice notice -> new Subject(notice.outline().lot(), 0);
      case Withdraw withdraw -> new Subject(withdraw.lot(), 0);
      case PickedUp(var leg) -> new Subject(leg.lot().lot(), leg.seq());
      case Received(var leg, _) -> new Subject(leg.lot().lot(), leg.seq());
      case Need _ -> Subject.NONE;
    };
  }

  private static Subject subject(NegotiationStatement says) {
    return switch (says) {
      case Close close -> new Subject(close.lot(), 0);
      case Award award -> new Subject(award.lot(), award.seq());
      case Accept accept -> new Subject(accept.lot().lot(), accept.seq());
      case Decline decline -> new Subject(decline.lot().lot(), decline.seq());
      case Lapse lapse -> new Subject(lapse.lot(), lapse.seq());
      case NoShow noShow -> new Subject(noShow.lot(), noShow.seq());
      case Debit debit -> new Subject(debit.lot(), debit.seq());
      case Expire expire -> new Subject(expire.lot(), 0);
      case Bid bid -> new Subject(bid.lot().lot(), 0);
      case BidReply reply -> new Subject(reply.lot(), 0);
      case Outbid outbid -> new Subject(outbid.lot(), 0);
    };
  }
}
