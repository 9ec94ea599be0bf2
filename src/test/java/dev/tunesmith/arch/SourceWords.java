package dev.tunesmith.arch;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a person reads in a Java file, at the same lines: comments and string literals as they are,
 * with the gaps of concatenated literals closed, and every identifier split into its words.
 *
 * @param prose comments and literals; other code is a dot for each character
 * @param identifiers the words of the identifiers; all else is left out but for line ends
 */
record SourceWords(String prose, String identifiers) {
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<text>\"\"\"(?s:.*?)\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\")"
              + "|(?<character>'(?:\\\\.|[^'\\\\\n])+')"
              + "|(?<comment>/\\*(?s:.*?)\\*/|//[^\n]*)"
              + "|(?<name>[A-Za-z_$][A-Za-z0-9_$]*)");

  private static final Pattern WORDS =
      Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_");

  /** Types and methods of libraries, whose names are not ours to choose. */
  private static final Pattern FOREIGN =
      Pattern.compile("\\b(Math\\.round|[cC]ustomResourceDefinitions?|ServerServiceDefinition)\\b");

  static SourceWords of(String source) {
    String code = FOREIGN.matcher(source).replaceAll(match -> ".".repeat(match.group().length()));
    StringBuilder prose = new StringBuilder();
    StringBuilder identifiers = new StringBuilder();
    Matcher token = TOKEN.matcher(code);
    int end = 0;
    while (token.find()) {
      between(code.substring(end, token.start()), prose, identifiers);
      String found = token.group();
      if (token.group("text") != null || token.group("comment") != null) {
        prose.append(found.replaceAll("[\"*/]|\\\\n", " "));
        identifiers.append(found.replaceAll("[^\n]", ""));
      } else {
        prose.append(".".repeat(found.length()));
        identifiers.append(' ').append(split(found)).append(" .");
      }
      end = token.end();
    }
    between(code.substring(end), prose, identifiers);
    return new SourceWords(prose.toString(), identifiers.toString());
  }

  private static void between(String code, StringBuilder prose, StringBuilder identifiers) {
    prose.append(code.replaceAll("[^\\s+]", ".").replace('+', ' '));
    identifiers.append(code.replaceAll("[^\n]", ""));
  }

  private static String split(String name) {
    return WORDS.matcher(name).replaceAll(" ").toLowerCase(Locale.ROOT);
  }
}
