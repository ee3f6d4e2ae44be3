package coop.minga.node.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import coop.minga.federation.identity.Bytes;
import coop.minga.federation.identity.Hash;
import coop.minga.federation.identity.MemberId;
import coop.minga.federation.roster.Rules;
import coop.minga.federation.sim.Town;
import coop.minga.federation.surplus.GiversWishes;
import coop.minga.federation.surplus.Offer;
import coop.minga.federation.surplus.VetoReason;
import coop.minga.node.config.NodeConfig;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Almacen says whom it would rather give its yoghurt to, as `minga offer` hands it on.
class SaidWishesTest {
  private static final Bytes SALT = Hash.sha256(Bytes.utf8("salt")).value();
  private static final Rules RULES = Town.terms("plaza", "rosa").rules();
  private static final Offer YOGHURT = Town.offer("yoghurt", "dairy", 12).opening(80);

  private static GiversWishes said(String json) {
    JsonObject question = JsonParser.parseString(json).getAsJsonObject();
    return new SaidWishes(question, NodeConfig.Wishes.NONE).of(YOGHURT, RULES, SALT);
  }

  private static String refused(String json) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> said(json)).getMessage());
  }

  @Test
  void whoSaysNothingWishesNothing() {
    assertEquals(GiversWishes.NONE, said("{}"));
    assertEquals(GiversWishes.NONE, said("{\"prefer\":[],\"exclude\":[],\"least\":0}"));
  }

  @Test
  void whoIsPreferredHasTheMostThatTheRulesAllow() {
    int most = RULES.basePoints("dairy") / GiversWishes.PART_OF_BASE;
    assertEquals(
        Map.of(new MemberId("plaza"), most, new MemberId("rosa"), most),
        said("{\"prefer\":[\"plaza\",\"rosa\"]}").bonuses());
  }

  @Test
  void whoIsExcludedIsSoForOneOfTheReasons() {
    for (VetoReason reason : VetoReason.values()) {
      assertEquals(
          new TreeMap<>(Map.of(new MemberId("plaza"), reason)),
          said("{\"exclude\":[\"plaza=" + reason.word() + "\"]}").vetoes());
    }
  }

  @Test
  void thePriceFallsToSoManyPerCentOfWhatItOpensAt() {
    assertEquals(20, said("{\"least\":25}").reserve());
    assertEquals(80, said("{\"least\":100}").reserve());
  }

  @Test
  void anExclusionWithoutAReasonOrATakerIsRefusedAndTheReasonsAreNamed() {
    String reason = VetoReason.COLD_CHAIN.word();
    for (String bad : new String[] {"plaza", "plaza=", "plaza=spite", "=" + reason, reason}) {
      String told = refused("{\"exclude\":[\"" + bad + "\"]}");
      assertTrue(told.contains("TAKER=REASON") && told.contains(reason), told);
      assertTrue(told.endsWith("not \"" + bad + "\""), told);
    }
  }

  @Test
  void aNameThatNoMemberCanHaveIsRefused() {
    refused("{\"prefer\":[\"Plaza Norte\"]}");
    refused("{\"exclude\":[\"Plaza Norte=" + VetoReason.COLD_CHAIN.word() + "\"]}");
  }

  @Test
  void aPriceThatWouldRiseOrBeLessThanNothingIsRefused() {
    assertEquals(
        "the price may fall to 0 to 100 % of what it opens at, not to 101",
        refused("{\"least\":101}"));
    assertEquals(
        "the price may fall to 0 to 100 % of what it opens at, not to -1",
        refused("{\"least\":-1}"));
  }
}
