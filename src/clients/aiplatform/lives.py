"""Google's Python library google-cloud-aiplatform through whole lives of tuning jobs, on a running emulator: lives.py GRPC-ADDRESS

All of it goes over gRPC. The tuning module and the client of v1beta1 create jobs; models and endpoints are deleted as a user would.
"""

import sys
import time
import warnings

import grpc
from google.api_core import grpc_helpers
from google.auth.credentials import AnonymousCredentials

# The emulator has no TLS, and the library no option for that.
grpc_helpers.create_channel = lambda target, *args, **kwargs: grpc.insecure_channel(sys.argv[1])
warnings.filterwarnings("ignore", category=UserWarning)

from google.cloud import aiplatform, aiplatform_v1beta1  # noqa: E402
from vertexai.tuning import sft  # noqa: E402

PARENT = "projects/local-project/locations/us-central1"
FOLDER = "gs://local-project-tuning/clients"
aiplatform.init(project="local-project", location="us-central1", credentials=AnonymousCredentials())
client = aiplatform_v1beta1.GenAiTuningServiceClient(credentials=AnonymousCredentials())
DATA = dict(training_dataset_uri=FOLDER + "/train.jsonl")
# What the client of v1beta1 has beside supervised tuning.
LIVES = {
    "open model": dict(
        base_model="qwen/qwen3@qwen3-32b", output_uri=FOLDER + "/out", supervised_tuning_spec=DATA
    ),
    "Veo": dict(base_model="veo-3.0-generate-001", veo_tuning_spec=DATA),
    "Veo LoRA": dict(base_model="veo-3.0-generate-001", veo_lora_tuning_spec=DATA),
    "partner": dict(base_model="partner-model-1", partner_model_tuning_spec=DATA),
}
ENDED = ("JOB_STATE_SUCCEEDED", "JOB_STATE_FAILED", "JOB_STATE_CANCELLED")


def until(check):
    deadline = time.monotonic() + 120
    while not check():
        assert time.monotonic() < deadline, "120 s are over"
        time.sleep(0.5)


def train(source_model, folder=FOLDER):
    job = sft.train(
        source_model=source_model,
        train_dataset=folder + "/train.jsonl",
        epochs=2,
        tuned_model_display_name="clients aiplatform",
    )
    if folder != FOLDER:
        job.cancel()
    until(lambda: job.refresh().has_ended)
    return job


def supervised():
    job = train("gemini-2.5-flash")
    assert job.has_succeeded, job.error
    assert job.experiment.name
    assert job.resource_name in [listed.resource_name for listed in sft.SupervisedTuningJob.list()]
    return job


def continuous():
    """The tuning module has no word for it: by the client of v1beta1."""
    parent = supervised().tuned_model_name
    ended = life(dict(pre_tuned_model=dict(tuned_model_name=parent), supervised_tuning_spec=DATA))
    assert aiplatform.Model(ended.tuned_model.model).version_id == "1", "another display name makes another model"


def cancelled():
    job = train("gemini-2.5-flash", FOLDER + "/never")
    assert job.state.name == "JOB_STATE_CANCELLED", job.state


def life(spec):
    job = client.create_tuning_job(
        parent=PARENT, tuning_job=aiplatform_v1beta1.TuningJob(tuned_model_display_name="clients", **spec)
    )
    until(lambda: client.get_tuning_job(name=job.name).state.name in ENDED)
    ended = client.get_tuning_job(name=job.name)
    assert ended.state.name == "JOB_STATE_SUCCEEDED", ended
    assert ended.tuned_model.model
    assert job.name in [listed.name for listed in client.list_tuning_jobs(parent=PARENT)]
    return ended


def cleaned_up():
    job = supervised()
    model = aiplatform.Model(job.tuned_model_name)
    own = [endpoint for endpoint in aiplatform.Endpoint.list() if model.resource_name in str(endpoint.list_models())]
    assert job.tuned_model_endpoint_name in [endpoint.resource_name for endpoint in own], own
    for endpoint in own:
        endpoint.undeploy_all()
        endpoint.delete()

    def deleted():
        try:
            model.delete()
        except Exception as e:  # The model follows the undeployment later.
            assert "deployed" in str(e), e
            return False
        return True

    until(deleted)


parts = {"supervised": supervised, "continuous": continuous, "cancelled": cancelled, "cleaned up": cleaned_up}
parts |= {name: lambda spec=spec: life(spec) for name, spec in LIVES.items()}
failed = False
for name, part in parts.items():
    try:
        part()
        print(f"passed: {name}", flush=True)
    except Exception as e:  # Each part runs, whatever became of the others.
        failed = True
        print(f"FAILED: {name}: {type(e).__name__}: {e}", flush=True)
sys.exit(1 if failed else 0)
