package coop.minga.node.desk;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.roster.Rules;
import coop.minga.federation.surplus.GiversWishes;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.VetoReason;
import coop.minga.node.config.NodeConfig;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What a person wishes of who gets a lot, as it was said: takers to prefer, takers to exclude and
/// why, and how far the price may fall. No points: who is preferred has the most that the rules
/// allow, and the price falls to so many per cent of what it opens at.
///
/// Of what was not said the standing wishes hold, but for takers of whom the contrary was said.
///
/// @param question what was asked of the node
/// @param standing what holds unless a person says otherwise
record SaidWishes(JsonObject question, NodeConfig.Wishes standing) {
  private static final long PERCENT = 100;

  /// The wishes, within the rules.
  ///
  /// @throws IllegalArgumentException if something else was said
  GiversWishes of(Offer offer, Rules rules, Bytes salt) {
    SortedMap<MemberId, Integer> bonuses = bonuses(offer, rules);
    SortedMap<MemberId, VetoReason> vetoes = vetoes();
    int reserve = reserve(offer);
    boolean none = bonuses.isEmpty() && vetoes.isEmpty() && reserve == 0;
    return none ? GiversWishes.NONE : new GiversWishes(bonuses, vetoes, reserve, salt);
  }

  private SortedMap<MemberId, Integer> bonuses(Offer offer, Rules rules) {
    String category = offer.lot().product().category();
    int most = rules.basePoints(category) / GiversWishes.PART_OF_BASE;
    var bonuses = new TreeMap<MemberId, Integer>();
    if (!isSaid("prefer") && most > 0) {
      standing.prefer().forEach(taker -> bonuses.put(taker, most));
      bonuses.keySet().removeAll(excluded().keySet());
    }
    for (String taker : words("prefer")) {
      if (most == 0) {
        throw new IllegalArgumentException(
            "the rules give " + category + " no base points of which a bonus could be a tenth");
      }
      bonuses.put(new MemberId(taker), most);
    }
    return bonuses;
  }

  private SortedMap<MemberId, VetoReason> vetoes() {
    if (isSaid("exclude")) {
      return excluded();
    }
    var vetoes = new TreeMap<>(standing.exclude());
    for (String taker : words("prefer")) {
      vetoes.remove(new MemberId(taker));
    }
    return vetoes;
  }

  private boolean isSaid(String key) {
    return words(key).iterator().hasNext();
  }

  private SortedMap<MemberId, VetoReason> excluded() {
    var vetoes = new TreeMap<MemberId, VetoReason>();
    for (String said : words("exclude")) {
      int equals = said.indexOf('=');
      VetoReason reason =
          VetoReason.of(said.substring(equals + 1))
              .filter(_ -> equals > 0)
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      "who is excluded, and why, is said as TAKER=REASON, the reason one of "
                          + reasons()
                          + "; not \""
                          + said
                          + "\""));
      vetoes.put(new MemberId(said.substring(0, equals)), reason);
    }
    return vetoes;
  }

  private static String reasons() {
    return Arrays.stream(VetoReason.values())
        .map(VetoReason::word)
        .collect(Collectors.joining(", "));
  }

  private int reserve(Offer offer) {
    long percent =
        question.has("least") ? question.get("least").getAsLong() : standing.leastPercent();
    if (percent < 0 || percent > PERCENT) {
      throw new IllegalArgumentException(
          "the price may fall to 0 to 100 % of what it opens at, not to " + percent);
    }
    return Math.toIntExact(offer.openingPoints() * percent / PERCENT);
  }

  private Iterable<String> words(String key) {
    return question.has(key)
        ? question.getAsJsonArray(key).asList().stream().map(JsonElement::getAsString).toList()
        : List.of();
  }
}
