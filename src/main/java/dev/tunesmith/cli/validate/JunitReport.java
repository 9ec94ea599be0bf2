package dev.tunesmith.cli.validate;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tunesmith.cli.validate.Finding.Resource;
import dev.tunesmith.cli.validate.Finding.Severity;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * JUnit's XML, which CI services read: a suite for each file, a test case for each resource in it,
 * and one for the file itself where something is to report of it. A test case has one failure at
 * most, since several readers show only the first.
 */
final class JunitReport {
  private final XMLStreamWriter xml;

  private JunitReport(XMLStreamWriter xml) {
    this.xml = xml;
  }

  /** A test case: all that was found of a resource, or of a file itself. */
  private record Case(Resource subject, List<Finding> findings) {
    boolean failed() {
      return findings.stream().anyMatch(each -> each.severity() == Severity.ERROR);
    }

    /** A resource has a line. */
    boolean isFile() {
      return subject.line() == 0;
    }

    /** A file in which nothing could be checked. */
    boolean skipped() {
      return isFile() && !failed();
    }

    String text() {
      return findings.stream().map(Finding::toString).collect(Collectors.joining("\n"));
    }
  }

  static String of(Report report) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      // With references for all others, it survives whatever encoding standard output has.
      XMLStreamWriter xml =
          XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(bytes, US_ASCII.name());
      new JunitReport(xml).write(cases(report));
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("memory can always be written to", e);
    }
    return bytes.toString(US_ASCII);
  }

  private static List<Case> cases(Report report) {
    Map<Resource, Case> cases = new LinkedHashMap<>();
    report.resources().forEach(each -> cases.put(each, new Case(each, new ArrayList<>())));
    for (Finding finding : report.findings()) {
      Resource subject =
          Objects.requireNonNullElseGet(
              finding.resource(), () -> new Resource(finding.file(), 0, "", "", ""));
      cases
          .computeIfAbsent(subject, each -> new Case(each, new ArrayList<>()))
          .findings()
          .add(finding);
    }
    return List.copyOf(cases.values());
  }

  private void write(List<Case> cases) throws XMLStreamException {
    xml.writeStartDocument(US_ASCII.name(), "1.0");
    start("testsuites", "validate", cases);
    for (Map.Entry<String, List<Case>> file :
        cases.stream()
            .collect(
                Collectors.groupingBy(
                    each -> each.subject().file(), LinkedHashMap::new, Collectors.toList()))
            .entrySet()) {
      start("testsuite", file.getKey(), file.getValue());
      for (Case each : file.getValue()) {
        testCase(each);
      }
      xml.writeEndElement();
    }
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  private void start(String element, String name, List<Case> cases) throws XMLStreamException {
    xml.writeCharacters("\n");
    xml.writeStartElement(element);
    attribute("name", name);
    attribute("tests", cases.size());
    attribute("failures", cases.stream().filter(Case::failed).count());
    attribute("errors", 0);
    attribute("skipped", cases.stream().filter(Case::skipped).count());
    attribute("time", 0);
  }

  private void testCase(Case each) throws XMLStreamException {
    Resource subject = each.subject();
    xml.writeCharacters("\n");
    xml.writeStartElement("testcase");
    if (each.isFile()) {
      attribute("classname", "file");
      attribute("name", subject.file());
    } else {
      attribute("classname", subject.kind());
      String namespace = subject.namespace().isEmpty() ? "" : subject.namespace() + "/";
      String name = subject.name().isEmpty() ? "line " + subject.line() : subject.name();
      attribute("name", namespace + name);
      attribute("line", subject.line());
    }
    attribute("file", subject.file());
    attribute("time", 0);
    if (each.failed()) {
      List<Finding> errors =
          each.findings().stream().filter(it -> it.severity() == Severity.ERROR).toList();
      int more = errors.size() - 1;
      xml.writeStartElement("failure");
      attribute(
          "message", errors.getFirst().message() + (more == 0 ? "" : " (and " + more + " more)"));
      attribute("type", errors.getFirst().rule());
      xml.writeCharacters(legal(each.text()));
      xml.writeEndElement();
    } else if (each.skipped()) {
      xml.writeEmptyElement("skipped");
      attribute("message", each.text());
    } else if (!each.findings().isEmpty()) {
      xml.writeStartElement("system-out");
      xml.writeCharacters(legal(each.text()));
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private void attribute(String name, Object value) throws XMLStreamException {
    xml.writeAttribute(name, legal(value.toString()));
  }

  /** XML 1.0 has no way to write most control characters. */
  private static String legal(String text) {
    return text.replaceAll(
        "[^\\t\\n\\r\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]", "\uFFFD");
  }
}
