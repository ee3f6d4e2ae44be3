package coop.minga.node.command;

import java.util.ArrayList;
import java.util.List;

/// Rows for people: columns as wide as their widest cell, two spaces between, numbers to the right.
final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... heads) {
    rows.add(List.of(heads));
  }

  void row(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(cell.toString());
    }
    if (row.size() != rows.getFirst().size()) {
      throw new IllegalArgumentException("a row has one cell a head: " + row);
    }
    rows.add(row);
  }

  List<String> lines() {
    return rows.stream().map(this::line).toList();
  }

  private String line(List<String> row) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      String cell = row.get(column);
      String pad = " ".repeat(width(column) - cell.length());
      line.append(column == 0 ? "" : "  ").append(numeric(column) ? pad + cell : cell + pad);
    }
    return line.toString().stripTrailing();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  private boolean numeric(int column) {
    return rows.stream()
        .skip(1)
        .map(row -> row.get(column))
        .allMatch(cell -> cell.matches("-?[0-9][0-9.,]*( \\([0-9-]+\\))?|-"));
  }
}
