package coop.minga.federation.disclosure;

import coop.minga.federation.identity.Bytes;

/// What opens one commitment.
///
/// @param field which field, of lower-case letters and dashes
/// @param salt 32 bytes that nobody can guess, of this field of this entry alone
/// @param value the field's bytes: a text's UTF-8, a number's 8 bytes big-endian
public record FieldOpening(String field, Bytes salt, Bytes value) {
  /// Bytes in a salt.
  public static final int SALT_BYTES = 32;

  /// The longest value, in bytes.
  public static final int MAX_VALUE = 1024;

  /// Checks the sizes.
  public FieldOpening {
    Fields.requireName(field);
    if (salt.size() != SALT_BYTES) {
      throw new IllegalArgumentException("a salt has 32 bytes, not " + salt.size());
    }
    if (value.size() > MAX_VALUE) {
      throw new IllegalArgumentException("a value has at most 1024 bytes, not " + value.size());
    }
  }

  /// Does not show the value: openings must not end in a log.
  @Override
  public String toString() {
    return "FieldOpening[" + field + "]";
  }
}
