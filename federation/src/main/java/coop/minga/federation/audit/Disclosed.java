package coop.minga.federation.audit;

import coop.minga.federation.disclosure.Appointed;
import coop.minga.federation.disclosure.EntryOpening;
import coop.minga.federation.disclosure.FieldOpening;
import coop.minga.federation.disclosure.Opened;
import coop.minga.federation.disclosure.Served;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import coop.minga.federation.ledger.Tree;
import coop.minga.federation.negotiation.Wished;
import coop.minga.federation.surplus.GiversWishes;
import coop.minga.federation.surplus.Notice;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.Uncovered;
import coop.minga.federation.wire.Said;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What openings show of notices, and whether members opened no more, and no less, than they say
/// and may.
final class Disclosed {
  private final Roll roll;
  private final Library library;
  private final Findings findings;
  private final Map<EntryId, Offer> offers = new HashMap<>();
  private final Map<EntryId, GiversWishes> wishes = new HashMap<>();

  /// A field that an entry of the ledger says was opened to an auditor.
  private record Shown(EntryId entry, String field) {}

  Disclosed(Roll roll, Library library, Findings findings) {
    this.roll = roll;
    this.library = library;
    this.findings = findings;
  }

  /// Opens what can be opened.
  void open(Map<MemberId, List<EntryOpening>> openings) {
    openings.forEach((owner, all) -> {
      all.forEach(opening -> open(owner, opening));
      unsaid(owner, all);
    });
  }

  /// Looks at what every member says that it showed to whom.
  void check() {
    for (MemberId member : roll.everybody()) {
      List<Found> ledger = library.in(new TreeName(member, Tree.LEDGER));
      ledger.forEach(this::withinScope);
      toEveryTaker(member, ledger);
    }
  }

  /// The offer behind a notice, as far as it was opened, with what its giver wished as far as that
  /// stands in its ledger.
  Optional<Offer> offer(EntryId notice) {
    return Optional.ofNullable(offers.get(notice))
        .map(offer -> Optional.ofNullable(wishes.get(notice)).map(offer::wishing).orElse(offer));
  }

  /// Reads what givers say that they wished, and whether it is what they had committed to.
  void hearWishes() {
    for (MemberId giver : roll.everybody()) {
      var notices = new HashMap<String, Noticed>();
      for (Found found : library.in(new TreeName(giver, Tree.LEDGER))) {
        if (found.said() instanceof Said.OfSurplus(Notice notice)) {
          notices.putIfAbsent(notice.outline().lot(), new Noticed(found.id(), notice));
        }
        if (found.said() instanceof Said.OfNegotiation(Wished wished)) {
          Optional.ofNullable(notices.get(wished.lot()))
              .ifPresent(notice -> hear(found, wished, notice));
        }
      }
    }
  }

  private record Noticed(EntryId id, Notice notice) {}

  private void hear(Found found, Wished wished, Noticed of) {
    Notice notice = of.notice();
    var about = notice.about(roll.roster().federationId(), found.author());
    notice
        .hidden()
        .fault(about, List.of(wished.opening()))
        .ifPresentOrElse(
            why -> findings.add(new Finding.OpeningDiffers(found.tree(), found.index(), why)),
            () -> wishes.putIfAbsent(of.id(), wished.wishes()));
  }

  private void open(MemberId owner, EntryOpening opening) {
    Optional<Found> found =
        library.find(opening.entry()).filter(entry -> entry.author().equals(owner));
    if (found.isPresent() && found.get().said() instanceof Said.OfSurplus(Notice notice)) {
      open(found.get(), notice, opening);
    } else {
      findings.add(new Finding.OpensNothing(owner, opening.entry()));
    }
  }

  private void open(Found found, Notice notice, EntryOpening opening) {
    var about = notice.about(roll.roster().federationId(), found.author());
    switch (notice.uncover(about, opening.fields())) {
      case Uncovered.Whole(var offer) -> offers.put(found.id(), offer);
      case Uncovered.Part() -> {}
      case Uncovered.Wrong(var why) ->
          findings.add(new Finding.OpeningDiffers(found.tree(), found.index(), why));
    }
  }

  private void unsaid(MemberId owner, List<EntryOpening> openings) {
    Set<Shown> said = new HashSet<>();
    for (Found found : library.in(new TreeName(owner, Tree.LEDGER))) {
      if (found.said() instanceof Said.OfDisclosure(Opened opened)
          && opened.to() instanceof Opened.Auditor) {
        opened
            .entries()
            .forEach(entry -> opened.fields().forEach(f -> said.add(new Shown(entry, f))));
      }
    }
    int unsaid = (int) openings.stream().filter(opening -> !isSaid(said, opening)).count();
    if (unsaid > 0) {
      findings.add(new Finding.OpenedUnsaid(owner, unsaid));
    }
  }

  private static boolean isSaid(Set<Shown> said, EntryOpening opening) {
    return opening.fields().stream()
        .map(FieldOpening::field)
        .allMatch(field -> said.contains(new Shown(opening.entry(), field)));
  }

  // ---- Scopes

  private void withinScope(Found found) {
    if (!(found.said() instanceof Said.OfDisclosure(var says))) {
      return;
    }
    switch (says) {
      case Appointed _ -> {}
      case Served served ->
          appointment(served.appointment())
              .filter(auditor -> served.at().isAfter(auditor.ends()))
              .ifPresent(_ -> beyond(found, "serves an auditor after its time"));
      case Opened opened -> withinScope(found, opened);
    }
  }

  private void withinScope(Found found, Opened opened) {
    if (!(opened.to() instanceof Opened.Auditor(var id))) {
      return;
    }
    Optional<Appointed> auditor = appointment(id);
    if (auditor.isEmpty()) {
      return;
    }
    if (opened.at().isAfter(auditor.get().ends())) {
      beyond(found, "opens something to an auditor after its time");
    } else if (!auditor.get().scope().fields().containsAll(opened.fields())) {
      beyond(found, "opens fields to an auditor that are not in its scope");
    } else if (!opened.entries().stream().allMatch(entry -> covers(auditor.get(), entry))) {
      beyond(found, "opens entries to an auditor that are not in its scope");
    }
  }

  private void beyond(Found found, String what) {
    findings.add(new Finding.BeyondScope(found.tree(), found.index(), what));
  }

  private Optional<Appointed> appointment(EntryId id) {
    return library
        .find(id)
        .flatMap(found ->
            found.said() instanceof Said.OfDisclosure(Appointed appointed)
                ? Optional.of(appointed)
                : Optional.empty());
  }

  /// What is no notice lies in no scope; that it is missing is told elsewhere.
  private boolean covers(Appointed auditor, EntryId entry) {
    Optional<Found> found = library.find(entry);
    return found.isEmpty() || openedAt(found.get()).filter(auditor.scope()::covers).isPresent();
  }

  private static Optional<Instant> openedAt(Found found) {
    return found.said() instanceof Said.OfSurplus(Notice notice)
        ? Optional.of(notice.openedAt())
        : Optional.empty();
  }

  // ---- Takers

  /// An offer that only some may bid for is no offer to all: whoever may take donations is to have
  /// its opening.
  private void toEveryTaker(MemberId giver, List<Found> ledger) {
    var told = new HashMap<EntryId, Set<MemberId>>();
    for (Found found : ledger) {
      if (found.said() instanceof Said.OfDisclosure(Opened opened)
          && opened.to() instanceof Opened.Members(var members)) {
        opened
            .entries()
            .forEach(entry -> told.computeIfAbsent(entry, _ -> new HashSet<>()).addAll(members));
      }
    }
    for (Found found : ledger) {
      if (found.said() instanceof Said.OfSurplus(Notice _)) {
        var missing = new ArrayList<>(roll.adopted(giver, found.index()).social());
        missing.remove(giver);
        missing.removeAll(told.getOrDefault(found.id(), Set.of()));
        if (!missing.isEmpty()) {
          findings.add(new Finding.OpenedToSome(found.tree(), found.index(), missing));
        }
      }
    }
  }
}
