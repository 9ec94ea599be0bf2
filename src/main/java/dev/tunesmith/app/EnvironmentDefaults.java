package dev.tunesmith.app;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Every option's environment variable: {@code --poll-interval} is {@code TUNESMITH_POLL_INTERVAL}.
 * The command line wins over the variable, and the variable over the default. A blank variable
 * counts as unset, since a template often leaves it so.
 */
public final class EnvironmentDefaults implements IDefaultValueProvider {
  private static final String PREFIX = "TUNESMITH_";

  private final Map<String, String> environment;

  /**
   * Reads from an environment.
   *
   * @param environment {@code System.getenv()} outside of tests
   */
  public EnvironmentDefaults(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option)) {
      return null;
    }
    String value = environment.get(variable(option.longestName()));
    return value == null || value.isBlank() ? null : value.strip();
  }

  /**
   * The variable of an option.
   *
   * @param option such as {@code --poll-interval}
   * @return such as {@code TUNESMITH_POLL_INTERVAL}
   */
  public static String variable(String option) {
    return PREFIX + option.replaceFirst("^-+", "").replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
