package dev.signalbox.console.graph;

import java.util.LinkedHashMap;
import java.util.Map;
import javafx.scene.text.Font;
import javafx.scene.text.Text;

/// Measures words and shortens those that do not fit, and remembers both: the same names are drawn
/// in every frame.
final class TextFit {
  private static final int REMEMBERED = 20_000;
  private static final String ELLIPSIS = "…";

  private final Text ruler = new Text();
  private final Map<Key, String> fitted = memory();
  private final Map<Key, Double> widths = memory();

  private record Key(String text, Font font, double room) {}

  double width(String text, Font font) {
    return widths.computeIfAbsent(new Key(text, font, 0), k -> measure(text, font));
  }

  /// `text`, or as much of it as fits with an ellipsis; empty where not even that does.
  String fit(String text, Font font, double room) {
    if (text.isEmpty()) {
      return text;
    }
    return fitted.computeIfAbsent(new Key(text, font, Math.floor(room)), k -> shorten(k));
  }

  private String shorten(Key key) {
    if (width(key.text, key.font) <= key.room) {
      return key.text;
    }
    int low = 0;
    int high = key.text.length();
    while (low < high) {
      int middle = (low + high + 1) / 2;
      if (measure(cut(key.text, middle), key.font) <= key.room) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low == 0 ? "" : cut(key.text, low);
  }

  private static String cut(String text, int length) {
    int end = length;
    if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end).stripTrailing() + ELLIPSIS;
  }

  private double measure(String text, Font font) {
    ruler.setFont(font);
    ruler.setText(text);
    return ruler.getLayoutBounds().getWidth();
  }

  private static <V> Map<Key, V> memory() {
    return new LinkedHashMap<>(256, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<Key, V> eldest) {
        return size() > REMEMBERED;
      }
    };
  }
}
