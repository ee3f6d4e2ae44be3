package coop.minga.node.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import coop.minga.federation.decision.Ballot;
import coop.minga.federation.decision.Decision;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.roster.Adoption;
import coop.minga.federation.roster.MemberCard;
import coop.minga.federation.roster.Roster;
import coop.minga.federation.roster.RosterChange;
import coop.minga.federation.roster.RuleSheet;
import coop.minga.federation.wire.RosterWire;
import coop.minga.node.exchange.Exchange;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/// Who belongs, what is proposed, and how many may yet fall silent, as told to the operator.
///
/// @param exchange the node
/// @param decision what is proposed to follow
/// @param attendance who was heard of when
record Membership(Exchange exchange, Decision decision, Attendance attendance) {
  /// Digits of a change's name that tell it from others.
  static final int NAME_DIGITS = 8;

  /// A change's name, short.
  static String nameOf(Bytes change) {
    return Ballot.nameOf(change).toString().substring(0, NAME_DIGITS);
  }

  /// A change in words: of rules, which ones and how.
  static String sentence(Roster roster, RosterChange change) {
    return change instanceof RosterChange.NewRules(var next)
        ? "change the rules: " + String.join("; ", RuleSheet.differences(roster.rules(), next))
        : change.sentence();
  }

  /// How many voters are in reach, this one among them if it votes.
  static int awake(Exchange exchange) {
    var awake = new TreeSet<MemberId>(exchange.connected());
    awake.add(exchange.self());
    awake.retainAll(exchange.roster().voters());
    return awake.size();
  }

  /// How many more may fall silent before nothing can be decided, in words.
  static String margin(Exchange exchange) {
    if (!exchange.roster().contains(exchange.self())) {
      return "this node does not belong to the federation any more: what the others decide is not"
          + " its";
    }
    int more = awake(exchange) - exchange.roster().quorum().deciding() + 1;
    if (more <= 0) {
      return "nothing can be decided now: too many are silent";
    }
    return more + " more silent and nothing can be decided";
  }

  JsonObject told() {
    Roster roster = exchange.roster();
    var told = new JsonObject();
    told.addProperty("federation", roster.federationId().toString());
    told.addProperty("roster", roster.hash().toString());
    told.addProperty("number", roster.number());
    told.addProperty("belongs", roster.contains(exchange.self()));
    told.addProperty("deciding", roster.quorum().deciding());
    told.addProperty("margin", margin(exchange));
    attendance
        .unknownSince()
        .ifPresent(since -> told.addProperty("rosterUnknownSince", since.toString()));
    var members = new JsonArray();
    roster.members().values().forEach(card -> members.add(told(card)));
    told.add("members", members);
    var changes = new JsonArray();
    decision.proposals().forEach(proposal -> changes.add(told(proposal)));
    told.add("changes", changes);
    return told;
  }

  private JsonObject told(MemberCard card) {
    MemberId id = card.id();
    var told = new JsonObject();
    told.addProperty("member", id.name());
    told.addProperty("name", card.displayName());
    told.addProperty("state", state(id));
    told.addProperty("reached", id.equals(exchange.self()) || exchange.connected().contains(id));
    attendance.of(id).ifPresent(at -> told.addProperty("lastSeen", at.toString()));
    return told;
  }

  private String state(MemberId id) {
    if (exchange.roster().isDormant(id)) {
      return "rests";
    }
    if (exchange.roster().isQuarantined(id)) {
      return "does not learn";
    }
    if (exchange.belonging().late().contains(id)) {
      return "has not adopted the roster in a day, and is not cosigned from here";
    }
    Adoption adoption = exchange.belonging().adoption(id);
    return adoption.inForce().hash().equals(exchange.roster().hash())
        ? "member"
        : "is adopting the roster";
  }

  private JsonObject told(Decision.Proposal proposal) {
    var told = new JsonObject();
    told.addProperty("change", nameOf(proposal.change()));
    told.addProperty(
        "says",
        RosterWire.decodeChange(proposal.change())
            .map(written -> sentence(exchange.roster(), written.change()))
            .orElse("a change that this version does not know"));
    told.add("approvedBy", names(proposal.approvedBy()));
    Set<MemberId> missing = new TreeSet<>(decision.voters());
    missing.removeAll(proposal.approvedBy());
    told.add("mayStillApprove", names(missing));
    told.addProperty(
        "approvalsMissing",
        Math.max(0, exchange.roster().quorum().deciding() - proposal.approvedBy().size()));
    var ballots = new JsonArray();
    proposal.ballots().forEach(ballot -> ballots.add(told(ballot)));
    told.add("ballots", ballots);
    return told;
  }

  private static JsonObject told(Decision.Standing standing) {
    var told = new JsonObject();
    told.addProperty("round", standing.ballot().round());
    told.addProperty("closes", standing.ballot().close().toString());
    told.add("committed", names(standing.committed()));
    told.add("declined", names(standing.declined()));
    return told;
  }

  private static JsonArray names(Collection<MemberId> members) {
    var names = new JsonArray();
    members.forEach(member -> names.add(member.name()));
    return names;
  }
}
