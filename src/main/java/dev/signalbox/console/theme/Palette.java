package dev.signalbox.console.theme;

import java.util.LinkedHashMap;
import java.util.Map;
import javafx.scene.paint.Color;

/// Every colour of the window, once. What is drawn by hand takes it from here; the style sheet
/// reads the same values as looked-up colours, `-sb-canvas` and so on (see [#lookups]).
///
/// @param canvas what views are drawn on
/// @param surface panels and bars
/// @param raised buttons, chips, what stands on a surface
/// @param hover what the pointer is on
/// @param line what separates
/// @param text words
/// @param soft words of second rank; readable on every surface
/// @param faint strokes and hints, never the only carrier of a word that matters
/// @param accent what is selected, focused, or the one primary action
/// @param accentBg behind a selected row
/// @param waiting a state's colour, as are those up to `held`
/// @param addBg behind an added line
/// @param delBg behind a removed line
/// @param addText an added line
/// @param delText a removed line
public record Palette(
    Color canvas,
    Color surface,
    Color raised,
    Color hover,
    Color line,
    Color text,
    Color soft,
    Color faint,
    Color accent,
    Color accentBg,
    Color waiting,
    Color ready,
    Color running,
    Color landing,
    Color done,
    Color failed,
    Color attention,
    Color conflict,
    Color held,
    Color addBg,
    Color delBg,
    Color addText,
    Color delText) {

  public static final Palette DARK =
      new Palette(
          Color.web("#0e1116"),
          Color.web("#151a21"),
          Color.web("#1c222c"),
          Color.web("#232b37"),
          Color.web("#2a323e"),
          Color.web("#e7eaf0"),
          Color.web("#9aa5b5"),
          Color.web("#66717f"),
          Color.web("#6aa8ff"),
          Color.web("#17304f"),
          Color.web("#7d8896"),
          Color.web("#8fb8ff"),
          Color.web("#4da3ff"),
          Color.web("#b48cff"),
          Color.web("#46c07d"),
          Color.web("#ff6b6b"),
          Color.web("#f5b83d"),
          Color.web("#ff8a3d"),
          Color.web("#8a94a3"),
          Color.web("#12311f"),
          Color.web("#3a1a1d"),
          Color.web("#7fe0a8"),
          Color.web("#ff9c9c"));

  public static final Palette LIGHT =
      new Palette(
          Color.web("#f4f6f9"),
          Color.web("#ffffff"),
          Color.web("#f0f3f7"),
          Color.web("#e8edf4"),
          Color.web("#d7dee7"),
          Color.web("#1a212b"),
          Color.web("#566273"),
          Color.web("#8390a0"),
          Color.web("#1463c7"),
          Color.web("#dbe9fb"),
          Color.web("#5f6a79"),
          Color.web("#336bba"),
          Color.web("#1668d6"),
          Color.web("#7440d6"),
          Color.web("#167d43"),
          Color.web("#cf2f36"),
          Color.web("#956000"),
          Color.web("#b44a08"),
          Color.web("#5f6a79"),
          Color.web("#e3f6ea"),
          Color.web("#fde8e8"),
          Color.web("#12693a"),
          Color.web("#a4262c"));

  /// The colours by the names the style sheet uses, without the leading `-sb-`.
  public Map<String, Color> lookups() {
    Map<String, Color> names = new LinkedHashMap<>();
    names.put("canvas", canvas);
    names.put("surface", surface);
    names.put("raised", raised);
    names.put("hover", hover);
    names.put("line", line);
    names.put("text", text);
    names.put("soft", soft);
    names.put("faint", faint);
    names.put("accent", accent);
    names.put("accent-bg", accentBg);
    names.put("accent-strong", accent.interpolate(text, 0.16));
    names.put("on-accent", onAccent());
    names.put("waiting", waiting);
    names.put("ready", ready);
    names.put("running", running);
    names.put("landing", landing);
    names.put("done", done);
    names.put("failed", failed);
    names.put("attention", attention);
    names.put("conflict", conflict);
    names.put("held", held);
    names.put("add-bg", addBg);
    names.put("del-bg", delBg);
    names.put("add-text", addText);
    names.put("del-text", delText);
    names.put("accent-tint", surface.interpolate(accent, 0.18));
    names.put("done-tint", surface.interpolate(done, 0.18));
    names.put("failed-tint", surface.interpolate(failed, 0.18));
    names.put("attention-tint", surface.interpolate(attention, 0.18));
    names.put("conflict-tint", surface.interpolate(conflict, 0.17));
    names.put("conflict-mark", surface.interpolate(conflict, 0.36));
    names.put("add-mark", addBg.interpolate(done, 0.3));
    return names;
  }

  /// Words on the accent and on a chip of a state's colour: the darkest or the lightest surface.
  public Color onAccent() {
    return contrast(canvas, accent) > contrast(surface, accent) ? canvas : surface;
  }

  /// How well `ink` can be read on `ground`: from 1 to 21, words need 4.5.
  public static double contrast(Color ink, Color ground) {
    double a = luminance(ink);
    double b = luminance(ground);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(Color color) {
    return 0.2126 * linear(color.getRed())
        + 0.7152 * linear(color.getGreen())
        + 0.0722 * linear(color.getBlue());
  }

  private static double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
  }
}
