package dev.tunesmith.cli.quickstart;

import java.util.List;

/**
 * A table that is drawn in the place of the one before, by the control sequences of ECMA-48 that
 * every terminal of today knows. Lines that are too long are cut by the terminal: one that wrapped
 * would take two places.
 */
final class LiveTable {
  /** So many lines and those around them fit into the smallest usual terminal. */
  static final int MOST_LINES = 20;

  private static final String CONTROL = "\u001b[";
  private static final String NO_WRAPPING = CONTROL + "?7l";
  private static final String WRAPPING = CONTROL + "?7h";
  private static final String ERASE_LINE = CONTROL + "2K";

  private int drawn;

  /**
   * Whether the terminal, where there is one, can do it.
   *
   * @param surroundings whose variable TERM names what it is
   */
  static boolean isPossible(Surroundings surroundings) {
    return surroundings.terminal()
        && surroundings.variable("TERM").filter(term -> !term.equals("dumb")).isPresent();
  }

  /** What to print, without the end of the last line, for these lines to be seen. */
  String draw(List<String> lines) {
    String up = drawn == 0 ? "" : CONTROL + drawn + "A";
    drawn = lines.size();
    return up
        + NO_WRAPPING
        + ERASE_LINE
        + String.join(System.lineSeparator() + ERASE_LINE, lines)
        + WRAPPING;
  }
}
