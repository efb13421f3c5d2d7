package dev.signalbox.console.theme;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;

/// The two families that are shipped: Inter for words, JetBrains Mono for paths, code and filters.
///
/// JavaFX knows no font features and of weights only regular and bold. So the shipped files carry
/// Inter's tabular digits in place of its proportional ones, their bold is weight 600, and they go
/// by names of our own, which no font of the machine answers to.
public final class Fonts {
  public static final String SANS = "Signalbox Sans";
  public static final String MONO = "Signalbox Mono";

  private static final List<String> FILES =
      List.of(
          "SignalboxSans-Regular.otf",
          "SignalboxSans-Bold.otf",
          "SignalboxMono-Regular.ttf",
          "SignalboxMono-Bold.ttf");

  private Fonts() {}

  /// Makes the families known to JavaFX. Once is enough; more do no harm.
  public static void load() {
    Holder.ready();
  }

  public static Font sans(double size) {
    load();
    return Font.font(SANS, FontWeight.NORMAL, size);
  }

  public static Font sansBold(double size) {
    load();
    return Font.font(SANS, FontWeight.BOLD, size);
  }

  public static Font mono(double size) {
    load();
    return Font.font(MONO, FontWeight.NORMAL, size);
  }

  private static final class Holder {
    static {
      FILES.forEach(Holder::read);
    }

    static void ready() {}

    private static void read(String file) {
      try (InputStream in = Fonts.class.getResourceAsStream("fonts/" + file)) {
        if (in == null || Font.loadFont(in, 13) == null) {
          throw new IllegalStateException(
              "The font "
                  + file
                  + " could not be read from the application's files; install them again.");
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
