package dev.tunesmith.cli.gemini;

import dev.tunesmith.app.ExitCode;
import dev.tunesmith.gemini.Operation;
import dev.tunesmith.gemini.TunedModelSnapshot;
import dev.tunesmith.gemini.TunedModels;
import dev.tunesmith.gemini.TunedModels.Absent;
import dev.tunesmith.gemini.TunedModels.Found;
import dev.tunesmith.gemini.TunedModels.FoundOperations;
import dev.tunesmith.gemini.TunedModels.Unknown;
import dev.tunesmith.gemini.TuningSnapshot;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tunesmith loss}: draws the loss curve of a tuned model. */
@Command(
    name = "loss",
    mixinStandardHelpOptions = true,
    description = {
      "Draws the loss curve of a tuned model of the Gemini API: the mean loss of the training"
          + " examples at each step. Of a model that is being tuned, the steps so far."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the curve was drawn",
      "1:there is no such model, or no step yet; the Gemini API refused, or could not be asked; or"
          + " the file could not be written",
      "2:wrong usage"
    })
public final class LossCommand implements Callable<Integer> {
  private final Map<String, String> environment;

  @Mixin private final GeminiFlags flags = new GeminiFlags();

  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  @Spec
  private CommandSpec spec;

  @Parameters(paramLabel = "MODEL", description = "Such as tunedModels/my-model.")
  private String model = "";

  @Option(
      names = "--svg",
      paramLabel = "FILE",
      description = "Also write the curve as an SVG image; an existing file is replaced.")
  private @Nullable Path svg;

  /** The command, with the environment variables of the process. */
  public LossCommand(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Integer call() {
    ModelArgument.require(spec, model);
    try (TunedModels models = flags.connect(environment)) {
      return switch (models.get(model)) {
        case Found found -> draw(found.model(), points(models, found.model()));
        case Absent absent -> Output.absent(spec, model);
        case Unknown unknown -> Output.failed(spec, unknown.failure());
      };
    }
  }

  /** The operation's where the model shows none: the reference promises them there. */
  private List<TuningSnapshot> points(TunedModels models, TunedModelSnapshot found) {
    List<TuningSnapshot> points = found.snapshots();
    if (points.isEmpty() && models.operations(model) instanceof FoundOperations operations) {
      for (Operation operation : operations.operations()) {
        points = operation.snapshots();
      }
    }
    return points;
  }

  private int draw(TunedModelSnapshot found, List<TuningSnapshot> points) {
    if (points.isEmpty()) {
      return Output.failed(
          spec,
          "%s is %s and has no loss curve.".formatted(model, Output.line(found.state().raw())));
    }
    String name = Output.line(found.body().path("displayName").asText(""));
    LossCurve curve = LossCurve.of(name.isEmpty() ? model : name + " (" + model + ")", points);
    PrintWriter out = spec.commandLine().getOut();
    curve.text().forEach(out::println);
    out.flush();
    if (svg != null) {
      try {
        Files.writeString(svg, LossImage.of(curve));
      } catch (IOException e) {
        return Output.failed(spec, svg + ": cannot be written: " + Output.why(e));
      }
    }
    return ExitCode.OK.code();
  }
}
