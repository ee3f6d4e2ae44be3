package coop.minga.node.desk;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.Cohort;
import coop.minga.federation.learning.Cohorts;
import coop.minga.federation.learning.Collusion;
import coop.minga.federation.learning.Course;
import coop.minga.federation.learning.Lineage;
import coop.minga.federation.learning.ModelVersion;
import coop.minga.federation.learning.NoResult;
import coop.minga.federation.learning.RoundOutcome;
import coop.minga.federation.learning.Sizes;
import coop.minga.federation.learning.Suspicion;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/// Which epochs have ended here and with what, durably; and what follows from it for the next: the
/// seed, the version to train from, and who learns together.
///
/// What was kept of an epoch may be kept anew if the others' results came late; all that follows is
/// folded again then.
final class EndedEpochs {
  private static final String ENDED = "learning/ended/";
  private static final String EVERYONE = "learning/everyone/";
  private static final String NOTHING = "nothing";
  private static final String SPOILED = "spoiled";
  private static final Bytes NOBODY = Bytes.utf8("");

  /// So many epochs' beginnings are kept, the last: each holds all versions before it. Those of
  /// older ones are folded again when they are asked for.
  static final int KEPT = 8;

  /// So many draws are remembered: counting how large cohorts must be takes a while.
  private static final int DEALT = 32;

  private static final Came NO_SUM = new Came(false, Optional.empty());

  private final PrivacyBudget.Notes notes;
  private final Hash federation;
  private final SortedMap<Long, Came> came = new TreeMap<>();
  private final SortedMap<Long, Place> before = new TreeMap<>();
  private final Lineage first;
  private final Map<Dealt, Cohorts> dealt = new HashMap<>();

  /// What a draw follows from.
  private record Dealt(Cohort everyone, Cohort cohort, Hash seed) {}

  /// What an epoch came to.
  ///
  /// @param spoiled whether its sum was out of bounds
  /// @param version if it had one
  private record Came(boolean spoiled, Optional<Version> version) {}

  private record Version(Hash model, Hash seed, Optional<Hash> base) {}

  /// Where an epoch begins.
  private record Place(Lineage lineage, Course course) {
    /// @param of whom it was; absent: of nobody
    Place after(Came came, Optional<Cohort> of) {
      Optional<Suspicion> drawn = of.map(course::drawn);
      Suspicion learned = drawn.orElseGet(course::drawn);
      if (came.version().isPresent()) {
        Version version = came.version().get();
        Hash base = version.base().orElse(lineage.latest().model());
        return new Place(
            lineage.with(new Lineage.Link(course.epoch(), version.model(), base), version.seed()),
            course.withVersion(learned, version.seed()));
      }
      return new Place(
          lineage, came.spoiled() ? course.spoiled(learned) : course.withNothing(drawn));
    }
  }

  EndedEpochs(PrivacyBudget.Notes notes, Hash federation, ModelVersion seeded) {
    this.notes = notes;
    this.federation = federation;
    this.first = Lineage.first(federation, seeded);
  }

  /// Takes up what was kept before, epoch by epoch.
  ///
  /// @param takenBack whether the version of an epoch no longer stands: a lost key spoke for it
  void recall(BiPredicate<Long, Hash> takenBack) {
    for (long epoch = 1; ; epoch++) {
      Optional<Bytes> kept = notes.remembered(ENDED + epoch);
      if (kept.isEmpty()) {
        return;
      }
      long number = epoch;
      Came before = read(kept.get().toUtf8());
      Optional<Hash> gone =
          before.version().map(Version::model).filter(model -> takenBack.test(number, model));
      gone.ifPresent(model -> DeskLog.versionTakenBack(number, model));
      came.put(epoch, gone.isPresent() ? NO_SUM : before);
    }
  }

  /// The last that ended; 0 if none has.
  long last() {
    return came.isEmpty() ? 0 : came.lastKey();
  }

  /// Keeps who might be drawn for an epoch, as it begins: for as long as it lasts and whenever it
  /// is looked at again, whoever joins or leaves meanwhile; but see [#follow].
  void begin(long epoch, Cohort everyone) {
    if (notes.remembered(EVERYONE + epoch).isEmpty()) {
      notes.remember(EVERYONE + epoch, written(everyone));
    }
  }

  /// Keeps of whom an epoch without a result was, by what stands in ledgers by now, whatever this
  /// node thought as it began.
  ///
  /// @param everyone of the roster that it was of; absent: of nobody, too few took part
  /// @return whether that is news
  boolean was(long epoch, Optional<Cohort> everyone) {
    if (everyone(epoch).equals(everyone)) {
      return false;
    }
    notes.remember(EVERYONE + epoch, everyone.map(EndedEpochs::written).orElse(NOBODY));
    before.tailMap(epoch + 1).clear();
    return true;
  }

  /// Whether an epoch has ended here with neither a version nor a sum out of bounds.
  boolean hadNothing(long epoch) {
    return NO_SUM.equals(came.get(epoch));
  }

  private static Bytes written(Cohort everyone) {
    String names = everyone.members().stream().map(MemberId::name).collect(Collectors.joining(" "));
    return Bytes.utf8(sizesOf(everyone) + " " + names);
  }

  /// The smallest cohort alone, as it was written when all learned as one, where the rest is the
  /// usual and means that, too.
  private static String sizesOf(Cohort everyone) {
    Sizes sizes = everyone.sizes();
    boolean usual = sizes.equals(Sizes.of(sizes.minimum()));
    return usual && everyone.members().size() <= sizes.together()
        ? Integer.toString(sizes.minimum())
        : sizes.minimum() + "/" + sizes.together() + "/" + sizes.assumed().perThousand();
  }

  /// @param written by [#sizesOf], or before there could be several cohorts
  private static Cohort read(String written, List<MemberId> members) {
    String[] parts = written.split("/", -1);
    int minimum = Integer.parseInt(parts[0]);
    if (parts.length > 1) {
      var assumed = new Collusion(Integer.parseInt(parts[2]));
      return new Cohort(members, new Sizes(minimum, Integer.parseInt(parts[1]), assumed));
    }
    Sizes usual = Sizes.of(minimum);
    var everyone = new Cohort(members, usual);
    return members.size() <= usual.together() ? everyone : everyone.asOne();
  }

  /// Keeps that an open epoch is of others than was thought as it began: their roster is the one
  /// that counts in it.
  void follow(long epoch, Cohort everyone) {
    notes.remember(EVERYONE + epoch, written(everyone));
    before.tailMap(epoch + 1).clear();
  }

  /// Who learns together in an epoch by some roster, whatever is kept of it.
  Cohorts drawnOf(long epoch, Cohort everyone) {
    Course course = place(epoch, everyone).course();
    Suspicion its = course.drawn(everyone);
    if (dealt.size() >= DEALT) {
      dealt.clear();
    }
    return dealt.computeIfAbsent(
        new Dealt(its.everyone(), its.cohort(), course.seed()), _ -> course.cohorts(its));
  }

  /// Who learns in an epoch, in one cohort or several.
  ///
  /// @param everyone who may be drawn, if the epoch has not begun
  Cohorts cohorts(long epoch, Cohort everyone) {
    return drawnOf(epoch, everyone(epoch).orElse(everyone));
  }

  /// The same, with who is suspected.
  Suspicion drawn(long epoch, Cohort everyone) {
    return place(epoch, everyone).course().drawn(everyone);
  }

  /// Keeps what an epoch came to.
  ///
  /// @param base what it was trained from
  void end(long epoch, RoundOutcome outcome, Hash base) {
    String said =
        switch (outcome) {
          case RoundOutcome.Agreed(var version, _, _, var seed) ->
              version.hash() + " " + seed + " " + base;
          case RoundOutcome.Nothing nothing -> said(epoch, nothing);
        };
    notes.remember(ENDED + epoch, Bytes.utf8(said));
    came.put(epoch, read(said));
    before.tailMap(epoch + 1).clear();
  }

  private String said(long epoch, RoundOutcome.Nothing nothing) {
    return nothing.reason() == NoResult.OUT_OF_BOUNDS && !wasOfSeveral(epoch) ? SPOILED : NOTHING;
  }

  /// Whether an epoch that came to no version here comes to none again, in the same way.
  boolean isStillWithout(long epoch, RoundOutcome outcome) {
    return outcome instanceof RoundOutcome.Nothing nothing
        && read(said(epoch, nothing)).equals(came.get(epoch));
  }

  /// Who spoils one of several cohorts is not searched for.
  private boolean wasOfSeveral(long epoch) {
    return everyone(epoch).filter(it -> drawnOf(epoch, it).areSeveral()).isPresent();
  }

  /// The versions there were before an epoch.
  Lineage lineage(long epoch, Cohort everyone) {
    return place(epoch, everyone).lineage();
  }

  /// Who learns together in an epoch, and who is suspected of what.
  ///
  /// @param everyone who may be drawn, if the epoch has not begun
  Suspicion suspicion(long epoch, Cohort everyone) {
    return drawn(epoch, everyone(epoch).orElse(everyone));
  }

  /// How many epochs' beginnings are kept.
  int kept() {
    return before.size();
  }

  private Place place(long epoch, Cohort everyone) {
    SortedMap<Long, Place> known = before.headMap(epoch + 1);
    long from = known.isEmpty() ? 1 : known.lastKey();
    Place place =
        Optional.ofNullable(known.get(from))
            .orElseGet(() -> new Place(first, Course.first(federation, everyone)));
    for (long next = from; next < epoch; next++) {
      Came what = Optional.ofNullable(came.get(next)).orElse(NO_SUM);
      place = place.after(what, everyone(next));
      before.put(next + 1, place);
      if (before.size() > KEPT) {
        before.remove(before.firstKey());
      }
    }
    return place;
  }

  private Optional<Cohort> everyone(long epoch) {
    return notes
        .remembered(EVERYONE + epoch)
        .filter(kept -> !kept.equals(NOBODY))
        .map(kept -> {
          String[] words = kept.toUtf8().split(" ", -1);
          return read(words[0], Arrays.stream(words).skip(1).map(MemberId::new).toList());
        });
  }

  private static Came read(String said) {
    return switch (said) {
      case NOTHING -> NO_SUM;
      case SPOILED -> new Came(true, Optional.empty());
      default -> {
        String[] words = said.split(" ", -1);
        Optional<Hash> base = words.length > 2 ? Optional.of(Hash.hex(words[2])) : Optional.empty();
        yield new Came(
            false, Optional.of(new Version(Hash.hex(words[0]), Hash.hex(words[1]), base)));
      }
    };
  }
}
