package coop.minga.bench.town;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What was drawn of people and links: who answers when, who does not come, whose line is down.
///
/// @param answers minutes to a person's answer; none is silence
/// @param collected in per cent, where it is below 100
/// @param outages of each node, in order
record Luck(
    Map<Asked, Integer> answers, Map<Asked, Integer> collected, Map<String, List<Outage>> outages) {
  private static final int LONGEST_ANSWER = 60;
  private static final int ALL = 100;

  /// A shop or a taker at a closing.
  record Asked(String node, Closing closing) {}

  /// Minutes from 00:00 of day 0 during which a link is down, the last not among them.
  record Outage(int from, int until) {}

  /// Copies.
  Luck {
    answers = Map.copyOf(answers);
    collected = Map.copyOf(collected);
    outages = Map.copyOf(outages);
  }

  /// Minutes until a person answers, an hour at most; absent if nothing comes.
  Optional<Integer> answer(String node, Closing closing) {
    return Optional.ofNullable(answers.get(new Asked(node, closing)))
        .filter(minutes -> minutes >= 0 && minutes <= LONGEST_ANSWER);
  }

  /// How many of so many units a taker collects.
  int collected(String taker, Closing closing, int units) {
    return units * collected.getOrDefault(new Asked(taker, closing), ALL) / ALL;
  }

  /// Whether a taker sets out at all.
  boolean comes(String taker, Closing closing) {
    return collected.getOrDefault(new Asked(taker, closing), ALL) > 0;
  }

  /// Whether a node's link is up in a minute of the shock.
  boolean isUp(String node, int minute) {
    return outages.getOrDefault(node, List.of()).stream()
        .noneMatch(outage -> outage.from() <= minute && minute < outage.until());
  }

  /// Whether it is up in any minute of a span, both ends among them.
  boolean wasUp(String node, int from, int to) {
    for (int minute = from; minute <= to; minute++) {
      if (isUp(node, minute)) {
        return true;
      }
    }
    return false;
  }
}
