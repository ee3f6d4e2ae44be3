package coop.minga.node.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import coop.minga.federation.identity.MemberId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DayFiguresTest {
  private static final MemberId ALMACEN = new MemberId("almacen");
  private static final MemberId OLLA = new MemberId("olla");

  @Test
  void theTableSaysWhoLostAndWhatLeftEachNode() {
    var day =
        new DayFigures(
            new TreeMap<>(
                Map.of(
                    ALMACEN,
                    new DayFigures.Forecast(.172, .208, .259),
                    new MemberId("botica"),
                    new DayFigures.Forecast(.21, .2, .3))),
            new TreeMap<>(
                Map.of(
                    ALMACEN,
                    new TreeMap<>(
                        Map.of(
                            "blob_chunk",
                            1_294_313L,
                            "entries",
                            84_528L,
                            "told",
                            33_511L,
                            "frontier",
                            208_230L,
                            "cosignature",
                            89_032L,
                            "ping",
                            1_296L,
                            "pong",
                            1_296L,
                            "hello",
                            1_285L)),
                    OLLA,
                    new TreeMap<>(Map.of("entries", 96_516L)))),
            new DayFigures.Food(
                180_000,
                180_000,
                177_500,
                2_500,
                new DayFigures.FirstComeFood(180_000, 168_000, 12_000)),
            new DayFigures.Counts(60, 59, 58, 14_312),
            new DayFigures.Learned(3, "00"));
    assertEquals(
        List.of(
            "How far the forecasts of the last 14 days missed, as a share of sales (wQL):",
            "                                      model  4-weekday mean  last week",
            "  almacen                             0.172           0.208      0.259",
            "  botica                              0.210           0.200      0.300  the plain rule"
                + " was better",
            "",
            "food                                offered    awarded  collected     wasted",
            "  by negotiation                      180 kg     180 kg     178 kg     2.5 kg",
            "  the same lots, first come           180 kg     180 kg     168 kg      12 kg",
            "",
            "kB that left each node    updates  entries  bids+replies  frontiers  cosignatures"
                + "   rest",
            "  almacen                  1294.3     84.5          33.5      208.2          89.0   "
                + " 3.9",
            "  olla                        0.0     96.5           0.0        0.0           0.0   "
                + " 0.0",
            "14,312 messages in all."),
        day.table());
  }
}
