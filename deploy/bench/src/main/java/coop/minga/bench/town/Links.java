package coop.minga.bench.town;

/// Who can talk before a closing. A message passes in a minute in which both links are up, and all
/// that two nodes have to say to each other passes in one.
final class Links {
  private final Play play;
  private final Closing closing;
  private final boolean[][] talk;

  Links(Play play, Closing closing) {
    this.play = play;
    this.closing = closing;
    this.talk = new boolean[play.town().shops().size()][play.town().takers().size()];
    for (int shop = 0; shop < talk.length; shop++) {
      for (int taker = 0; taker < talk[shop].length; taker++) {
        talk[shop][taker] = !play.isShock(closing.day()) || everBothUp(shop, taker);
      }
    }
  }

  /// Whether a shop and a taker can talk in any minute of the four hours before.
  boolean talk(int shop, int taker) {
    return talk[shop][taker];
  }

  /// Whether a taker still hears others when the closing comes.
  boolean isUp(int taker) {
    return !play.isShock(closing.day())
        || play.town().luck().isUp(play.town().takers().get(taker).id(), closing.minute());
  }

  private boolean everBothUp(int shop, int taker) {
    Luck luck = play.town().luck();
    String giver = play.town().shops().get(shop).id();
    String other = play.town().takers().get(taker).id();
    for (int back = 0; back <= Central.REACH_MINUTES; back++) {
      if (luck.isUp(giver, closing.minute() - back) && luck.isUp(other, closing.minute() - back)) {
        return true;
      }
    }
    return false;
  }
}
