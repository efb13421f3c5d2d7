package dev.signalbox.console.theme;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.paint.Color;

/// Light or dark.
///
/// AtlantaFX's Primer lies underneath as the user agent's sheet; above it, as the scene's own, come
/// the colours (generated from the [Palette], so that they are written down once) and
/// `signalbox.css`. Menus, tooltips and dialogs inherit all three from the window that owns them.
public enum Theme {
  DARK(Palette.DARK, new PrimerDark().getUserAgentStylesheet()),
  LIGHT(Palette.LIGHT, new PrimerLight().getUserAgentStylesheet());

  private final Palette palette;
  private final String base;
  private final List<String> stylesheets;

  Theme(Palette palette, String base) {
    this.palette = palette;
    this.base = base;
    this.stylesheets = List.of(colours(palette), resource("signalbox.css"));
  }

  public Palette palette() {
    return palette;
  }

  public Theme other() {
    return this == DARK ? LIGHT : DARK;
  }

  /// What the desktop prefers at this moment. On the window's thread.
  public static Theme ofSystem() {
    return Platform.getPreferences().getColorScheme() == ColorScheme.LIGHT ? LIGHT : DARK;
  }

  /// The theme a scene shows; [#DARK] where none was applied.
  public static Theme of(Scene scene) {
    return scene.getStylesheets().containsAll(LIGHT.stylesheets) ? LIGHT : DARK;
  }

  /// Dresses a scene and everything it opens; may be called again to change over. Sheets that the
  /// caller added itself stay.
  public void apply(Scene scene) {
    Fonts.load();
    if (!base.equals(Application.getUserAgentStylesheet())) {
      Application.setUserAgentStylesheet(base);
    }
    List<String> own =
        scene.getStylesheets().stream()
            .filter(sheet -> !DARK.stylesheets.contains(sheet))
            .filter(sheet -> !LIGHT.stylesheets.contains(sheet))
            .toList();
    scene.getStylesheets().setAll(stylesheets);
    scene.getStylesheets().addAll(own);
    scene.setFill(palette.canvas());
  }

  private static String colours(Palette palette) {
    StringBuilder css = new StringBuilder(".root {\n");
    palette
        .lookups()
        .forEach(
            (name, color) ->
                css.append("  -sb-").append(name).append(": ").append(web(color)).append(";\n"));
    css.append("}\n");
    byte[] bytes = css.toString().getBytes(StandardCharsets.UTF_8);
    return "data:text/css;charset=utf-8;base64," + Base64.getEncoder().encodeToString(bytes);
  }

  /// A colour as CSS writes it.
  public static String web(Color color) {
    return String.format(
        "#%02x%02x%02x",
        Math.round(color.getRed() * 255),
        Math.round(color.getGreen() * 255),
        Math.round(color.getBlue() * 255));
  }

  private static String resource(String name) {
    URL url = Theme.class.getResource(name);
    return Objects.requireNonNull(url, () -> name + " is missing from the application's files")
        .toExternalForm();
  }
}
