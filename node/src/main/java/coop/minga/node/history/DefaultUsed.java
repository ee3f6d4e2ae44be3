package coop.minga.node.history;

import java.util.List;

/// A value that no file tells and that was assumed, so that whoever reads a figure built on it is
/// told so.
///
/// @param field in words, such as `shelf life`
/// @param value what was assumed, with its unit
/// @param because where the value comes from, such as `named default`
/// @param names the items or sites for which it was, sorted
public record DefaultUsed(String field, String value, String because, List<String> names) {
  private static final int SHOWN = 3;

  /// Copies the names.
  public DefaultUsed {
    names = List.copyOf(names);
  }

  /// `shelf life assumed 3 days (named default): bread, milk, eggs and 4 more`.
  public String sentence() {
    String shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
    String more = names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "";
    return field + " assumed " + value + " (" + because + "): " + shown + more;
  }
}
