package coop.minga.federation.audit;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.ledger.Exposed;
import coop.minga.federation.ledger.SignedNote;
import java.util.List;

/// Two histories of one tree, both signed by its owner, that two auditors were given.
///
/// @param tree whose
/// @param from the first entry that differs
/// @param one as the first bundle has it
/// @param other as the second has it
/// @param proven what it proves of the owner and of mirrors, ready to be entered by any member
public record SplitView(TreeName tree, long from, View one, View other, List<Exposed> proven) {
  /// Copies.
  public SplitView {
    proven = List.copyOf(proven);
  }

  /// One of the two.
  ///
  /// @param note the owner's checkpoint with its cosignatures
  /// @param size entries that it covers
  /// @param witnesses who cosigned it
  /// @param entry the first entry that differs
  public record View(SignedNote note, long size, List<MemberId> witnesses, Bytes entry) {
    /// Copies.
    public View {
      witnesses = List.copyOf(witnesses);
    }
  }

  /// The same with what it proves.
  SplitView proving(List<Exposed> all) {
    return new SplitView(tree, from, one, other, all);
  }

  /// Mirrors that cosigned both: they lied as well.
  public List<MemberId> twoFaced() {
    return one.witnesses().stream().filter(other.witnesses()::contains).toList();
  }

  /// In plain words, without the full stop.
  public String sentence() {
    String both = twoFaced().isEmpty() ? "" : "; " + names(twoFaced()) + " cosigned both";
    return "%s signed two histories of %s, which part at entry %d: one of %d entries%s, one of %d%s%s"
        .formatted(tree.owner(), tree, from, one.size(), by(one), other.size(), by(other), both);
  }

  private static String by(View view) {
    return view.witnesses().isEmpty() ? "" : " witnessed by " + names(view.witnesses());
  }

  private static String names(List<MemberId> members) {
    return String.join(", ", members.stream().map(MemberId::name).toList());
  }
}
