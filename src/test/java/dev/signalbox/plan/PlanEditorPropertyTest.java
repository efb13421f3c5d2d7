package dev.signalbox.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// Adding a dependency and taking it away again, in plans laid out at random.
class PlanEditorPropertyTest {
  private final PlanEditor editor = new PlanEditor();
  private final PlanReader reader = new PlanReader();

  @Property(tries = 2000)
  void adding_changes_one_dependency_and_removing_gives_the_text_again(@ForAll long seed) {
    PlanText text = new PlanText(new Random(seed));
    PlanFile before = reader.parse(text.file(), text.text());
    Plan plan = usable(before);
    Random random = new Random(seed + 1);
    Task task = plan.tasks().get(random.nextInt(plan.tasks().size()));
    String other = plan.tasks().get(random.nextInt(plan.tasks().size())).id();
    Assume.that(!task.id().equals(other) && !task.dependsOn().contains(other));

    String added = editor.addDependency(before, task.id(), other);
    List<String> dependsOn = new ArrayList<>(task.dependsOn());
    dependsOn.add(other);
    PlanFile after = reader.parse(text.file(), added);
    assertThat(usable(after)).isEqualTo(with(plan, task.after(dependsOn.toArray(String[]::new))));
    assertFewLinesDiffer(before.text(), added);

    String removed = editor.removeDependency(after, task.id(), other);
    assertThat(usable(reader.parse(text.file(), removed))).isEqualTo(plan);
    if (!text.hasEmptyList(task.id())) {
      assertThat(removed).isEqualTo(before.text());
    }
  }

  @Property(tries = 1000)
  void removing_changes_one_dependency(@ForAll long seed) {
    PlanText text = new PlanText(new Random(seed));
    PlanFile before = reader.parse(text.file(), text.text());
    Plan plan = usable(before);
    Random random = new Random(seed + 1);
    Task task = plan.tasks().get(random.nextInt(plan.tasks().size()));
    Assume.that(!task.dependsOn().isEmpty());
    String other = task.dependsOn().get(random.nextInt(task.dependsOn().size()));

    String removed = editor.removeDependency(before, task.id(), other);
    List<String> dependsOn = new ArrayList<>(task.dependsOn());
    dependsOn.remove(other);
    assertThat(usable(reader.parse(text.file(), removed)))
        .isEqualTo(with(plan, task.after(dependsOn.toArray(String[]::new))));
    assertFewLinesDiffer(before.text(), removed);
    assertThat(removed.split("# kept", -1)).hasSameSizeAs(before.text().split("# kept", -1));
  }

  /// What the lines before and after the change have in common is all but a few of them.
  private static void assertFewLinesDiffer(String before, String after) {
    List<String> old = List.of(before.split("(?<=\n)", -1));
    List<String> now = List.of(after.split("(?<=\n)", -1));
    int same = 0;
    while (same < Math.min(old.size(), now.size()) && old.get(same).equals(now.get(same))) {
      same++;
    }
    int sameAtEnd = 0;
    while (sameAtEnd < Math.min(old.size(), now.size()) - same
        && old.get(old.size() - 1 - sameAtEnd).equals(now.get(now.size() - 1 - sameAtEnd))) {
      sameAtEnd++;
    }
    assertThat(old.size() - same - sameAtEnd)
        .as("lines changed in %s", before)
        .isLessThanOrEqualTo(4);
    assertThat(now.size() - same - sameAtEnd)
        .as("lines changed to %s", after)
        .isLessThanOrEqualTo(4);
  }

  private static Plan with(Plan plan, Task changed) {
    return plan.withTasks(
        plan.tasks().stream().map(t -> t.id().equals(changed.id()) ? changed : t).toList());
  }

  private static Plan usable(PlanFile file) {
    assertThat(file.plan()).as("%s\n%s", file.problems(), file.text()).isNotNull();
    return Objects.requireNonNull(file.plan());
  }

  /// A plan of a few tasks, each written in another of the ways there are.
  private static final class PlanText {
    private static final List<String> IDS =
        List.of("a", "b2", "c.d", "e-f", "12", "true", "g_h", "null", "1e3");

    private final Random random;
    private final boolean json;
    private final StringBuilder text = new StringBuilder();
    private final List<String> empty = new ArrayList<>();

    PlanText(Random random) {
      this.random = random;
      this.json = random.nextInt(5) == 0;
      if (json) {
        json();
      } else {
        yaml();
      }
    }

    Path file() {
      return Path.of(json ? "p.json" : "p.yaml");
    }

    String text() {
      return text.toString();
    }

    /// Whether the task has a list that says nothing, which need not be there again.
    boolean hasEmptyList(String id) {
      return empty.contains(id);
    }

    private void yaml() {
      int count = 2 + random.nextInt(4);
      text.append(one("", "# 😀 first # kept\n", "---\n"));
      text.append("agents: { w: {} }\ncheck: make # kept\ntasks:\n");
      String indent = one("", "  ", "    ");
      for (int i = 0; i < count; i++) {
        text.append(indent).append(one("- ", "-   "));
        String inside = " ".repeat(text.length() - text.lastIndexOf("\n") - 1);
        if (random.nextInt(3) == 0) {
          text.append(flowTask(i, count, inside)).append(one("\n", " # kept\n"));
        } else {
          blockTask(i, count, inside);
        }
        text.append(one("", "\n", indent + "# kept\n", ""));
      }
      if (random.nextInt(4) == 0) {
        text.append("name: 'at the end'\n");
      } else if (random.nextBoolean()) {
        while (text.charAt(text.length() - 1) == '\n') {
          text.setLength(text.length() - 1);
        }
      }
      if (random.nextInt(3) == 0) {
        String windows = text.toString().replace("\n", "\r\n");
        text.setLength(0);
        text.append(windows);
      }
    }

    private String flowTask(int i, int count, String inside) {
      List<String> entries = new ArrayList<>(List.of("id: " + quoted(IDS.get(i)), "run: 'x, y'"));
      if (random.nextBoolean()) {
        entries.add(random.nextInt(3), "depends_on: " + flowList(i, count, inside));
      }
      String comma = one(", ", ",\n" + inside);
      return one("{ ", "{") + String.join(comma, entries) + one(" }", "}", ", }");
    }

    private void blockTask(int i, int count, String inside) {
      List<String> entries =
          new ArrayList<>(
              List.of(
                  "id: " + quoted(IDS.get(i)) + one("", " # kept"),
                  "run: "
                      + one(
                          "x",
                          "\"x\" # kept",
                          "|\n" + inside + "  make\n\n" + inside + "  # no comment",
                          "|+\n" + inside + "  make\n",
                          "a long text\n" + inside + "  on two lines")));
      if (random.nextBoolean()) {
        entries.add(
            random.nextInt(2),
            "input:\n" + inside + "  k: [1,\n" + inside + "    2]\n" + inside + "  l: {a: b}");
      }
      if (random.nextInt(3) > 0) {
        String list =
            random.nextBoolean()
                ? " " + flowList(i, count, inside) + one("", " # kept")
                : blockList(i, count, inside + one("", "  "));
        entries.add(random.nextInt(entries.size() + 1), "depends_on:" + list);
      }
      text.append(String.join("\n" + inside, entries)).append("\n");
    }

    private String flowList(int i, int count, String inside) {
      List<String> ids = others(i, count);
      if (ids.isEmpty()) {
        empty.add(IDS.get(i));
        return one("[]", "[ ]");
      }
      return switch (random.nextInt(3)) {
        case 0 -> "[" + String.join(", ", ids) + "]";
        case 1 -> "[ " + String.join(",", ids) + one(" ]", ", ]");
        default -> {
          String line = "\n" + inside + "  ";
          yield "[" + line + String.join("," + one("", " # kept") + line, ids) + line + "]";
        }
      };
    }

    private String blockList(int i, int count, String inside) {
      List<String> ids = others(i, count);
      if (ids.isEmpty()) {
        empty.add(IDS.get(i));
        return " []";
      }
      String line = "\n" + inside + one("- ", "-   ");
      return one("", " # kept") + line + String.join(line, ids) + one("", "\n" + inside + "# kept");
    }

    /// Some of the other tasks' ids, as they are written.
    private List<String> others(int i, int count) {
      List<String> ids = new ArrayList<>();
      for (int j = 0; j < count; j++) {
        if (j != i && random.nextInt(3) == 0) {
          ids.add(json ? "\"" + IDS.get(j) + "\"" : quoted(IDS.get(j)));
        }
      }
      return ids;
    }

    private String quoted(String id) {
      return YamlTree.isPlainText(id) && random.nextInt(3) > 0
          ? id
          : one("'" + id + "'", "\"" + id + "\"");
    }

    private void json() {
      boolean lines = random.nextBoolean();
      String colon = lines || random.nextBoolean() ? ": " : ":";
      int count = 2 + random.nextInt(4);
      List<String> tasks = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        List<String> entries =
            new ArrayList<>(
                List.of(
                    "\"id\"" + colon + "\"" + IDS.get(i) + "\"",
                    "\"run\"" + colon + "\"a \\\"b\\\"\""));
        if (random.nextBoolean()) {
          List<String> ids = others(i, count);
          if (ids.isEmpty()) {
            empty.add(IDS.get(i));
          }
          entries.add(
              random.nextInt(3),
              "\"depends_on\"" + colon + "[" + String.join(lines ? ", " : ",", ids) + "]");
        }
        String comma = lines ? ",\n      " : ",";
        tasks.add(
            (lines ? "{\n      " : "{") + String.join(comma, entries) + (lines ? "\n    }" : "}"));
      }
      text.append("{\"check\":\"make\",\"agents\":{\"w\":{}},\n\"tasks\":[")
          .append(String.join(",", tasks))
          .append("]}")
          .append(one("", "\n"));
    }

    private String one(String... choices) {
      return choices[random.nextInt(choices.length)];
    }
  }
}
