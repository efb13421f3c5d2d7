package dev.signalbox.console.part;

import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/// The desktop's own dialogs.
public final class DesktopFilePicker implements FilePicker {
  private final Supplier<Window> owner;
  private @Nullable File last;

  public DesktopFilePicker(Supplier<Window> owner) {
    this.owner = owner;
  }

  @Override
  public Optional<Path> plan() {
    FileChooser chooser = new FileChooser();
    chooser.setTitle("Open a plan");
    chooser
        .getExtensionFilters()
        .addAll(
            new FileChooser.ExtensionFilter("Plans", "*.yaml", "*.yml", "*.json"),
            new FileChooser.ExtensionFilter("All files", "*"));
    if (last != null && last.isDirectory()) {
      chooser.setInitialDirectory(last);
    }
    File chosen = chooser.showOpenDialog(owner.get());
    return remember(chosen, chosen == null ? null : chosen.getParentFile());
  }

  @Override
  public Optional<Path> folder(String title) {
    DirectoryChooser chooser = new DirectoryChooser();
    chooser.setTitle(title);
    if (last != null && last.isDirectory()) {
      chooser.setInitialDirectory(last);
    }
    File chosen = chooser.showDialog(owner.get());
    return remember(chosen, chosen);
  }

  private Optional<Path> remember(@Nullable File chosen, @Nullable File folder) {
    if (folder != null) {
      last = folder;
    }
    return Optional.ofNullable(chosen).map(File::toPath);
  }
}
