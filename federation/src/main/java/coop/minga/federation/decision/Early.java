package coop.minga.federation.decision;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What was said about parents that are not current: a member that knows more may be ahead of us.
///
/// @param byAuthor in each author's order
/// @param past parents whose successor is known: what is still said about them is of no use
record Early(Map<MemberId, List<Said>> byAuthor, Set<Hash> past) {
  static final Early NOTHING = new Early(Map.of(), Set.of());

  Early {
    byAuthor = Map.copyOf(byAuthor);
    past = Set.copyOf(past);
  }

  /// One statement.
  ///
  /// @param place where it stands; absent if it is only entered, by us
  /// @param says what it says
  record Said(Optional<Place> place, DecisionStatement says) {}

  /// With a statement more; one over the limit is left out.
  Early with(MemberId author, Said said) {
    List<Said> before = byAuthor.getOrDefault(author, List.of());
    if (before.size() == Decision.MAX_EARLY
        || before.contains(said)
        || past.contains(said.says().parent())) {
      return this;
    }
    var longer = new ArrayList<>(before);
    longer.add(said);
    var more = new TreeMap<>(byAuthor);
    more.put(author, List.copyOf(longer));
    return new Early(more, past);
  }

  /// What was said about a parent, each author's in its order.
  List<Said> of(Hash parent) {
    return new TreeMap<>(byAuthor)
        .values().stream()
            .flatMap(List::stream)
            .filter(said -> said.says().parent().equals(parent))
            .toList();
  }

  /// Once a parent has a successor, which is the parent now.
  Early after(Hash parent, Hash successor) {
    var rest = new TreeMap<MemberId, List<Said>>();
    byAuthor.forEach((author, said) ->
        rest.put(
            author,
            said.stream().filter(each -> !each.says().parent().equals(successor)).toList()));
    var passed = new HashSet<>(past);
    passed.add(parent);
    return new Early(rest, passed);
  }
}
