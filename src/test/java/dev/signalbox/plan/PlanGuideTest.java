package dev.signalbox.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The guide's page on the plan format has what the reader knows.
class PlanGuideTest {
  private static final Path PAGE = Path.of("src/site/markdown/plan-format.md");
  private static final Pattern KEY = Pattern.compile("`([^`]+)`");

  @Test
  void the_guide_has_each_key_that_is_read_and_no_other() throws Exception {
    assertThat(documented())
        .isEqualTo(
            Map.of(
                "The plan", PlanKeys.PLAN.stream().sorted().toList(),
                "Commits", PlanKeys.COMMIT.stream().sorted().toList(),
                "Agents", PlanKeys.AGENT.stream().sorted().toList(),
                "Tasks", PlanKeys.TASK.stream().sorted().toList(),
                "Retries", PlanKeys.RETRIES.stream().sorted().toList(),
                "Fallback and breaker", PlanKeys.BREAKER.stream().sorted().toList(),
                "Usage limits", PlanKeys.LIMIT.stream().sorted().toList(),
                "The workspace", PlanKeys.WORKSPACE.stream().sorted().toList()));
  }

  /// The keys in the first column of the tables of keys, in order, by the heading above.
  private static Map<String, List<String>> documented() throws Exception {
    Map<String, List<String>> keys = new TreeMap<>();
    String heading = "";
    boolean inTable = false;
    for (String line : Files.readAllLines(PAGE)) {
      if (line.startsWith("#")) {
        heading = line.replaceFirst("^#+ ", "");
      }
      inTable = line.startsWith("| Key |") || (inTable && line.startsWith("|"));
      if (inTable) {
        List<String> of = keys.computeIfAbsent(heading, h -> new ArrayList<>());
        KEY.matcher(line.split("\\|")[1]).results().forEach(key -> of.add(key.group(1)));
      }
    }
    keys.values().forEach(list -> list.sort(null));
    return keys;
  }
}
