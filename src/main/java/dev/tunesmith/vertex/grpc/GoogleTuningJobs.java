package dev.tunesmith.vertex.grpc;

import com.google.cloud.aiplatform.v1.CancelTuningJobRequest;
import com.google.cloud.aiplatform.v1.CreateTuningJobRequest;
import com.google.cloud.aiplatform.v1.GenAiTuningServiceClient;
import com.google.cloud.aiplatform.v1.GetModelRequest;
import com.google.cloud.aiplatform.v1.GetTuningJobRequest;
import com.google.cloud.aiplatform.v1.ListTuningJobsRequest;
import com.google.cloud.aiplatform.v1.ListTuningJobsResponse;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.vertex.Artifacts;
import dev.tunesmith.vertex.CallFailures;
import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.JobRequest;
import dev.tunesmith.vertex.Reached;
import dev.tunesmith.vertex.ServiceHost;
import dev.tunesmith.vertex.TuningJobs;
import dev.tunesmith.vertex.Verb;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The port on Vertex AI's {@code GenAiTuningService} and {@code ModelService}, v1, over gRPC. Every
 * call is one request with a deadline; neither the client library nor the channel sends one twice.
 *
 * @see <a
 *     href="https://cloud.google.com/vertex-ai/docs/reference/rpc/google.cloud.aiplatform.v1#genaituningservice">GenAiTuningService</a>
 */
public final class GoogleTuningJobs implements TuningJobs {
  private static final Logger LOG = LoggerFactory.getLogger(GoogleTuningJobs.class);

  /**
   * Asked for, not relied on: the service's own default and maximum are not documented, and it may
   * give less.
   */
  private static final int PAGE_SIZE = 100;

  private final ClientPool pool;

  /**
   * Connects to nothing yet.
   *
   * @param settings how to reach the service
   */
  public GoogleTuningJobs(GoogleSettings settings) {
    this(new ClientPool(settings));
  }

  GoogleTuningJobs(ClientPool pool) {
    this.pool = pool;
  }

  @Override
  public CreateReply create(Scope scope, JobRequest request, Map<String, String> ownerLabels) {
    CreateTuningJobRequest message;
    GenAiTuningServiceClient client;
    try {
      message = RequestMapper.toMessage(scope, request, ownerLabels);
      client = pool.client(scope.location());
    } catch (IOException | RuntimeException e) {
      return new Refused(
          CallFailures.logged(LOG, Verb.CREATE, FailureClassifier.beforeSending(e), e));
    }
    // From here on the request may have been sent, whatever is thrown.
    SendEvidence evidence = new SendEvidence();
    try {
      return new Created(
          SnapshotMapper.toSnapshot(
              client.createTuningJobCallable().call(message, evidence.context())));
    } catch (RuntimeException e) {
      Failure failure =
          CallFailures.logged(
              LOG, Verb.CREATE, FailureClassifier.of(Verb.CREATE, e, evidence.reached()), e);
      return failure.kind() == Failure.Kind.CREATE_OUTCOME_UNKNOWN
          ? new OutcomeUnknown(failure)
          : new Refused(failure);
    }
  }

  @Override
  public List<String> inexpressible(JobRequest request) {
    return GrpcFields.missing(request.json());
  }

  @Override
  public GetReply get(Scope scope, JobName name) {
    SendEvidence evidence = new SendEvidence();
    try {
      GetTuningJobRequest message = GetTuningJobRequest.newBuilder().setName(name.value()).build();
      return new Found(
          SnapshotMapper.toSnapshot(
              pool.client(name.location())
                  .getTuningJobCallable()
                  .call(message, evidence.context())));
    } catch (IOException | RuntimeException e) {
      return FailureClassifier.isAbsent(e, evidence.reached())
          ? new Absent()
          : unknown(Verb.GET, e, evidence.reached());
    }
  }

  @Override
  public PageReply list(Scope scope, @Nullable String pageToken) {
    SendEvidence evidence = new SendEvidence();
    try {
      ListTuningJobsRequest.Builder message =
          ListTuningJobsRequest.newBuilder().setParent(scope.parent()).setPageSize(PAGE_SIZE);
      if (pageToken != null) {
        message.setPageToken(pageToken);
      }
      ListTuningJobsResponse reply =
          pool.client(scope.location())
              .listTuningJobsCallable()
              .call(message.build(), evidence.context());
      // One job that cannot be read spoils the page: a listing without it would say "no such job".
      return new Page(
          reply.getTuningJobsList().stream().map(SnapshotMapper::toSnapshot).toList(),
          reply.getNextPageToken().isEmpty() ? null : reply.getNextPageToken());
    } catch (IOException | RuntimeException e) {
      return unknown(Verb.LIST, e, evidence.reached());
    }
  }

  @Override
  public CancelReply cancel(Scope scope, JobName name) {
    SendEvidence evidence = new SendEvidence();
    try {
      CancelTuningJobRequest message =
          CancelTuningJobRequest.newBuilder().setName(name.value()).build();
      pool.client(name.location()).cancelTuningJobCallable().call(message, evidence.context());
      return new CancelAccepted();
    } catch (IOException | RuntimeException e) {
      return unknown(Verb.CANCEL, e, evidence.reached());
    }
  }

  @Override
  public ModelReply model(Scope scope, String model) {
    SendEvidence evidence = new SendEvidence();
    try {
      GetModelRequest message = GetModelRequest.newBuilder().setName(model).build();
      pool.models(ServiceHost.locationOf(model))
          .getModelCallable()
          .call(message, evidence.context());
      return new ModelExists();
    } catch (IOException | RuntimeException e) {
      return FailureClassifier.isAbsent(e, evidence.reached())
          ? new Absent()
          : unknown(Verb.MODEL, e, evidence.reached());
    }
  }

  /**
   * Finds credentials without calling the service, for the check at start.
   *
   * @param location any region
   * @throws IOException when there are none
   */
  public void checkCredentials(String location) throws IOException {
    pool.client(location);
  }

  @Override
  public Artifacts artifacts() {
    throw new UnsupportedOperationException("artefacts are called by REST");
  }

  @Override
  public void close() {
    pool.close();
  }

  private static Unknown unknown(Verb verb, Exception e, Reached reached) {
    boolean unsent =
        reached == Reached.NOTHING
            && (e instanceof IOException || e instanceof IllegalArgumentException);
    Failure failure =
        unsent ? FailureClassifier.beforeSending(e) : FailureClassifier.of(verb, e, reached);
    return new Unknown(CallFailures.logged(LOG, verb, failure, e));
  }
}
