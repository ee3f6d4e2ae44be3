package coop.minga.node.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonParser;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a node answers, as people read it.
class OperatorTest {
  @Test
  void nobodyHasToReadJson() {
    var answer =
        JsonParser.parseString(
                """
                {"member": "almacen", "reached": ["bakery", "cocina"], "frozen": {}, "late": [],
                 "held": {"almacen": 3, "bakery": 12},
                 "takenBack": {"entries": 1, "newest": ["bakery/ledger 7: AWARD"]}}
                """)
            .getAsJsonObject();
    assertEquals(
        List.of(
            "member             almacen",
            "reached            bakery, cocina",
            "frozen             -",
            "late               -",
            "held               almacen 3, bakery 12",
            "takenBack",
            "  entries            1",
            "  newest             bakery/ledger 7: AWARD"),
        Operator.plainly(answer));
  }
}
