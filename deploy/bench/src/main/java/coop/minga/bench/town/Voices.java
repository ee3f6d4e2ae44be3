package coop.minga.bench.town;

/// Who says yes at a closing, where everybody has a node.
///
/// @param policies whether a node with a standing policy says yes while its person is silent
record Voices(boolean policies) {
  boolean says(Play play, Shop shop, Closing closing) {
    return says(play, shop.id(), shop.policy(), closing);
  }

  boolean says(Play play, Taker taker, Closing closing) {
    return says(play, taker.id(), taker.policy(), closing);
  }

  private boolean says(Play play, String node, boolean policy, Closing closing) {
    return (policies && policy) || play.town().luck().answer(node, closing).isPresent();
  }
}
