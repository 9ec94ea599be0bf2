package dev.tunesmith.cli.validate;

import dev.tunesmith.cli.validate.Finding.Resource;
import dev.tunesmith.cli.validate.Finding.Severity;
import java.util.List;

/**
 * What came of a run.
 *
 * @param summary one line
 * @param resources all that were checked
 * @param findings in the order in which they were found
 */
record Report(String summary, List<Resource> resources, List<Finding> findings) {
  /** Copies the lists. */
  Report {
    resources = List.copyOf(resources);
    findings = List.copyOf(findings);
  }

  List<Finding> errors() {
    return findings.stream().filter(each -> each.severity() == Severity.ERROR).toList();
  }
}
