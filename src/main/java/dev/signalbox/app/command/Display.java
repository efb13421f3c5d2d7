package dev.signalbox.app.command;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Whether a window can be opened here.
final class Display {
  private static final List<String> GTK = List.of("libgtk-3.so.0", "libgtk-3.so");

  private Display() {}

  /// One sentence on why no window can be opened, or null where one can.
  static @Nullable String obstacle(Map<String, String> environment) {
    if ("Headless".equals(System.getProperty("glass.platform"))) {
      return null;
    }
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (!system.contains("linux")) {
      return null;
    }
    if (isEmpty(environment.get("DISPLAY")) && isEmpty(environment.get("WAYLAND_DISPLAY"))) {
      return "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window.";
    }
    return hasGtk()
        ? null
        : "GTK 3 is not installed here (on Debian and Ubuntu: apt install libgtk-3-0), so no window.";
  }

  private static boolean hasGtk() {
    for (String library : GTK) {
      try (Arena arena = Arena.ofConfined()) {
        SymbolLookup.libraryLookup(library, arena);
        return true;
      } catch (IllegalArgumentException e) {
        // Not under this name.
        continue;
      }
    }
    return false;
  }

  private static boolean isEmpty(@Nullable String value) {
    return value == null || value.isEmpty();
  }
}
