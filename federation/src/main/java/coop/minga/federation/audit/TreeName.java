package coop.minga.federation.audit;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Tree;
import java.util.Locale;

/// One member's tree, as people say it: `coop-sur/ledger`.
///
/// @param owner whose
/// @param tree which
public record TreeName(MemberId owner, Tree tree) implements Comparable<TreeName> {
  @Override
  public int compareTo(TreeName other) {
    int byOwner = owner.compareTo(other.owner);
    return byOwner != 0 ? byOwner : tree.compareTo(other.tree);
  }

  /// Where its parts are in a bundle: `ledger/coop-sur`.
  String place() {
    return word() + "/" + owner;
  }

  @Override
  public String toString() {
    return owner + "/" + word();
  }

  private String word() {
    return tree.name().toLowerCase(Locale.ROOT);
  }
}
