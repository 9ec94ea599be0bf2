package dev.tunesmith.packaging;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What Jib is told about the image, in {@code src/image/pom.xml}. */
final class JibImage {
  private static final String CONFIGURATION = "/project/build/plugins/plugin/configuration/";

  private final Document pom;

  private JibImage(Document pom) {
    this.pom = pom;
  }

  static JibImage read() {
    return new JibImage(parse(Path.of("src", "image", "pom.xml")));
  }

  /** The time of everything that the build of the program writes. */
  static String buildTime() {
    return timeOf(parse(Path.of("pom.xml")));
  }

  /** The time of everything in the image. */
  String time() {
    return timeOf(pom);
  }

  private static String timeOf(Document pom) {
    return nodes(pom, "/project/properties/project.build.outputTimestamp")
        .getFirst()
        .getTextContent();
  }

  /** The text of the one element at a path below Jib's configuration. */
  String text(String path) {
    List<String> texts = texts(path);
    if (texts.size() != 1) {
      throw new AssertionError(path + " is not there once: " + texts);
    }
    return texts.getFirst();
  }

  /** The texts of all elements at a path below Jib's configuration. */
  List<String> texts(String path) {
    return nodes(pom, CONFIGURATION + path).stream().map(Node::getTextContent).toList();
  }

  /** Name and text of each element right below a path. */
  Map<String, String> children(String path) {
    Map<String, String> children = new LinkedHashMap<>();
    for (Node node : nodes(pom, CONFIGURATION + path + "/*")) {
      children.put(node.getNodeName(), node.getTextContent().strip());
    }
    return children;
  }

  /** The layers, as the Dockerfile would copy them from its build stage. */
  List<String> copies() {
    return IntStream.rangeClosed(1, texts("extraDirectories/paths/path").size())
        .mapToObj(i -> copy("extraDirectories/paths/path[" + i + "]/"))
        .toList();
  }

  private String copy(String path) {
    String from = text(path + "from").replace("${app}", "/app");
    List<String> files = texts(path + "includes/include");
    List<String> sources =
        files.isEmpty() ? List.of(from) : files.stream().map(file -> from + "/" + file).toList();
    return "--from=build "
        + String.join(" ", sources)
        + " "
        + text(path + "into")
        + (files.isEmpty() ? "" : "/");
  }

  private static Document parse(Path file) {
    try {
      return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    } catch (IOException | SAXException | ParserConfigurationException e) {
      throw new AssertionError(file.toString(), e);
    }
  }

  private static List<Node> nodes(Document document, String path) {
    try {
      NodeList found =
          (NodeList)
              XPathFactory.newInstance()
                  .newXPath()
                  .evaluate(path, document, XPathConstants.NODESET);
      return IntStream.range(0, found.getLength()).mapToObj(found::item).toList();
    } catch (XPathExpressionException e) {
      throw new AssertionError(path, e);
    }
  }
}
