package dev.signalbox.console.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What is remembered.
///
/// @param theme `dark`, `light`, or `system` for what the desktop says
/// @param layout how the graph is laid out
/// @param grouping how the tasks are grouped
/// @param dividers where the dividers stand, by name, as a share of the window
/// @param width of the window
/// @param height of the window
/// @param recent plan files, the newest first
public record Settings(
    String theme,
    String layout,
    String grouping,
    Map<String, Double> dividers,
    double width,
    double height,
    List<String> recent) {
  public static final Settings DEFAULT =
      new Settings("system", "layered", "none", Map.of(), 1440, 900, List.of());
  private static final int MOST_RECENT = 8;

  public Settings {
    dividers = Map.copyOf(dividers);
    recent = List.copyOf(recent);
  }

  public Settings withTheme(String value) {
    return new Settings(value, layout, grouping, dividers, width, height, recent);
  }

  public Settings withLayout(String value) {
    return new Settings(theme, value, grouping, dividers, width, height, recent);
  }

  public Settings withGrouping(String value) {
    return new Settings(theme, layout, value, dividers, width, height, recent);
  }

  public Settings withDividers(Map<String, Double> value) {
    return new Settings(theme, layout, grouping, value, width, height, recent);
  }

  public Settings withSize(double newWidth, double newHeight) {
    return new Settings(theme, layout, grouping, dividers, newWidth, newHeight, recent);
  }

  /// With `file` as the newest of the recent plans.
  public Settings withRecent(String file) {
    List<String> files = new ArrayList<>(recent);
    files.remove(file);
    files.addFirst(file);
    return new Settings(
        theme,
        layout,
        grouping,
        dividers,
        width,
        height,
        files.subList(0, Math.min(MOST_RECENT, files.size())));
  }
}
