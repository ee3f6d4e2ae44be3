package coop.minga.federation.disclosure;

import coop.minga.federation.goods.Checks;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;

/// What a committed field is said of. It goes into every commitment, so that none can be copied
/// into another federation, to another author or to another thing and opened there by what was
/// overheard.
///
/// @param federation the charter's hash
/// @param author whose entry it is
/// @param thing a name that the author uses once, such as a lot's
public record About(Hash federation, MemberId author, String thing) {
  /// Checks the name.
  public About {
    Checks.text("what a commitment is about", thing, Checks.SENTENCE);
  }
}
