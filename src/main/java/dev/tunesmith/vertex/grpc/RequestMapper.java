package dev.tunesmith.vertex.grpc;

import com.google.cloud.aiplatform.v1.CreateTuningJobRequest;
import com.google.cloud.aiplatform.v1.EncryptionSpec;
import com.google.cloud.aiplatform.v1.PreTunedModel;
import com.google.cloud.aiplatform.v1.SupervisedHyperParameters;
import com.google.cloud.aiplatform.v1.SupervisedTuningSpec;
import com.google.cloud.aiplatform.v1.TuningJob;
import dev.tunesmith.lifecycle.HyperParameters;
import dev.tunesmith.lifecycle.JobRequest;
import dev.tunesmith.lifecycle.Scope;
import java.util.Map;

/** {@link JobRequest} to the message of {@code CreateTuningJob}; null stays unset. */
final class RequestMapper {
  private RequestMapper() {}

  /**
   * The message of one create.
   *
   * @param scope the parent
   * @param request what the user asked for
   * @param ownerLabels ours; they win over the user's
   * @return the message
   * @throws IllegalArgumentException for what this version of the API cannot say
   */
  static CreateTuningJobRequest toMessage(
      Scope scope, JobRequest request, Map<String, String> ownerLabels) {
    TuningJob.Builder job =
        TuningJob.newBuilder().putAllLabels(request.labels()).putAllLabels(ownerLabels);
    switch (request.source()) {
      case JobRequest.BaseModel base -> job.setBaseModel(base.id());
      case JobRequest.PreTunedModel tuned -> job.setPreTunedModel(preTunedModel(tuned));
    }
    switch (request.tuning()) {
      case JobRequest.SupervisedTuning supervised ->
          job.setSupervisedTuningSpec(supervisedTuningSpec(supervised));
    }
    if (request.tunedModelDisplayName() != null) {
      job.setTunedModelDisplayName(request.tunedModelDisplayName());
    }
    if (request.description() != null) {
      job.setDescription(request.description());
    }
    if (request.kmsKeyName() != null) {
      job.setEncryptionSpec(EncryptionSpec.newBuilder().setKmsKeyName(request.kmsKeyName()));
    }
    if (request.serviceAccount() != null) {
      job.setServiceAccount(request.serviceAccount());
    }
    return CreateTuningJobRequest.newBuilder().setParent(scope.parent()).setTuningJob(job).build();
  }

  private static PreTunedModel preTunedModel(JobRequest.PreTunedModel tuned) {
    PreTunedModel.Builder model =
        PreTunedModel.newBuilder().setTunedModelName(tuned.tunedModelName());
    if (tuned.checkpointId() != null) {
      model.setCheckpointId(tuned.checkpointId());
    }
    return model.build();
  }

  private static SupervisedTuningSpec supervisedTuningSpec(JobRequest.SupervisedTuning tuning) {
    SupervisedTuningSpec.Builder spec =
        SupervisedTuningSpec.newBuilder().setTrainingDatasetUri(tuning.trainingDatasetUri());
    if (tuning.validationDatasetUri() != null) {
      spec.setValidationDatasetUri(tuning.validationDatasetUri());
    }
    if (tuning.hyperParameters() != null) {
      spec.setHyperParameters(hyperParameters(tuning.hyperParameters()));
    }
    if (tuning.exportLastCheckpointOnly() != null) {
      spec.setExportLastCheckpointOnly(tuning.exportLastCheckpointOnly());
    }
    return spec.build();
  }

  private static SupervisedHyperParameters hyperParameters(HyperParameters parameters) {
    SupervisedHyperParameters.Builder message = SupervisedHyperParameters.newBuilder();
    if (parameters.epochCount() != null) {
      message.setEpochCount(parameters.epochCount());
    }
    if (parameters.learningRateMultiplier() != null) {
      message.setLearningRateMultiplier(parameters.learningRateMultiplier());
    }
    if (parameters.adapterSize() != null) {
      message.setAdapterSize(adapterSize(parameters.adapterSize()));
    }
    return message.build();
  }

  private static SupervisedHyperParameters.AdapterSize adapterSize(String name) {
    for (SupervisedHyperParameters.AdapterSize size :
        SupervisedHyperParameters.AdapterSize.values()) {
      // By name: the numbers do not follow the sizes (TWO is 6), and UNRECOGNIZED is no size.
      if (size.name().equals(name) && size != SupervisedHyperParameters.AdapterSize.UNRECOGNIZED) {
        return size;
      }
    }
    throw new IllegalArgumentException(
        "spec.tuning.supervisedTuningSpec.hyperParameters.adapterSize: this version of the API has"
            + " no "
            + name);
  }
}
