package dev.signalbox.console.part;

import java.nio.file.Path;
import java.util.Optional;

/// Asks a person for a file or a folder.
public interface FilePicker {

  /// A plan to open, or nothing where the person thought better of it.
  Optional<Path> plan();

  /// A folder to write into.
  Optional<Path> folder(String title);
}
