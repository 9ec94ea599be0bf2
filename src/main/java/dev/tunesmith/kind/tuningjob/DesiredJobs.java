package dev.tunesmith.kind.tuningjob;

import dev.tunesmith.acceptance.CheckErrors;
import dev.tunesmith.api.v1alpha1.tuningjob.SentModel;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobSpec;
import dev.tunesmith.api.v1alpha1.tuningjob.tuning.EncryptionSpec;
import dev.tunesmith.api.v1alpha1.tuningjob.tuning.PreTunedModel;
import dev.tunesmith.api.v1alpha1.tuningjob.tuning.ReinforcementTuningSpec;
import dev.tunesmith.api.v1alpha1.tuningjob.tuning.Tuning;
import dev.tunesmith.gate.DesiredJob;
import dev.tunesmith.gate.Parent;
import dev.tunesmith.kind.ApiRecords;
import dev.tunesmith.kind.CanonicalJson;
import dev.tunesmith.kind.UnknownFields;
import dev.tunesmith.lifecycle.Controls;
import dev.tunesmith.lifecycle.Deletion;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.vertex.EndpointRequest;
import dev.tunesmith.vertex.JobRequest;
import dev.tunesmith.vertex.TuningMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads specs: resolves project and location, and gives the request and all validation errors at
 * once. What the CRD's schema refuses already is only checked where a missing part would leave
 * nothing to send: the quickstart's mock server has no schema.
 *
 * @param defaultProject the project of resources that name none; null for none
 * @param defaultLocation the location of resources that name none; null for none
 * @param models what is documented of models
 */
public record DesiredJobs(
    @Nullable String defaultProject, @Nullable String defaultLocation, ModelTable models) {
  private static final String FIRST_RUN = "1";
  private static final Tuning NOTHING = Tuning.none();

  /**
   * A spec that was checked.
   *
   * @param scope where the job is to run; null when neither the resource nor the operator says so
   * @param sendable whether there is something to send
   * @param errors all of them, one sentence each
   * @param unknown those of {@code errors} that are fields which the API does not know
   */
  record Checked(
      Tuning tuning,
      @Nullable Scope scope,
      boolean sendable,
      List<String> errors,
      List<String> unknown) {
    @Nullable String kmsKeyName() {
      EncryptionSpec encryption = tuning.encryptionSpec();
      return encryption == null ? null : encryption.kmsKeyName();
    }
  }

  /** Knows nothing of models. */
  public DesiredJobs(@Nullable String defaultProject, @Nullable String defaultLocation) {
    this(defaultProject, defaultLocation, ModelTable.NONE);
  }

  /** What of a spec is not documented; the service decides. */
  List<String> notes(@Nullable TuningJobSpec spec) {
    if (spec == null || spec.tuning() == null || methods(spec.tuning()).size() != 1) {
      return List.of();
    }
    String location = set(spec.location());
    return models.notes(
        methods(spec.tuning()).getFirst(),
        spec.tuning(),
        location == null ? set(defaultLocation) : location);
  }

  /** Reads a spec on its own; null is read as an empty one. */
  public DesiredJob read(@Nullable TuningJobSpec spec) {
    return read(spec, null, ParentModels.UNKNOWN);
  }

  /**
   * Reads a spec; null is read as an empty one.
   *
   * @param timeToLive when the resource is deleted after its end; null for never
   * @param models what is known of the parent, where it names one
   */
  DesiredJob read(
      @Nullable TuningJobSpec spec, Controls.@Nullable TimeToLive timeToLive, ParentModels models) {
    boolean hasParent = spec != null && spec.preTunedModelFrom() != null;
    Checked checked = check(spec);
    Tuning tuning = checked.tuning();
    String project = spec == null ? null : set(spec.projectId());
    String location = spec == null ? null : set(spec.location());
    Parent parent =
        hasParent
            ? new Parent(
                models.verdict(),
                models.models().stream()
                    .map(model -> made(project, location, tuning, model, checked.sendable()))
                    .toList())
            : null;
    Parent.@Nullable Made made =
        parent == null
            ? made(project, location, tuning, null, checked.sendable())
            : parent.resolved() ? parent.models().getFirst() : null;
    return new DesiredJob(
        spec == null || spec.run() == null ? FIRST_RUN : spec.run(),
        made == null ? null : made.inputs(),
        checked.scope(),
        made == null ? null : made.request(),
        rewardCheck(spec, tuning),
        tuning.serviceAccount(),
        checked.kmsKeyName(),
        checked.errors(),
        checked.unknown(),
        spec == null ? Controls.NONE : controls(spec, timeToLive),
        parent);
  }

  /** Checks a spec without making its request and its inputs; null is read as an empty one. */
  Checked check(@Nullable TuningJobSpec spec) {
    boolean hasParent = spec != null && spec.preTunedModelFrom() != null;
    Tuning tuning = spec == null || spec.tuning() == null ? NOTHING : spec.tuning();
    Scope scope =
        spec == null ? scope(null, null) : scope(set(spec.projectId()), set(spec.location()));
    List<String> errors = errors(tuning, hasParent, scope);
    List<String> unknown = UnknownFields.messages("spec.tuning", tuning);
    List<String> all = new ArrayList<>(unknown);
    all.addAll(errors);
    all.addAll(CheckErrors.of(spec == null ? null : spec.acceptance(), EndpointRequest::errors));
    return new Checked(tuning, scope, errors.isEmpty(), all, unknown);
  }

  private static Controls controls(TuningJobSpec spec, Controls.@Nullable TimeToLive timeToLive) {
    Long deadline = spec.activeDeadlineSeconds();
    return new Controls(
        Boolean.TRUE.equals(spec.suspend()),
        spec.cancelRun(),
        deadline == null ? null : Duration.ofSeconds(deadline),
        Objects.requireNonNullElse(spec.backoffLimit(), 0),
        timeToLive,
        deletion(spec.deletionPolicy()));
  }

  /** A policy that this version does not know deletes nothing. */
  private static Deletion deletion(@Nullable String policy) {
    return switch (Objects.requireNonNullElse(policy, "")) {
      case "Delete" -> Deletion.DELETE;
      case "Orphan" -> Deletion.ORPHAN;
      default -> Deletion.CANCEL;
    };
  }

  private static @Nullable String rewardCheck(@Nullable TuningJobSpec spec, Tuning tuning) {
    ReinforcementTuningSpec rewards = tuning.reinforcementTuningSpec();
    if (spec == null || spec.rewardCheck() == null || rewards == null) {
      return null;
    }
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("example", spec.rewardCheck().example());
    body.put("sampleResponse", spec.rewardCheck().sampleResponse());
    body.put("singleRewardConfig", rewards.singleRewardConfig());
    body.put("compositeRewardConfig", rewards.compositeRewardConfig());
    return CanonicalJson.of(body);
  }

  /** The request, and the inputs: the same whether the user or the parent names the model. */
  private static Parent.Made made(
      @Nullable String project,
      @Nullable String location,
      Tuning tuning,
      @Nullable SentModel model,
      boolean valid) {
    Map<String, @Nullable Object> request = ApiRecords.fields(tuning);
    String name = model == null ? null : model.tunedModelName();
    String checkpoint = model == null ? null : model.checkpointId();
    if (name != null) {
      request.put("preTunedModel", new PreTunedModel(name, checkpoint, Map.of()));
    }
    Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
    inputs.put("projectId", project);
    inputs.put("location", location);
    inputs.put("tuning", request);
    return new Parent.Made(
        Objects.requireNonNullElse(name, ""),
        checkpoint,
        CanonicalJson.of(inputs),
        valid ? new JobRequest(methods(tuning).getFirst(), CanonicalJson.of(request)) : null);
  }

  private @Nullable Scope scope(@Nullable String project, @Nullable String location) {
    String projectId = project == null ? set(defaultProject) : project;
    String place = location == null ? set(defaultLocation) : location;
    return projectId == null || place == null ? null : new Scope(projectId, place);
  }

  /** A blank name, as a template without a value leaves behind, names nothing. */
  private static @Nullable String set(@Nullable String name) {
    return name == null || name.isBlank() ? null : name;
  }

  private static List<String> errors(Tuning tuning, boolean hasParent, @Nullable Scope scope) {
    List<String> errors = new ArrayList<>();
    if (scope == null) {
      errors.add(
          "no project or no location: set spec.projectId and spec.location, or start the operator"
              + " with --project and --location");
    }
    if (Stream.of(tuning.baseModel() != null, tuning.preTunedModel() != null, hasParent)
            .filter(set -> set)
            .count()
        != 1) {
      errors.add(
          "exactly one of spec.tuning.baseModel, spec.tuning.preTunedModel and"
              + " spec.preTunedModelFrom must be set");
    }
    if (methods(tuning).size() != 1) {
      errors.add(
          "exactly one tuning spec must be set, such as spec.tuning."
              + TuningMethod.SUPERVISED.specField());
    }
    errors.addAll(RequestErrors.of("spec.tuning", tuning));
    for (Map.Entry<String, @Nullable String> label : tuning.labels().entrySet()) {
      if (label.getValue() == null) {
        errors.add("spec.tuning.labels." + label.getKey() + " must have a value");
      }
    }
    return errors;
  }

  private static List<TuningMethod> methods(Tuning tuning) {
    Map<String, @Nullable Object> fields = ApiRecords.fields(tuning);
    return Arrays.stream(TuningMethod.values())
        .filter(method -> fields.get(method.specField()) != null)
        .toList();
  }
}
