package dev.signalbox.graph;

import dev.signalbox.claim.Claims;
import dev.signalbox.claim.Glob;
import dev.signalbox.plan.Task;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.arbitraries.ListArbitrary;
import org.jspecify.annotations.Nullable;

/// Small plans for properties, and what can be said of their globs by trying every path.
final class Plans {
  private static final List<String> GLOBS =
      List.of("a/x", "a/y", "a/*", "**/x", "b/**", "b/z", "x", "{a,b}/y", "c/[w-y]");

  /// Wherever two of the globs meet, they meet here too.
  private static final List<String> PATHS =
      List.of("a/x", "a/y", "a/z", "b/x", "b/y", "b/z", "b/q/x", "x", "y", "c/w", "c/x");

  private Plans() {}

  /// One task before it knows the others: they are named by any numbers.
  private record Draft(
      List<Integer> after,
      List<Integer> outputs,
      @Nullable List<Glob> reads,
      @Nullable List<Glob> writes) {}

  private static Arbitrary<Draft> drafts() {
    ListArbitrary<Integer> few = Arbitraries.integers().between(0, 1000).list().ofMaxSize(2);
    Arbitrary<List<Glob>> globs =
        Arbitraries.of(GLOBS).map(Glob::parse).list().ofMaxSize(2).injectNull(0.3);
    return Combinators.combine(few, few, globs, globs).as(Draft::new);
  }

  /// Plans whose declared and data edges make no ring, though they may point backwards in the file.
  static Arbitrary<List<Task>> acyclic(int size) {
    return drafts()
        .list()
        .ofMinSize(1)
        .ofMaxSize(size)
        .flatMap(
            drafts ->
                Arbitraries.shuffle(IntStream.range(0, drafts.size()).boxed().toList())
                    .map(ranks -> acyclic(drafts, ranks)));
  }

  /// @param ranks for each task how many may come before it
  private static List<Task> acyclic(List<Draft> drafts, List<Integer> ranks) {
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < drafts.size(); i++) {
      int rank = ranks.get(i);
      Draft draft = drafts.get(i);
      tasks.add(
          rank == 0
              ? task(i, draft, List.of(), List.of())
              : task(
                  i,
                  draft,
                  draft.after.stream().map(n -> ranks.indexOf(n % rank)).toList(),
                  draft.outputs.stream().map(n -> ranks.indexOf(n % rank)).toList()));
    }
    return tasks;
  }

  /// Plans in which each task comes after earlier ones only.
  static Arbitrary<List<Task>> forward(int size) {
    return drafts()
        .list()
        .ofMinSize(1)
        .ofMaxSize(size)
        .map(drafts -> acyclic(drafts, IntStream.range(0, drafts.size()).boxed().toList()));
  }

  /// Plans of any kind.
  static Arbitrary<List<Task>> any(int size) {
    return drafts()
        .list()
        .ofMinSize(1)
        .ofMaxSize(size)
        .map(
            drafts ->
                IntStream.range(0, drafts.size())
                    .mapToObj(
                        i -> {
                          Draft draft = drafts.get(i);
                          return task(
                              i,
                              draft,
                              draft.after.stream().map(n -> n % drafts.size()).toList(),
                              draft.outputs.stream().map(n -> n % drafts.size()).toList());
                        })
                    .toList());
  }

  private static Task task(int i, Draft draft, List<Integer> after, List<Integer> outputs) {
    StringBuilder command = new StringBuilder("work");
    outputs.forEach(n -> command.append(" ${tasks.t").append(n).append(".output.o}"));
    return new Task("t" + i, "A" + i % 2, "", Map.of())
        .withRun(command.toString())
        .withClaims(new Claims(draft.reads, draft.writes))
        .after(after.stream().distinct().map(n -> "t" + n).toArray(String[]::new));
  }

  /// Whether one of `left` and one of `right` match the same path.
  static boolean meet(Collection<Glob> left, Collection<Glob> right) {
    return PATHS.stream().anyMatch(path -> matches(left, path) && matches(right, path));
  }

  static boolean matches(Collection<Glob> globs, String path) {
    return globs.stream().anyMatch(glob -> glob.matches(path));
  }
}
