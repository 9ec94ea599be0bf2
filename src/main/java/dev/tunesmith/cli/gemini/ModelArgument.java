package dev.tunesmith.cli.gemini;

import dev.tunesmith.gemini.ModelNames;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The name of a tuned model on the command line. */
final class ModelArgument {
  private ModelArgument() {}

  /** Refuses what is no such name. */
  static void require(CommandSpec spec, String model) {
    if (!ModelNames.isModel(model)) {
      throw new ParameterException(
          spec.commandLine(),
          "'%s' is no tuned model's name; write it like tunedModels/my-model".formatted(model));
    }
  }
}
