package dev.tunesmith;

/** The composition root. */
public final class OperatorMain {
  private OperatorMain() {}

  /**
   * Runs the command line.
   *
   * @param args the command line
   */
  public static void main(String[] args) {}
}
