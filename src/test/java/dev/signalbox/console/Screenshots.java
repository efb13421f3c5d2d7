package dev.signalbox.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javax.imageio.ImageIO;

/// Pictures of scenes, for eyes: `target/screenshots/NAME.png`. A scene that no stage shows may be
/// of any size.
public final class Screenshots {
  private Screenshots() {}

  /// On the window's thread.
  public static WritableImage take(Scene scene, String name) {
    // The first pass lays out and applies the style sheets, the second shows what came of it.
    scene.snapshot(null);
    WritableImage image = scene.snapshot(null);
    save(image, name);
    return image;
  }

  public static void save(WritableImage image, String name) {
    Path file = Path.of("target", "screenshots", name + ".png");
    try {
      Files.createDirectories(file.getParent());
      ImageIO.write(SwingFXUtils.fromFXImage(image, null), "png", file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
