package dev.signalbox.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What is known of the attempt that a work tree serves. It lies on disk beside the work tree, so
/// that a later process can seal what this one could not.
///
/// @param key whose it is
/// @param base the commit it started from
/// @param brought what lay there before the attempt began
/// @param log where set-up and teardown print
record Lease(AttemptKey key, String base, Brought brought, String log) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  void write(Slot slot) throws IOException {
    Path file = slot.lease();
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.write(next, JSON.writeValueAsBytes(this));
    Files.move(
        next,
        file,
        java.nio.file.StandardCopyOption.ATOMIC_MOVE,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  static Lease read(Slot slot) throws IOException {
    return readFrom(slot.lease());
  }

  static Lease readFrom(Path file) throws IOException {
    try {
      return JSON.readValue(Files.readAllBytes(file), Lease.class);
    } catch (JacksonException e) {
      throw new IOException("The file " + file + " could not be read.", e);
    }
  }
}
