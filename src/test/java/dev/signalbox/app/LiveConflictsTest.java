package dev.signalbox.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.conflict.Conflict;
import dev.signalbox.engine.Command;
import dev.signalbox.engine.Entry;
import dev.signalbox.engine.Event;
import dev.signalbox.engine.FoundConflict;
import dev.signalbox.engine.RunState;
import dev.signalbox.plan.PlanReader;
import dev.signalbox.service.RunStatus;
import dev.signalbox.watch.Reads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Conflicts between tasks of a real run are in its log while the tasks work.
class LiveConflictsTest {
  @TempDir Path folder;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

  private final List<Entry> log = new CopyOnWriteArrayList<>();

  private void listen(List<Entry> entries) {
    log.addAll(entries);
    entries.forEach(entry -> events.add(entry.event()));
  }

  private <E extends Event> E next(Class<E> type) throws InterruptedException {
    while (true) {
      @Nullable Event event = events.poll(60, TimeUnit.SECONDS);
      assertThat(event).as("waiting for " + type.getSimpleName()).isNotNull();
      if (type.isInstance(event)) {
        return type.cast(event);
      }
    }
  }

  private void release(String what) throws Exception {
    Files.createFile(folder.resolve(what));
  }

  /// A task that goes on when a file is there.
  private String until(String what) {
    return "until [ -e %s ]; do sleep 0.02; done".formatted(folder.resolve(what));
  }

  private RunState state() {
    RunState state = new RunState();
    log.forEach(state::apply);
    return state;
  }

  private static Reads readsOf(RunState state, String task) {
    return Objects.requireNonNull(state.status(task).attempts().getFirst().sealed()).reads();
  }

  @Test
  @Timeout(120)
  void aConflictIsSeenGrowsGoesAndComesBackWhileTwoTasksWork() throws Exception {
    Scratch scratch = new Scratch(Files.createDirectory(folder.resolve("scratch")));
    Path plan =
        scratch.plan(
            """
            name: live
            into: live
            parallel: 3
            agents: { A: { kind: shell, capacity: 3 } }
            tasks:
              - { id: old, run: "echo old > shared.txt; W1; git checkout -q shared.txt; W3; echo old >> b.txt; W4" }
              - { id: young, run: "W0; echo young > shared.txt; W5" }
            """
                .replace("W0", until("w0"))
                .replace("W1", until("w1"))
                .replace("W3", until("w3"))
                .replace("W4", until("w4"))
                .replace("W5", until("w5")));
    try (RunSession session =
        RunSession.start(scratch.folders, new PlanReader().read(plan), RunOptions.DEFAULT)) {
      session.subscribe(this::listen);
      next(Event.AttemptPrepared.class);
      next(Event.AttemptPrepared.class);
      release("w0");
      Event.ConflictSeen seen = next(Event.ConflictSeen.class);
      assertThat(seen.conflict().kind()).isEqualTo(Conflict.Kind.TEXT);
      assertThat(seen.conflict().tasks()).containsExactlyInAnyOrder("old", "young");
      assertThat(seen.conflict().paths()).containsExactly("shared.txt");
      assertThat(seen.conflict().hunks())
          .singleElement()
          .satisfies(
              hunk -> {
                assertThat(hunk.path()).isEqualTo("shared.txt");
                assertThat(hunk.left()).isEqualTo(new Conflict.Lines(1, 1));
                assertThat(hunk.right()).isEqualTo(new Conflict.Lines(1, 1));
              });
      release("w1");
      Event.ConflictGone gone = next(Event.ConflictGone.class);
      assertThat(List.of(gone.task(), gone.other())).containsExactlyInAnyOrder("old", "young");
      release("w3");
      release("w4");
      release("w5");
      session.ended().get(60, TimeUnit.SECONDS);
      RunState ended = state();
      assertThat(ended.conflicts())
          .singleElement()
          .satisfies(
              found -> {
                assertThat(found.live()).isTrue();
                assertThat(found.isOpen()).isFalse();
                assertThat(found.how()).isEqualTo("they fit now");
              });
      assertThat(readsOf(ended, "young")).isEqualTo(Reads.NONE);
    }
  }

  @Test
  @Timeout(120)
  void whoIsSentBackEndsAndRunsAgainOnWhatTheOtherLanded() throws Exception {
    Scratch scratch = new Scratch(Files.createDirectory(folder.resolve("scratch")));
    Path plan =
        scratch.plan(
            """
            name: back
            into: back
            parallel: 2
            agents: { A: { kind: shell, capacity: 2 } }
            tasks:
              - { id: old, run: "echo old > shared.txt; W1" }
              - id: young
                run: |
                  if [ $SIGNALBOX_ATTEMPT = 1 ]; then echo young > shared.txt; sleep 1000; fi
                  echo "$(cat shared.txt) $SIGNALBOX_RETRY_REASON $SIGNALBOX_CONFLICT_PATHS" > saw.txt
            """
                .replace("W1", until("w1")));
    try (RunSession session =
        RunSession.start(scratch.folders, new PlanReader().read(plan), RunOptions.DEFAULT)) {
      session.subscribe(this::listen);
      next(Event.ConflictSeen.class);
      assertThat(
              session.send(new Command.SendBack("young", "old", "ada")).get(60, TimeUnit.SECONDS))
          .isEqualTo(new Command.Result(true, "young runs again once old has landed."));
      assertThat(next(Event.AttemptSealed.class).sealed().commit()).isNotEmpty();
      release("w1");
      session.ended().get(60, TimeUnit.SECONDS);
      assertThat(scratch.git("show", "back:saw.txt").strip()).isEqualTo("old sent_back shared.txt");
      assertThat(scratch.git("log", "--reverse", "--format=%s", "main..back").strip())
          .isEqualTo("old\nyoung");
      assertThat(state().status("young").conflicts()).isZero();
    }
  }

  @Test
  @Timeout(120)
  void whatHasLandedIsInTheWayOfWhoStartedBefore() throws Exception {
    Scratch scratch = new Scratch(Files.createDirectory(folder.resolve("scratch")));
    Path plan =
        scratch.plan(
            """
            name: live
            into: live
            parallel: 2
            agents: { A: { kind: shell, capacity: 2 } }
            tasks:
              - { id: quick, run: "echo quick > shared.txt" }
              - { id: slow, run: "[ $SIGNALBOX_ATTEMPT -gt 1 ] && exit 0; W0; echo slow > shared.txt; W1" }
            """
                .replace("W0", until("w0"))
                .replace("W1", until("w1")));
    try (RunSession session =
        RunSession.start(scratch.folders, new PlanReader().read(plan), RunOptions.DEFAULT)) {
      session.subscribe(this::listen);
      next(Event.Landed.class);
      release("w0");
      Event.ConflictSeen seen = next(Event.ConflictSeen.class);
      assertThat(seen.conflict().kind()).isEqualTo(Conflict.Kind.TEXT);
      assertThat(state().conflicts()).singleElement().matches(FoundConflict::isOpen);
      release("w1");
      next(Event.ConflictFound.class);
      session.ended().get(60, TimeUnit.SECONDS);
      assertThat(state().conflicts())
          .hasSize(2)
          .noneMatch(FoundConflict::isOpen)
          .first()
          .extracting(FoundConflict::how)
          .isEqualTo("slow runs again");
    }
  }

  @Test
  @Timeout(120)
  void whatAPersonCommitsToTheBaseIsSeenWithWhoIsAtWorkUntilItIsMerged() throws Exception {
    Scratch scratch = new Scratch(Files.createDirectory(folder.resolve("scratch")));
    Path plan =
        scratch.plan(
            """
            name: live
            base: main
            base_moves: during
            check: "[ ! -e mine.txt ] || { W1; }"
            into: live
            agents: { A: { kind: shell, capacity: 2 } }
            tasks:
              - { id: quick, run: "sed -i s/one/ONE/ shared.txt" }
              - { id: slow, run: "[ $SIGNALBOX_ATTEMPT -gt 1 ] && exit 0; sed -i s/three/THREE/ shared.txt; W2" }
            """
                .replace("W1", until("w1"))
                .replace("W2", until("w2")));
    try (RunSession session =
        RunSession.start(scratch.folders, new PlanReader().read(plan), RunOptions.DEFAULT)) {
      session.subscribe(this::listen);
      next(Event.Landed.class);
      Files.writeString(scratch.repository.resolve("mine.txt"), "1\n");
      Files.writeString(scratch.repository.resolve("shared.txt"), "one\ntwo\nmine\n");
      scratch.git("add", "--all");
      scratch.git("commit", "--quiet", "--message=by a person");
      Event.ConflictSeen seen = next(Event.ConflictSeen.class);
      while (seen.conflict().kind() != Conflict.Kind.TEXT) {
        seen = next(Event.ConflictSeen.class);
      }
      assertThat(seen.task()).isEqualTo("slow");
      assertThat(seen.conflict().tasks()).containsExactly("slow", "base main");
      assertThat(seen.conflict().paths()).containsExactly("shared.txt");
      assertThat(seen.conflict().detail()).contains("CONFLICT (content)");
      RunStatus shown = RunStatus.kept(state(), Instant.now(), true);
      assertThat(shown.conflicts())
          .extracting(RunStatus.ConflictLine::tasks)
          .contains(seen.conflict().tasks());
      // The merge of the base was at its check meanwhile.
      release("w1");
      next(Event.BaseMerged.class);
      assertThat(state().conflicts())
          .filteredOn(found -> found.conflict().tasks().contains("base main"))
          .isNotEmpty()
          .extracting(FoundConflict::how)
          .containsOnly("main was merged");
      release("w2");
      session.ended().get(60, TimeUnit.SECONDS);
      // As it was foretold.
      assertThat(state().conflicts())
          .filteredOn(found -> !found.live())
          .singleElement()
          .satisfies(found -> assertThat(found.conflict().paths()).containsExactly("shared.txt"));
    }
  }

  @Test
  @Timeout(120)
  void whatIsFetchedAndTakenBackIsSeenAndGoesAgain() throws Exception {
    Scratch scratch = new Scratch(Files.createDirectory(folder.resolve("scratch")));
    scratch.git("update-ref", "refs/remotes/origin/main", "main");
    Path plan =
        scratch.plan(
            """
            name: live
            base: origin/main
            into: live
            agents: { A: { kind: shell } }
            tasks:
              - { id: slow, run: "echo slow > shared.txt; W1" }
            """
                .replace("W1", until("w1")));
    try (RunSession session =
        RunSession.start(scratch.folders, new PlanReader().read(plan), RunOptions.DEFAULT)) {
      session.subscribe(this::listen);
      next(Event.AttemptPrepared.class);
      Files.writeString(scratch.repository.resolve("shared.txt"), "mine\n");
      scratch.git("commit", "--quiet", "--all", "--message=by a person");
      scratch.git("update-ref", "refs/remotes/origin/main", "main");
      assertThat(next(Event.ConflictSeen.class).conflict().tasks())
          .containsExactly("slow", "base origin/main");
      scratch.git("update-ref", "refs/remotes/origin/main", "main~1");
      next(Event.BaseMoved.class);
      assertThat(state().conflicts())
          .singleElement()
          .extracting(FoundConflict::how)
          .isEqualTo("the branch has all of origin/main");
      release("w1");
      session.ended().get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  @Timeout(120)
  void whoReadsWhatTheOtherChangesIsSeenBeforeEitherLands() throws Exception {
    Scratch scratch = new Scratch(Files.createDirectory(folder.resolve("scratch")));
    for (String name : List.of("a.txt", "b.txt")) {
      Files.writeString(scratch.repository.resolve(name), "as it was\n");
    }
    scratch.git("add", "-A");
    scratch.git("commit", "-q", "-m", "two files");
    Path plan =
        scratch.plan(
            """
            name: live
            into: live
            parallel: 2
            agents: { A: { kind: shell, capacity: 2 } }
            tasks:
              - { id: old, run: "cat a.txt; echo old > b.txt; W1" }
              - { id: young, run: "cat b.txt; W0; echo young > a.txt; W2" }
            """
                .replace("W0", until("w0"))
                .replace("W1", until("w1"))
                .replace("W2", until("w2")));
    try (RunSession session =
        RunSession.start(scratch.folders, new PlanReader().read(plan), RunOptions.DEFAULT)) {
      session.subscribe(this::listen);
      // Only `young` has read what the other changes.
      Event.ConflictSeen seen = next(Event.ConflictSeen.class);
      assertThat(seen.conflict().kind()).isEqualTo(Conflict.Kind.STALE_READ);
      assertThat(seen.conflict().isInTheWay()).isFalse();
      release("w0");
      seen = next(Event.ConflictSeen.class);
      assertThat(seen.conflict().kind()).isEqualTo(Conflict.Kind.STALE_READ);
      assertThat(seen.conflict().isInTheWay()).isTrue();
      assertThat(seen.conflict().paths()).containsExactly("a.txt", "b.txt");
      release("w1");
      next(Event.Landed.class);
      // The one that is left.
      seen = next(Event.ConflictSeen.class);
      assertThat(seen.conflict().stale())
          .containsExactly(new Conflict.Stale("young", List.of("b.txt"), true));
      release("w2");
      assertThat(next(Event.ConflictFound.class).conflict().kind())
          .isEqualTo(Conflict.Kind.STALE_READ);
      session.ended().get(60, TimeUnit.SECONDS);
      assertThat(state().conflicts())
          .hasSize(2)
          .noneMatch(FoundConflict::isOpen)
          .filteredOn(FoundConflict::live)
          .singleElement()
          .extracting(FoundConflict::how)
          .isEqualTo("young runs again");
    }
  }

  @Test
  @Timeout(120)
  void whatIsClaimedTwiceIsPredictedAndWhoStraysIntoAClaimIsSeen() throws Exception {
    Scratch scratch = new Scratch(Files.createDirectory(folder.resolve("scratch")));
    Path plan =
        scratch.plan(
            """
            name: live
            into: live
            parallel: 2
            agents: { A: { kind: shell, capacity: 2 } }
            tasks:
              - { id: claims, writes: ["shared*"], run: "W1" }
              - { id: later, writes: [shared.txt], run: "true", depends_on: [] }
              - { id: strays, writes: [other], run: "echo strays > shared.txt; W1; git checkout -q shared.txt" }
            """
                .replace("W1", until("w1")));
    try (RunSession session =
        RunSession.start(scratch.folders, new PlanReader().read(plan), RunOptions.DEFAULT)) {
      session.subscribe(this::listen);
      Event.ConflictSeen seen = next(Event.ConflictSeen.class);
      assertThat(seen.conflict().kind()).isEqualTo(Conflict.Kind.CLAIM);
      assertThat(seen.conflict().tasks()).containsExactly("strays", "claims");
      assertThat(seen.conflict().detail())
          .isEqualTo(
              "strays changed shared.txt, which claims claims to write."
                  + " That is outside of what it claims itself.");
      assertThat(state().predicted())
          .singleElement()
          .satisfies(
              found -> {
                assertThat(found.conflict().tasks()).containsExactly("claims", "later");
                assertThat(found.conflict().paths()).containsExactly("shared.txt");
              });
      release("w1");
      session.ended().get(60, TimeUnit.SECONDS);
      assertThat(state().predicted()).isEmpty();
      // `later` may have been at work before `strays` took its change back.
      assertThat(state().conflicts()).isNotEmpty().noneMatch(FoundConflict::isOpen);
    }
  }

  @Test
  @Timeout(120)
  void twoThatPassTheCheckAloneAndNotTogetherAreSeenBeforeEitherLands() throws Exception {
    Scratch scratch = new Scratch(Files.createDirectory(folder.resolve("scratch")));
    Files.writeString(scratch.repository.resolve("long.txt"), "1\n2\n3\n4\n5\n6\n7\n8\n9\n");
    scratch.git("add", "-A");
    scratch.git("commit", "-q", "-m", "long");
    Path plan =
        scratch.plan(
            """
            name: live
            into: live
            parallel: 3
            check: "if grep -q top long.txt && grep -q end long.txt; then echo top and end; exit 1; fi"
            agents: { A: { kind: shell, capacity: 3 } }
            tasks:
              - { id: top, approve: landing, run: "(echo top; seq 2 9) > long.txt" }
              - { id: end, approve: landing, run: "W1; (seq 8; echo end) > long.txt" }
            """
                .replace("W1", until("w1")));
    try (RunSession session =
        RunSession.start(scratch.folders, new PlanReader().read(plan), RunOptions.DEFAULT)) {
      session.subscribe(this::listen);
      next(Event.ApprovalAsked.class);
      release("w1");
      assertThat(next(Event.TrialEnded.class).red()).isTrue();
      Event.ConflictSeen seen = next(Event.ConflictSeen.class);
      assertThat(seen.conflict().kind()).isEqualTo(Conflict.Kind.CHECK);
      assertThat(seen.conflict().tasks()).containsExactly("end", "top");
      assertThat(seen.conflict().paths()).containsExactly("long.txt");
      assertThat(seen.conflict().detail()).contains("top and end");
      session.send(new Command.Reject("end", "me", "no")).get(60, TimeUnit.SECONDS);
      assertThat(state().conflicts()).noneMatch(FoundConflict::isOpen);
      assertThat(state().status("end").attempts()).hasSize(1);
      session.send(new Command.Approve("top", "me", "")).get(60, TimeUnit.SECONDS);
      session.ended().get(60, TimeUnit.SECONDS);
      assertThat(scratch.git("show", "live:long.txt")).startsWith("top");
    }
  }

  @Test
  @Timeout(120)
  void aCheckOfTwoGivesWayToWhatIsToLand() throws Exception {
    Scratch scratch = new Scratch(Files.createDirectory(folder.resolve("scratch")));
    Path plan =
        scratch.plan(
            """
            name: live
            into: live
            parallel: 3
            check: "if [ -e one ] && [ -e two ]; then W9; fi"
            agents: { A: { kind: shell, capacity: 3 } }
            tasks:
              - { id: first, approve: landing, run: "cat shared.txt; echo 1 > one" }
              - { id: second, approve: landing, run: "echo 2 > two; echo 2 > shared.txt" }
            """
                .replace("W9", until("w9")));
    try (RunSession session =
        RunSession.start(scratch.folders, new PlanReader().read(plan), RunOptions.DEFAULT)) {
      session.subscribe(this::listen);
      Event.TrialStarted started = next(Event.TrialStarted.class);
      session.send(new Command.Approve("first", "me", "")).get(60, TimeUnit.SECONDS);
      assertThat(next(Event.Landed.class).task()).isEqualTo("first");
      release("w9");
      session.send(new Command.Approve("second", "me", "")).get(60, TimeUnit.SECONDS);
      session.ended().get(60, TimeUnit.SECONDS);
      assertThat(log)
          .as("%s was ended before it was over", started.pair())
          .noneMatch(entry -> entry.event() instanceof Event.TrialEnded);
      assertThat(state().conflicts()).noneMatch(found -> found.conflict().isInTheWay());
    }
  }

  @Test
  @Timeout(120)
  void whoEndsWithNothingChangedIsInNobodysWay() throws Exception {
    Scratch scratch = new Scratch(Files.createDirectory(folder.resolve("scratch")));
    Path plan =
        scratch.plan(
            """
            name: live
            into: live
            parallel: 2
            agents: { A: { kind: shell, capacity: 2 } }
            tasks:
              - { id: gives-up, run: "echo mine > shared.txt; W1; git checkout -q shared.txt" }
              - { id: goes-on, run: "echo other > shared.txt; W2" }
            """
                .replace("W1", until("w1"))
                .replace("W2", until("w2")));
    try (RunSession session =
        RunSession.start(scratch.folders, new PlanReader().read(plan), RunOptions.DEFAULT)) {
      session.subscribe(this::listen);
      next(Event.ConflictSeen.class);
      release("w1");
      next(Event.Landed.class);
      assertThat(state().conflicts()).singleElement().matches(found -> !found.isOpen());
      release("w2");
      session.ended().get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  @Timeout(120)
  void theSameFileIsSaidToBeMergedAndNoMoreThanThat() throws Exception {
    Scratch scratch = new Scratch(Files.createDirectory(folder.resolve("scratch")));
    Files.writeString(scratch.repository.resolve("long.txt"), "1\n2\n3\n4\n5\n6\n7\n8\n9\n");
    scratch.git("add", "-A");
    scratch.git("commit", "-q", "-m", "long");
    Path plan =
        scratch.plan(
            """
            name: live
            into: live
            parallel: 2
            agents: { A: { kind: shell, capacity: 2 } }
            tasks:
              - { id: top, run: "(echo top; seq 2 9) > t; mv t long.txt; W1" }
              - { id: end, run: "(seq 8; echo end) > e; mv e long.txt; W1" }
            """
                .replace("W1", until("w1")));
    try (RunSession session =
        RunSession.start(scratch.folders, new PlanReader().read(plan), RunOptions.DEFAULT)) {
      session.subscribe(this::listen);
      // Moved there: whoever opens a file in the instant in which it is copied may be taken to
      // read.
      Event.ConflictSeen seen = next(Event.ConflictSeen.class);
      assertThat(seen.conflict().kind()).isEqualTo(Conflict.Kind.FILE);
      assertThat(seen.conflict().paths()).containsExactly("long.txt");
      release("w1");
      session.ended().get(60, TimeUnit.SECONDS);
      assertThat(state().conflicts()).first().matches(found -> !found.isOpen());
    }
  }
}
