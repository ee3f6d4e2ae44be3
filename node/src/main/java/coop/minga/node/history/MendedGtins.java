package coop.minga.node.history;

import java.util.List;

/// What is told of GTINs whose zeros were put back.
final class MendedGtins {
  private MendedGtins() {}

  static List<String> notes(int mended) {
    return mended == 0
        ? List.of()
        : List.of(
            mended
                + " GTINs had lost zeros in front, which a spreadsheet drops; their check digits"
                + " are right and the zeros were put back");
  }
}
