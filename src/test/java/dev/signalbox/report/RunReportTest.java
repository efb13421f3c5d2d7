package dev.signalbox.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.engine.Entry;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReportTest {
  @TempDir Path folder;

  @Test
  void everySampleIsWellFormed() throws Exception {
    Map<String, List<Entry>> samples =
        Map.of(
            "mid", SampleRuns.midRun(),
            "ended", SampleRuns.ended(),
            "succeeded", SampleRuns.succeeded(),
            "large", SampleRuns.large(500),
            "hostile", SampleRuns.hostile());
    for (Map.Entry<String, List<Entry>> sample : samples.entrySet()) {
      Path page =
          RunReport.of(sample.getValue(), ZoneOffset.UTC).write(folder.resolve(sample.getKey()));
      assertThat(DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(page.toFile()))
          .isNotNull();
    }
  }
}
