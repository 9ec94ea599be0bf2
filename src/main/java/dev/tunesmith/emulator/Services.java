package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.ApiError.Refused;
import dev.tunesmith.emulator.Fault.CallFacts;
import org.jspecify.annotations.Nullable;

/** Brings each call to the code that answers it. */
final class Services {
  private final TuningJobCalls jobs;
  private final ArtifactCalls artifacts;

  Services(TuningJobCalls jobs, ArtifactCalls artifacts) {
    this.jobs = jobs;
    this.artifacts = artifacts;
  }

  /** Answers, or throws {@link Refused}. */
  ObjectNode answer(Call call, Orders orders) {
    String resource = call.resource();
    return switch (call.method()) {
      case CREATE_TUNING_JOB -> jobs.create(resource, call.body(), orders);
      case GET_TUNING_JOB -> jobs.get(resource, orders);
      case LIST_TUNING_JOBS -> jobs.list(resource, call.paging(), orders);
      case CANCEL_TUNING_JOB -> jobs.cancel(resource, orders);
      case GET_MODEL -> artifacts.getModel(resource);
      case LIST_MODELS -> artifacts.listModels(resource, call.paging());
      case GET_ENDPOINT -> artifacts.getEndpoint(resource);
      case LIST_ENDPOINTS -> artifacts.listEndpoints(resource, call.paging());
      case GENERATE_CONTENT -> artifacts.generateContent(resource, call.body());
    };
  }

  /** What faults may be matched with; of a request that is not well formed, what can be seen. */
  CallFacts describe(Call call) {
    ObjectNode job =
        switch (call.method()) {
          case CREATE_TUNING_JOB -> call.body();
          case GET_TUNING_JOB, CANCEL_TUNING_JOB -> storedSpec(call.resource());
          case LIST_TUNING_JOBS,
              GET_MODEL,
              LIST_MODELS,
              GET_ENDPOINT,
              LIST_ENDPOINTS,
              GENERATE_CONTENT ->
              Json.object();
        };
    return new CallFacts(
        call.method(),
        location(call.resource()),
        text(job, "baseModel", "base_model"),
        text(job, "tunedModelDisplayName", "tuned_model_display_name"),
        PageToken.decode(call.paging().token()).map(PageToken::page).orElse(1));
  }

  private ObjectNode storedSpec(String name) {
    try {
      return jobs.find(name).spec();
    } catch (Refused e) {
      return Json.object();
    }
  }

  private static String location(String resource) {
    String[] segments = resource.split("/", -1);
    return segments.length > 3 ? segments[3] : "";
  }

  private static @Nullable String text(ObjectNode job, String camelCase, String snakeCase) {
    return job.has(camelCase) ? job.path(camelCase).asText() : job.path(snakeCase).asText(null);
  }
}
