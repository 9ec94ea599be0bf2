package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.ApiError.Refused;
import dev.tunesmith.emulator.Effect.CutShort;
import dev.tunesmith.emulator.Effect.Delay;
import dev.tunesmith.emulator.Effect.Drop;
import dev.tunesmith.emulator.Effect.Fail;
import dev.tunesmith.emulator.Effect.HttpReply;
import dev.tunesmith.emulator.Effect.NoReply;
import dev.tunesmith.emulator.Effect.Verdict;
import dev.tunesmith.emulator.Fault.CallFacts;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only way from a protocol to the services: latency, faults, the work, the count. It makes a
 * fault look the same over gRPC and REST.
 */
final class Dispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  private final Services services;
  private final FaultPlan faults;
  private final CallCounts counts;
  private final Duration latency;

  /** Those who do the work. */
  record Services(
      TuningJobCalls jobs,
      ModelCalls models,
      EndpointCalls endpoints,
      PredictionCalls prediction,
      ServiceCalls others,
      Operations operations,
      TunedModelCalls tunedModels,
      ObjectCalls objects) {}

  Dispatcher(Services services, FaultPlan faults, CallCounts counts, Duration latency) {
    this.services = services;
    this.faults = faults;
    this.counts = counts;
    this.latency = latency;
  }

  /**
   * Handles one request. Never throws.
   *
   * @param method the method called, known before the rest of the request was read
   * @param call reads the rest of the request, and may refuse it
   * @return what the caller gets
   */
  Reply handle(RpcMethod method, Supplier<Call> call) {
    Reply reply = reply(call);
    counts.count(method, reply.code());
    return reply;
  }

  private Reply reply(Supplier<Call> supplier) {
    try {
      Thread.sleep(latency);
      Call call = supplier.get();
      return reply(call, faults.take(facts(call)));
    } catch (Refused e) {
      return new Reply.Refusal(e.error());
    } catch (InterruptedException e) {
      // The emulator is closing: its connections end, and so does this call.
      Thread.currentThread().interrupt();
      return new Reply.Dropped();
    } catch (RuntimeException e) {
      LOG.error("The emulator failed on a call", e);
      return new Reply.Refusal(ApiError.of(CanonicalCode.INTERNAL, "The emulator failed: " + e));
    }
  }

  private Reply reply(Call call, Effects effects) throws InterruptedException {
    Optional<Delay> delay = effects.find(Delay.class);
    if (delay.isPresent() && !delay.get().accepted()) {
      Thread.sleep(delay.get().duration());
    }
    Optional<Verdict> verdict = effects.find(Verdict.class);
    if (verdict.isPresent() && !verdict.get().accepted()) {
      return reply(call, verdict.get(), Json.object());
    }
    ObjectNode answer = answer(call, effects);
    if (delay.isPresent() && delay.get().accepted()) {
      Thread.sleep(delay.get().duration());
    }
    return verdict.isPresent() ? reply(call, verdict.get(), answer) : new Reply.Answer(answer);
  }

  private static Reply reply(Call call, Verdict verdict, ObjectNode answer) {
    return switch (verdict) {
      case Fail fail -> new Reply.Refusal(ApiError.recorded(fail.code(), fail.message(), call));
      case Drop drop -> new Reply.Dropped();
      case NoReply noReply -> new Reply.Silence();
      case HttpReply page -> new Reply.Foreign(page.status(), page.contentType(), page.body());
      case CutShort cut -> new Reply.Truncated(answer, cut.bytes());
    };
  }

  private ObjectNode answer(Call call, Effects effects) {
    call.checkHost();
    TunedModelCalls tunedModels = services.tunedModels();
    return switch (call.method()) {
      case CREATE_TUNING_JOB -> services.jobs().create(call, effects);
      case GET_TUNING_JOB -> services.jobs().get(call, effects);
      case LIST_TUNING_JOBS -> services.jobs().list(call, effects);
      case CANCEL_TUNING_JOB -> services.jobs().cancel(call, effects);
      case VALIDATE_REWARD -> Reward.validate(call);
      case GET_MODEL -> services.models().get(call);
      case LIST_MODELS -> services.models().list(call);
      case LIST_MODEL_VERSIONS -> services.models().versions(call);
      case LIST_MODEL_CHECKPOINTS -> services.models().checkpoints(call);
      case UPDATE_MODEL -> services.models().update(call);
      case MERGE_VERSION_ALIASES -> services.models().mergeAliases(call);
      case DELETE_MODEL -> services.models().delete(call);
      case DELETE_MODEL_VERSION -> services.models().deleteVersion(call);
      case GET_ENDPOINT -> services.endpoints().get(call);
      case LIST_ENDPOINTS -> services.endpoints().list(call);
      case UPDATE_ENDPOINT -> services.endpoints().update(call);
      case UNDEPLOY_MODEL -> services.endpoints().undeploy(call, effects);
      case DELETE_ENDPOINT -> services.endpoints().delete(call);
      case GENERATE_CONTENT, STREAM_GENERATE_CONTENT -> services.prediction().generateContent(call);
      case COUNT_TOKENS -> services.others().countTokens(call);
      case COMPUTE_TOKENS -> services.others().computeTokens(call);
      case GET_METADATA_STORE -> services.others().getMetadataStore(call);
      case GET_CONTEXT -> services.others().getContext(call);
      case LIST_CONTEXTS -> services.others().listContexts(call);
      case GET_LOCATION -> services.others().getLocation(call);
      case LIST_LOCATIONS -> services.others().listLocations(call);
      case GET_PUBLISHER_MODEL -> services.others().getPublisherModel(call);
      case LIST_PUBLISHER_MODELS -> services.others().listPublisherModels(call);
      case GET_OPERATION, WAIT_OPERATION -> services.operations().get(call);
      case LIST_OPERATIONS -> services.operations().list(call);
      case CANCEL_OPERATION -> services.operations().cancel(call);
      case DELETE_OPERATION -> services.operations().delete(call);
      case LIST_OBJECTS -> services.objects().list(call);
      case GET_OBJECT -> services.objects().get(call);
      case DELETE_OBJECT -> services.objects().delete(call);
      case INSERT_OBJECT -> services.objects().insert(call);
      case CREATE_TUNED_MODEL -> tunedModels.create(call, effects);
      case GET_TUNED_MODEL -> tunedModels.get(call);
      case LIST_TUNED_MODELS -> tunedModels.list(call, effects);
      case UPDATE_TUNED_MODEL -> tunedModels.patch(call);
      case DELETE_TUNED_MODEL -> tunedModels.delete(call);
      case ASK_TUNED_MODEL -> tunedModels.generateContent(call);
      case GET_TUNING_OPERATION -> tunedModels.getOperation(call);
      case LIST_TUNING_OPERATIONS -> tunedModels.listOperations(call);
      case CANCEL_TUNING_OPERATION -> tunedModels.cancelOperation(call);
      case GET_BASE_MODEL -> tunedModels.getBaseModel(call);
      case LIST_BASE_MODELS -> tunedModels.listBaseModels(call);
    };
  }

  /** What faults are matched against; of a malformed request, what can be read. */
  private CallFacts facts(Call call) {
    boolean gemini = call.method().isGemini();
    ObjectNode job = about(call);
    return new CallFacts(
        call.method(),
        call.location(),
        text(job, "baseModel", "base_model"),
        gemini
            ? text(job, "displayName", "display_name")
            : text(job, "tunedModelDisplayName", "tuned_model_display_name"),
        Pager.pageNumber(call.message().path("pageToken").asText()));
  }

  /** The job or tuned model that a call is about; empty when it is about none. */
  private ObjectNode about(Call call) {
    if (Set.of(RpcMethod.CREATE_TUNING_JOB, RpcMethod.CREATE_TUNED_MODEL).contains(call.method())) {
      return call.body();
    }
    if (call.method().isGemini()) {
      return services.tunedModels().fields(call.resource());
    }
    try {
      return Set.of(RpcMethod.GET_TUNING_JOB, RpcMethod.CANCEL_TUNING_JOB).contains(call.method())
          ? services.jobs().find(call.resource()).spec()
          : Json.object();
    } catch (Refused e) {
      return Json.object();
    }
  }

  private static @Nullable String text(ObjectNode job, String camelCase, String snakeCase) {
    return job.has(camelCase) ? job.path(camelCase).asText() : job.path(snakeCase).asText(null);
  }
}
