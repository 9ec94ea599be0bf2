package dev.tunesmith.cli.manifest;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The encodings of YAML 1.2 (section 5.2), recognised by a byte order mark or, as a text begins
 * with an ASCII character, by the zeros around it. kubectl, and so this program, reads those with
 * zeros only with the mark, and UTF-32 never: its mark begins with that of UTF-16.
 */
enum Encoding {
  UTF_32BE_MARKED("UTF-32BE", 0x0000FEFFL, 0xFFFFFFFFL),
  UTF_32LE_MARKED("UTF-32LE", 0xFFFE0000L, 0xFFFFFFFFL),
  UTF_32BE("UTF-32BE", 0x00000000L, 0xFFFFFF00L),
  UTF_32LE("UTF-32LE", 0x00000000L, 0x00FFFFFFL),
  UTF_16BE_MARKED("UTF-16BE", 0xFEFF0000L, 0xFFFF0000L),
  UTF_16LE_MARKED("UTF-16LE", 0xFFFE0000L, 0xFFFF0000L),
  UTF_16BE("UTF-16BE", 0x00000000L, 0xFF000000L),
  UTF_16LE("UTF-16LE", 0x00000000L, 0x00FF0000L),
  UTF_8("UTF-8", 0x00000000L, 0x00000000L);

  private final String label;
  private final long start;
  private final long mask;

  /**
   * An encoding.
   *
   * @param start the first four bytes, where the mask has ones
   */
  Encoding(String label, long start, long mask) {
    this.label = label;
    this.start = start;
    this.mask = mask;
  }

  static Encoding of(byte[] bytes) {
    if (bytes.length < Integer.BYTES) {
      return UTF_8;
    }
    long first = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      first = first << Byte.SIZE | Byte.toUnsignedLong(bytes[i]);
    }
    for (Encoding encoding : values()) {
      if ((first & encoding.mask) == encoding.start) {
        return encoding;
      }
    }
    return UTF_8;
  }

  Charset charset() {
    return this == UTF_8 ? StandardCharsets.UTF_8 : Charset.forName(label);
  }

  boolean isRead() {
    return switch (this) {
      case UTF_8, UTF_16BE_MARKED, UTF_16LE_MARKED -> true;
      case UTF_32BE_MARKED, UTF_32LE_MARKED, UTF_32BE, UTF_32LE, UTF_16BE, UTF_16LE -> false;
    };
  }

  /** Why it is not read. */
  String refusal() {
    return "the text is in "
        + label
        + (this == UTF_16BE || this == UTF_16LE ? " without a byte order mark" : "")
        + ", which kubectl does not read: save it as UTF-8";
  }

  @Override
  public String toString() {
    return label;
  }
}
