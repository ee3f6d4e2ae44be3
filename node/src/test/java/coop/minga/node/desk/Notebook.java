package coop.minga.node.desk;

import coop.minga.federation.identity.Bytes;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Notes that outlive the desk that made them, as the state database does.
final class Notebook implements PrivacyBudget.Notes {
  private final Map<String, Bytes> notes = new TreeMap<>();

  @Override
  public void remember(String name, Bytes value) {
    notes.put(name, value);
  }

  @Override
  public Optional<Bytes> remembered(String name) {
    return Optional.ofNullable(notes.get(name));
  }

  int size() {
    return notes.size();
  }
}
