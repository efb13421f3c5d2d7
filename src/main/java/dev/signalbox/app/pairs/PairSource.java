package dev.signalbox.app.pairs;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Where pairs come from, some at a time.
@FunctionalInterface
public interface PairSource {

  /// The next pairs, `most` at the most; none at the end.
  List<NamedPair> next(int most) throws IOException;

  /// The lines of a file; empty ones are passed over.
  ///
  /// @param name what to call it
  static PairSource lines(BufferedReader reader, String name) {
    return new PairSource() {
      private long number;

      @Override
      public List<NamedPair> next(int most) throws IOException {
        List<NamedPair> pairs = new ArrayList<>();
        while (pairs.size() < most) {
          String line = reader.readLine();
          if (line == null) {
            break;
          }
          number++;
          if (!line.isBlank()) {
            pairs.add(NamedPair.parse(line, "%s, line %d: ".formatted(name, number)));
          }
        }
        return pairs;
      }
    };
  }

  /// Each of `names` with each one after it.
  static PairSource all(List<String> names) {
    return new PairSource() {
      private int left;
      private int right = 1;

      @Override
      public List<NamedPair> next(int most) {
        List<NamedPair> pairs = new ArrayList<>();
        while (pairs.size() < most && left < names.size() - 1) {
          pairs.add(NamedPair.of(names.get(left), names.get(right)));
          if (++right == names.size()) {
            left++;
            right = left + 1;
          }
        }
        return pairs;
      }
    };
  }
}
