package coop.minga.federation.decision;

import coop.minga.federation.decision.DecisionStatement.Approve;
import coop.minga.federation.decision.DecisionStatement.Call;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Quorum;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// One member's node in one chain of decisions.
///
/// Immutable. Only hearing changes what is decided; only time and persons make this node speak, so
/// a start folds its own ledger and everybody's witnessed entries, in any order between authors,
/// and then lets time pass. An auditor or a member without a vote runs the same and never speaks.
///
/// What is said about a parent that is not the current one is kept until it is, at most
/// [#MAX_EARLY] statements an author; a node that is further behind folds the ledgers again.
public final class Decision {
  /// Changes that one member may approve on one parent.
  public static final int MAX_APPROVALS = 64;

  /// Ballots that one member may call on one parent.
  public static final int MAX_CALLS = 32;

  /// Words that count of one member on one parent: one on every ballot that could be called.
  public static final int MAX_WORDS = MAX_CALLS * Quorum.MAX_MEMBERS;

  /// Statements of one member about parents that are not current which are kept.
  public static final int MAX_EARLY = 1024;

  private final Seat seat;
  private final Question question;
  private final Own own;
  private final Optional<Wait> wait;
  private final Early early;

  private Decision(Seat seat, Question question, Own own, Optional<Wait> wait, Early early) {
    this.seat = seat;
    this.question = question;
    this.own = own;
    this.wait = wait;
    this.early = early;
  }

  /// Whose node this is, and by what it goes.
  ///
  /// @param subject which chain
  /// @param self this node's member; it speaks only while it is a voter
  /// @param terms how patient it is
  public record Seat(Subject subject, MemberId self, Terms terms) {}

  /// A change that was approved on the current parent by somebody, with what became of it.
  ///
  /// @param change its canonical bytes
  /// @param approvedBy the voters whose approval is witnessed
  /// @param ballots those that were called, by round
  public record Proposal(Bytes change, SortedSet<MemberId> approvedBy, List<Standing> ballots) {
    /// Copies.
    public Proposal {
      approvedBy = Collections.unmodifiableSortedSet(approvedBy);
      ballots = List.copyOf(ballots);
    }
  }

  /// How a ballot stands.
  ///
  /// @param ballot which
  /// @param committed the voters whose commit is witnessed
  /// @param declined the voters whose decline is witnessed
  public record Standing(
      Ballot ballot, SortedSet<MemberId> committed, SortedSet<MemberId> declined) {
    /// Copies.
    public Standing {
      committed = Collections.unmodifiableSortedSet(committed);
      declined = Collections.unmodifiableSortedSet(declined);
    }
  }

  /// Since when a ballot has been wanted.
  private record Wait(Agenda.Wanted wanted, Instant since) {}

  /// The chain as it stands at a parent.
  public static Decision at(Parent parent, Seat seat) {
    return new Decision(seat, Question.about(parent), Own.NOTHING, Optional.empty(), Early.NOTHING);
  }

  /// The parent whose successor is not decided.
  public Hash parent() {
    return question.parent();
  }

  /// Who votes on what follows it.
  public SortedSet<MemberId> voters() {
    return question.voters();
  }

  /// What is proposed to follow it, by name of the change.
  public List<Proposal> proposals() {
    var all = new ArrayList<Proposal>();
    question
        .support()
        .forEach((name, support) -> {
          List<Standing> ballots =
              question.polls().entrySet().stream()
                  .filter(each -> each.getKey().change().equals(name) && each.getValue().isCalled())
                  .map(each -> standing(each.getKey(), each.getValue()))
                  .toList();
          var approvers = new TreeSet<>(support.approvals().keySet());
          all.add(new Proposal(support.change(), approvers, ballots));
        });
    return all;
  }

  /// Takes one event.
  ///
  /// @return the next state and the effects; an event that is of no use changes nothing
  public Step on(Event event) {
    return switch (event) {
      case Event.Entered(var says) -> hear(Optional.empty(), says);
      case Event.Witnessed(var place, var says) -> hear(Optional.of(place), says);
      case Event.TimePassed(var now) -> speaks() ? speak(now) : stay();
      case Event.PersonApproves(var change) -> approve(change);
      case Event.Certified(var parent, var change) ->
          parent.equals(parent()) ? succeed(change, List.of()) : stay();
    };
  }

  private boolean speaks() {
    return voters().contains(seat.self());
  }

  private Step stay() {
    return new Step(this, List.of());
  }

  private Step hear(Optional<Place> place, DecisionStatement says) {
    if (says.subject() != seat.subject()) {
      return stay();
    }
    if (!says.parent().equals(parent())) {
      MemberId author = place.map(Place::author).orElse(seat.self());
      Early more = early.with(author, new Early.Said(place, says));
      return new Step(new Decision(seat, question, own, wait, more), List.of());
    }
    Decision next = with(place, says);
    return switch (says) {
      case DecisionStatement.Commit(var ballot, _, _) when next.isDecided(ballot) ->
          next.pass(ballot);
      case Approve approve -> next.passed(approve.changeName());
      case DecisionStatement.Commit _, DecisionStatement.DeclineBallot _, Call _ -> next.stay();
    };
  }

  private Decision with(Optional<Place> place, DecisionStatement says) {
    boolean ours = place.map(Place::author).orElse(seat.self()).equals(seat.self());
    Question heard = place.map(at -> question.with(at, says)).orElse(question);
    return new Decision(seat, heard, ours ? own.with(says) : own, wait, early);
  }

  /// Whether a ballot has passed and the approvals for its certificate are here.
  private boolean isDecided(Ballot ballot) {
    return question.isPassed(ballot) && question.isApproved(ballot.change());
  }

  /// Goes on to the next parent if a ballot of this change had passed and only approvals were
  /// missing.
  private Step passed(Hash change) {
    Optional<Ballot> ballot =
        question.isApproved(change)
            ? question.polls().keySet().stream()
                .filter(each -> each.change().equals(change) && question.isPassed(each))
                .findFirst()
            : Optional.empty();
    return ballot.map(this::pass).orElse(stay());
  }

  private Step pass(Ballot ballot) {
    Support support = question.supportOf(ballot.change());
    var passed =
        new Effect.Passed(
            ballot,
            support.change(),
            List.copyOf(question.poll(ballot).commits().values()),
            List.copyOf(support.approvals().values()));
    return succeed(support.change(), List.of(passed));
  }

  private Step succeed(Bytes change, List<Effect> effects) {
    return switch (question.on().succession().of(change)) {
      case Succession.Outcome.Refused _ -> stay();
      case Succession.Outcome.Next(var parent) -> {
        Early later = early.after(parent(), parent.hash());
        Decision next =
            new Decision(seat, Question.about(parent), Own.NOTHING, Optional.empty(), later);
        var all = new ArrayList<>(effects);
        for (Early.Said each : early.of(parent.hash())) {
          Step step = next.hear(each.place(), each.says());
          next = step.next();
          all.addAll(step.effects());
        }
        yield new Step(next, all);
      }
    };
  }

  private Step approve(Bytes change) {
    if (!speaks()) {
      return refuse(change, "only a member that votes approves changes");
    }
    if (question.on().succession().of(change) instanceof Succession.Outcome.Refused(var why)) {
      return refuse(change, why);
    }
    var approval = new Approve(seat.subject(), parent(), change);
    if (own.approved().contains(approval.changeName())) {
      return refuse(change, "it is approved already");
    }
    if (own.approved().size() == MAX_APPROVALS) {
      return refuse(change, "this member has approved " + MAX_APPROVALS + " others already");
    }
    return say(List.of(approval), wait);
  }

  private Step refuse(Bytes change, String sentence) {
    return new Step(this, List.of(new Effect.Refuse(change, sentence)));
  }

  private Step speak(Instant now) {
    var agenda = new Agenda(seat, question, own, now);
    var due = new ArrayList<>(agenda.declines());
    due.addAll(agenda.commits());
    Optional<Agenda.Wanted> wanted = due.isEmpty() ? agenda.wanted() : Optional.empty();
    Optional<Wait> waiting = wanted.map(each -> waitFor(each, now));
    waiting
        .filter(each -> !now.isBefore(agenda.turn(each.wanted(), each.since())))
        .filter(each -> !own.hasCalled(each.wanted(), now) && own.called().size() < MAX_CALLS)
        .map(each -> ballot(each.wanted(), now))
        .ifPresent(ballot -> due.add(new Call(ballot)));
    return say(due, waiting);
  }

  private Wait waitFor(Agenda.Wanted wanted, Instant now) {
    return wait.filter(before -> before.wanted().equals(wanted)).orElse(new Wait(wanted, now));
  }

  private Ballot ballot(Agenda.Wanted wanted, Instant now) {
    Instant close = now.plus(seat.terms().length(wanted.round())).truncatedTo(ChronoUnit.MILLIS);
    return new Ballot(seat.subject(), parent(), wanted.change(), wanted.round(), close);
  }

  private Step say(List<? extends DecisionStatement> statements, Optional<Wait> waiting) {
    Own said = own;
    var effects = new ArrayList<Effect>();
    for (DecisionStatement each : statements) {
      said = said.with(each);
      effects.add(new Effect.Enter(each));
    }
    return new Step(new Decision(seat, question, said, waiting, early), effects);
  }

  private static Standing standing(Ballot ballot, Poll poll) {
    return new Standing(
        ballot, new TreeSet<>(poll.commits().keySet()), new TreeSet<>(poll.declines().keySet()));
  }
}
