package coop.minga.federation.ledger;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The name of one tree, as it stands in the first line of its checkpoints and as the name of the
/// key that signs them: `9f86d081884c7d65/almacen-mapocho/ledger`. A tree that had to be begun anew
/// has another name, `.../ledger-1`, so that no witness of the one before ever sees it go back.
///
/// @param federation the first 16 hex digits of the federation id
/// @param member the owner
/// @param tree which of the owner's two trees
/// @param generation 0 until it had to be begun anew, at most [#MAX_GENERATION]
public record Origin(String federation, MemberId member, Tree tree, int generation) {
  /// How often a ledger can be begun anew.
  public static final int MAX_GENERATION = 99;

  private static final int PREFIX = 16;
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{16}");
  private static final Pattern LATER = Pattern.compile("([a-z]+)-([1-9][0-9]?)");

  /// Checks the form.
  public Origin {
    if (!HEX.matcher(federation).matches()) {
      throw new IllegalArgumentException(
          "an origin begins with 16 hex digits of its federation, not with " + federation);
    }
    if (generation < 0 || generation > MAX_GENERATION) {
      throw new IllegalArgumentException("a tree has no generation " + generation);
    }
  }

  /// The origin of a tree that was never begun anew.
  public Origin(String federation, MemberId member, Tree tree) {
    this(federation, member, tree, 0);
  }

  /// The origin of a member's tree.
  public static Origin of(Hash federationId, MemberId member, Tree tree) {
    return new Origin(prefix(federationId), member, tree, 0);
  }

  /// The same tree's origin in another generation.
  public Origin in(int other) {
    return new Origin(federation, member, tree, other);
  }

  /// Reads an origin; absent if it is not one of ours.
  public static Optional<Origin> parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != 3 || !HEX.matcher(parts[0]).matches() || !MemberId.isValid(parts[1])) {
      return Optional.empty();
    }
    Matcher later = LATER.matcher(parts[2]);
    String word = later.matches() ? later.group(1) : parts[2];
    int generation = later.matches() ? Integer.parseInt(later.group(2)) : 0;
    for (Tree tree : Tree.values()) {
      if (word.equals(word(tree))) {
        return Optional.of(new Origin(parts[0], new MemberId(parts[1]), tree, generation));
      }
    }
    return Optional.empty();
  }

  /// The name under which a member cosigns others' checkpoints.
  public static String mirrorName(Hash federationId, MemberId member) {
    return prefix(federationId) + "/" + member + "/mirror";
  }

  /// The text in checkpoints.
  public String text() {
    String later = generation == 0 ? "" : "-" + generation;
    return federation + "/" + member + "/" + word(tree) + later;
  }

  @Override
  public String toString() {
    return text();
  }

  private static String word(Tree tree) {
    return tree.name().toLowerCase(Locale.ROOT);
  }

  private static String prefix(Hash federationId) {
    return federationId.toString().substring(0, PREFIX);
  }
}
