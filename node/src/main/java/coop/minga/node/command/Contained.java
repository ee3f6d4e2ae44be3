package coop.minga.node.command;

import com.google.gson.JsonObject;

/// What is in a lot, in words for people.
final class Contained {
  private Contained() {}

  /// As in `milk, nuts`; `none`, or that its giver does not say.
  static String in(JsonObject lot) {
    return lot.has("contains")
        ? lot.get("contains").getAsString().replace(",", ", ")
        : "not declared";
  }
}
