package coop.minga.federation.ledger;

import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The name of one tree, as it stands in the first line of its checkpoints and as the name of the
/// key that signs them: `9f86d081884c7d65/almacen-mapocho/ledger`.
///
/// @param federation the first 16 hex digits of the federation id
/// @param member the owner
/// @param tree which of the owner's two trees
public record Origin(String federation, MemberId member, Tree tree) {
  private static final int PREFIX = 16;
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{16}");

  /// Checks the form.
  public Origin {
    if (!HEX.matcher(federation).matches()) {
      throw new IllegalArgumentException(
          "an origin begins with 16 hex digits of its federation, not with " + federation);
    }
  }

  /// The origin of a member's tree.
  public static Origin of(Hash federationId, MemberId member, Tree tree) {
    return new Origin(prefix(federationId), member, tree);
  }

  /// Reads an origin; absent if it is not one of ours.
  public static Optional<Origin> parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != 3 || !HEX.matcher(parts[0]).matches() || !MemberId.isValid(parts[1])) {
      return Optional.empty();
    }
    for (Tree tree : Tree.values()) {
      if (parts[2].equals(word(tree))) {
        return Optional.of(new Origin(parts[0], new MemberId(parts[1]), tree));
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
    return federation + "/" + member + "/" + word(tree);
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
