package coop.minga.federation.learning;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.identity.Pae;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Who may have spoiled a sum, and who learns together until that is clear.
///
/// Masks hide whose vector was out of bounds. So after a spoiled epoch the next ones are not of the
/// whole cohort but of groups of it, drawn by the public seed: two halves first, then thirds if the
/// cohort is large enough. Whoever was in a group whose sum was within bounds is cleared; a spoiled
/// group with one member in it that was never cleared singles that one out. Each is an epoch like
/// any other: it is charged like any other, and a clean group's sum is a version like any other.
///
/// ```
/// one cohort --spoiled--> groups, all suspect --clean group--> fewer suspect --> one singled out
///      ^                    |  nobody suspect any more                              |
///      +--------------------+                      a ballot takes it out of learning |
///      +-----------------------------------------------------------------------------+
/// ```
///
/// Never is a group drawn that differs by one or two members from everybody, or from any of the
/// last [#MOST_KEPT] that trained, whatever came of it, in this search or an earlier one, by this
/// roster or an earlier one: the difference of their sums would be near those members' updates.
/// (Who joins or leaves the roster makes everybody differ by one from everybody before: that is in
/// nobody's hands.) Being singled out is a suspicion and no proof: who spoils only now and then can
/// be cleared, and leave it to another. So people decide.
///
/// Immutable, and a pure fold of what epochs came to, so that everybody draws the same groups.
///
/// @param everyone who trains
/// @param suspects who was in no clean group since the search began; empty: there is no search
/// @param tried what the groups of this search came to, oldest first
/// @param before who learned together before this search, the last [#MOST_KEPT], oldest first
/// @param waiting the groups that have yet to learn in this draw
/// @param gaveUp whether the last search ended without singling anybody out
public record Suspicion(
    Cohort everyone,
    Set<MemberId> suspects,
    List<Tried> tried,
    List<List<MemberId>> before,
    List<List<MemberId>> waiting,
    boolean gaveUp) {
  /// The smallest group, if the charter's smallest cohort is not larger.
  public static final int LEAST_GROUP = 6;

  /// After so many groups without anybody singled out the search is given up.
  public static final int MOST_GROUPS = 48;

  /// So many groups that trained are remembered when their search has ended, so that later ones
  /// keep apart from them: those of a whole search.
  public static final int MOST_KEPT = MOST_GROUPS;

  private static final int DRAWS = 64;
  private static final int APART = 2;
  private static final String DOMAIN = "minga/learning/groups/v2";

  /// What an epoch shows of its group.
  public enum Verdict {
    /// Its sum is a version.
    CLEAN,
    /// Its sum was out of bounds: t of the group say so.
    SPOILED,
    /// It had no sum that counts, though one may have been opened.
    UNKNOWN,
    /// Too few of any group took part for there to be a sum.
    NOBODY
  }

  /// A group that trained.
  ///
  /// @param members it
  /// @param verdict what came of it
  public record Tried(List<MemberId> members, Verdict verdict) {
    /// Copies the list.
    public Tried {
      members = List.copyOf(members);
    }
  }

  /// Copies the collections.
  public Suspicion {
    suspects = Collections.unmodifiableSet(new TreeSet<>(suspects));
    tried = List.copyOf(tried);
    before = before.stream().map(List::copyOf).toList();
    waiting = waiting.stream().map(List::copyOf).toList();
  }

  /// Nobody is suspected, and nobody has learned yet.
  public static Suspicion none(Cohort everyone) {
    return new Suspicion(everyone, new TreeSet<>(), List.of(), List.of(), List.of(), false);
  }

  /// The same by another roster, which ends a search if others train by it; who learned together
  /// stays known. Another smallest cohort alone ends none: entries do not show which was in force.
  public Suspicion among(Cohort now) {
    return everyone.members().equals(now.members())
        ? new Suspicion(now, suspects, tried, before, waiting, gaveUp)
        : new Suspicion(now, new TreeSet<>(), List.of(), learned(), List.of(), false);
  }

  /// Whether groups learn instead of everyone.
  public boolean isSearching() {
    return !suspects.isEmpty();
  }

  /// Whether there are members enough for two groups; if not, nobody can tell who it was.
  public boolean canTell() {
    return everyone.members().size() >= 2 * leastGroup();
  }

  /// Who of them is the only one in a spoiled group that was never in a clean one.
  public Set<MemberId> singledOut() {
    var found = new TreeSet<MemberId>();
    for (Tried group : tried) {
      if (group.verdict() == Verdict.SPOILED) {
        List<MemberId> left = group.members().stream().filter(suspects::contains).toList();
        if (left.size() == 1) {
          found.addAll(left);
        }
      }
    }
    return found;
  }

  /// Before an epoch: groups are drawn if it takes some. If there are too few members for them by
  /// the smallest cohort that is in force now, the search is given up.
  ///
  /// @param seed the epoch's, the same for everybody
  public Suspicion drawn(Hash seed) {
    if (!isSearching() || !waiting.isEmpty()) {
      return this;
    }
    if (!canTell() || (tried.size() >= MOST_GROUPS && singledOut().isEmpty())) {
      return ended(true);
    }
    for (int draw = 0; draw < DRAWS; draw++) {
      List<List<MemberId>> groups = groups(seed, draw);
      if (groups.stream().allMatch(this::isApart)) {
        return new Suspicion(everyone, suspects, tried, before, groups, gaveUp);
      }
    }
    return ended(true);
  }

  /// Who learns in the epoch that this was [#drawn] for.
  public Cohort cohort() {
    return waiting.isEmpty() ? everyone : new Cohort(waiting.getFirst(), everyone.sizes());
  }

  /// Who learns in that epoch: a group that is searched, or everyone, in as many cohorts as the
  /// rules ask for.
  ///
  /// @param seed the epoch's
  public Cohorts cohorts(Hash seed) {
    return waiting.isEmpty() ? Cohorts.drawn(everyone, seed) : Cohorts.of(cohort());
  }

  /// After an epoch of [#cohort].
  public Suspicion after(Verdict verdict) {
    return after(verdict, Cohorts.of(cohort()));
  }

  /// After an epoch of [#cohorts]. Who spoils one of several is not searched for: its sum is left
  /// out, and the next epoch deals anew.
  public Suspicion after(Verdict verdict, Cohorts learned) {
    if (!waiting.isEmpty()) {
      return after(new Tried(waiting.getFirst(), verdict));
    }
    Suspicion after = with(learned);
    return switch (verdict) {
      case SPOILED -> after.begun();
      case CLEAN -> after.ended(false);
      case UNKNOWN -> after;
      case NOBODY -> this;
    };
  }

  private Suspicion after(Tried group) {
    var left = new TreeSet<>(suspects);
    if (group.verdict() == Verdict.CLEAN) {
      left.removeAll(group.members());
    }
    var all = new ArrayList<Tried>(tried);
    all.add(group);
    List<List<MemberId>> rest = waiting.subList(1, waiting.size());
    var next = new Suspicion(everyone, left, all, before, rest, gaveUp);
    if (next.contradicts()) {
      return next.allSuspect();
    }
    return left.isEmpty() ? next.ended(false) : next;
  }

  /// Whether a group was spoiled of which everybody was cleared.
  private boolean contradicts() {
    return tried.stream()
        .filter(group -> group.verdict() == Verdict.SPOILED)
        .anyMatch(group -> Collections.disjoint(group.members(), suspects));
  }

  private Suspicion begun() {
    return new Suspicion(
        everyone, new TreeSet<>(everyone.members()), List.of(), learned(), List.of(), false);
  }

  /// From here on nothing counts of what cleared anybody; what learned still keeps groups apart.
  private Suspicion allSuspect() {
    List<Tried> uncounted =
        tried.stream().map(group -> new Tried(group.members(), Verdict.UNKNOWN)).toList();
    return new Suspicion(
        everyone, new TreeSet<>(everyone.members()), uncounted, before, waiting, gaveUp);
  }

  private Suspicion ended(boolean givenUp) {
    return new Suspicion(everyone, new TreeSet<>(), List.of(), learned(), List.of(), givenUp);
  }

  private Suspicion with(Cohorts learned) {
    List<List<MemberId>> groups = learned.all().stream().map(Cohort::members).toList();
    return new Suspicion(everyone, suspects, tried, last(before, groups), waiting, gaveUp);
  }

  /// Who learned together: the last of them, each once.
  private List<List<MemberId>> learned() {
    return last(before, tried.stream().map(Tried::members).toList());
  }

  private static List<List<MemberId>> last(
      List<List<MemberId>> before, List<List<MemberId>> groups) {
    var all = new LinkedHashSet<>(before);
    groups.forEach(all::remove);
    all.addAll(groups);
    return List.copyOf(all).subList(Math.max(0, all.size() - MOST_KEPT), all.size());
  }

  private int leastGroup() {
    return Math.max(LEAST_GROUP, everyone.minimum());
  }

  /// The suspects are dealt out evenly, and so are the others.
  private List<List<MemberId>> groups(Hash seed, int draw) {
    int most = everyone.members().size() / leastGroup();
    int count = tried.isEmpty() ? 2 : Math.min(3, most);
    var groups = new ArrayList<List<MemberId>>();
    for (int i = 0; i < count; i++) {
      groups.add(new ArrayList<>());
    }
    int turn = 0;
    var rest = new TreeSet<>(everyone.members());
    rest.removeAll(suspects);
    for (MemberId member : shuffled(suspects, seed, draw)) {
      groups.get(turn++ % count).add(member);
    }
    for (MemberId member : shuffled(rest, seed, draw)) {
      groups.get(turn++ % count).add(member);
    }
    return groups.stream().map(group -> group.stream().sorted().toList()).toList();
  }

  private static List<MemberId> shuffled(Collection<MemberId> members, Hash seed, int draw) {
    return members.stream()
        .sorted(
            Comparator.comparing((MemberId member) ->
                Hash.sha256(
                    Pae.encode(DOMAIN, seed.value(), Pae.number(draw), Bytes.utf8(member.name())))))
        .toList();
  }

  private boolean isApart(List<MemberId> group) {
    return Stream.concat(tried.stream().map(Tried::members), before.stream())
        .allMatch(earlier -> isApart(group, earlier));
  }

  private static boolean isApart(List<MemberId> one, List<MemberId> other) {
    var difference = new TreeSet<>(one);
    var others = new TreeSet<>(other);
    difference.removeAll(other);
    others.removeAll(one);
    return difference.size() + others.size() == 0 || difference.size() + others.size() > APART;
  }
}
