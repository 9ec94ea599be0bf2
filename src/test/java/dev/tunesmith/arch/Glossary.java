package dev.tunesmith.arch;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The words that Tunesmith does not use, with the field's term for each. {@code CONTRIBUTING.md}
 * carries the same table.
 *
 * @param words not to use, as whole words in any case; a space stands for any white space
 * @param instead what to write
 * @param allowed a regular expression of the paths where the words mean something else, below the
 *     base package; null if there are none
 */
record Glossary(List<String> words, String instead, Optional<Pattern> allowed) {
  static final List<Glossary> TERMS =
      List.of(
          term("told, tell, tells, telling", "reported, written to status; distinguish"),
          term("look for, looks for, looked for, looking for", "list, search"),
          term(
              "buy, buys, buying, bought, purchase, purchases, purchased",
              "create, created (billed)"),
          term("let go, lets go, let them go, lets them go", "finalizer removed, released"),
          term("in hand", "owned"),
          term("in doubt, doubt, doubts, doubted", "outcome unknown"),
          term("belief, beliefs, believe, believes, believed, witnessed", "known, verified"),
          term("round, rounds", "reconciliation"),
          term("sweep, sweeps", "poll, pass of the job informer"),
          term("wish, wishes, wished", "desired state, request"),
          term("news", "change"),
          term("trouble, troubles", "error, failure"),
          term("mistake, mistakes", "validation error"),
          term("the bound", "deadline, limit"),
          term("definition, definitions", "CRD"),
          term(
              "manifest, manifests",
              "resource, spec",
              // files of resources, and the manifest of a jar
              "cli/(manifest|validate|quickstart)/.*|Launcher\\.java|.*\\.md"),
          term("whoever, nobody, somebody", "the actor: user, client, replica, process"),
          term("anew", "again"),
          term("mend, mends, mended", "fix"),
          term("learnt", "known, found"),
          term("farewell", "handler of a removed finalizer"),
          term("journal", "metrics, listener"),
          term("announcer", "event recorder"),
          term("equipment", "context"));

  /** Finds any word of any term. */
  static final Pattern ANY =
      Pattern.compile(
          TERMS.stream()
              .flatMap(term -> term.words.stream())
              .map(word -> word.replace(" ", "\\s+"))
              .collect(Collectors.joining("|", "\\b(?:", ")\\b")),
          Pattern.CASE_INSENSITIVE);

  private static Glossary term(String words, String instead) {
    return new Glossary(List.of(words.split(", ")), instead, Optional.empty());
  }

  private static Glossary term(String words, String instead, String allowed) {
    return new Glossary(List.of(words.split(", ")), instead, Optional.of(Pattern.compile(allowed)));
  }

  boolean isAllowedIn(String file) {
    return allowed.filter(pattern -> pattern.matcher(file).matches()).isPresent();
  }

  /** The term whose words hold this one. */
  static Glossary of(String word) {
    return TERMS.stream().filter(term -> term.words.contains(word)).findFirst().orElseThrow();
  }

  /** The line of the table in {@code CONTRIBUTING.md}. */
  String row() {
    return "| " + String.join(", ", words) + " | " + instead + " |";
  }
}
