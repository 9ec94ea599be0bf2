package dev.tunesmith.fuzz;

import java.util.List;

/** Texts that somebody may write, or the service may say. */
final class Texts {
  private static final int MEGABYTE = 1_000_000;

  /** Bounds of the schema, of labels and of the client library, and one more. */
  private static final List<Integer> LENGTHS =
      List.of(1, 63, 64, 65, 128, 129, 256, 257, 512, 1024, 1280, 1281, 4096, 8192, 8193);

  private static final List<String> SHORT =
      List.of(
          "",
          " ",
          "\t\n",
          "a",
          "null",
          "true",
          "5",
          "-1",
          "1e999",
          "NaN",
          "{}",
          "[]",
          "größer",
          "語",
          "😀",
          "👩‍👩‍👧",
          "\u202Eright to left",
          "x\u0000y",
          "\u001b[31mred",
          "\u2028\u2029",
          "\uFFFD\uFFFE",
          "%s%n",
          "${jndi:ldap://x}",
          "{{.Values}}",
          "../../etc",
          "a/b@c",
          "gs://",
          "projects//locations//tuningJobs/",
          "<script>",
          "\"quoted\"",
          "a\\b",
          "e\u0301",
          "İ",
          "ß",
          "JSON: {\"contents\": \"secret\"}",
          "Bearer abcdefghijklmn",
          "-----BEGIN PRIVATE KEY-----");

  private static final List<String> REPEATED =
      List.of(
          "a", "é", "😀", "\u0000", " ", "\n", "http://", "http://x?", "eyJ-", "a b ", "\"", "{");

  private Texts() {}

  /** Any text that UTF-8 can say. */
  static String any(Chance chance) {
    if (chance.oneIn(3)) {
      String part = chance.of(REPEATED);
      return repeated(part, chance.of(LENGTHS));
    }
    return chance.of(SHORT);
  }

  /** Any text, seldom one of a megabyte. */
  static String anySize(Chance chance) {
    return chance.oneIn(150) ? repeated(chance.of(REPEATED), MEGABYTE) : any(chance);
  }

  /** Any text that a Java string can hold: halves of surrogate pairs as well. */
  static String anyJava(Chance chance) {
    return chance.oneIn(10) ? chance.of("\uD800", "a\uDC00b", "\uDBFF".repeat(64)) : any(chance);
  }

  /** So many code points. */
  static String repeated(String part, int codePoints) {
    int each = part.codePointCount(0, part.length());
    String enough = part.repeat(codePoints / each + 1);
    return enough.substring(0, enough.offsetByCodePoints(0, codePoints));
  }
}
