package coop.minga.node.peering;

import java.io.IOException;

/// A blob that was not had.
public final class BlobRefused extends IOException {
  private static final long serialVersionUID = 1;

  /// Which of the table's reasons it was.
  private final Refusal why;

  /// It was not had, for that reason.
  public BlobRefused(Refusal why) {
    super(why.reason());
    this.why = why;
  }

  /// Which of the table's reasons it was.
  public Refusal why() {
    return why;
  }
}
