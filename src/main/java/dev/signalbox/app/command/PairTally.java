package dev.signalbox.app.command;

import dev.signalbox.app.pairs.JudgedPair;
import dev.signalbox.workspace.Verdict;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Says what is wrong with pairs, each thing once, and keeps what the exit code is told from.
final class PairTally {
  private final Terminal terminal;
  private final Set<String> said = new HashSet<>();
  private boolean conflicts;
  private boolean unusable;

  PairTally(Terminal terminal) {
    this.terminal = terminal;
  }

  void count(List<JudgedPair> pairs) {
    for (JudgedPair judged : pairs) {
      switch (judged.verdict()) {
        case Verdict.Clean _ -> {}
        case Verdict.Conflicting _ -> conflicts = true;
        case Verdict.Unusable(String why) -> {
          unusable = true;
          String place = judged.pair().place();
          // A branch that is not there would be told with each other one.
          if (!place.isEmpty() || said.add(why)) {
            terminal.error(place + why);
          }
        }
      }
    }
  }

  int exit() {
    return unusable ? 2 : conflicts ? 1 : 0;
  }
}
