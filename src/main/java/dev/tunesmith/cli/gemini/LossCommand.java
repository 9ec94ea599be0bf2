package dev.tunesmith.cli.gemini;

import dev.tunesmith.api.v1alpha1.tunedmodel.ModelStatus;
import dev.tunesmith.api.v1alpha1.tunedmodel.TunedModel;
import dev.tunesmith.api.v1alpha1.tunedmodel.TunedModelStatus;
import dev.tunesmith.app.ExitCode;
import dev.tunesmith.app.StartException;
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
import picocli.CommandLine.ParameterException;
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
      "2:wrong usage",
      "3:the Kubernetes API server cannot be reached",
      "10:the kubeconfig cannot be used"
    })
public final class LossCommand implements Callable<Integer> {
  private final Map<String, String> environment;

  @Mixin private final GeminiFlags flags = new GeminiFlags();
  @Mixin private final ClusterFlags cluster = new ClusterFlags();

  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  @Spec
  private CommandSpec spec;

  @Parameters(
      paramLabel = "NAME",
      description =
          "A tuned model, such as tunedModels/my-model; or a TunedModel of the cluster, such as"
              + " successor, whose status keeps 50 points of the curve and needs no API key.")
  private String name = "";

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
    return switch (Target.of(name)) {
      case Target.Model named -> ofModel(named.name());
      case Target.Resource resource when resource.kind() != Target.Kind.TUNING_JOB ->
          ofResource(resource);
      case null, default ->
          throw new ParameterException(
              spec.commandLine(),
              "'%s' names no tuned model; write it like tunedModels/my-model, or give the name of a TunedModel resource"
                  .formatted(name));
    };
  }

  /** The points that the status keeps: they need no API key. */
  private int ofResource(Target.Resource resource) {
    try {
      TunedModel found = cluster.tunedModel(resource, environment);
      TunedModelStatus status = found.getStatus();
      ModelStatus model = status == null ? null : status.model();
      String state = status == null || status.state() == null ? "not created yet" : status.state();
      return draw(
          "tunedmodel/" + resource.name(),
          model == null || model.displayName() == null ? "" : model.displayName(),
          state,
          LossCurve.points(found));
    } catch (StartException e) {
      int unused = Output.failed(spec, Output.line(String.valueOf(e.getMessage())));
      return e.exitCode().code();
    }
  }

  private int ofModel(String model) {
    try (TunedModels models = flags.connect(environment)) {
      return switch (models.get(model)) {
        case Found found ->
            draw(
                model,
                found.model().body().path("displayName").asText(""),
                found.model().state().raw(),
                points(models, found.model()));
        case Absent absent -> Output.absent(spec, model);
        case Unknown unknown -> Output.failed(spec, unknown.failure());
      };
    }
  }

  /** The operation's where the model shows none: the reference promises them there. */
  private List<TuningSnapshot> points(TunedModels models, TunedModelSnapshot found) {
    List<TuningSnapshot> points = found.snapshots();
    if (points.isEmpty() && models.operations(found.name()) instanceof FoundOperations operations) {
      for (Operation operation : operations.operations()) {
        points = operation.snapshots();
      }
    }
    return points;
  }

  private int draw(String model, String displayName, String state, List<TuningSnapshot> points) {
    if (points.isEmpty()) {
      return Output.failed(
          spec, "%s is %s and has no loss curve.".formatted(model, Output.line(state)));
    }
    String title = Output.line(displayName);
    LossCurve curve = LossCurve.of(title.isEmpty() ? model : title + " (" + model + ")", points);
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
