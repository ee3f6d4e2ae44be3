package coop.minga.federation.disclosure;

import coop.minga.federation.goods.Checks;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.EntryId;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/// Hidden fields of some of the author's entries were opened to somebody: the author's ledger, kind
/// OPENED.
///
/// @param entries which entries, rising, 1 to [#MAX_ENTRIES]
/// @param fields which of their fields, by name; of an entry that lacks one, the others
/// @param to whom
/// @param at when
public record Opened(List<EntryId> entries, List<String> fields, To to, Instant at)
    implements DisclosureStatement {
  /// Entries in one statement; more take another.
  public static final int MAX_ENTRIES = 1000;

  /// The most members in one statement.
  public static final int MAX_MEMBERS = 1000;

  /// Checks and copies.
  public Opened {
    entries = List.copyOf(entries);
    fields = Fields.require(fields);
    Checks.range("entries opened", entries.size(), 1, MAX_ENTRIES);
    requireRising(entries);
    Checks.instant("a time", at);
  }

  /// Whom something is opened to.
  public sealed interface To {}

  /// Members whom it concerns: those who may bid.
  ///
  /// @param members by name, 1 to [#MAX_MEMBERS]
  public record Members(List<MemberId> members) implements To {
    /// Checks and copies.
    public Members {
      members = List.copyOf(members);
      Checks.range("members", members.size(), 1, MAX_MEMBERS);
      requireRising(members);
    }
  }

  /// An auditor.
  ///
  /// @param appointment the AUDITOR entry of the same author
  public record Auditor(EntryId appointment) implements To {}

  private static <T extends Comparable<T>> void requireRising(List<T> list) {
    boolean rising =
        IntStream.range(1, list.size()).allMatch(i -> list.get(i - 1).compareTo(list.get(i)) < 0);
    if (!rising) {
      throw new IllegalArgumentException("a list has each of its parts once, in order");
    }
  }
}
