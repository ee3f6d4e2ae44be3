package coop.minga.node.exchange;

import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.judgement.Ruling;
import coop.minga.federation.judgement.TreeJudge;
import coop.minga.federation.ledger.Tree;
import java.util.Optional;

/// The leaves of one tree as they come, of which only those that say something go on.
///
/// A leaf that does not count is kept like any other, since a tree is a line; it only has no
/// effect.
final class Leaves {
  private final TreeJudge judge;
  private final MemberId owner;
  private final Tree tree;

  Leaves(TreeJudge judge, MemberId owner, Tree tree) {
    this.judge = judge;
    this.owner = owner;
    this.tree = tree;
  }

  /// The entry, if the leaf counts and is known.
  Optional<Seen> take(long index, Bytes frame) {
    return switch (judge.judge(index, frame)) {
      case Ruling.Known(var id, var said) -> Optional.of(new Seen(id, owner, tree, index, said));
      case Ruling.Unknown(_, var kind, var version) -> {
        ExchangeLog.unknownEntry(owner, index, kind, version);
        yield Optional.empty();
      }
      case Ruling.Void(var why) -> {
        ExchangeLog.voidEntry(owner, index, why);
        yield Optional.empty();
      }
    };
  }

  /// The entry, if the leaf is one that came before: whoever shows it again may have missed what
  /// was answered to it.
  Optional<Seen> again(long index, Bytes frame) {
    return judge.again(frame).map(known -> new Seen(known.id(), owner, tree, index, known.said()));
  }
}
