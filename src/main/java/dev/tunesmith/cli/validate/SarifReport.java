package dev.tunesmith.cli.validate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.cli.validate.Finding.Rule;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** SARIF 2.1.0, which code scanning services and editors read. */
final class SarifReport {
  private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
  private static final String HOME = "https://github.com/tunesmith/tunesmith";

  private SarifReport() {}

  static ObjectNode of(Report report, String version) {
    ObjectNode log = JsonNodeFactory.instance.objectNode();
    log.put("$schema", SCHEMA).put("version", "2.1.0");
    ObjectNode run = log.putArray("runs").addObject();
    ObjectNode driver = run.putObject("tool").putObject("driver");
    String[] words = version.split(" ", 2);
    driver.put("name", words[0]);
    if (words.length > 1) {
      driver.put("version", words[1]);
    }
    driver.put("informationUri", HOME);
    ArrayNode rules = driver.putArray("rules");
    for (Rule rule : Rule.values()) {
      ObjectNode described = rules.addObject().put("id", rule.toString());
      described.putObject("shortDescription").put("text", rule.description());
    }
    run.putArray("invocations").addObject().put("executionSuccessful", true);
    ArrayNode results = run.putArray("results");
    report.findings().forEach(finding -> result(results.addObject(), finding));
    return log;
  }

  private static void result(ObjectNode result, Finding finding) {
    result.put("ruleId", finding.rule().toString()).put("level", finding.severity().toString());
    result.putObject("message").put("text", finding.message());
    ObjectNode location = result.putArray("locations").addObject();
    ObjectNode physical = location.putObject("physicalLocation");
    physical.putObject("artifactLocation").put("uri", uri(finding.file()));
    if (finding.line() > 0) {
      physical.putObject("region").put("startLine", finding.line());
    }
    Finding.Resource resource = finding.resource();
    if (resource != null && !resource.name().isEmpty()) {
      location
          .putArray("logicalLocations")
          .addObject()
          .put("name", resource.name())
          .put("fullyQualifiedName", resource.kind() + "/" + resource.name())
          .put("kind", "resource");
    }
  }

  /** Relative to the working directory, which services take for the root of the repository. */
  private static String uri(String file) {
    if (file.equals(Validation.STDIN)) {
      return "stdin";
    }
    Path path = Path.of(file).toAbsolutePath().normalize();
    Path here = Path.of("").toAbsolutePath();
    if (!path.startsWith(here)) {
      return path.toUri().toString();
    }
    String relative = here.relativize(path).toString().replace('\\', '/');
    if (relative.contains(":")) {
      relative = "./" + relative; // or it would begin with a scheme
    }
    try {
      return new URI(null, null, relative, null).toASCIIString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a path is always a URI's path", e);
    }
  }
}
