package dev.tunesmith.api;

import dev.tunesmith.api.v1alpha1.tunedmodel.TunedModel;
import dev.tunesmith.api.v1alpha1.tunedmodel.TunedModelSpec;
import dev.tunesmith.api.v1alpha1.tunedmodel.TunedModelStatus;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobSpec;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.Locale;

/** The kinds, and what differs between their definitions beside the types. */
enum CrdKind {
  /** {@code TuningJob}. */
  TUNING_JOB(
      TuningJob.class,
      TuningJobSpec.class,
      TuningJobStatus.class,
      ".spec.tuning",
      "TuningJob is one model-tuning job on Vertex AI. The operator creates the job, follows it,"
          + " and writes its state, tuned model and endpoint into status. One value of spec.run"
          + " creates one job; a new value creates another, which is billed.",
      "What to tune, where, and which run of it.",
      "What the operator recorded of the run, and what it last observed of the job."),

  /** {@code TunedModel}. */
  TUNED_MODEL(
      TunedModel.class,
      TunedModelSpec.class,
      TunedModelStatus.class,
      ".spec.model",
      "TunedModel is one tuned model of the Gemini API, whose public service accepts no new tunings"
          + " since May 2025: the kind is for the emulator, for gateways that speak this API, and"
          + " for reading, changing and deleting tuned models that exist. The operator creates the"
          + " model, follows its tuning, keeps its settings as spec has them, and writes its state"
          + " into status. One value of spec.run creates one model; a new value creates another.",
      "What to tune, with which key, and which run of it.",
      "What the operator recorded of the run, and what it last observed of the tuned model.");

  private final Class<? extends CustomResource<?, ?>> type;
  private final Class<? extends Record> spec;
  private final Class<? extends Record> status;
  private final String request;
  private final String description;
  private final String specDescription;
  private final String statusDescription;

  CrdKind(
      Class<? extends CustomResource<?, ?>> type,
      Class<? extends Record> spec,
      Class<? extends Record> status,
      String request,
      String description,
      String specDescription,
      String statusDescription) {
    this.type = type;
    this.spec = spec;
    this.status = status;
    this.request = request;
    this.description = description;
    this.specDescription = specDescription;
    this.statusDescription = statusDescription;
  }

  Class<? extends CustomResource<?, ?>> type() {
    return type;
  }

  Class<? extends Record> spec() {
    return spec;
  }

  Class<? extends Record> status() {
    return status;
  }

  /** The path of the body of the service's create, whose unknown fields are kept. */
  String request() {
    return request;
  }

  String description() {
    return description;
  }

  String specDescription() {
    return specDescription;
  }

  String statusDescription() {
    return statusDescription;
  }

  /** The kind's name in lower case, as kubectl takes it; the examples' folder. */
  String singular() {
    return type.getSimpleName().toLowerCase(Locale.ROOT);
  }

  /** The definition's file in {@code crds/}. */
  String file() {
    return singular() + "s.tunesmith.dev-v1.yml";
  }
}
