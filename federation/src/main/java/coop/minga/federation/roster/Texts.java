package coop.minga.federation.roster;

/// What a name for people may be.
final class Texts {
  private static final int MAX = 80;

  private Texts() {}

  static void requireLine(String what, String text) {
    if (text.isBlank() || text.length() > MAX || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          what + " has 1 to " + MAX + " characters on one line: \"" + text + "\"");
    }
  }
}
