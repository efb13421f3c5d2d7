package dev.signalbox.engine;

import dev.signalbox.conflict.Conflict;
import dev.signalbox.conflict.live.Party;
import dev.signalbox.conflict.live.Sight;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Somebody who sees conflicts anywhere, between whoever takes part at that moment, and sometimes
/// between whoever does not. By the time it arrives the run has gone on.
final class SimulatedWatcher {
  private final Chance chance;

  SimulatedWatcher(Chance chance) {
    this.chance = chance;
  }

  List<Sight> look(RunState state) {
    List<Sight> sights = new ArrayList<>();
    List<Party> parties = state.parties();
    for (int i = chance.between(1, 3); i > 0; i--) {
      if (parties.size() < 2 || chance.oneIn(10)) {
        List<TaskStatus> tasks = new ArrayList<>(state.tasks());
        if (tasks.isEmpty()) {
          break;
        }
        TaskStatus one = chance.pick(tasks);
        TaskStatus other = chance.pick(tasks);
        if (one != other) {
          sights.add(sight(one.id(), chance.between(0, 2), other.id(), chance.between(0, 2)));
        }
      } else {
        Party one = chance.pick(parties);
        Party other = chance.pick(parties);
        if (!one.task().equals(other.task())) {
          sights.add(sight(one.task(), one.number(), other.task(), other.number()));
        }
      }
    }
    return sights;
  }

  private Sight sight(String one, int number, String other, int otherNumber) {
    @Nullable Conflict conflict =
        chance.oneIn(3)
            ? null
            : chance.oneIn(3)
                ? staleRead(one, other)
                : new Conflict(
                    chance.pick(
                        List.of(Conflict.Kind.TEXT, Conflict.Kind.FILE, Conflict.Kind.CLAIM)),
                    chance.oneIn(2) ? List.of(one, other) : List.of(other, one),
                    List.of(chance.pick(RandomPlans.PATHS)),
                    "seen");
    return new Sight(one, number, other, otherNumber, conflict);
  }

  private Conflict staleRead(String one, String other) {
    List<String> paths = List.of(chance.pick(RandomPlans.PATHS));
    List<Conflict.Stale> stale = new ArrayList<>();
    for (String reader : List.of(one, other)) {
      if (stale.isEmpty() || chance.oneIn(2)) {
        stale.add(new Conflict.Stale(reader, paths, chance.oneIn(2)));
      }
    }
    return new Conflict(
        Conflict.Kind.STALE_READ, List.of(one, other), paths, "seen", List.of(), Map.of(), stale);
  }
}
