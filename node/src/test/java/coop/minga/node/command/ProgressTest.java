package coop.minga.node.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final StringWriter err = new StringWriter();

  @Test
  void aBarGrowsAndIsTakenAway() {
    try (Progress progress = Progress.shown(new PrintWriter(err), "training", 20)) {
      progress.at(10);
      progress.at(10);
      progress.at(20);
    }
    String said = err.toString();
    assertTrue(said.startsWith("\r[###############...............] 50 % training\r["), said);
    assertEquals(1, said.split(" 50 %", -1).length - 1, "the same twice is written once");
    assertTrue(said.endsWith(" \r"), said);
  }

  @Test
  void whereNobodyLooksThereIsNone() {
    try (Progress progress = Progress.on(new PrintWriter(err), "training", 20)) {
      progress.at(10);
    }
    assertEquals("", err.toString());
  }
}
