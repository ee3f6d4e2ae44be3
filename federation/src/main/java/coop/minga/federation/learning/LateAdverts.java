package coop.minga.federation.learning;

import coop.minga.federation.identity.MemberId;
import coop.minga.federation.learning.LearningStatement.Advert;
import java.util.HashMap;
import java.util.Map;

/// Which adverts come after their author has gone on to a later epoch. They do not count in of whom
/// an epoch was ([Draws#joined]): who entered one could otherwise change that afterwards where
/// there was no result, for whoever reads the ledgers then, and for nobody who was there.
public final class LateAdverts {
  private final Map<MemberId, Long> latest = new HashMap<>();

  /// Takes the next entry, each author's in the order of its ledger.
  ///
  /// @return whether it is such an advert
  public boolean isNext(Entered<? extends LearningStatement> entry) {
    long epoch = entry.statement().epoch();
    long last = latest.merge(entry.author(), epoch, Math::max);
    return entry.statement() instanceof Advert && epoch < last;
  }
}
