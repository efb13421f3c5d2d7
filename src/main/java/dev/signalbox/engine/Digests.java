package dev.signalbox.engine;

import dev.signalbox.plan.Task;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// What a person's yes is bound to.
final class Digests {
  private Digests() {}

  /// Of what is shown before a start: the task, its command, its input with what other tasks left
  /// for it, and the base of the run. What lands meanwhile changes none of that.
  static String ofTask(Task task, String base, Map<String, Map<String, Object>> outputs) {
    return of(
        List.of(
            task.id(),
            task.agent(),
            task.description(),
            String.valueOf(task.run()),
            String.valueOf(task.input()),
            base,
            String.valueOf(outputs)));
  }

  private static String of(List<String> parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        // The length first, so that no two lists of parts run together to the same bytes.
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
