"""Google's Python library google-genai through whole lives of tuning jobs, on a running emulator: lives.py REST-ADDRESS

Prints a line for each life, and exits with 1 where one differs from what the service would do.
"""

import sys
import time
import warnings

from google import genai
from google.genai import types
from google.oauth2.credentials import Credentials

warnings.filterwarnings("ignore", message="The SDK's tuning implementation is experimental")
PARENT = "projects/local-project/locations/us-central1"
FOLDER = "gs://local-project-tuning/clients"
client = genai.Client(
    vertexai=True,
    project="local-project",
    location="us-central1",
    credentials=Credentials("any"),
    http_options=types.HttpOptions(base_url=sys.argv[1]),
)


def exact(name, expression):
    return types.SingleReinforcementTuningRewardConfig(
        reward_name=name,
        string_match_reward_scorer=types.ReinforcementTuningStringMatchRewardScorer(
            correct_answer_reward=1.0,
            string_match_expression=types.ReinforcementTuningStringMatchRewardScorerStringMatchExpression(
                match_operation="EXACT_MATCH", expression=expression
            ),
        ),
    )


REWARD = exact("exact", "yes")
REWARDS = types.CompositeReinforcementTuningRewardConfig(
    weighted_reward_configs=[
        types.CompositeReinforcementTuningRewardConfigWeightedRewardConfig(reward_config=exact(text, text), weight=weight)
        for text, weight in (("yes", 3.0), ("no", 1.0))
    ]
)
LIVES = {
    "supervised": ("gemini-3.5-flash", dict(epoch_count=2, adapter_size="ADAPTER_SIZE_FOUR")),
    "preference": ("gemini-2.5-flash", dict(method="PREFERENCE_TUNING", beta=0.2)),
    "reinforcement": ("gemini-3.5-flash", dict(method="REINFORCEMENT_TUNING", reward_config=REWARD)),
    "reinforcement, two rewards": (
        "gemini-3.5-flash",
        dict(method="REINFORCEMENT_TUNING", composite_reward_config=REWARDS, samples_per_prompt=4),
    ),
    "distillation": ("gemini-2.5-flash", dict(method="DISTILLATION", base_teacher_model="gemini-3.1-pro")),
    "distillation of an open model": (
        "qwen/qwen3@qwen3-32b",
        dict(method="DISTILLATION", base_teacher_model="deepseek-ai/deepseek-v3.2-maas", output_uri=FOLDER + "/out"),
    ),
    "open model": (
        "qwen/qwen3@qwen3-32b",
        dict(output_uri=FOLDER + "/out", tuning_mode="TUNING_MODE_FULL", learning_rate=0.0001, batch_size=8),
    ),
}


def tune(base_model, folder=FOLDER, **config):
    return client.tunings.tune(
        base_model=base_model,
        training_dataset=types.TuningDataset(gcs_uri=folder + "/train.jsonl"),
        config=types.CreateTuningJobConfig(tuned_model_display_name="clients", **config),
    )


def wait(job):
    deadline = time.monotonic() + 120
    while not job.has_ended:
        assert time.monotonic() < deadline, f"{job.name} is still {job.state}"
        time.sleep(0.5)
        job = client.tunings.get(name=job.name)
    return job


def statistics(job):
    stats = job.tuning_data_stats
    if stats.distillation_data_stats:
        return stats.distillation_data_stats.training_dataset_stats
    return (
        stats.supervised_tuning_data_stats
        or stats.preference_optimization_data_stats
        or stats.reinforcement_tuning_data_stats
    )


def life(base_model, config):
    job = wait(tune(base_model, **config))
    assert job.has_succeeded, job.error
    assert statistics(job).total_billable_token_count > 0
    assert job.tuning_job_metadata.completed_step_count > 0
    assert job.name in [listed.name for listed in client.tunings.list()], "not listed"
    assert client.models.get(model=job.tuned_model.model).name
    if not config.get("output_uri"):
        ask(job.tuned_model.endpoint)
    return job


def ask(endpoint):
    assert "Hello?" in client.models.generate_content(model=endpoint, contents="Hello?").text
    streamed = client.models.generate_content_stream(model=endpoint, contents="Hello?")
    assert "Hello?" in "".join(piece.text or "" for piece in streamed)
    assert client.models.count_tokens(model=endpoint, contents="Hello?").total_tokens > 0


def checkpoints(job):
    """Another default checkpoint moves the job's endpoint."""
    first = job.tuned_model.checkpoints[0]
    client.models.update(
        model=job.tuned_model.model, config=types.UpdateModelConfig(default_checkpoint_id=first.checkpoint_id)
    )
    assert client.tunings.get(name=job.name).tuned_model.endpoint == first.endpoint


def rewards():
    for text, reward in (("yes", 0.75), ("no", 0.25)):
        checked = client.tunings.validate_reward(
            parent=PARENT,
            example=types.ReinforcementTuningExample(contents=[types.UserContent("Is it?")]),
            sample_response=types.ModelContent(text),
            composite_reward_config=REWARDS,
        )
        assert checked.overall_reward == reward, checked


def ends(state, **job):
    job = tune("gemini-3.5-flash", **job)
    if state == types.JobState.JOB_STATE_CANCELLED:
        client.tunings.cancel(name=job.name)
    job = wait(job)
    assert job.state == state, job.state
    assert job.error.message


jobs = {}
parts = {name: lambda name=name: jobs.update({name: life(*LIVES[name])}) for name in LIVES}
parts["default checkpoint"] = lambda: checkpoints(jobs["supervised"])
parts["continuous"] = lambda: life(jobs["supervised"].tuned_model.model, dict(epoch_count=2))
parts["rewards tried on a sample"] = rewards
parts["cancelled"] = lambda: ends(types.JobState.JOB_STATE_CANCELLED, folder=FOLDER + "/never")
parts["failed"] = lambda: ends(types.JobState.JOB_STATE_FAILED, folder=FOLDER + "/fail")

failed = False
for name, part in parts.items():
    try:
        part()
        print(f"passed: {name}", flush=True)
    except Exception as e:  # Each part runs, whatever became of the others.
        failed = True
        print(f"FAILED: {name}: {type(e).__name__}: {e}", flush=True)
sys.exit(1 if failed else 0)
