package coop.minga.federation.learning;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.LearningStatement.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whose entries are against the rules, as the facts show by now.
///
/// @param judgement what the facts mean
/// @param local holds what this node's own sum came to
record Blaming(Judgement judgement, Local local) {

  List<Local.Blame> due() {
    var due = new ArrayList<Local.Blame>();
    for (Attempt attempt : judgement.facts().attempts().values()) {
      switch (judgement.standing(attempt)) {
        case WRONG ->
            due.add(
                new Local.Blame(
                    attempt.id(), Judgement.coordinator(attempt), Fault.WRONG_PROPOSAL));
        case GOOD -> due.addAll(inAttempt(attempt));
        case WAITING -> {}
      }
    }
    return due;
  }

  private List<Local.Blame> inAttempt(Attempt attempt) {
    var due = new ArrayList<Local.Blame>();
    if (judgement.keys(attempt).isPresent()) {
      for (MemberId member : Judgement.members(attempt)) {
        if (attempt.masked().containsKey(member) && judgement.masked(attempt, member).isEmpty()) {
          due.add(new Local.Blame(attempt.id(), member, Fault.WRONG_VECTOR_NAME));
        }
      }
    }
    MemberId coordinator = Judgement.coordinator(attempt);
    if (attempt.freezes().containsKey(coordinator)
        && judgement.allMasked(attempt).isPresent()
        && judgement.freeze(attempt).isEmpty()) {
      due.add(new Local.Blame(attempt.id(), coordinator, Fault.WRONG_FREEZE));
    }
    due.addAll(results(attempt));
    return due;
  }

  private List<Local.Blame> results(Attempt attempt) {
    Optional<Local.Opened> opened = local.opened.filter(sum -> sum.proposal().equals(attempt.id()));
    if (opened.isEmpty()) {
      return List.of();
    }
    return judgement.facts().results().keySet().stream()
        .filter(member ->
            judgement
                .version(member)
                .filter(said -> said.freeze().equals(opened.get().freeze()))
                .filter(said -> !isSame(said, opened.get()))
                .isPresent())
        .map(member -> new Local.Blame(attempt.id(), member, Fault.WRONG_RESULT))
        .toList();
  }

  private static boolean isSame(Finding.Version said, Local.Opened opened) {
    return said.weight() == opened.weight()
        && opened.version().filter(own -> own.hash().equals(said.model())).isPresent();
  }
}
