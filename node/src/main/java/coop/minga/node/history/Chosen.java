package coop.minga.node.history;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/// The rows that a mapping chooses: those with the given value in each of the given columns.
///
/// @param wants column and value, all of which a row must have
record Chosen(List<Want> wants) {
  private record Want(int index, String value) {}

  static Chosen by(SortedMap<String, String> only, Header header) {
    List<Want> wants = new ArrayList<>();
    only.forEach((column, value) -> wants.add(new Want(header.indexOfTheirs(column), value)));
    return new Chosen(wants);
  }

  boolean has(List<String> fields) {
    for (Want want : wants) {
      if (!fields.get(want.index).equals(want.value)) {
        return false;
      }
    }
    return true;
  }
}
