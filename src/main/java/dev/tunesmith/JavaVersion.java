package dev.tunesmith;

import java.lang.reflect.InvocationTargetException;
import org.jspecify.annotations.Nullable;

/**
 * The main class of the jar, compiled for Java 8: on a Java that is too old for the others it says
 * so, where the JVM would print an {@code UnsupportedClassVersionError}.
 */
public final class JavaVersion {
  private static final int NEEDED = 21;

  private JavaVersion() {}

  /** Runs {@link Launcher}, which is named only here: this compiler cannot read its class. */
  public static void main(String[] args) throws Exception {
    @Nullable String error =
        error(
            System.getProperty("java.specification.version"),
            System.getProperty("java.version"),
            System.getProperty("java.home"));
    if (error != null) {
      System.err.println(error);
      System.exit(1);
    }
    try {
      Class.forName("dev.tunesmith.Launcher")
          .getMethod("main", String[].class)
          .invoke(null, (Object) args);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception ? (Exception) e.getCause() : e;
    }
  }

  /** What is wrong with a Java; null if nothing is. */
  static @Nullable String error(String specification, String version, String home) {
    int feature = Integer.parseInt(specification.replaceFirst("^1[.]", ""));
    return feature >= NEEDED
        ? null
        : "tunesmith needs Java "
            + NEEDED
            + " or newer, and this is Java "
            + version
            + " ("
            + home
            + "): install one, or run a newer one's bin/java -jar tunesmith.jar";
  }
}
