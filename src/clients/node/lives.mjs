// Google's Node library @google/genai through whole lives of tuning jobs, on a running emulator: node lives.mjs REST-ADDRESS
// Prints a line for each life, and exits with 1 where one differs from what the service would do.
import {GoogleGenAI} from '@google/genai';

const folder = 'gs://local-project-tuning/clients';
// Without it the library would take the key instead of the project.
delete process.env.GOOGLE_API_KEY;
const client = new GoogleGenAI({
  vertexai: true,
  project: 'local-project',
  location: 'us-central1',
  googleAuthOptions: {authClient: {getRequestHeaders: async () => new Headers({Authorization: 'Bearer any'})}},
  httpOptions: {baseUrl: process.argv[2]},
});
const exact = expression => ({
  rewardName: expression,
  stringMatchRewardScorer: {
    correctAnswerReward: 1,
    stringMatchExpression: {matchOperation: 'EXACT_MATCH', expression},
  },
});
const rewards = {
  weightedRewardConfigs: [
    {rewardConfig: exact('yes'), weight: 3},
    {rewardConfig: exact('no'), weight: 1},
  ],
};
const outputUri = `${folder}/out`;
const lives = {
  'supervised': ['gemini-3.5-flash', {epochCount: 2}],
  'preference': ['gemini-2.5-flash', {method: 'PREFERENCE_TUNING', beta: 0.2}],
  'reinforcement': ['gemini-3.5-flash', {method: 'REINFORCEMENT_TUNING', rewardConfig: exact('yes')}],
  'reinforcement, two rewards': [
    'gemini-3.5-flash',
    {method: 'REINFORCEMENT_TUNING', compositeRewardConfig: rewards, samplesPerPrompt: 4},
  ],
  'distillation': ['gemini-2.5-flash', {method: 'DISTILLATION', baseTeacherModel: 'gemini-3.1-pro'}],
  'distillation of an open model': [
    'qwen/qwen3@qwen3-32b',
    {method: 'DISTILLATION', baseTeacherModel: 'deepseek-ai/deepseek-v3.2-maas', outputUri},
  ],
  'open model': [
    'qwen/qwen3@qwen3-32b',
    {outputUri, tuningMode: 'TUNING_MODE_FULL', learningRate: 0.0001, batchSize: 8},
  ],
};

const tune = (baseModel, config, gcsUri = `${folder}/train.jsonl`) =>
  client.tunings.tune({baseModel, trainingDataset: {gcsUri}, config: {tunedModelDisplayName: 'clients', ...config}});

async function end(job) {
  const ended = ['JOB_STATE_SUCCEEDED', 'JOB_STATE_FAILED', 'JOB_STATE_CANCELLED', 'JOB_STATE_EXPIRED'];
  for (const deadline = Date.now() + 120_000; !ended.includes(job.state);) {
    must(Date.now() < deadline, `still ${job.state}`);
    await new Promise(resolve => setTimeout(resolve, 500));
    job = await client.tunings.get({name: job.name});
  }
  return job;
}

function must(condition, what) {
  if (!condition) throw new Error(what);
}

async function life([baseModel, config]) {
  const job = await end(await tune(baseModel, config));
  must(job.state === 'JOB_STATE_SUCCEEDED', job.state);
  const statistics = Object.values(job.tuningDataStats)[0];
  must(Number((statistics.trainingDatasetStats ?? statistics).totalBillableTokenCount) > 0, 'no billable tokens');
  must(Number(job.tuningJobMetadata.completedStepCount) > 0, 'no steps');
  const names = [];
  for await (const listed of await client.tunings.list()) names.push(listed.name);
  must(names.includes(job.name), 'not listed');
  must((await client.models.get({model: job.tunedModel.model})).name, 'no model');
  if (!config.outputUri) await ask(job.tunedModel.endpoint);
  return job;
}

async function ask(model) {
  const answer = await client.models.generateContent({model, contents: 'Hello?'});
  must(answer.text.includes('Hello?'), answer.text);
  let streamed = '';
  for await (const piece of await client.models.generateContentStream({model, contents: 'Hello?'})) {
    streamed += piece.text ?? '';
  }
  must(streamed.includes('Hello?'), streamed);
}

async function checkpoints(job) {
  const [first] = job.tunedModel.checkpoints;
  await client.models.update({model: job.tunedModel.model, config: {defaultCheckpointId: first.checkpointId}});
  const moved = await client.tunings.get({name: job.name});
  must(moved.tunedModel.endpoint === first.endpoint, moved.tunedModel.endpoint);
}

async function sample() {
  const checked = await client.tunings.validateReward({
    parent: 'projects/local-project/locations/us-central1',
    example: {contents: [{role: 'user', parts: [{text: 'Is it?'}]}]},
    sampleResponse: {role: 'model', parts: [{text: 'yes'}]},
    compositeRewardConfig: rewards,
  });
  must(checked.overallReward === 0.75, checked.overallReward);
}

async function cancelled() {
  const job = await tune('gemini-3.5-flash', {}, `${folder}/never/train.jsonl`);
  await client.tunings.cancel({name: job.name});
  must((await end(job)).state === 'JOB_STATE_CANCELLED', 'not cancelled');
}

let failed = false;
async function part(name, run) {
  try {
    const value = await run();
    console.log(`passed: ${name}`);
    return value;
  } catch (e) {
    failed = true;
    console.log(`FAILED: ${name}: ${e}`);
  }
}

const jobs = {};
for (const [name, job] of Object.entries(lives)) jobs[name] = await part(name, () => life(job));
await part('default checkpoint', () => checkpoints(jobs.supervised));
await part('continuous', () => life([jobs.supervised.tunedModel.model, {epochCount: 2}]));
await part('rewards tried on a sample', sample);
await part('cancelled', cancelled);
process.exit(failed ? 1 : 0);
