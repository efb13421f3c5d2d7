package dev.signalbox.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.conflict.certificate.CertificateKey;
import dev.signalbox.engine.Entry;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

class RunReportTest {
  @TempDir Path folder;

  record Sample(String name, List<Entry> entries) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Sample> samples() {
    return Stream.of(
        new Sample("mid-run", SampleRuns.midRun()),
        new Sample("ended", SampleRuns.ended()),
        new Sample("succeeded", SampleRuns.succeeded()),
        new Sample("every state", SampleRuns.everyState()),
        new Sample("large", SampleRuns.large(500)),
        new Sample("hostile", SampleRuns.hostile()));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aPageIsWellFormedAndLoadsAndRunsNothing(Sample sample) throws Exception {
    Document page = page(sample.entries());
    List<String> loads =
        List.of("script", "link", "img", "iframe", "object", "embed", "base", "form");
    for (Element element : elements(page)) {
      assertThat(loads).doesNotContain(element.getTagName());
      for (int i = 0; i < element.getAttributes().getLength(); i++) {
        Node attribute = element.getAttributes().item(i);
        assertThat(attribute.getNodeName()).doesNotStartWith("on").isNotEqualTo("src");
        if (attribute.getNodeName().equals("href")) {
          assertThat(attribute.getNodeValue()).startsWith("#");
        }
      }
    }
    String style = page.getElementsByTagName("style").item(0).getTextContent();
    assertThat(style).doesNotContain("url(").doesNotContain("@import");
    assertThat(attribute(page, "meta", "content")).anyMatch(c -> c.contains("default-src 'none'"));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aPageCanBeReadWithoutEyes(Sample sample) throws Exception {
    Document page = page(sample.entries());
    assertThat(page.getDocumentElement().getAttribute("lang")).isEqualTo("en");
    Set<String> ids = new HashSet<>();
    for (Element element : elements(page)) {
      if (element.hasAttribute("id")) {
        assertThat(ids.add(element.getAttribute("id"))).as(element.getAttribute("id")).isTrue();
      }
    }
    for (Element element : elements(page)) {
      for (String id : element.getAttribute("aria-labelledby").split(" ")) {
        assertThat(id).matches(label -> label.isEmpty() || ids.contains(label));
      }
      if (element.hasAttribute("href")) {
        assertThat(ids).contains(element.getAttribute("href").substring(1));
      }
      switch (element.getTagName()) {
        case "svg" -> {
          if (!element.getAttribute("aria-hidden").equals("true")) {
            assertThat(element.getAttribute("role")).isEqualTo("img");
            assertThat(element.getElementsByTagName("title").item(0).getTextContent()).isNotBlank();
            assertThat(element.getElementsByTagName("desc").getLength()).isOne();
          }
        }
        case "table" ->
            assertThat(element.getElementsByTagName("caption").item(0).getTextContent())
                .isNotBlank();
        case "th" -> assertThat(element.getAttribute("scope")).isEqualTo("col");
        default -> {}
      }
    }
  }

  @Test
  void textsThatTryToBeMoreStayText() throws Exception {
    Document page = page(SampleRuns.hostile());
    String text = page.getDocumentElement().getTextContent();
    assertThat(text).contains("<script>alert('1')</script> \"&amp;\" ]]>").contains("a<b>&\"'");
    // What turns text around, and what no XML may hold, is replaced.
    assertThat(text).doesNotContain("\u202e").doesNotContain("\u001b").contains("\ufffdgnp.exe");
  }

  @Test
  void aPageSaysHowItWent() throws Exception {
    String text = text(SampleRuns.ended());
    assertThat(text)
        .contains("9 of 12 tasks landed; 1 failed, 1 rejected, 1 skipped.")
        .contains("/home/ada/shop")
        .contains("signalbox/add-billing")
        .contains("not validated")
        .contains("no place in a serial order is claimed")
        .contains("no change")
        .contains("exit 3: no heading “Unreleased”")
        .contains("changed the same lines of api/invoices/total.txt as rename-money")
        .contains("landed after a rerun")
        .contains("wait for the tax rates")
        .contains("The check passed on the base.")
        .contains("3 uncommitted files are not seen by the agents")
        .contains("resumed after 14:23:36")
        .contains("doc/fr/seal.png");
    assertThat(text(SampleRuns.succeeded())).contains("All 12 tasks landed.");
    assertThat(text(SampleRuns.midRun()))
        .contains("4 of 12 tasks landed; 3 under way, 1 waiting for a person, 4 waiting.")
        .contains("May web-invoices start?");
    assertThat(text(SampleRuns.hostile())).contains("The check on the base");
  }

  @Test
  void edgesAreDrawnByProvenanceAndTheLongestPathHeavier() throws Exception {
    Document page = page(SampleRuns.ended());
    List<String> edges = new ArrayList<>();
    for (Element path : elements(page)) {
      if (path.getAttribute("class").startsWith("edge ") && path.hasAttribute("marker-end")) {
        edges.add(
            path.getElementsByTagName("title").item(0).getTextContent()
                + "|"
                + path.getAttribute("class"));
      }
    }
    assertThat(edges)
        .contains(
            "schema → api-invoices: declared|edge declared",
            "schema → api-customers: declared|edge declared critical",
            "api-invoices → web-invoices: data (route)|edge data")
        .anyMatch(e -> e.startsWith("schema → seed-data: claim") && e.endsWith("|edge claim"));
  }

  @Test
  void aBeginningOfALogHasAReportToo() throws Exception {
    List<Entry> entries = SampleRuns.ended();
    for (int length = 1; length < entries.size(); length += 5) {
      assertThat(page(entries.subList(0, length))).isNotNull();
    }
    assertThatThrownBy(() -> RunReport.of(List.of(), true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void allFilesAreWrittenAndReplaced() throws Exception {
    Path where = folder.resolve("a/b");
    CertificateKey key = CertificateKey.in(folder.resolve("keys"));
    RunReport.of(SampleRuns.midRun(), true, ZoneOffset.UTC).write(where, key);
    Path page = RunReport.of(SampleRuns.ended(), true, ZoneOffset.UTC).write(where, key);
    assertThat(page).isEqualTo(where.resolve("report.html")).content().contains("22:58:21");
    assertThat(where.resolve("report.json")).content().contains("\"outcome\" : \"failed\"");
    try (Stream<Path> files = Files.list(where)) {
      assertThat(files).hasSize(3);
    }
  }

  // ---- helpers ----------------------------------------------------------------------------------

  private static Document page(List<Entry> entries) throws Exception {
    String html = RunReport.of(entries, true, ZoneOffset.UTC).toHtml();
    DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    return builder.parse(new ByteArrayInputStream(html.getBytes(StandardCharsets.UTF_8)));
  }

  private static String text(List<Entry> entries) throws Exception {
    return page(entries).getDocumentElement().getTextContent();
  }

  private static List<Element> elements(Document page) {
    List<Element> all = new ArrayList<>();
    var found = page.getElementsByTagName("*");
    for (int i = 0; i < found.getLength(); i++) {
      all.add((Element) found.item(i));
    }
    return all;
  }

  private static List<String> attribute(Document page, String element, String attribute) {
    return elements(page).stream()
        .filter(e -> e.getTagName().equals(element))
        .map(e -> e.getAttribute(attribute))
        .toList();
  }
}
