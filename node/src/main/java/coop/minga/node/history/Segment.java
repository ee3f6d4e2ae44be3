package coop.minga.node.history;

import java.util.List;

/// A segment of an EDIFACT message.
///
/// @param number counted from 1 through the interchange
/// @param elements its tag, and then its data elements, each of one component or more
record Segment(long number, List<List<String>> elements) {
  static final Segment EMPTY = new Segment(0, List.of(List.of("")));

  Segment {
    elements = elements.stream().map(List::copyOf).toList();
  }

  boolean is(String tag) {
    return part(-1, 0).equals(tag);
  }

  /// A component, empty where there is none.
  ///
  /// @param element from 0, the tag not counted
  /// @param component from 0
  String part(int element, int component) {
    if (element + 1 >= elements.size()) {
      return "";
    }
    List<String> parts = elements.get(element + 1);
    return component < parts.size() ? parts.get(component).strip() : "";
  }

  /// As it is written, without its release characters.
  String text() {
    return String.join("+", elements.stream().map(parts -> String.join(":", parts)).toList());
  }
}
