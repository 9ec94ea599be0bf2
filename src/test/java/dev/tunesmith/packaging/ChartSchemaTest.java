package dev.tunesmith.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The chart's values")
class ChartSchemaTest {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /** Values that are Kubernetes' or another chart's, not ours: their inside is not checked here. */
  private static final Set<String> FOREIGN =
      Set.of(
          "resources",
          "emulator.resources",
          "tests.resources",
          "strategy",
          "podSecurityContext",
          "containerSecurityContext",
          "probes.startup",
          "probes.liveness",
          "probes.readiness",
          "global");

  @Test
  @DisplayName("pass helm lint --strict with the defaults")
  void lint() {
    assertThat(Chart.lint().isFailed()).as("%s", Chart.lint().getMessages()).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName(
      "are refused, with a message that names the place, where they are misspelt or impossible")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          replica: 2                                   | additional properties 'replica' not allowed
          vertex: {projct: my-project}                 | additional properties 'projct' not allowed
          image: {sha: abc}                            | additional properties 'sha' not allowed
          emulator: {enable: true}                     | additional properties 'enable' not allowed
          metrics: {service: {enable: true}}           | additional properties 'enable' not allowed
          allow: {project: [other-project]}            | additional properties 'project' not allowed
          vertex: {location: global}                   | at '/vertex/location'
          vertex: {location: us}                       | at '/vertex/location'
          vertex: {project: '123456'}                  | at '/vertex/project'
          vertex: {endpoint: 'https://vertex:443'}     | at '/vertex/endpoint'
          vertex: {credentials: key}                   | at '/vertex/credentials'
          vertex: {pollIntervalSeconds: 0}             | at '/vertex/pollIntervalSeconds'
          vertex: {plaintext: 'false'}                 | at '/vertex/plaintext': got string, want boolean
          allow: {projects: ['a-project,b-project']}   | at '/allow/projects/0'
          allow: {projects: ['Team A']}                | at '/allow/projects/0'
          allow: {projects: other-project}             | at '/allow/projects': got string, want array
          allow: {serviceAccounts: [tuner]}            | at '/allow/serviceAccounts/0'
          allow: {kmsKeys: [my-key]}                   | at '/allow/kmsKeys/0'
          allow: {geminiHosts: ['https://gateway']}    | at '/allow/geminiHosts/0'
          gemini: {endpoint: 'gateway:443'}            | at '/gemini/endpoint'
          image: {digest: 'sha256:abc'}                | at '/image/digest'
          image: {pullPolicy: Sometimes}               | at '/image/pullPolicy'
          replicas: -1                                 | at '/replicas'
          workers: 0                                   | at '/workers'
          logging: {level: LOUD}                       | at '/logging/level'
          watchNamespaces: [Team-A]                    | at '/watchNamespaces/0'
          watchNamespaces: [team-a, team-a]            | at '/watchNamespaces': items at 0 and 1 are equal
          emulator: {speed: 0}                         | at '/emulator/speed'
          extraEnv: [{value: x}]                       | missing property 'name'
          {replicas: 2, leaderElection: {enabled: false}} | two operators at work could each create the same job
          {emulator: {enabled: true}, vertex: {endpoint: 'v:443'}} | emulator.enabled and vertex.endpoint exclude each other
          commonLabels: {team: 1}                      | at '/commonLabels/team': got number, want string
          podDisruptionBudget: {maxUnavailable: 0}     | at '/podDisruptionBudget/maxUnavailable'
          podDisruptionBudget: {maxUnavailable: most}  | at '/podDisruptionBudget/maxUnavailable'
          credentials: {googleServiceAccount: tuner}   | at '/credentials/googleServiceAccount'
          credentials: {keySecret: {secret: key}}      | additional properties 'secret' not allowed
          proxy: {host: 'http://proxy:3128'}           | at '/proxy/host'
          extraArgs: [workers=2]                       | at '/extraArgs/0'
          networkPolicy: {egress: open}                | at '/networkPolicy/egress'
          networkPolicy: {extraEgress: [{}]}           | alone it would cut the operator off
          metrics: {serviceMonitor: {interval: often}} | at '/metrics/serviceMonitor/interval'
          metrics: {service: {enabled: false}, serviceMonitor: {enabled: true}} | finds the pods by the Service
          metrics: {serviceMonitor: {enabled: true}, podMonitor: {enabled: true}} | everything would be counted twice
          metrics: {prometheusRule: {disabledAlerts: [Nothing]}} | at '/metrics/prometheusRule/disabledAlerts/0'
          leaderElection: {retryPeriodSeconds: 4}      | at most a third of leaderElection.renewDeadlineSeconds
          vertex: {plaintext: true}                    | vertex.plaintext needs vertex.endpoint
          vertex: {plaintext: true, endpoint: 'v:443'} | vertex.plaintext needs vertex.credentials=none
          vertex: {endpoint: 'v:65536'}                | the port must be from 1 to 65535
          shutdownTimeoutSeconds: 60                   | at '/shutdownTimeoutSeconds'
          {credentials: {googleServiceAccount: 'a@b.c'}, serviceAccount: {create: false}} | credentials.googleServiceAccount needs serviceAccount.create
          {serviceAccount: {create: false, annotations: {a: b}}} | serviceAccount.annotations needs serviceAccount.create
          commonLabels: {app.kubernetes.io/part-of: x} | is a label that the chart sets itself
          podLabels: {app.kubernetes.io/component: x}  | is a label that the chart sets itself
          extraEnv: [{name: TUNESMITH_WORKERS, value: '5'}] | extraEnv: TUNESMITH_WORKERS is set twice
          extraEnv: [{name: A, value: '5'}, {name: A, value: '6'}] | extraEnv: A is set twice
          extraVolumes: [{name: tmp, emptyDir: {}}]    | extraVolumes: the name tmp is the chart's own
          {replicas: 2, podDisruptionBudget: {minAvailable: 2}} | no node could be drained
          probes: {liveness: {exec: {command: [a]}}}   | at '/probes/liveness'
          strategy: {type: Sometimes}                  | at '/strategy/type'
          leaderElection: {renewDeadlineSeconds: 15}   | must be less than leaderElection.leaseDurationSeconds
          credentials: {googleServiceAccount: 'a@b.c', keySecret: {name: key}} | exclude each other
          """)
  void refused(String values, String message) {
    assertThatThrownBy(() -> Chart.render(values)).hasMessageContaining(message);
  }

  @ParameterizedTest
  @DisplayName("take what is legal at the edges")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          vertex: {project: 'example.com:my-project'}
          vertex: {location: europe-west4}
          vertex: {endpoint: 'private.example.com:443'}
          allow: {projects: ['*'], serviceAccounts: ['*'], kmsKeys: ['*']}
          allow: {projects: ['team-*'], serviceAccounts: ['*@my-project.iam.gserviceaccount.com'], kmsKeys: ['projects/p/*']}
          replicas: 0
          emulator: {enabled: true, speed: 0.5}
          emulator: {enabled: true, speed: '0.5'}
          {replicas: 2, podDisruptionBudget: {minAvailable: 50%}}
          {vertex: {endpoint: 'emulator:8082', plaintext: true, credentials: none}}
          {enabled: false, global: {anything: goes}}
          podDisruptionBudget: {maxUnavailable: 50%}
          {proxy: {host: proxy.internal, noProxy: ['*.internal', 10.0.0.1]}, extraArgs: [--workers=2]}
          """)
  void accepted(String values) {
    assertThat(Chart.render(values).documents()).isNotEmpty();
  }

  @Test
  @DisplayName("are refused by a Kubernetes that is too old for the resource's rules")
  void oldKubernetes() {
    assertThatThrownBy(() -> Chart.render("v1.29.9", "{}"))
        .hasMessageContaining("chart requires kubeVersion: >=1.30.0-0");
  }

  @Test
  @DisplayName("have a schema that is closed in every object of ours, and describes every value")
  void closed() throws IOException {
    List<String> open = new ArrayList<>();
    JsonNode schema = schema();
    check("", schema, open);
    assertThat(open).isEmpty();
  }

  private static void check(String path, JsonNode node, List<String> faults) {
    if (!path.isEmpty() && node.path("description").asText().isEmpty()) {
      faults.add(path + " has no description");
    }
    if (FOREIGN.contains(path) || !node.has("properties")) {
      return;
    }
    JsonNode closed = node.path("additionalProperties");
    if (!closed.isBoolean() || closed.asBoolean()) {
      faults.add(path + " takes unknown names");
    }
    for (Map.Entry<String, JsonNode> property : node.get("properties").properties()) {
      check(join(path, property.getKey()), property.getValue(), faults);
    }
  }

  @Test
  @DisplayName("are the same in values.yaml and in the schema")
  void sameNames() throws IOException {
    Set<String> inSchema = new TreeSet<>();
    names("", schema(), inSchema);
    Set<String> inValues = new TreeSet<>();
    values("", YAML.readTree(text("values.yaml")), inSchema, inValues);
    assertThat(inValues).isEqualTo(inSchema);
  }

  private static void names(String path, JsonNode schema, Set<String> names) {
    if (!FOREIGN.contains(path)) {
      for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
        names.add(join(path, property.getKey()));
        names(join(path, property.getKey()), property.getValue(), names);
      }
    }
  }

  private static void values(String path, JsonNode values, Set<String> known, Set<String> names) {
    for (Map.Entry<String, JsonNode> value : values.properties()) {
      String name = join(path, value.getKey());
      names.add(name);
      if (known.stream().anyMatch(other -> other.startsWith(name + "."))) {
        values(name, value.getValue(), known, names);
      }
    }
  }

  @Test
  @DisplayName("are each explained in values.yaml by a comment of their own")
  void commented() throws IOException {
    Pattern key = Pattern.compile("^( *)([A-Za-z]+):.*");
    List<String> bare = new ArrayList<>();
    String before = "";
    int foreign = Integer.MAX_VALUE;
    for (String line : text("values.yaml").lines().toList()) {
      Matcher match = key.matcher(line);
      if (match.matches()) {
        int depth = match.group(1).length();
        if (depth <= foreign) {
          foreign = ChartReadme.FOREIGN.contains(match.group(2)) ? depth : Integer.MAX_VALUE;
          if (!before.strip().startsWith("#")) {
            bare.add(line);
          }
        }
      }
      before = line;
    }
    assertThat(bare).isEmpty();
  }

  @Test
  @DisplayName("name the version that pom.xml builds")
  void version() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    String version = pom.substring(pom.indexOf("<version>") + 9, pom.indexOf("</version>"));
    JsonNode chart = YAML.readTree(text("Chart.yaml"));
    assertThat(chart.path("appVersion").asText()).isEqualTo(version);
  }

  private static JsonNode schema() throws IOException {
    return new ObjectMapper().readTree(text("values.schema.json"));
  }

  private static String text(String file) throws IOException {
    return Files.readString(Chart.FOLDER.resolve(file));
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
