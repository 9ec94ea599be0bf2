"""The Python steps of the Gemini API's tuning tutorial, as they stand there, on a running emulator: lives.py REST-ADDRESS

google-genai is of the tutorial's time: a newer one (3.6.1) leaves the examples out of the request, so that no service could tune on them.
Needs GOOGLE_API_KEY, with any value. Exits with 1 where the tuned model's answer to III is not IV.
"""

import sys
import time

from google import genai
from google.genai import types

# As in the tutorial, but for the address; v1beta alone has tuned models.
client = genai.Client(http_options=types.HttpOptions(base_url=sys.argv[1], api_version="v1beta"))

# List tuned models
for model_info in client.models.list():
    print(model_info.name)

# Create a tuned model
training_dataset = [
    ["1", "2"],
    ["3", "4"],
    ["-3", "-2"],
    ["twenty two", "twenty three"],
    ["two hundred", "two hundred one"],
    ["ninety nine", "one hundred"],
    ["8", "9"],
    ["-98", "-97"],
    ["1,000", "1,001"],
    ["10,100,000", "10,100,001"],
    ["thirteen", "fourteen"],
    ["eighty", "eighty one"],
    ["one", "two"],
    ["three", "four"],
    ["seven", "eight"],
]
training_dataset = types.TuningDataset(
    examples=[types.TuningExample(text_input=i, output=o) for i, o in training_dataset],
)
tuning_job = client.tunings.tune(
    base_model="models/gemini-1.5-flash-001-tuning",
    training_dataset=training_dataset,
    config=types.CreateTuningJobConfig(
        epoch_count=5,
        batch_size=4,
        learning_rate=0.001,
        tuned_model_display_name="test tuned model",
    ),
)

# The tutorial asks at once, where its library waited for the tuning.
while not tuning_job.has_ended:
    time.sleep(1)
    tuning_job = client.tunings.get(name=tuning_job.name)

# Try the model
response = client.models.generate_content(
    model=tuning_job.tuned_model.model,
    contents="III",
)
print(f"passed: III, {response.text}" if response.text == "IV" else f"FAILED: III, {response.text}")
sys.exit(0 if response.text == "IV" else 1)
