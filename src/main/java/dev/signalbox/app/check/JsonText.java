package dev.signalbox.app.check;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/// How the reports write JSON. Lengths are seconds.
final class JsonText {
  private static final ObjectWriter JSON = new JsonMapper().writerWithDefaultPrettyPrinter();

  private JsonText() {}

  static String write(Map<String, @Nullable Object> report) {
    return JSON.writeValueAsString(report) + "\n";
  }

  /// @param keysAndValues by turns
  static Map<String, @Nullable Object> object(@Nullable Object... keysAndValues) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      object.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
    }
    return object;
  }

  static double seconds(Duration length) {
    return length.toMillis() / 1000.0;
  }

  static Map<String, @Nullable Object> expectation(Expectation expectation) {
    return object("seconds", seconds(expectation.length()), "source", expectation.source().word());
  }

  static Map<String, @Nullable Object> prediction(Prediction prediction) {
    return object(
        "parallel", prediction.parallel(),
        "seconds", seconds(prediction.makespan()),
        "bound_seconds", seconds(prediction.bound()));
  }
}
