// Google's Go library google.golang.org/genai through whole lives of tuning jobs, on a running emulator: go run . REST-ADDRESS
//
// Prints a line for each life, and exits with 1 where one differs from what the service would do.
package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"

	"google.golang.org/genai"
)

const folder = "gs://local-project-tuning/clients"

var ctx = context.Background()

type life struct {
	name      string
	baseModel string
	config    genai.CreateTuningJobConfig
}

func exact(expression string) *genai.SingleReinforcementTuningRewardConfig {
	return &genai.SingleReinforcementTuningRewardConfig{
		RewardName: expression,
		StringMatchRewardScorer: &genai.ReinforcementTuningStringMatchRewardScorer{
			CorrectAnswerReward: genai.Ptr[float32](1),
			StringMatchExpression: &genai.ReinforcementTuningStringMatchRewardScorerStringMatchExpression{
				MatchOperation: "EXACT_MATCH",
				Expression:     expression,
			},
		},
	}
}

var rewards = &genai.CompositeReinforcementTuningRewardConfig{
	WeightedRewardConfigs: []*genai.CompositeReinforcementTuningRewardConfigWeightedRewardConfig{
		{RewardConfig: exact("yes"), Weight: genai.Ptr[float32](3)},
		{RewardConfig: exact("no"), Weight: genai.Ptr[float32](1)},
	},
}

var lives = []life{
	{"supervised", "gemini-3.5-flash", genai.CreateTuningJobConfig{EpochCount: genai.Ptr[int32](2)}},
	{"preference", "gemini-2.5-flash", genai.CreateTuningJobConfig{
		Method: genai.TuningMethodPreferenceTuning, Beta: genai.Ptr[float32](0.2)}},
	{"reinforcement", "gemini-3.5-flash", genai.CreateTuningJobConfig{
		Method: genai.TuningMethodReinforcementTuning, RewardConfig: exact("yes")}},
	{"reinforcement, two rewards", "gemini-3.5-flash", genai.CreateTuningJobConfig{
		Method: genai.TuningMethodReinforcementTuning, CompositeRewardConfig: rewards, SamplesPerPrompt: genai.Ptr[int32](4)}},
	{"distillation", "gemini-2.5-flash", genai.CreateTuningJobConfig{
		Method: genai.TuningMethodDistillation, BaseTeacherModel: "gemini-3.1-pro"}},
	{"distillation of an open model", "qwen/qwen3@qwen3-32b", genai.CreateTuningJobConfig{
		Method: genai.TuningMethodDistillation, BaseTeacherModel: "deepseek-ai/deepseek-v3.2-maas", OutputURI: folder + "/out"}},
	{"open model", "qwen/qwen3@qwen3-32b", genai.CreateTuningJobConfig{
		OutputURI: folder + "/out", TuningMode: "TUNING_MODE_FULL", LearningRate: genai.Ptr[float32](0.0001), BatchSize: genai.Ptr[int32](8)}},
}

type clients struct{ *genai.Client }

func (c clients) tune(baseModel, uri string, config genai.CreateTuningJobConfig) (*genai.TuningJob, error) {
	config.TunedModelDisplayName = "clients"
	return c.Tunings.Tune(ctx, baseModel, &genai.TuningDataset{GCSURI: uri}, &config)
}

func (c clients) end(job *genai.TuningJob) (*genai.TuningJob, error) {
	for deadline := time.Now().Add(2 * time.Minute); time.Now().Before(deadline); time.Sleep(500 * time.Millisecond) {
		switch job.State {
		case genai.JobStateSucceeded, genai.JobStateFailed, genai.JobStateCancelled, genai.JobStateExpired:
			return job, nil
		}
		var err error
		if job, err = c.Tunings.Get(ctx, job.Name, nil); err != nil {
			return nil, err
		}
	}
	return nil, fmt.Errorf("still %s", job.State)
}

func (c clients) live(life life) (*genai.TuningJob, error) {
	job, err := c.tune(life.baseModel, folder+"/train.jsonl", life.config)
	if err == nil {
		job, err = c.end(job)
	}
	if err != nil {
		return nil, err
	}
	if job.State != genai.JobStateSucceeded {
		return nil, fmt.Errorf("ended as %s", job.State)
	}
	if tokens(job.TuningDataStats) == 0 || job.TuningJobMetadata.CompletedStepCount == 0 {
		return nil, errors.New("no statistics or no steps")
	}
	if err := c.listed(job.Name); err != nil {
		return nil, err
	}
	if _, err := c.Models.Get(ctx, job.TunedModel.Model, nil); err != nil || life.config.OutputURI != "" {
		return job, err
	}
	return job, c.ask(job.TunedModel.Endpoint)
}

func tokens(stats *genai.TuningDataStats) int64 {
	switch {
	case stats.SupervisedTuningDataStats != nil:
		return stats.SupervisedTuningDataStats.TotalBillableTokenCount
	case stats.PreferenceOptimizationDataStats != nil:
		return stats.PreferenceOptimizationDataStats.TotalBillableTokenCount
	case stats.ReinforcementTuningDataStats != nil:
		return stats.ReinforcementTuningDataStats.TotalBillableTokenCount
	default:
		return stats.DistillationDataStats.TrainingDatasetStats.TotalBillableTokenCount
	}
}

func (c clients) listed(name string) error {
	for job, err := range c.Tunings.All(ctx) {
		if err != nil {
			return err
		}
		if job.Name == name {
			return nil
		}
	}
	return errors.New("not listed")
}

func (c clients) ask(endpoint string) error {
	answer, err := c.Models.GenerateContent(ctx, endpoint, genai.Text("Hello?"), nil)
	if err != nil {
		return err
	}
	streamed := ""
	for piece, err := range c.Models.GenerateContentStream(ctx, endpoint, genai.Text("Hello?"), nil) {
		if err != nil {
			return err
		}
		streamed += piece.Text()
	}
	if !strings.Contains(answer.Text(), "Hello?") || !strings.Contains(streamed, "Hello?") {
		return fmt.Errorf("answered %s and %s", answer.Text(), streamed)
	}
	return nil
}

func (c clients) checkpoints(job *genai.TuningJob) error {
	first := job.TunedModel.Checkpoints[0]
	config := &genai.UpdateModelConfig{DefaultCheckpointID: first.CheckpointID}
	if _, err := c.Models.Update(ctx, job.TunedModel.Model, config); err != nil {
		return err
	}
	job, err := c.Tunings.Get(ctx, job.Name, nil)
	if err == nil && job.TunedModel.Endpoint != first.Endpoint {
		err = fmt.Errorf("the endpoint is %s", job.TunedModel.Endpoint)
	}
	return err
}

func (c clients) sample() error {
	example := &genai.ReinforcementTuningExample{Contents: genai.Text("Is it?")}
	answer := genai.NewContentFromText("yes", genai.RoleModel)
	checked, err := c.Tunings.ValidateReward(
		ctx, "projects/local-project/locations/us-central1", answer, example, nil, rewards, nil)
	if err == nil && checked.OverallReward != 0.75 {
		err = fmt.Errorf("the reward is %v", checked.OverallReward)
	}
	return err
}

func (c clients) cancelled() error {
	job, err := c.tune("gemini-3.5-flash", folder+"/never/train.jsonl", genai.CreateTuningJobConfig{})
	if err == nil {
		_, err = c.Tunings.Cancel(ctx, job.Name, nil)
	}
	if err == nil {
		job, err = c.end(job)
	}
	if err == nil && job.State != genai.JobStateCancelled {
		err = fmt.Errorf("ended as %s", job.State)
	}
	return err
}

var failed = false

func report(name string, err error) bool {
	if err != nil {
		failed = true
		fmt.Printf("FAILED: %s: %v\n", name, err)
		return false
	}
	fmt.Printf("passed: %s\n", name)
	return true
}

func main() {
	client, err := genai.NewClient(ctx, &genai.ClientConfig{
		Backend:     genai.BackendVertexAI,
		Project:     "local-project",
		Location:    "us-central1",
		HTTPClient:  http.DefaultClient,
		HTTPOptions: genai.HTTPOptions{BaseURL: os.Args[1]},
	})
	if err != nil {
		fmt.Println("FAILED:", err)
		os.Exit(1)
	}
	c := clients{client}
	for _, life := range lives {
		job, err := c.live(life)
		if report(life.name, err) && life.name == "supervised" {
			report("default checkpoint", c.checkpoints(job))
			life.baseModel = job.TunedModel.Model
			_, err = c.live(life)
			report("continuous", err)
		}
	}
	report("rewards tried on a sample", c.sample())
	report("cancelled", c.cancelled())
	if failed {
		os.Exit(1)
	}
}
