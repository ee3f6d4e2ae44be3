package coop.minga.federation.learning;

import coop.minga.federation.decision.Event;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.LearningStatement.Finding;
import coop.minga.federation.learning.LearningStatement.Result;
import coop.minga.federation.ledger.EntryId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/// What model epochs' results rest on, recomputed from ledgers alone by anybody: that t members
/// dealt to one another, that t agreed on one set and hold its vectors, that the shares given back
/// give the secrets committed to, and with them whose vectors are summed and the next seed.
///
/// The sum itself takes the vectors, which members keep and ledgers only name.
///
/// Which results an epoch of several cohorts contains was decided ([EpochQuestion]); what follows
/// it follows from that and nothing else, as at nodes.
///
/// Who trains follows from the roster and from what epochs before came to ([Suspicion]), and no
/// entry of an epoch names a roster. So an epoch is of the cohort that it was proposed to, if any
/// roster that was in force gives it or the group that would have been drawn of it ([Draws]); where
/// no proposal of such a one is here, a version stands if any of them bears it out.
///
/// @param federation the charter's hash
/// @param cohorts who trains by each roster that its members had adopted, oldest first
public record Certificates(Hash federation, List<Cohort> cohorts) {
  /// Copies the list, which is not empty.
  public Certificates {
    cohorts = List.copyOf(cohorts);
    if (cohorts.isEmpty()) {
      throw new IllegalArgumentException("epochs are judged by a cohort");
    }
  }

  /// What was said to be a version, and is not borne out.
  ///
  /// @param result who said it
  /// @param flaw why not
  public record Unborne(Entered<Result> result, Flaw flaw) {}

  /// Why a version is not borne out.
  public enum Flaw {
    /// Fewer than t have dealt to one another.
    NO_CIRCLE("too few members are seen to have dealt shares to one another", false),
    /// Fewer than t have agreed on the set.
    NO_SET("too few members are seen to have agreed on its vectors", false),
    /// The shares that were given back do not open it.
    NOT_OPENED("too few shares are seen to have been given back", false),
    /// They open another sum.
    OTHER_MEMBERS("the shares given back open the sum of other members", true),
    /// They give another seed.
    OTHER_SEED("the shares given back give another seed", true),
    /// A set lists what a cohort learned from another version than the epoch's.
    OTHER_BASE("it was trained from another version than the rest of the epoch", true),
    /// A set lists what fewer than t of a cohort said.
    NOT_SAID("too few of its cohort are seen to have said it", false);

    private final String sentence;
    private final boolean isLie;

    Flaw(String sentence, boolean isLie) {
      this.sentence = sentence;
      this.isLie = isLie;
    }

    /// The reason as a person reads it.
    public String sentence() {
      return sentence;
    }

    /// Whether entries that are here show the contrary, and not only too few are here.
    public boolean isLie() {
      return isLie;
    }
  }

  /// What was said to be versions, and is not borne out.
  ///
  /// @param entries of all members, each author's in the order of its ledger
  public List<Unborne> unborne(List<Entered<LearningStatement>> entries) {
    return followed(entries, Ruling.NO_WORDS).unborne();
  }

  /// Where learning stands after all epochs that anybody has said anything about.
  ///
  /// @param entries of all members, each author's in the order of its ledger
  public Course after(List<Entered<LearningStatement>> entries) {
    return followed(entries, Ruling.NO_WORDS).course();
  }

  /// What was said towards deciding which results epochs of several cohorts contain, and what of
  /// all that was said a lost key signed. Nodes that heard it before they heard of the loss went on
  /// by it, so it is here, too: a version stands as long as t stand by it without.
  ///
  /// @param said each author's in the order of its ledger
  /// @param form of sets
  /// @param lost what lost keys signed
  public record Words(List<Event.Witnessed> said, EpochSet.Form form, Set<EntryId> lost) {
    /// Copies the lists.
    public Words {
      said = List.copyOf(said);
      lost = Set.copyOf(lost);
    }
  }

  /// A member approved as an epoch's results what its cohorts did not come to.
  ///
  /// @param epoch which
  /// @param author who approved it
  /// @param flaw of a result in it
  public record Misread(long epoch, MemberId author, Flaw flaw) {}

  /// A member committed itself to results of one epoch from two versions. To approve both is no
  /// fault: whoever hears that the others began from another version follows them. A commit binds
  /// over that and over a start, and both can only pass by members who break it.
  ///
  /// @param epoch which
  /// @param author who committed itself
  public record BoundTwice(long epoch, MemberId author) {}

  /// What all of it comes to.
  ///
  /// @param course where learning stands after it
  /// @param unborne what was said to be versions, and is not borne out
  /// @param misread who approved what is not
  /// @param boundTwice who committed itself to results from two versions
  public record Followed(
      Course course, List<Unborne> unborne, List<Misread> misread, List<BoundTwice> boundTwice) {
    /// Copies the lists.
    public Followed {
      unborne = List.copyOf(unborne);
      misread = List.copyOf(misread);
      boundTwice = List.copyOf(boundTwice);
    }
  }

  /// Follows all epochs that anybody has said anything about, one after the other.
  ///
  /// Where a key was lost, a version may be gone from which members had gone on before they heard
  /// of it. So each epoch is judged from where learning stands by what counts now, and from where
  /// it stood by what counted then; nobody errs who is borne out from either.
  ///
  /// @param entries of all members, each author's in the order of its ledger, with what lost keys
  ///   signed
  /// @param words of all members
  public Followed followed(List<Entered<LearningStatement>> entries, Words words) {
    var epochs = new TreeMap<Long, List<Entered<LearningStatement>>>();
    var late = new HashSet<Entered<LearningStatement>>();
    var adverts = new LateAdverts();
    for (Entered<LearningStatement> entry : entries) {
      epochs.computeIfAbsent(entry.statement().epoch(), _ -> new ArrayList<>()).add(entry);
      if (!words.lost().contains(entry.id()) && adverts.isNext(entry)) {
        late.add(entry);
      }
    }
    var unborne = new ArrayList<Unborne>();
    var misread = new ArrayList<Misread>();
    var boundTwice = new ArrayList<BoundTwice>();
    var course = Course.first(federation, cohorts.getFirst());
    var before = course;
    for (Map.Entry<Long, List<Entered<LearningStatement>>> epoch : epochs.entrySet()) {
      while (course.epoch() < epoch.getKey()) {
        course = course.withNothing(Optional.empty());
        before = before.withNothing(Optional.empty());
      }
      var heard = new Ruling.Heard(epoch.getValue(), words);
      Judged now = judged(course, heard);
      boolean parted = !before.equals(course);
      List<Ruling> others = parted ? judged(before, heard).rulings() : List.of();
      List<Ruling> rulings = Stream.concat(now.rulings().stream(), others.stream()).toList();
      unborne.addAll(borneOutByNone(rulings));
      misread.addAll(told(rulings, Ruling::misread));
      boundTwice.addAll(told(rulings, Ruling::boundTwice));
      course = after(now, others, heard.inTime(late));
      Ruling.Heard all = heard.withLost();
      before =
          parted || !all.equals(heard)
              ? after(judged(before, all), List.of(), all.inTime(late))
              : course;
    }
    return new Followed(course, unborne, misread, boundTwice);
  }

  private static <T> List<T> told(List<Ruling> rulings, Function<Ruling, List<T>> what) {
    return rulings.stream().flatMap(ruling -> what.apply(ruling).stream()).distinct().toList();
  }

  /// What an epoch's entries come to from where learning may have stood.
  ///
  /// @param course where it stood
  /// @param drawn who may have been drawn
  /// @param rulings by those of them to whom it was proposed, or by all
  private record Judged(Course course, List<Suspicion> drawn, List<Ruling> rulings) {}

  private Judged judged(Course course, Ruling.Heard heard) {
    List<Suspicion> drawn = drawn(course);
    return new Judged(course, drawn, rulings(course, drawn, heard));
  }

  /// Who may have been drawn: of the cohort that the last epoch was of, then of each other, and, of
  /// those of whom several cohorts are drawn now, all as one, as they learned before.
  private List<Suspicion> drawn(Course course) {
    var drawn = new LinkedHashMap<Cohorts, Suspicion>();
    Suspicion usual = course.drawn();
    drawn.put(course.cohorts(usual), usual);
    Stream.concat(cohorts.stream(), cohorts.stream().map(Cohort::asOne))
        .forEach(everyone -> {
          Suspicion its = course.drawn(everyone);
          drawn.putIfAbsent(course.cohorts(its), its);
        });
    return List.copyOf(drawn.values());
  }

  /// By those of them to whom the epoch was proposed, or by all.
  private List<Ruling> rulings(Course course, List<Suspicion> drawn, Ruling.Heard heard) {
    List<Cohorts> proposed =
        new Draws(drawn.stream().map(course::cohorts).toList()).proposed(heard.standing());
    var which = new CohortJudge.Which(federation, course.epoch(), course.seed());
    return drawn.stream()
        .filter(one -> proposed.isEmpty() || proposed.contains(course.cohorts(one)))
        .map(suspicion -> Ruling.of(suspicion, course.cohorts(suspicion), which, heard))
        .toList();
  }

  private static List<Unborne> borneOutByNone(List<Ruling> rulings) {
    var unborne = new ArrayList<Unborne>();
    for (Entered<Result> result : rulings.getFirst().results()) {
      if (result.statement().finding() instanceof Finding.Version said) {
        List<Optional<Flaw>> flaws =
            rulings.stream().map(ruling -> ruling.flaw(result.author(), said)).toList();
        if (flaws.stream().allMatch(Optional::isPresent)) {
          unborne.add(new Unborne(result, flaws.getLast().orElseThrow()));
        }
      }
    }
    return unborne;
  }

  /// @param others from where learning may have stood else
  private static Course after(
      Judged judged, List<Ruling> others, List<Entered<LearningStatement>> inTime) {
    Course course = judged.course();
    for (Ruling ruling : judged.rulings()) {
      Optional<Hash> next = ruling.nextSeed();
      if (next.isPresent()) {
        return course.withVersion(ruling.suspicion(), next.get());
      }
    }
    for (Ruling ruling : others) {
      Optional<Hash> next = ruling.nextSeed();
      if (next.isPresent()) {
        return course.withVersion(course.drawn(ruling.suspicion().everyone()), next.get());
      }
    }
    return judged.rulings().stream()
        .filter(Ruling::isSpoiled)
        .findFirst()
        .map(ruling -> course.spoiled(ruling.suspicion()))
        .orElseGet(() -> course.withNothing(course.joined(judged.drawn(), inTime)));
  }
}
