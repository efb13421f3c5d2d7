package dev.signalbox.plan;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/// The plans of `refused.txt`.
///
/// @param title what is wrong
/// @param schema `refuses`, `passes`, or `not yaml`
/// @param text the plan
/// @param said what the reader says, a line each: `line:column message remedy`
record RefusedPlans(String title, String schema, String text, List<String> said) {

  static List<RefusedPlans> all() {
    try (InputStream in = RefusedPlans.class.getResourceAsStream("refused.txt")) {
      String file = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      String[] sections = file.split("(?m)^=== ");
      return Arrays.stream(sections).skip(1).map(RefusedPlans::section).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RefusedPlans section(String section) {
    List<String> lines = new ArrayList<>(section.lines().toList());
    String head = lines.removeFirst();
    int colon = head.lastIndexOf(": ");
    return new RefusedPlans(
        head.substring(0, colon),
        head.substring(colon + 2),
        lines.stream()
            .filter(l -> !l.startsWith(">>> "))
            .map(l -> l + "\n")
            .collect(Collectors.joining()),
        lines.stream().filter(l -> l.startsWith(">>> ")).map(l -> l.substring(4)).toList());
  }

  @Override
  public String toString() {
    return title;
  }
}
